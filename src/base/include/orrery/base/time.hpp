#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace orrery {

/// A moment in UTC, to the microsecond: the only kind of time inside Orrery.
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;
using Duration = std::chrono::microseconds;

/// Tells the time. Passed in wherever time matters, so that a test can say what time it is.
using Clock = std::function<Timestamp()>;

[[nodiscard]] Timestamp system_now();

/// `2024-05-25T10:00:00Z`; fractions only where there are any (RFC 3339).
[[nodiscard]] std::string format_rfc3339(Timestamp time);

/// `Sat, 25 May 2024 10:00:00 +0000` (RFC 5322, as RSS and OPML want it).
[[nodiscard]] std::string format_rfc822(Timestamp time);

/// `Sat, 25 May 2024 10:00:00 GMT` (RFC 9110, section 5.6.7).
[[nodiscard]] std::string format_http_date(Timestamp time);

/// `25 May 2024`, for people.
[[nodiscard]] std::string format_day(Timestamp time);

/// `3 hours ago`, `in 5 minutes`, `just now`; from a month on the day itself.
[[nodiscard]] std::string format_relative(Timestamp time, Timestamp now);

}  // namespace orrery
