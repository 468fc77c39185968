#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

/// UTF-8 as RFC 3629 has it: no surrogates, nothing above U+10FFFF, no overlong forms.
namespace orrery::utf8 {

inline constexpr char32_t kReplacement = 0xFFFD;

[[nodiscard]] bool is_valid(std::string_view text);

/// Reads the code point at `position` and moves past it. A byte that starts none, or a sequence that breaks
/// off, gives kReplacement and moves past the longest part that could have been a beginning, as the WHATWG
/// decoder does. `position` must be less than text.size().
[[nodiscard]] char32_t decode(std::string_view text, std::size_t& position);

/// A code point in one to four bytes.
struct Encoded {
    std::array<char, 4> bytes;
    std::size_t size;
};
/// What is no scalar value is written as kReplacement.
[[nodiscard]] constexpr Encoded encode(char32_t c) {
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = kReplacement;
    const auto lead = [c](char32_t mark, int shift) { return static_cast<char>(mark | (c >> shift)); };
    const auto tail = [c](int shift) { return static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
    if (c < 0x80) return {{static_cast<char>(c)}, 1};
    if (c < 0x800) return {{lead(0xC0, 6), tail(0)}, 2};
    if (c < 0x10000) return {{lead(0xE0, 12), tail(6), tail(0)}, 3};
    return {{lead(0xF0, 18), tail(12), tail(6), tail(0)}, 4};
}
/// The same at the end of a text.
inline void append(std::string& out, char32_t c) {
    const auto encoded = encode(c);
    out.append(encoded.bytes.data(), encoded.size);
}

/// `text` with every malformed sequence replaced by U+FFFD.
[[nodiscard]] std::string repaired(std::string_view text);

/// How many code points a valid text has.
[[nodiscard]] std::size_t length(std::string_view text);

/// The longest beginning of at most `bytes` bytes that ends between two code points.
[[nodiscard]] std::string_view truncated(std::string_view text, std::size_t bytes);

}  // namespace orrery::utf8
