#pragma once

#include "orrery/base/time.hpp"

#include <optional>

/// When a feed is polled next.
namespace orrery::planet {

struct ScheduleOptions {
    Duration refresh = std::chrono::minutes(30);  ///< between polls of a healthy feed
    Duration longest = std::chrono::hours(24);    ///< however long a feed fails or asks to wait
};

/// What the newest poll says about the next.
struct ScheduleInput {
    Timestamp now{};
    int failures = 0;                     ///< in a row, this poll counted; 0 after a success
    std::optional<Duration> retry_after;  ///< the server asked to wait (429, 503)
    std::optional<Duration> wish;         ///< the feed asked for at least this (ttl, Cache-Control: max-age)
    double jitter = 0.5;                  ///< random, 0 to 1: spreads feeds out
};

/// A healthy feed is polled after `refresh`, or its own longer wish; a failing one after twice as long each
/// time. Plus up to a tenth of the wait, so that feeds added together do not stay together; never more than
/// `longest` but for a server's Retry-After up to seven days.
[[nodiscard]] Timestamp next_poll(const ScheduleInput& input, const ScheduleOptions& options);

}  // namespace orrery::planet
