#include "orrery/planet/dates.hpp"

#include <algorithm>

namespace orrery::planet {

Timestamp story_date(std::optional<Timestamp> published, std::optional<Timestamp> updated,
                     Timestamp first_seen, std::size_t position) {
    const auto seen = first_seen - Duration(static_cast<std::int64_t>(position));
    if (published) return std::min(*published, seen);
    if (updated) return std::min(*updated, seen);
    return seen;
}

}  // namespace orrery::planet
