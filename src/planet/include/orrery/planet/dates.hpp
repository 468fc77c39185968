#pragma once

#include "orrery/base/time.hpp"

#include <optional>

namespace orrery::planet {

/// Where an entry stands in the order of stories: when it was published, else updated, but never in the
/// future, and when it was first seen where it has no date. `position` counts from the top of the document:
/// undated entries keep its order.
[[nodiscard]] Timestamp story_date(std::optional<Timestamp> published, std::optional<Timestamp> updated,
                                   Timestamp first_seen, std::size_t position);

}  // namespace orrery::planet
