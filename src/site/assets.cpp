#include "orrery/site/assets.hpp"

#include "theme_assets.hpp"

#include <algorithm>

namespace orrery::site {

std::span<const Asset> assets() {
    return theme::kAssets;
}

const Asset& asset(std::string_view name) {
    return *std::find_if(theme::kAssets.begin(), theme::kAssets.end(),
                         [&](const Asset& one) { return one.name == name; });
}

const Asset* find_served_asset(std::string_view served_as) {
    const auto found = std::find_if(theme::kAssets.begin(), theme::kAssets.end(),
                                    [&](const Asset& one) { return one.served_as == served_as; });
    return found == theme::kAssets.end() ? nullptr : &*found;
}

}  // namespace orrery::site
