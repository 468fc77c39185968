#pragma once

#include "orrery/base/time.hpp"

#include <optional>

namespace orrery::planet {

/// What is known about when an entry was posted.
struct EntryDates {
    std::optional<Timestamp> published;
    std::optional<Timestamp> updated;
    Timestamp first_seen{};
    std::size_t position = 0;    ///< from the top of the document
    bool is_first_poll = false;  ///< nothing of its feed was seen before
};

/// Where an entry stands in the order of stories: when it was published, else updated, but never in the
/// future, and when it was first seen where it has no date. Undated entries keep the order of their document.
/// Those of a feed's first poll were posted some time before: they are spread a day apart, so that a new feed
/// without dates does not fill the front page.
[[nodiscard]] Timestamp story_date(const EntryDates& dates);

}  // namespace orrery::planet
