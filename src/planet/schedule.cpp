#include "orrery/planet/schedule.hpp"

#include <algorithm>

namespace orrery::planet {

namespace {
constexpr Duration kLongestRetryAfter = std::chrono::days(7);
constexpr int kMostDoublings = 12;
}  // namespace

Timestamp next_poll(const ScheduleInput& input, const ScheduleOptions& options) {
    auto wait = options.refresh;
    if (input.failures > 0) {
        wait *= std::int64_t{1} << std::min(input.failures, kMostDoublings);
    } else if (input.wish) {
        wait = std::max(wait, *input.wish);
    }
    wait = std::min(wait, options.longest);
    if (input.retry_after) wait = std::max(wait, std::min(*input.retry_after, kLongestRetryAfter));

    const auto spread =
        Duration(static_cast<std::int64_t>(static_cast<double>(wait.count()) * 0.1 * input.jitter));
    return input.now + wait + spread;
}

}  // namespace orrery::planet
