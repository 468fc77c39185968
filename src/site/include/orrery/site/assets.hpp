#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace orrery::site {

/// A file of the theme, part of the program. `served_as` names its contents too (`style.0123456789.css`), so
/// that browsers may keep it for good.
struct Asset {
    std::string_view name;  ///< `style.css`
    std::string_view served_as;
    std::string_view media_type;
    std::string_view contents;
};

[[nodiscard]] std::span<const Asset> assets();

/// By its name in the theme. It must exist: the names are ours.
[[nodiscard]] const Asset& asset(std::string_view name);
/// By the name in a request, or null.
[[nodiscard]] const Asset* find_served_asset(std::string_view served_as);

}  // namespace orrery::site
