#pragma once

#include "orrery/site/pages.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

/// A planet made by hand, for the tests.
namespace orrery::site::sample {

inline Timestamp day(int year, unsigned month, unsigned day) {
    return std::chrono::sys_days(std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(day)) +
           std::chrono::hours(10);
}

inline PlanetInfo planet(std::string_view url = "https://planet.example/") {
    PlanetInfo info;
    info.title = "Planet Sea";
    info.description = "Boats & the sea.";
    info.url = *planet_url(url);
    return info;
}

inline store::Story story(store::EntryId id = 7) {
    store::Story story;
    story.id = id;
    story.feed = 3;
    story.feed_title = "Tidal Notes";
    story.feed_url = "https://tidal.example/feed";
    story.feed_site_url = "https://tidal.example/";
    story.url = "https://tidal.example/posts/" + std::to_string(id);
    story.title = "Low water";
    story.author = "Mira";
    story.html = "<p>The <em>tide</em> went out.</p>";
    story.date = day(2024, 5, 25);
    story.first_seen = day(2024, 5, 26);
    story.published = story.date;
    return story;
}

inline store::FeedRecord feed(store::PollOutcome outcome = store::PollOutcome::kUnchanged) {
    store::FeedRecord feed;
    feed.id = 3;
    feed.url = "https://tidal.example/feed";
    feed.info.title = "Tidal Notes";
    feed.info.site_url = "https://tidal.example/";
    feed.entries = 12;
    feed.state.outcome = outcome;
    feed.state.last_poll = day(2024, 5, 27);
    feed.state.last_success = day(2024, 5, 26);
    feed.state.next_poll = day(2024, 5, 28);
    return feed;
}

inline std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
        ++found;
    return found;
}

/// Tells what was looked for and where when it fails.
inline testing::AssertionResult contains(std::string_view text, std::string_view part) {
    const bool found = text.find(part) != text.npos;
    return (found ? testing::AssertionSuccess() : testing::AssertionFailure()) << "\"" << part << "\" in:\n"
                                                                               << text;
}

}  // namespace orrery::site::sample
