#pragma once

#include <cstddef>

namespace orrery::feed {

/// What was done since the program began: basic blocks of the feed library that were entered, and one for
/// every sixteen bytes that memchr() went through, whoever called it.
[[nodiscard]] std::size_t steps();

}  // namespace orrery::feed
