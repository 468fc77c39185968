#pragma once

#include "orrery/base/text.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

/// The percent-encode sets of the URL Standard (https://url.spec.whatwg.org/#percent-encoded-bytes): one bit
/// each.
namespace orrery::url {

enum Set : std::uint8_t {
    kC0Control = 1,
    kFragment = 2,
    kQuery = 4,
    kSpecialQuery = 8,
    kPath = 16,
    kUserinfo = 32,
    kComponent = 64,       // what encodeURIComponent encodes
    kForbiddenHost = 128,  // not a set to encode: what no host may hold
};

inline constexpr auto kSets = [] {
    std::array<std::uint8_t, 256> sets{};
    const auto add = [&](std::string_view characters, unsigned bits) {
        for (const char c : characters)
            sets[static_cast<unsigned char>(c)] |= static_cast<std::uint8_t>(bits);
    };
    for (unsigned c = 0; c < 256; ++c) {
        if (c < 0x20 || c > 0x7E)
            sets[c] = kC0Control | kFragment | kQuery | kSpecialQuery | kPath | kUserinfo | kComponent;
    }
    add(" \"<>", kFragment | kQuery | kSpecialQuery | kPath | kUserinfo | kComponent);
    add("`", kFragment);
    add("#", kQuery | kSpecialQuery | kPath | kUserinfo | kComponent);
    add("'", kSpecialQuery);
    add("?^`{}", kPath | kUserinfo | kComponent);
    add("/:;=@[\\]|", kUserinfo | kComponent);
    add("$&+,%", kComponent);
    add(std::string_view("\0\t\n\r #/:<>?@[\\]^|", 17), kForbiddenHost);
    return sets;
}();

[[nodiscard]] inline bool in(char c, unsigned sets) {
    return (kSets[static_cast<unsigned char>(c)] & sets) != 0;
}

inline void append_encoded(std::string& out, char c) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
}

/// Appends `text` with the bytes of `set` percent-encoded.
inline void append_encoded(std::string& out, std::string_view text, Set set) {
    for (const char c : text) {
        if (in(c, set)) {
            append_encoded(out, c);
        } else {
            out += c;
        }
    }
}

/// Whether `%XX` stands at `position`.
[[nodiscard]] inline bool is_encoded_byte(std::string_view text, std::size_t position) {
    return text.size() - position > 2 && text[position] == '%' && hex_value(text[position + 1]) >= 0 &&
           hex_value(text[position + 2]) >= 0;
}

}  // namespace orrery::url
