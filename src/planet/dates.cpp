#include "orrery/planet/dates.hpp"

#include <algorithm>

namespace orrery::planet {

namespace {
constexpr Duration kSpread = std::chrono::days(1);
}

Timestamp story_date(const EntryDates& dates) {
    const auto position = static_cast<std::int64_t>(dates.position);
    const auto seen = dates.first_seen - Duration(position);
    if (dates.published) return std::min(*dates.published, seen);
    if (dates.updated) return std::min(*dates.updated, seen);
    return dates.is_first_poll ? dates.first_seen - kSpread * position : seen;
}

}  // namespace orrery::planet
