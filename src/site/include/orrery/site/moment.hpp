#pragma once

#include "orrery/base/time.hpp"

#include <optional>
#include <string_view>

namespace orrery::site {

/// The last moment of what `text` names: a year (`2015`), a month (`2015-12`), a day (`2015-12-01`), or a
/// moment by itself as RFC 3339 writes it (`2015-12-01T10:00:00Z`). Nothing when it is none of them.
[[nodiscard]] std::optional<Timestamp> moment_of(std::string_view text);

}  // namespace orrery::site
