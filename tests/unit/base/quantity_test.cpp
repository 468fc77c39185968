#include "orrery/base/quantity.hpp"

#include <gtest/gtest.h>

namespace orrery {
namespace {

using namespace std::chrono_literals;

TEST(Quantity, ReadsLengthsOfTime) {
    EXPECT_EQ(parse_duration("30s"), Duration(30s));
    EXPECT_EQ(parse_duration("1h30m"), Duration(90min));
    EXPECT_EQ(parse_duration(" 7 d "), Duration(24h * 7));
    EXPECT_EQ(parse_duration("250ms"), Duration(250ms));
}

TEST(Quantity, RefusesATimeWithoutAUnitAndSaysHowToWriteIt) {
    const auto result = parse_duration("30");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().message(),
              "\"30\" is not a length of time (write it like 30s, 15m, 2h, 7d or 1h30m)");
    EXPECT_FALSE(parse_duration(""));
    EXPECT_FALSE(parse_duration("soon"));
    EXPECT_FALSE(parse_duration("999999999999999999w"));
}

TEST(Quantity, WritesALengthOfTimeSoThatItReadsBack) {
    for (const Duration d : {Duration(0s), Duration(90s), Duration(36h), Duration(250ms)})
        EXPECT_EQ(parse_duration(format_duration(d)), d);
}

TEST(Quantity, ReadsBytesInBothSystems) {
    EXPECT_EQ(parse_bytes("512"), 512u);
    EXPECT_EQ(parse_bytes("20 MiB"), 20u << 20);
    EXPECT_EQ(parse_bytes("1kb"), 1000u);
    EXPECT_FALSE(parse_bytes("20 parsecs"));
    EXPECT_FALSE(parse_bytes("-1"));
    EXPECT_FALSE(parse_bytes("99999999999 TiB"));
}

TEST(Quantity, WritesBytesForPeople) {
    EXPECT_EQ(format_bytes(17), "17 bytes");
    EXPECT_EQ(format_bytes(1536), "1.5 KiB");
    EXPECT_EQ(format_bytes(20u << 20), "20 MiB");
}

}  // namespace
}  // namespace orrery
