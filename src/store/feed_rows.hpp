#pragma once

#include "database.hpp"
#include "orrery/store/records.hpp"

namespace orrery::store {

/// A row of select_feeds.
[[nodiscard]] FeedRecord read_feed(const Query& row);

}  // namespace orrery::store
