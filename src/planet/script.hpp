#pragma once

#include <unicode/uchar.h>

namespace orrery::planet {

/// Part of a word in some script, marks that are written with a letter included.
[[nodiscard]] inline bool is_letter_or_digit(char32_t c) {
    if (c < 0x80) return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
    const auto type = u_charType(static_cast<UChar32>(c));
    return u_isalnum(static_cast<UChar32>(c)) != 0 || type == U_NON_SPACING_MARK ||
           type == U_COMBINING_SPACING_MARK;
}

/// Says as much as a short word does: Chinese, Japanese and Korean writing.
[[nodiscard]] inline bool is_ideographic(char32_t c) {
    return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

}  // namespace orrery::planet
