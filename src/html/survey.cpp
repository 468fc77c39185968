// The first look at every text: it waits for memory, and sees all of it, so it is done in the widest blocks
// that the processor has.

#include "scan.hpp"

#include <algorithm>

#if defined(__x86_64__) && defined(__GNUC__)
#define ORRERY_HTML_AVX2 1
#include <immintrin.h>
#endif

namespace orrery::html {
namespace {

constexpr std::size_t kLine = 64;
constexpr std::size_t kAhead = 1024;

// Asking for what comes later shortens the wait.
void prefetch(std::string_view text, std::size_t at) {
#ifdef __GNUC__
    if (at < text.size()) __builtin_prefetch(text.data() + at);
#endif
}

void survey_rest(std::string_view text, std::size_t at, Survey& seen) {
#ifdef __SSE2__
    auto stray = _mm_setzero_si128();
    auto high = _mm_setzero_si128();
    for (; at + sse2::kBlock <= text.size(); at += sse2::kBlock) {
        prefetch(text, at + kAhead);
        const auto block = sse2::load(text.data() + at);
        stray = _mm_or_si128(stray, sse2::stray_controls(block));
        high = _mm_or_si128(high, block);
    }
    if (at < text.size() && text.size() >= sse2::kBlock) {  // the last block, with some that were seen
        const auto block = sse2::load(text.data() + text.size() - sse2::kBlock);
        stray = _mm_or_si128(stray, sse2::stray_controls(block));
        high = _mm_or_si128(high, block);
        at = text.size();
    }
    seen.has_stray_controls |= sse2::bits(stray) != 0;
    seen.is_ascii &= sse2::bits(high) == 0;
#endif
    for (; at < text.size(); ++at) {
        seen.has_stray_controls |= is_stray_control(text[at]);
        seen.is_ascii &= static_cast<unsigned char>(text[at]) < 0x80;
    }
}

#ifdef ORRERY_HTML_AVX2
// Gives how far it came: to the last whole line.
[[gnu::target("avx2")]] std::size_t survey_lines(std::string_view text, Survey& seen) {
    constexpr std::size_t kBlock = 32;
    auto stray = _mm256_setzero_si256();
    auto high = _mm256_setzero_si256();
    std::size_t at = 0;
    for (; at + kLine <= text.size(); at += kLine) {
        prefetch(text, at + kAhead);
        for (std::size_t i = 0; i < kLine; i += kBlock) {
            const auto block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text.data() + at + i));
            const auto control = _mm256_cmpeq_epi8(_mm256_min_epu8(block, _mm256_set1_epi8(0x1F)), block);
            const auto kept = _mm256_or_si256(_mm256_cmpeq_epi8(block, _mm256_set1_epi8('\t')),
                                              _mm256_cmpeq_epi8(block, _mm256_set1_epi8('\n')));
            const auto stray_here = _mm256_or_si256(_mm256_andnot_si256(kept, control),
                                                    _mm256_cmpeq_epi8(block, _mm256_set1_epi8('\x7F')));
            stray = _mm256_or_si256(stray, stray_here);
            high = _mm256_or_si256(high, block);
        }
    }
    seen.has_stray_controls |= _mm256_movemask_epi8(stray) != 0;
    seen.is_ascii &= _mm256_movemask_epi8(high) == 0;
    return at;
}
#endif

}  // namespace

Survey survey(std::string_view text) {
    for (std::size_t at = 0; at < std::min(text.size(), kAhead); at += kLine)
        prefetch(text, at);
    Survey seen;
    std::size_t at = 0;
#ifdef ORRERY_HTML_AVX2
    static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
    if (has_avx2) at = survey_lines(text, seen);
#endif
    survey_rest(text, at, seen);
    return seen;
}

}  // namespace orrery::html
