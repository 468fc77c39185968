#include "scoring.hpp"

#include <gtest/gtest.h>

namespace orrery::search {
namespace {

using std::chrono::days;

const Timestamp kNow = std::chrono::sys_days(std::chrono::year(2024) / 5 / 25);

constexpr PostingCode code(std::uint32_t count, bool in_title = false) {
    return (count - 1) * 2 + (in_title ? 1 : 0);
}

TEST(Scoring, WorthGrowsWithOccurrencesEverLess) {
    const auto length = length_code(500);
    int last = 0;
    int last_step = 256;
    for (const std::uint32_t count : {1u, 2u, 3u, 4u, 5u}) {
        const int worth = impact_of(code(count), length);
        EXPECT_GT(worth, last);
        EXPECT_LE(worth - last, last_step);
        last_step = worth - last;
        last = worth;
    }
    EXPECT_GE(impact_of(code(100000), length), 250);
    EXPECT_LE(impact_of(code(63), length), impact_of(code(64), length));
}

TEST(Scoring, LongDocumentsNeedMoreOccurrences) {
    EXPECT_GT(impact_of(code(1), length_code(50)), impact_of(code(1), length_code(5000)));
    EXPECT_GE(impact_of(code(1), 255), 1);
}

TEST(Scoring, AWordInTheTitleCountsLikeSeveral) {
    EXPECT_EQ(impact_of(code(1, true), length_code(300)), impact_of(code(5), length_code(300)));
}

TEST(Scoring, LengthsStayInOrderInTheirByte) {
    for (std::uint32_t words = 1; words < 100000; ++words)
        ASSERT_GE(length_code(words), length_code(words - 1)) << words;
    EXPECT_EQ(length_code(15), 15);
    EXPECT_GT(length_code(0xFFFFFFFF), length_code(0x7FFFFFFF));
}

TEST(Scoring, RareWordsWeighMore) {
    EXPECT_GT(weight_of(1, 1000), weight_of(10, 1000));
    EXPECT_GT(weight_of(10, 1000), weight_of(1000, 1000));
    EXPECT_GE(weight_of(1000, 1000), 1u);
    EXPECT_GE(weight_of(0, 0), 1u);
}

TEST(Scoring, NewIsWorthUpToTwiceAsMuch) {
    EXPECT_EQ(time_factor(kNow, kNow), 512u);
    EXPECT_EQ(time_factor(kNow + days(10), kNow), 512u);
    EXPECT_EQ(time_factor(kNow - days(180), kNow), 384u);
    EXPECT_EQ(time_factor(Timestamp::min(), kNow), 256u);
    EXPECT_EQ(time_factor(Timestamp::min(), Timestamp::max()), 256u);
    EXPECT_EQ(time_factor(Timestamp::max(), Timestamp::min()), 512u);
    for (int age = 1; age < 4000; ++age)
        ASSERT_LE(time_factor(kNow - days(age), kNow), time_factor(kNow - days(age - 1), kNow));
}

}  // namespace
}  // namespace orrery::search
