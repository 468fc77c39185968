#include "orrery/planet/schedule.hpp"

#include <gtest/gtest.h>

namespace orrery::planet {
namespace {

using namespace std::chrono_literals;

const Timestamp kNow = Timestamp(1'700'000'000s);
const ScheduleOptions kOptions{.refresh = 30min, .longest = 24h};

Duration wait(ScheduleInput input) {
    input.now = kNow;
    input.jitter = 0;
    return next_poll(input, kOptions) - kNow;
}

TEST(Schedule, PollsAHealthyFeedAfterItsRefreshTime) {
    EXPECT_EQ(wait({}), 30min);
}

TEST(Schedule, RespectsAFeedsWishToBePolledLessOften) {
    EXPECT_EQ(wait({.wish = 2h}), 2h);
    EXPECT_EQ(wait({.wish = 1min}), 30min);
    EXPECT_EQ(wait({.wish = 24h * 365}), 24h);
}

TEST(Schedule, WaitsTwiceAsLongAfterEachFailureUpToTheLongest) {
    EXPECT_EQ(wait({.failures = 1}), 1h);
    EXPECT_EQ(wait({.failures = 2}), 2h);
    EXPECT_EQ(wait({.failures = 1000}), 24h);
}

TEST(Schedule, RespectsRetryAfterUpToAWeek) {
    EXPECT_EQ(wait({.failures = 1, .retry_after = 48h}), 48h);
    EXPECT_EQ(wait({.failures = 1, .retry_after = 24h * 365}), 24h * 7);
}

TEST(Schedule, SpreadsFeedsByUpToATenth) {
    EXPECT_EQ(next_poll({.now = kNow, .jitter = 1}, kOptions) - kNow, 33min);
}

}  // namespace
}  // namespace orrery::planet
