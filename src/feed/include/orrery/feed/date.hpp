#pragma once

#include "orrery/base/time.hpp"

#include <optional>
#include <string_view>

namespace orrery::feed {

/// Reads a date in any form that feeds are known to contain: RFC 822 and its successors with their usual
/// mistakes, RFC 3339, W3CDTF, ISO 8601, asctime, Perforce's, Hungarian, Greek, Nordic and Korean ones,
/// seconds since 1970. docs/feed-model.md lists them. A date without a zone is UTC; parts that are out of
/// range roll over (31 June is 1 July). Two digits of a year mean 2000 to 2049 or 1950 to 1999 (RFC 5322,
/// section 4.3). Nothing for what is no date, or lies before 1970.
[[nodiscard]] std::optional<Timestamp> parse_date(std::string_view text);

}  // namespace orrery::feed
