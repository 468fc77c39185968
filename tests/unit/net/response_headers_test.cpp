#include "response_headers.hpp"

#include <gtest/gtest.h>

namespace orrery::net {
namespace {

using namespace std::chrono_literals;

const Timestamp kNow = *parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT");

TEST(RetryAfter, IsSecondsOrADate) {
    EXPECT_EQ(parse_retry_after("120", kNow), Duration(120s));
    EXPECT_EQ(parse_retry_after(" Sun, 06 Nov 1994 08:50:37 GMT ", kNow), Duration(60s));
}

TEST(RetryAfter, IsNeverNegativeNorEndless) {
    EXPECT_EQ(parse_retry_after("-5", kNow), Duration(0));
    EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1993 08:50:37 GMT", kNow), Duration(0));
    EXPECT_EQ(parse_retry_after("9223372036854775807", kNow), Duration(std::chrono::days(3650)));
    EXPECT_FALSE(parse_retry_after("soon", kNow));
}

TEST(MaxAge, IsFoundAmongOtherDirectives) {
    EXPECT_EQ(parse_max_age("public, Max-Age=600, must-revalidate"), Duration(600s));
    EXPECT_FALSE(parse_max_age("no-store"));
    EXPECT_FALSE(parse_max_age("max-age=soon"));
}

}  // namespace
}  // namespace orrery::net
