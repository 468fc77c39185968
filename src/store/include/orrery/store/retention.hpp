#pragma once

#include "orrery/store/records.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// How much of each feed is kept. By default everything is, for good.
namespace orrery::store {

/// What one of them says goes, goes.
struct Retention {
    std::optional<std::int64_t> entries;  ///< the newest so many of the feed stay
    std::optional<Duration> time;         ///< those of so long stay, by their date

    [[nodiscard]] bool keeps_all() const { return !entries && !time; }
};

struct RetentionPolicy {
    Retention planet;                   ///< of each feed that is not named below
    std::map<FeedId, Retention> feeds;  ///< in the place of that

    [[nodiscard]] const Retention& of(FeedId feed) const {
        const auto own = feeds.find(feed);
        return own == feeds.end() ? planet : own->second;
    }
    [[nodiscard]] bool keeps_all() const {
        return planet.keeps_all() &&
               std::ranges::all_of(feeds, [](const auto& feed) { return feed.second.keeps_all(); });
    }
};

struct PruneReport {
    struct Feed {
        FeedId id = 0;
        std::string title;
        std::int64_t entries = 0;  ///< that go, or went
        Timestamp oldest{};        ///< of their dates
        Timestamp newest{};
    };
    std::vector<Feed> feeds;  ///< those of which anything goes, by title
    bool is_complete = true;  ///< false: it was stopped; the next time goes on

    [[nodiscard]] std::int64_t entries() const {
        std::int64_t all = 0;
        for (const auto& feed : feeds)
            all += feed.entries;
        return all;
    }
};

/// What is left of an entry that was pruned.
struct Pruned {
    EntryId entry = 0;
    FeedId feed = 0;
    std::string feed_title;
    Timestamp time{};  ///< when it went
};

}  // namespace orrery::store
