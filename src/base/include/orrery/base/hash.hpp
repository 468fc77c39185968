#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace orrery {

/// Fast fingerprints for telling contents apart (XXH3). Not for secrets: an attacker can find collisions.
[[nodiscard]] std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0);

/// 32 lower-case hexadecimal digits of the 128-bit hash.
[[nodiscard]] std::string hash128_hex(std::string_view bytes);

}  // namespace orrery
