#include "orrery/planet/flood.hpp"

#include <gtest/gtest.h>

namespace orrery::planet {
namespace {

using namespace std::chrono_literals;

const Timestamp kNow = Timestamp(1'700'000'000s);

std::vector<Timestamp> every(Duration step, std::size_t count) {
    std::vector<Timestamp> dates;
    for (std::size_t i = 0; i < count; ++i)
        dates.push_back(kNow - step * static_cast<std::int64_t>(i));
    return dates;
}

FloodDecision judge(const std::vector<Timestamp>& dates, FloodOptions options = {.most = 3, .window = 24h}) {
    return judge_flood(dates, "Tide Log", kNow, options);
}

TEST(Flood, IsNoneUpToTheMost) {
    const auto decision = judge(every(0s, 3));
    EXPECT_EQ(decision.spread + decision.held, 0u);
    EXPECT_EQ(decision.says, "");
    EXPECT_EQ(decision.fates[2].date, kNow);
}

TEST(Flood, IsSpreadSoThatOnlyTheMostStandInEachWindow) {
    const auto decision = judge(every(0s, 10));
    EXPECT_EQ(decision.spread, 7u);
    EXPECT_EQ(decision.fates[2].date, kNow);
    EXPECT_EQ(decision.fates[3].date, kNow - 8h);
    EXPECT_EQ(decision.fates[9].date, kNow - 56h);
    EXPECT_EQ(decision.says,
              "Tide Log brought 10 new stories at once, more than 3: 7 are dated back, the last to 12 "
              "November 2023");
}

TEST(Flood, LeavesTheNewestWhereTheyAre) {
    std::vector<Timestamp> dates = every(1min, 6);
    std::swap(dates[0], dates[5]);
    const auto decision = judge(dates);
    EXPECT_EQ(decision.fates[5].date, kNow);
    EXPECT_LT(decision.fates[0].date, kNow - 20h);
}

TEST(Flood, IsNotAHistoryThatIsHonestlyDated) {
    const auto dates = every(24h * 7, 500);
    const auto decision = judge(dates);
    EXPECT_EQ(decision.spread, 0u);
    EXPECT_EQ(decision.fates[499].date, dates[499]);
    EXPECT_EQ(decision.says, "");
}

TEST(Flood, IsHeldWhereTheRuleSaysSo) {
    const auto decision = judge(every(0s, 5), {.action = FloodAction::kHold, .most = 3});
    EXPECT_EQ(decision.held, 2u);
    EXPECT_FALSE(decision.fates[0].is_held);
    EXPECT_TRUE(decision.fates[4].is_held);
    EXPECT_EQ(decision.fates[4].date, kNow);
    EXPECT_EQ(decision.says,
              "Tide Log brought 5 new stories at once, more than 3: 2 are held for a moderator");
}

TEST(Flood, IsLeftAloneWhereTheRuleSaysSo) {
    EXPECT_EQ(judge(every(0s, 50), {.action = FloodAction::kAccept, .most = 3}).spread, 0u);
}

}  // namespace
}  // namespace orrery::planet
