#include "orrery/base/utf8.hpp"

#include <algorithm>

#include <simdjson.h>

namespace orrery::utf8 {

bool is_valid(std::string_view text) {
    return simdjson::validate_utf8(text.data(), text.size());
}

char32_t decode(std::string_view text, std::size_t& position) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(position++);
    if (lead < 0x80) return lead;

    // The second byte is bounded so that overlong forms, surrogates and what is above U+10FFFF stop there.
    int more = 0;
    char32_t value = 0;
    unsigned lowest = 0x80;
    unsigned highest = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
        more = 1;
        value = lead & 0x1F;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        more = 2;
        value = lead & 0x0F;
        if (lead == 0xE0) lowest = 0xA0;
        if (lead == 0xED) highest = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        more = 3;
        value = lead & 0x07;
        if (lead == 0xF0) lowest = 0x90;
        if (lead == 0xF4) highest = 0x8F;
    } else {
        return kReplacement;
    }
    for (; more > 0; --more) {
        if (position >= text.size() || byte(position) < lowest || byte(position) > highest)
            return kReplacement;
        value = (value << 6) | (byte(position++) & 0x3F);
        lowest = 0x80;
        highest = 0xBF;
    }
    return value;
}

std::string repaired(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();)
        append(out, decode(text, i));
    return out;
}

std::size_t length(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string_view truncated(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80)
        --bytes;
    return text.substr(0, bytes);
}

}  // namespace orrery::utf8
