#pragma once

#include "orrery/base/url.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace orrery::site {

/// What a planet says about itself.
struct PlanetInfo {
    std::string title = "Planet";
    std::string description;  ///< one or two sentences, plain text
    Url url;  ///< of the front page, http or https; its path ends with a slash and may be longer than `/`
    std::string language = "en";
    std::string owner_name;
    std::string owner_email;
    std::string about_url;                 ///< a page that tells more, linked from every page's foot
    std::vector<std::string> frame_hosts;  ///< which posts may hold frames from, see html::Policy
};

/// `url` as PlanetInfo wants it: an absolute http or https address, with the final slash and without query
/// and fragment.
[[nodiscard]] std::optional<Url> planet_url(std::string_view url);

/// How much stands on a page. Every list of the site has such an end.
struct SiteLimits {
    std::size_t stories_per_page = 20;
    std::size_t entries_per_feed = 50;                 ///< in atom.xml and its kin
    std::size_t cached_bytes = std::size_t{32} << 20;  ///< of rendered pages kept in memory
};

}  // namespace orrery::site
