#pragma once

#include <bitset>
#include <string>
#include <string_view>

namespace orrery::html {

inline constexpr std::size_t kMaxStyles = 64;

/// The bit of a CSS property that a policy may allow, or -1: nothing that positions, layers, animates or
/// loads.
[[nodiscard]] int style_bit(std::string_view property);

/// Appends the declarations of a `style` attribute (references decoded) that are allowed and whose values are
/// plain words, numbers, lengths and colours, as `name: value; name: value`. Returns how many were left out.
std::size_t append_safe_style(std::string& out, std::string_view style,
                              const std::bitset<kMaxStyles>& allowed);

/// Whether the author keeps the element out of sight, as tracking pixels are: not shown at all, or at most a
/// pixel wide or high.
[[nodiscard]] bool is_out_of_sight(std::string_view style);

}  // namespace orrery::html
