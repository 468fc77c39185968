#pragma once

#include "command.hpp"
#include "orrery/site/planet_info.hpp"
#include "orrery/store/archive.hpp"

#include <string_view>

namespace orrery::cli {

/// Polls on schedule and serves the site until SIGINT or SIGTERM; gives the exit code.
[[nodiscard]] int serve(const Context& context, const Config& config, store::Archive& archive);

/// What the site tells of the planet. `listening_url` is its address where the configuration names none.
[[nodiscard]] Result<site::PlanetInfo> planet_info(const Config& config, std::string_view listening_url);
[[nodiscard]] site::SiteLimits site_limits(const Config& config);

}  // namespace orrery::cli
