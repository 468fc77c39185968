#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

/// Up to 128 small numbers in few bits: all in the width that makes the whole smallest, those that do not fit
/// with their upper bits behind (patched frame of reference).
///
///     width (7 bits), more than one width (1 bit) | [exceptions: count, bytes] | packed lower bits
///     | for every exception: index, upper bits as a varint
namespace orrery::search {

inline constexpr std::size_t kBlock = 128;
/// Readers may look, not rely, on that many bytes behind a block: every chunk ends with as many of its own.
inline constexpr std::size_t kSlack = 8;

void pack(std::string& out, const std::uint32_t* values, std::size_t count);

/// Where the block ends. `end` is where the readable bytes end, kSlack more of which must exist. Throws
/// Failed.
const char* unpack(const char* at, const char* end, std::uint32_t* values, std::size_t count);

/// The same without looking at the values.
const char* skip_packed(const char* at, const char* end, std::size_t count);

}  // namespace orrery::search
