#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace orrery::feed {

// 0x80 to 0x9F (https://encoding.spec.whatwg.org/index-windows-1252.txt); five of them stand for themselves.
inline constexpr std::array<char16_t, 32> kWindows1252High = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

/// The code point of a byte in windows-1252.
[[nodiscard]] constexpr char32_t windows_1252(unsigned char byte) {
    return byte >= 0x80 && byte < 0xA0 ? kWindows1252High[byte - 0x80] : byte;
}

/// The byte of a code point in windows-1252, if it has one.
[[nodiscard]] constexpr std::optional<unsigned char> windows_1252_byte(char32_t c) {
    if (c < 0x80 || (c >= 0xA0 && c <= 0xFF)) return static_cast<unsigned char>(c);
    // Its other letters and signs: no two of them leave the same remainder.
    constexpr std::size_t kModulus = 122;
    constexpr auto kBytes = [] {
        std::array<unsigned char, kModulus> bytes{};
        for (std::size_t i = 0; i < kWindows1252High.size(); ++i)
            bytes[kWindows1252High[i] % kModulus] = static_cast<unsigned char>(0x80 + i);
        return bytes;
    }();
    const auto byte = kBytes[c % kModulus];
    if (byte == 0 || kWindows1252High[byte - 0x80] != c) return std::nullopt;
    return byte;
}
static_assert([] {
    for (std::size_t i = 0; i < kWindows1252High.size(); ++i)
        if (windows_1252_byte(kWindows1252High[i]) != 0x80 + i) return false;
    return true;
}());

}  // namespace orrery::feed
