#pragma once

#include "orrery/base/sse2.hpp"

#include <cstddef>
#include <functional>
#include <string_view>

/// Finding bytes sixteen at a time where the processor is known to have SSE2, which every x86-64 has. Texts
/// between two tags are short: a call of memchr for each costs more than the search.
namespace orrery::html {

/// A control character that no text should have: all but tab and line feed.
constexpr bool is_stray_control(char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n') || c == '\x7F';
}

/// What cannot be written as it is: `& < >`, in attribute values the quotation mark, and stray controls.
template <bool kInAttribute>
constexpr bool must_be_escaped(char c) {
    return c == '&' || c == '<' || c == '>' || (kInAttribute && c == '"') || is_stray_control(c);
}

#ifdef __SSE2__
namespace sse2 {
using namespace orrery::sse2;

/// All bits of each stray control.
inline __m128i stray_controls(__m128i block) {
    const auto control = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1F)), block);
    const auto kept = _mm_or_si128(equal(block, '\t'), equal(block, '\n'));
    return _mm_or_si128(_mm_andnot_si128(kept, control), equal(block, '\x7F'));
}

/// All bits of each `<` and `>`: they differ in one bit.
inline __m128i brackets(__m128i block) {
    return equal(_mm_andnot_si128(_mm_set1_epi8('<' ^ '>'), block), '<');
}

/// All bits of each byte that must_be_escaped(), but for stray controls.
template <bool kInAttribute>
__m128i markup(__m128i block) {
    // `&` and `"` differ in one bit, too.
    const auto others =
        kInAttribute ? equal(_mm_andnot_si128(_mm_set1_epi8('&' ^ '"'), block), '"') : equal(block, '&');
    return _mm_or_si128(brackets(block), others);
}

}  // namespace sse2
#endif

/// Up to where bytes may be read behind a text: to the end of `input` where the text is a part of it.
inline const char* readable_end(std::string_view text, std::string_view input) {
    const std::less<const char*> before;
    const auto* end = input.data() + input.size();
    const bool inside = !before(text.data(), input.data()) && before(text.data(), end);
    return inside ? end : text.data() + text.size();
}

/// What kinds of bytes stand anywhere in a text.
struct Survey {
    bool has_stray_controls = false;
    bool is_ascii = true;
};

[[nodiscard]] Survey survey(std::string_view text);

/// The first `a` or `b` in a text, or its size.
inline std::size_t find_either(std::string_view text, char a, char b) {
    std::size_t at = 0;
#ifdef __SSE2__
    for (; at + sse2::kBlock <= text.size(); at += sse2::kBlock) {
        const auto block = sse2::load(text.data() + at);
        const auto found = sse2::bits(_mm_or_si128(sse2::equal(block, a), sse2::equal(block, b)));
        if (found != 0) return at + sse2::first(found);
    }
#endif
    while (at < text.size() && text[at] != a && text[at] != b)
        ++at;
    return at;
}

/// The value of an attribute.
struct ScannedValue {
    std::size_t end;  ///< where the byte is that ends it, or the size
    bool has_ampersand = false;
};

/// The value from `at` to the next `quote`.
inline ScannedValue scan_value(std::string_view text, std::size_t at, char quote) {
    bool has_ampersand = false;
#ifdef __SSE2__
    unsigned ampersands = 0;
    for (; at + sse2::kBlock <= text.size(); at += sse2::kBlock) {
        const auto block = sse2::load(text.data() + at);
        const auto here = sse2::bits(sse2::equal(block, '&'));
        if (const auto ends = sse2::bits(sse2::equal(block, quote)); ends != 0) {
            ampersands |= here & ((ends & -ends) - 1);
            return {at + sse2::first(ends), ampersands != 0};
        }
        ampersands |= here;
    }
    has_ampersand = ampersands != 0;
#endif
    for (; at < text.size() && text[at] != quote; ++at)
        has_ampersand |= text[at] == '&';
    return {at, has_ampersand};
}

/// A piece of text.
struct ScannedText {
    std::size_t end;  ///< where the `<` is that ends it, or the size
    bool has_ampersand = false;
    bool has_greater_than = false;
};

/// The text from `at` to the next `<`.
inline ScannedText scan_text(std::string_view text, std::size_t at) {
    ScannedText scanned{at};
#ifdef __SSE2__
    auto ampersands = _mm_setzero_si128();
    auto greater_thans = _mm_setzero_si128();
    for (; at + sse2::kBlock <= text.size(); at += sse2::kBlock) {
        const auto block = sse2::load(text.data() + at);
        const auto ampersands_here = sse2::equal(block, '&');
        const auto greater_thans_here = sse2::equal(block, '>');
        if (const auto ends = sse2::bits(sse2::equal(block, '<')); ends != 0) {
            const auto before = (ends & -ends) - 1;
            return {at + sse2::first(ends),
                    (sse2::bits(ampersands) | (sse2::bits(ampersands_here) & before)) != 0,
                    (sse2::bits(greater_thans) | (sse2::bits(greater_thans_here) & before)) != 0};
        }
        ampersands = _mm_or_si128(ampersands, ampersands_here);
        greater_thans = _mm_or_si128(greater_thans, greater_thans_here);
    }
    scanned.has_ampersand = sse2::bits(ampersands) != 0;
    scanned.has_greater_than = sse2::bits(greater_thans) != 0;
#endif
    for (; at < text.size() && text[at] != '<'; ++at) {
        scanned.has_ampersand |= text[at] == '&';
        scanned.has_greater_than |= text[at] == '>';
    }
    scanned.end = at;
    return scanned;
}

}  // namespace orrery::html
