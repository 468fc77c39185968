#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

/// Tells that a segment does not have a key without a look at its table of keys: a Bloom filter. Nearly every
/// key that is asked for is in no segment, and an archive has dozens of them.
///
/// A key sets bits in one block of 64 bytes; the blocks ascend with the keys, so that sorted keys write one
/// after the other. About one key in a hundred that is not there looks as if it were.
namespace orrery::search {

inline constexpr std::size_t kFilterBlockBytes = 64;
inline constexpr std::size_t kFilterBlocksPerChunk = 512;

/// How many blocks so many keys take: 12 bits each.
[[nodiscard]] inline std::uint32_t filter_blocks_for(std::uint64_t keys) {
    return static_cast<std::uint32_t>((keys * 12 + kFilterBlockBytes * 8 - 1) / (kFilterBlockBytes * 8));
}

[[nodiscard]] inline std::uint32_t filter_block_of(std::uint64_t key, std::uint32_t blocks) {
    return static_cast<std::uint32_t>((key >> 32) * blocks >> 32);
}

/// Gives the bits of a key within its block to `bit`, until that is false; whether it never was.
template <class Bit>
bool each_filter_bit(std::uint64_t key, Bit bit) {
    constexpr int kBits = 6;
    // Keys are hashes, and their upper bits chose the block.
    auto rest = key * 0x9E3779B97F4A7C15;
    for (int i = 0; i < kBits; ++i, rest <<= 9)
        if (!bit(static_cast<std::size_t>(rest >> 55))) return false;
    return true;
}

}  // namespace orrery::search
