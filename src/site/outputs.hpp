#pragma once

#include "orrery/store/archive.hpp"

#include <string>
#include <string_view>

/// What a planet gives to programs.
namespace orrery::site {

inline constexpr std::string_view kRobotsText = "User-agent: *\nAllow: /\n";

/// How the planet is doing, as JSON: `{"status":"ok","feeds":3,…}`.
struct Health {
    bool is_well = true;
    std::string json;
};
[[nodiscard]] Health describe_health(const store::Archive& archive);

}  // namespace orrery::site
