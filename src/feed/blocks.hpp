#pragma once

#include "orrery/base/sse2.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

/// Searches over sixteen bytes at a time where the processor is known to have SSE2, which every x86-64 has.
/// Most of what a feed consists of is shorter than a call of memchr takes.
namespace orrery::feed {

/// The first `byte` at or after `at`, or the size.
inline std::size_t find_byte(std::string_view text, char byte, std::size_t at) {
#ifdef __SSE2__
    for (; at + sse2::kBlock <= text.size(); at += sse2::kBlock)
        if (const auto found = sse2::bits(sse2::equal(sse2::load(text.data() + at), byte)); found != 0)
            return at + sse2::first(found);
#endif
    while (at < text.size() && text[at] != byte)
        ++at;
    return at;
}

/// The first of two bytes at or after `at`, or npos.
inline std::size_t find_either(std::string_view text, char a, char b, std::size_t at) {
#ifdef __SSE2__
    for (; at + sse2::kBlock <= text.size(); at += sse2::kBlock) {
        const auto block = sse2::load(text.data() + at);
        if (const auto found = sse2::bits(_mm_or_si128(sse2::equal(block, a), sse2::equal(block, b))))
            return at + sse2::first(found);
    }
#endif
    for (; at < text.size(); ++at)
        if (text[at] == a || text[at] == b) return at;
    return std::string_view::npos;
}

/// Whether there is a byte below space.
inline bool has_control(std::string_view text) {
    std::size_t at = 0;
#ifdef __SSE2__
    for (; at + sse2::kBlock <= text.size(); at += sse2::kBlock) {
        const auto block = sse2::load(text.data() + at);
        if (sse2::bits(_mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1F)), block)) != 0) return true;
    }
#endif
    for (; at < text.size(); ++at)
        if (static_cast<unsigned char>(text[at]) < 0x20) return true;
    return false;
}

/// The first byte beyond ASCII at or after `at`, or the size.
inline std::size_t find_beyond_ascii(std::string_view text, std::size_t at) {
#ifdef __SSE2__
    for (; at + sse2::kBlock <= text.size(); at += sse2::kBlock)
        if (const auto high = sse2::bits(sse2::load(text.data() + at)); high != 0)
            return at + sse2::first(high);
#endif
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80)
        ++at;
    return at;
}

/// Whether two names are the same; most are shorter than a call takes.
inline bool same_name(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    const auto word = [](const char* at) {
        std::uint64_t value;
        std::memcpy(&value, at, sizeof value);
        return value;
    };
    const auto half = [](const char* at) {
        std::uint32_t value;
        std::memcpy(&value, at, sizeof value);
        return value;
    };
    const auto size = a.size();
    if (size > 16) return a == b;
    if (size >= 8)
        return word(a.data()) == word(b.data()) && word(a.data() + size - 8) == word(b.data() + size - 8);
    if (size >= 4)
        return half(a.data()) == half(b.data()) && half(a.data() + size - 4) == half(b.data() + size - 4);
    for (std::size_t i = 0; i < size; ++i)
        if (a[i] != b[i]) return false;
    return true;
}

}  // namespace orrery::feed
