#include "orrery/planet/identity.hpp"

#include <gtest/gtest.h>

namespace orrery::planet {
namespace {

using Entries = std::vector<Identifiers>;
using Matches = std::vector<std::optional<std::size_t>>;

const Origin kBlog{1, "https://example.org/feed.xml", "https://example.org/"};

std::vector<EntryKeys> keys(const Entries& entries, const Origin& origin = kBlog) {
    return identify(entries, origin);
}

// What a second delivery is known as after the first.
Matches after(const Entries& known, const Entries& delivered, const Origin& origin = kBlog) {
    return match_entries(keys(delivered, origin), keys(known, origin));
}

const Matches kSame{0};
const Matches kNew{std::nullopt};

TEST(EntryMatch, KeepsAnEntryWhoseGuidStays) {
    EXPECT_EQ(after({{"7", "https://example.org/a", "A", "x"}}, {{" 7 ", "https://example.org/b", "B", "y"}}),
              kSame);
    EXPECT_EQ(after({{"tag:a,1", "https://example.org/a", "A", "x"}}, {{"tag:a,1", "", "B", "y"}}), kSame);
}

TEST(EntryMatch, KeepsAnEntryWhoseLinkStays) {
    EXPECT_EQ(
        after({{"7", "https://example.org/a", "A", "x"}}, {{"urn:x:1", "https://example.org/a", "B", "y"}}),
        kSame);
    EXPECT_EQ(after({{"", "https://example.org/a", "A", "x"}}, {{"", "https://example.org/a", "B", "y"}}),
              kSame);
}

TEST(EntryMatch, MakesNoNewEntryOfAnotherSpelling) {
    for (const auto* spelling :
         {"http://example.org/a", "https://www.example.org/a/", "https://example.org:443/a",
          "https://example.org/a?utm_source=rss", "https://example.org/a#comments"}) {
        EXPECT_EQ(after({{"", "https://example.org/a", "A", ""}}, {{"", spelling, "B", ""}}), kSame)
            << spelling;
        EXPECT_EQ(after({{"https://example.org/a", "", "A", ""}}, {{spelling, "", "B", ""}}), kSame)
            << spelling;
    }
    EXPECT_EQ(
        after({{"12 at http://example.org", "", "A", ""}}, {{"12 at https://example.org/", "", "B", ""}}),
        kSame);
}

TEST(EntryMatch, KnowsAPermalinkByGuidOrByLink) {
    EXPECT_EQ(after({{"https://example.org/a", "https://example.org/a", "A", ""}},
                    {{"", "https://example.org/a", "A", ""}}),
              kSame);
}

TEST(EntryMatch, DoesNotDependOnWhereTheFeedIs) {
    const Origin moved{1, "https://feeds.example.net/blog", "https://example.org/"};
    EXPECT_EQ(match_entries(keys({{"7", "https://example.org/a", "A", ""}}, moved),
                            keys({{"7", "https://example.org/a", "A", ""}})),
              kSame);
}

TEST(EntryMatch, TakesEachKnownEntryOnce) {
    const Entries known{{"1", "https://example.org/a", "A", ""}};
    const Entries delivered{{"2", "https://example.org/a", "A", ""}, {"1", "https://example.org/b", "A", ""}};
    EXPECT_EQ(after(known, delivered), (Matches{std::nullopt, 0}));
}

TEST(EntryMatch, TellsPostsApartThatShareAGuid) {
    const Entries known{{"site", "https://example.org/1", "One", ""},
                        {"site", "https://example.org/2", "Two", ""}};
    EXPECT_EQ(after(known, {known[1], known[0]}), (Matches{1, 0}));
    EXPECT_NE(keys(known)[0].primary(), keys(known)[1].primary());
    // With one left, the guid would do for both; the link says which.
    EXPECT_EQ(after(known, {known[1]}), (Matches{1}));
}

TEST(EntryMatch, TellsPostsApartWhoseGuidIsOnlyTheAddressOfTheSite) {
    const Entries known{{"https://example.org/", "https://example.org/", "One", ""}};
    EXPECT_EQ(after(known, {{"https://example.org", "https://example.org", "Two", ""}}), kNew);
    EXPECT_EQ(after(known, {{"http://www.example.org", "https://example.org/", "One", "y"}}), kSame);
}

TEST(EntryMatch, TellsPostsApartThatShareALink) {
    const Entries known{{"", "https://example.org/news.html", "One", ""},
                        {"", "https://example.org/news.html", "Two", ""}};
    EXPECT_EQ(after(known, {{"", "https://example.org/news.html", "Three", ""}, known[1], known[0]}),
              (Matches{std::nullopt, 1, 0}));
    EXPECT_TRUE(keys(known)[0].shares_link);
}

TEST(EntryMatch, TellsPlacesOfOnePageApart) {
    const Entries known{{"", "https://example.org/2005.html#e1", "Links", ""}};
    EXPECT_EQ(after(known, {{"", "https://example.org/2005.html#e2", "Links", ""}}), kNew);
    EXPECT_EQ(after(known, {{"", "https://example.org/2005.html#e1", "More links", ""}}), kSame);
    EXPECT_EQ(after(known, {{"", "https://example.org/2005.html", "Links", ""}}), kSame);
    EXPECT_EQ(after(known, {{"", "https://example.org/2005.html", "Other", ""}}), kNew);
}

TEST(EntryMatch, LetsALinkBlogWriteTwiceAboutOneArticle) {
    const Entries known{{"tag:example.org,1", "https://news.test/article", "A good read", ""}};
    EXPECT_EQ(after(known, {{"tag:example.org,2", "https://news.test/article", "I was wrong", ""}}), kNew);
    EXPECT_EQ(after(known, {{"tag:example.org,2", "https://news.test/article", "A good read", ""}}), kSame);
}

TEST(EntryMatch, SeesThroughGuidsThatAreNumbersFromTheTop) {
    const Entries known{{"1", "https://example.org/b", "B", ""}, {"2", "https://example.org/a", "A", ""}};
    const Entries delivered{{"1", "https://example.org/c", "C", ""},
                            {"2", "https://example.org/b", "B", ""},
                            {"3", "https://example.org/a", "A", ""}};
    EXPECT_EQ(after(known, delivered), (Matches{std::nullopt, 0, 1}));
}

TEST(EntryMatch, KnowsWhatHasNeitherGuidNorLinkByItsContent) {
    EXPECT_EQ(after({{"", "", "A", "x"}}, {{"", "", "A", "x"}}), kSame);
    EXPECT_EQ(after({{"", "", "A", "x"}}, {{"", "", "A", "y"}}), kNew);
}

TEST(EntryMatch, KnowsAnEntryThatStandsTwiceUnderOneId) {
    const auto twice = keys(
        {{"tag:a,1", "https://example.org/1", "Old", ""}, {"tag:a,1", "https://example.org/1", "New", ""}});
    EXPECT_EQ(twice[0].primary(), twice[1].primary());
}

TEST(EntryMatch, KeepsTheLocalGuidsOfTwoFeedsApart) {
    const Entries entry{{"7", "", "A", ""}};
    EXPECT_NE(keys(entry)[0].guid, keys(entry, {2, "https://example.com/", ""})[0].guid);
    const Entries global{{"tag:a,7", "", "A", ""}};
    EXPECT_EQ(keys(global)[0].guid, keys(global, {2, "https://example.com/", ""})[0].guid);
}

TEST(EntryMatch, GivesTheSameKeysForGood) {
    const auto one = keys({{"https://example.org/a", "https://example.org/a", "A", ""}})[0];
    EXPECT_EQ(one.guid, one.link);
    EXPECT_EQ(one.link, 5869079098634027658u) << "archives keep these numbers";
}

}  // namespace
}  // namespace orrery::planet
