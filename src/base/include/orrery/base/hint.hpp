#pragma once

#include <span>
#include <string>
#include <string_view>

namespace orrery {

/// The candidate that `name` was most likely meant to be, or an empty view when none is near: at most a third
/// of the letters may differ (insert, delete, replace, swap neighbours; case does not count).
[[nodiscard]] std::string_view closest(std::string_view name, std::span<const std::string_view> candidates);

/// `perhaps you meant "refresh"`, or an empty text when nothing is near.
[[nodiscard]] std::string perhaps_you_meant(std::string_view name,
                                            std::span<const std::string_view> candidates);

}  // namespace orrery
