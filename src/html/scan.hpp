#pragma once

#include <cstddef>
#include <string_view>

#ifdef __SSE2__
#include <bit>
#include <cstdint>

#include <emmintrin.h>
#endif

/// Finding bytes sixteen at a time where the processor is known to have SSE2, which every x86-64 has. Texts
/// between two tags are short: a call of memchr for each costs more than the search.
namespace orrery::html {

#ifdef __SSE2__
namespace sse2 {

inline constexpr std::size_t kBlock = 16;

inline __m128i load(std::string_view text, std::size_t at) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
}
inline __m128i equal(__m128i block, char c) {
    return _mm_cmpeq_epi8(block, _mm_set1_epi8(c));
}
/// A bit for each byte, the first one lowest.
inline unsigned bits(__m128i matches) {
    return static_cast<unsigned>(_mm_movemask_epi8(matches));
}

}  // namespace sse2
#endif

/// A piece of text.
struct ScannedText {
    std::size_t end;  ///< where the byte is that ends it, or the size
    bool has_ampersand = false;
};

/// The text from `at` to the next `ending`.
inline ScannedText scan_text(std::string_view text, std::size_t at, char ending) {
    bool has_ampersand = false;
#ifdef __SSE2__
    unsigned ampersands = 0;
    for (; at + sse2::kBlock <= text.size(); at += sse2::kBlock) {
        const auto block = sse2::load(text, at);
        const auto here = sse2::bits(sse2::equal(block, '&'));
        if (const auto ends = sse2::bits(sse2::equal(block, ending)); ends != 0) {
            ampersands |= here & ((ends & -ends) - 1);
            return {at + static_cast<std::size_t>(std::countr_zero(ends)), ampersands != 0};
        }
        ampersands |= here;
    }
    has_ampersand = ampersands != 0;
#endif
    for (; at < text.size() && text[at] != ending; ++at)
        has_ampersand |= text[at] == '&';
    return {at, has_ampersand};
}

/// What cannot be written as it is: `& < >`, control characters but tab and line feed, and in attribute
/// values the quotation mark.
template <bool kInAttribute>
constexpr bool must_be_escaped(char c) {
    return c == '&' || c == '<' || c == '>' || c == '\x7F' || (kInAttribute && c == '"') ||
           (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n');
}

/// The first such byte at or after `at`, or the size.
template <bool kInAttribute>
std::size_t find_escapable(std::string_view text, std::size_t at) {
#ifdef __SSE2__
    for (; at + sse2::kBlock <= text.size(); at += sse2::kBlock) {
        const auto block = sse2::load(text, at);
        const auto control = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1F)), block);
        const auto kept = _mm_or_si128(sse2::equal(block, '\t'), sse2::equal(block, '\n'));
        // `<` and `>` differ in one bit, as do `&` and `"`.
        const auto brackets = sse2::equal(_mm_andnot_si128(_mm_set1_epi8('<' ^ '>'), block), '<');
        const auto others = kInAttribute ? sse2::equal(_mm_andnot_si128(_mm_set1_epi8('&' ^ '"'), block), '"')
                                         : sse2::equal(block, '&');
        const auto found = _mm_or_si128(_mm_or_si128(_mm_andnot_si128(kept, control), brackets),
                                        _mm_or_si128(others, sse2::equal(block, '\x7F')));
        if (const auto bits = sse2::bits(found); bits != 0)
            return at + static_cast<std::size_t>(std::countr_zero(bits));
    }
#endif
    while (at < text.size() && !must_be_escaped<kInAttribute>(text[at]))
        ++at;
    return at;
}

}  // namespace orrery::html
