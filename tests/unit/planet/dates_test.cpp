#include "orrery/planet/dates.hpp"

#include <gtest/gtest.h>

namespace orrery::planet {
namespace {

using namespace std::chrono_literals;

const Timestamp kNow = Timestamp(1'700'000'000s);

TEST(StoryDate, IsThePublicationElseTheUpdate) {
    EXPECT_EQ(story_date({.published = kNow - 2h, .updated = kNow - 1h, .first_seen = kNow}), kNow - 2h);
    EXPECT_EQ(story_date({.updated = kNow - 1h, .first_seen = kNow}), kNow - 1h);
}

TEST(StoryDate, IsNeverInTheFuture) {
    EXPECT_EQ(story_date({.published = kNow + 24h * 365, .first_seen = kNow}), kNow);
}

TEST(StoryDate, KeepsTheOrderOfTheDocumentForUndatedEntries) {
    EXPECT_EQ(story_date({.first_seen = kNow, .position = 0}), kNow);
    EXPECT_GT(story_date({.first_seen = kNow, .position = 1}),
              story_date({.first_seen = kNow, .position = 2}));
}

TEST(StoryDate, SpreadsTheUndatedEntriesOfAFirstPoll) {
    EXPECT_EQ(story_date({.first_seen = kNow, .position = 0, .is_first_poll = true}), kNow);
    EXPECT_EQ(story_date({.first_seen = kNow, .position = 3, .is_first_poll = true}), kNow - 24h * 3);
    EXPECT_EQ(story_date({.published = kNow - 1h, .first_seen = kNow, .position = 3, .is_first_poll = true}),
              kNow - 1h);
}

}  // namespace
}  // namespace orrery::planet
