#include "orrery/base/hash.hpp"

#include <xxhash.h>

namespace orrery {

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed) {
    return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

std::string hash128_hex(std::string_view bytes) {
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text(32, '0');
    for (int i = 0; i < 16; ++i) {
        text[15 - i] = kDigits[(hash.high64 >> (4 * i)) & 15];
        text[31 - i] = kDigits[(hash.low64 >> (4 * i)) & 15];
    }
    return text;
}

}  // namespace orrery
