#include "text_scan.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace orrery::feed {

namespace {

constexpr std::size_t kBlock = 32;
constexpr std::ptrdiff_t kBlockSize = kBlock;
constexpr std::size_t kShortestReference = 4;

inline std::size_t first(std::uint32_t bits) {
    return static_cast<std::size_t>(std::countr_zero(bits));
}

// A reference as the first bytes of a word.
struct XmlReference {
    std::uint64_t mask = 0;
    std::uint64_t text = 1;  // which nothing masked equals
    char character = '\0';
    std::uint8_t length = 0;
};

// By three bits of the letter after `&` that tell l, g, a and q apart. `&apos;` is rare, and has no place.
const auto kXmlReferences = [] {
    std::array<XmlReference, 8> table{};
    const auto add = [&](std::string_view text, char character) {
        auto& reference = table[static_cast<unsigned char>(text[1]) >> 2 & 7U];
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), text.size());
        std::uint64_t mask = 0;
        std::memset(&mask, 0xFF, text.size());
        reference = {mask, word, character, static_cast<std::uint8_t>(text.size())};
    };
    add("&lt;", '<');
    add("&gt;", '>');
    add("&amp;", '&');
    add("&quot;", '"');
    return table;
}();

#if defined(__x86_64__)

namespace sse2_blocks {

struct Block {
    __m128i low;
    __m128i high;
};
inline Block load(const char* at) {
    return {_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)),
            _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + 16))};
}
inline void store(char* at, const Block& block) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(at), block.low);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(at + 16), block.high);
}
inline std::uint32_t bits(__m128i low, __m128i high) {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(low)) |
           static_cast<std::uint32_t>(_mm_movemask_epi8(high)) << 16;
}
inline std::uint32_t beyond_ascii(const Block& block) {
    return bits(block.low, block.high);
}
inline std::uint32_t equal(const Block& block, char c) {
    const auto all = _mm_set1_epi8(c);
    return bits(_mm_cmpeq_epi8(block.low, all), _mm_cmpeq_epi8(block.high, all));
}
template <bool kReferences>
inline __m128i special_half(__m128i half) {
    const auto low = _mm_cmpeq_epi8(_mm_min_epu8(half, _mm_set1_epi8(0x1F)), half);
    const auto fine =
        _mm_or_si128(_mm_cmpeq_epi8(half, _mm_set1_epi8('\t')), _mm_cmpeq_epi8(half, _mm_set1_epi8('\n')));
    const auto odd = _mm_andnot_si128(fine, low);
    return kReferences ? _mm_or_si128(odd, _mm_cmpeq_epi8(half, _mm_set1_epi8('&'))) : odd;
}
template <bool kReferences>
inline std::uint32_t special(const Block& block) {
    return bits(special_half<kReferences>(block.low), special_half<kReferences>(block.high));
}

#include "text_scan_loops.inc"

}  // namespace sse2_blocks

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi")
#endif

namespace avx2_blocks {

using Block = __m256i;
inline Block load(const char* at) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
}
inline void store(char* at, Block block) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(at), block);
}
inline std::uint32_t beyond_ascii(Block block) {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(block));
}
inline std::uint32_t equal(Block block, char c) {
    return beyond_ascii(_mm256_cmpeq_epi8(block, _mm256_set1_epi8(c)));
}
template <bool kReferences>
inline std::uint32_t special(Block block) {
    const auto low = _mm256_cmpeq_epi8(_mm256_min_epu8(block, _mm256_set1_epi8(0x1F)), block);
    const auto fine = _mm256_or_si256(_mm256_cmpeq_epi8(block, _mm256_set1_epi8('\t')),
                                      _mm256_cmpeq_epi8(block, _mm256_set1_epi8('\n')));
    const auto odd = _mm256_andnot_si256(fine, low);
    return beyond_ascii(kReferences ? _mm256_or_si256(odd, _mm256_cmpeq_epi8(block, _mm256_set1_epi8('&')))
                                    : odd);
}

#include "text_scan_loops.inc"

}  // namespace avx2_blocks

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#else

namespace byte_blocks {

struct Block {
    std::array<char, kBlock> bytes;
};
inline Block load(const char* at) {
    Block block;
    std::memcpy(block.bytes.data(), at, kBlock);
    return block;
}
inline void store(char* at, const Block& block) {
    std::memcpy(at, block.bytes.data(), kBlock);
}
template <class Is>
inline std::uint32_t bits(const Block& block, Is is) {
    std::uint32_t result = 0;
    for (std::size_t i = 0; i < kBlock; ++i)
        result |= std::uint32_t{is(block.bytes[i])} << i;
    return result;
}
inline std::uint32_t beyond_ascii(const Block& block) {
    return bits(block, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}
inline std::uint32_t equal(const Block& block, char c) {
    return bits(block, [c](char other) { return other == c; });
}
template <bool kReferences>
inline std::uint32_t special(const Block& block) {
    return bits(block, is_special<kReferences>);
}

#include "text_scan_loops.inc"

}  // namespace byte_blocks

#endif

}  // namespace

const TextScan& text_scan() {
#if defined(__x86_64__)
    static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0;
    return has_avx2 ? avx2_blocks::kScan : sse2_blocks::kScan;
#else
    return byte_blocks::kScan;
#endif
}

const TextScan& portable_text_scan() {
#if defined(__x86_64__)
    return sse2_blocks::kScan;
#else
    return byte_blocks::kScan;
#endif
}

}  // namespace orrery::feed
