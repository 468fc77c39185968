#pragma once

#include "orrery/base/time.hpp"

#include <optional>
#include <string_view>

/// Header values that say when to come again.
namespace orrery::net {

/// `Sun, 06 Nov 1994 08:49:37 GMT`, the form that servers must send (RFC 9110, section 5.6.7).
[[nodiscard]] std::optional<Timestamp> parse_http_date(std::string_view text);

/// Retry-After: seconds or a date; never negative (RFC 9110, section 10.2.3).
[[nodiscard]] std::optional<Duration> parse_retry_after(std::string_view value, Timestamp now);

/// The max-age of a Cache-Control value (RFC 9111, section 5.2.2.1).
[[nodiscard]] std::optional<Duration> parse_max_age(std::string_view value);

}  // namespace orrery::net
