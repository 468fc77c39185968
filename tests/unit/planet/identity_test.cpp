#include "orrery/planet/identity.hpp"

#include <gtest/gtest.h>

namespace orrery::planet {
namespace {

using Entries = std::vector<Identifiers>;

TEST(EntryKeys, AreTheGuidWhateverElseChanges) {
    EXPECT_EQ(entry_keys(Entries{{" 7 ", "http://a/", "A", "x"}}),
              entry_keys(Entries{{"7", "http://b/", "B", "y"}}));
}

TEST(EntryKeys, AreTheLinkWithoutAGuid) {
    EXPECT_EQ(entry_keys(Entries{{"", "http://a/", "A", "x"}}),
              entry_keys(Entries{{"", "http://a/", "B", "y"}}));
}

TEST(EntryKeys, AreTheContentWithoutGuidAndLink) {
    const auto keys = entry_keys(Entries{{"", "", "A", "x"}, {"", "", "A", "y"}, {"", "", "A", "x"}});
    EXPECT_NE(keys[0], keys[1]);
    EXPECT_EQ(keys[0], keys[2]);
}

TEST(EntryKeys, TellPostsApartThatShareAGuid) {
    const auto keys = entry_keys(Entries{{"site", "http://a/1", "", ""}, {"site", "http://a/2", "", ""}});
    EXPECT_NE(keys[0], keys[1]);
}

TEST(EntryKeys, TellPostsApartWhoseGuidIsOnlyTheAddressOfTheSite) {
    const auto keys =
        entry_keys(Entries{{"http://a/", "http://a/", "One", ""}, {"http://a/", "http://a/", "Two", ""}});
    EXPECT_NE(keys[0], keys[1]);
}

TEST(EntryKeys, KnowAnEntryThatStandsTwiceUnderOneId) {
    const auto keys =
        entry_keys(Entries{{"tag:a,1", "http://a/1", "Old", ""}, {"tag:a,1", "http://a/1", "New", ""}});
    EXPECT_EQ(keys[0], keys[1]);
}

TEST(EntryKeys, TellPostsApartThatShareALinkWhenTheyHaveNoGuid) {
    const auto keys = entry_keys(Entries{{"", "http://a/", "One", ""}, {"", "http://a/", "Two", ""}});
    EXPECT_NE(keys[0], keys[1]);
}

TEST(EntryKeys, NeverMistakeAGuidForALink) {
    const auto keys = entry_keys(Entries{{"http://a/", "", "", ""}, {"", "http://a/", "", ""}});
    EXPECT_NE(keys[0], keys[1]);
}

}  // namespace
}  // namespace orrery::planet
