#pragma once

/// Sixteen bytes at a time, where the processor is known to have SSE2, which every x86-64 has: only there are
/// the functions of this header declared. What uses them stands within `#ifdef __SSE2__`, with a loop over
/// bytes behind it for the rest of a text and for other processors.

#ifdef __SSE2__

#include <bit>
#include <cstddef>

#include <emmintrin.h>

namespace orrery::sse2 {

inline constexpr std::size_t kBlock = 16;

/// `at` needs no alignment, and kBlock bytes from there on must be readable, or writable.
inline __m128i load(const char* at) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
}
inline void store(char* at, __m128i block) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(at), block);
}
/// All bits of each byte that is `c`.
inline __m128i equal(__m128i block, char c) {
    return _mm_cmpeq_epi8(block, _mm_set1_epi8(c));
}
/// A bit for each byte, its highest, the first one lowest.
inline unsigned bits(__m128i matches) {
    return static_cast<unsigned>(_mm_movemask_epi8(matches));
}
/// The place of the first one. `bits` must not be 0.
inline std::size_t first(unsigned bits) {
    return static_cast<std::size_t>(std::countr_zero(bits));
}

}  // namespace orrery::sse2

#endif
