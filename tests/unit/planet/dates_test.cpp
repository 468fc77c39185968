#include "orrery/planet/dates.hpp"

#include <gtest/gtest.h>

namespace orrery::planet {
namespace {

using namespace std::chrono_literals;

const Timestamp kNow = Timestamp(1'700'000'000s);

TEST(StoryDate, IsThePublicationElseTheUpdate) {
    EXPECT_EQ(story_date(kNow - 2h, kNow - 1h, kNow, 0), kNow - 2h);
    EXPECT_EQ(story_date({}, kNow - 1h, kNow, 0), kNow - 1h);
}

TEST(StoryDate, IsNeverInTheFuture) {
    EXPECT_EQ(story_date(kNow + 24h * 365, {}, kNow, 0), kNow);
}

TEST(StoryDate, KeepsTheOrderOfTheDocumentForUndatedEntries) {
    EXPECT_EQ(story_date({}, {}, kNow, 0), kNow);
    EXPECT_GT(story_date({}, {}, kNow, 1), story_date({}, {}, kNow, 2));
}

}  // namespace
}  // namespace orrery::planet
