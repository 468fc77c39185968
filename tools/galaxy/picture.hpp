#pragma once

#include <cstdint>
#include <string>

namespace orrery::galaxy {

/// A small night sky with a planet over hills, an SVG file of about 3 KB.
[[nodiscard]] std::string draw_svg(std::uint64_t seed);

/// A PNG of `side` x `side` pixels: a planet on a dark ground.
[[nodiscard]] std::string draw_png(std::uint64_t seed, unsigned side = 64);

}  // namespace orrery::galaxy
