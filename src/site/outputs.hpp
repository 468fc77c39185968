#pragma once

#include "orrery/http/router.hpp"
#include "orrery/site/pages.hpp"
#include "orrery/store/archive.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>

/// What a planet gives to programs.
namespace orrery::site {

/// A document of a fixed address and type.
struct Output {
    enum class Kind { kAtom, kRss, kJson, kOpml };
    Kind kind;
    http::Route route;
    std::string_view media_type;

    [[nodiscard]] constexpr std::string_view file() const { return route.pattern().substr(1); }
};
inline constexpr std::array kOutputs{
    Output{Output::Kind::kAtom, http::Route("/atom.xml"), "application/atom+xml; charset=utf-8"},
    Output{Output::Kind::kRss, http::Route("/rss.xml"), "application/rss+xml; charset=utf-8"},
    Output{Output::Kind::kJson, http::Route("/feed.json"), "application/feed+json; charset=utf-8"},
    Output{Output::Kind::kOpml, http::Route("/opml.xml"), "text/x-opml; charset=utf-8"}};

/// The planet's stories as one feed: kAtom, kRss or kJson. Each entry names the feed that it came from.
[[nodiscard]] std::string write_merged_feed(const PageContext& context, std::span<const store::Story> stories,
                                            const Output& output);

/// The feeds of the planet as OPML 2.0.
[[nodiscard]] std::string write_subscriptions(const PageContext& context,
                                              std::span<const store::FeedRecord> feeds);

inline constexpr std::string_view kRobotsText = "User-agent: *\nAllow: /\n";

/// How the planet is doing, as JSON: `{"status":"ok","feeds":3,…}`.
struct Health {
    bool is_well = true;
    std::string json;
};
[[nodiscard]] Health describe_health(const store::Archive& archive);

}  // namespace orrery::site
