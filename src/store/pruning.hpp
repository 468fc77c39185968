#pragma once

#include "database.hpp"
#include "orrery/store/retention.hpp"

#include <optional>

/// Entries that a planet keeps no longer. What each was known by stays (table `pruned`), so that no poll
/// brings it back. Throw StoreFailure.
namespace orrery::store {

/// The newest entry of a feed that goes; all behind it go too.
struct PruneBound {
    Timestamp date{};
    EntryId id = 0;
    Timestamp kept_from{};  ///< documents of before go, but for those that may show an older entry that stays
};

/// Nothing where all of the feed is kept.
[[nodiscard]] std::optional<PruneBound> prune_bound(Database& database, FeedId feed,
                                                    const Retention& retention, Timestamp now);

/// What would go of a feed, without its title.
[[nodiscard]] PruneReport::Feed count_prunable(Database& database, FeedId feed, const PruneBound& bound);

/// Takes the oldest of them away, a bounded number, and adds them to `pruned`; false when none are left.
/// Within a write transaction.
[[nodiscard]] bool prune_some(Database& database, FeedId feed, const PruneBound& bound, Timestamp now,
                              PruneReport::Feed& pruned);

/// Where the story of an entry that was pruned goes on: an entry, or 0.
[[nodiscard]] EntryId successor_of(Database& database, EntryId entry);

}  // namespace orrery::store
