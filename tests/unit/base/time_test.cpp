#include "orrery/base/time.hpp"

#include <gtest/gtest.h>

namespace orrery {
namespace {

using namespace std::chrono;

const Timestamp kMoment = sys_days(2024y / May / 25) + 10h + 4min + 9s;

TEST(Time, IsWrittenAsEachFormatWantsIt) {
    EXPECT_EQ(format_rfc3339(kMoment), "2024-05-25T10:04:09Z");
    EXPECT_EQ(format_rfc3339(kMoment + 120ms), "2024-05-25T10:04:09.120Z");
    EXPECT_EQ(format_rfc3339(kMoment + 7us), "2024-05-25T10:04:09.000007Z");
    EXPECT_EQ(format_rfc822(kMoment), "Sat, 25 May 2024 10:04:09 +0000");
    EXPECT_EQ(format_http_date(kMoment), "Sat, 25 May 2024 10:04:09 GMT");
    EXPECT_EQ(format_day(kMoment), "25 May 2024");
}

TEST(Time, BeforeTheEpochIsWrittenToo) {
    EXPECT_EQ(format_rfc3339(sys_days(1969y / December / 31) + 23h), "1969-12-31T23:00:00Z");
}

TEST(Time, IsToldRelativeToNow) {
    EXPECT_EQ(format_relative(kMoment, kMoment + 5s), "just now");
    EXPECT_EQ(format_relative(kMoment, kMoment + 1min), "1 minute ago");
    EXPECT_EQ(format_relative(kMoment, kMoment + 3h), "3 hours ago");
    EXPECT_EQ(format_relative(kMoment, kMoment - 25h), "in 1 day");
    EXPECT_EQ(format_relative(kMoment, kMoment + days(90)), "25 May 2024");
}

}  // namespace
}  // namespace orrery
