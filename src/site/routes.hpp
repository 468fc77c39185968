#pragma once

#include "orrery/http/router.hpp"

/// Every address of a planet, below the path that it lives at. Links builds them, Site answers them.
namespace orrery::site::routes {

inline constexpr http::Route kFront("/");
inline constexpr http::Route kFrontPage("/before/{story}/");
inline constexpr http::Route kStory("/story/{id}/");
inline constexpr http::Route kChanges("/story/{id}/changes/{from}/{to}/");
inline constexpr http::Route kFeeds("/feeds/");
inline constexpr http::Route kFeed("/feeds/{id}/");
inline constexpr http::Route kFeedPage("/feeds/{id}/before/{story}/");
inline constexpr http::Route kAsset("/assets/{name}");
inline constexpr http::Route kRobots("/robots.txt");
inline constexpr http::Route kHealth("/health");

}  // namespace orrery::site::routes
