#include "orrery/planet/attribution.hpp"

#include <gtest/gtest.h>

namespace orrery::planet {
namespace {

constexpr std::string_view kPlanet = "https://planet.test/atom.xml";
constexpr std::string_view kPlanetSite = "https://planet.test/";

using Samples = std::vector<TitleSample>;

PrefixHabit learn(const Samples& samples) {
    return learn_prefix(samples, kPlanet, kPlanetSite);
}

TEST(PrefixHabit, IsLearntWhereEachNameHasASiteOfItsOwn) {
    EXPECT_EQ(learn({{"Ann Lee: On tides", "", "https://ann.test/1"},
                     {"Bob Roe: Hello", "", "https://bob.test/2"},
                     {"Ann Lee: Part 2: more tides", "", "https://ann.test/3"},
                     {"Cy Young: Moons", "", "https://cy.test/4"},
                     {"Bob Roe: Again", "", "https://bob.test/5"}}),
              PrefixHabit::kColon);
}

const Samples kNamed{{"Ann Lee: On tides", "", "https://ann.test/1"},
                     {"Bob Roe: Hello", "", "https://bob.test/2"},
                     {"Ann Lee: More tides", "", "https://ann.test/3"},
                     {"Cy Young: Moons", "", "https://cy.test/4"},
                     {"Bob Roe: Again", "", "https://bob.test/5"}};
const Samples kPlain{{"On tides", "", "https://ann.test/1"},
                     {"Hello", "", "https://bob.test/2"},
                     {"More tides", "", "https://ann.test/3"},
                     {"Moons", "", "https://cy.test/4"},
                     {"Again", "", "https://bob.test/5"}};
const Samples kFew{{"Hello", "", "https://bob.test/2"}};

KeptHabit keep(KeptHabit kept, const Samples& samples) {
    return keep_habit(kept, samples, kPlanet, kPlanetSite);
}

TEST(KeptHabit, TheFirstDeliveryThatTellsIsBelievedAtOnce) {
    EXPECT_FALSE(keep({}, kFew).habit);
    EXPECT_EQ(keep(keep({}, kFew), kNamed).habit, PrefixHabit::kColon);
    EXPECT_EQ(keep({}, kPlain).habit, PrefixHabit::kNone);
}

TEST(KeptHabit, ChangesOnlyWhenSeveralDeliveriesInARowAgree) {
    auto kept = keep({}, kNamed);
    kept = keep(kept, kPlain);
    kept = keep(kept, kPlain);
    EXPECT_EQ(kept.habit, PrefixHabit::kColon);
    kept = keep(kept, kNamed);
    kept = keep(kept, kPlain);
    kept = keep(kept, kFew);
    kept = keep(kept, kPlain);
    EXPECT_EQ(kept.habit, PrefixHabit::kColon) << "one that tells nothing does not count";
    kept = keep(kept, kPlain);
    EXPECT_EQ(kept, KeptHabit{.habit = PrefixHabit::kNone});
}

TEST(KeptHabit, HasAStableName) {
    for (const auto habit : {PrefixHabit::kNone, PrefixHabit::kColon, PrefixHabit::kBrackets})
        EXPECT_EQ(prefix_habit(name_of(habit)), habit);
    EXPECT_FALSE(prefix_habit(""));
}

TEST(PrefixHabit, IsLearntWhereTheNameIsTheAuthor) {
    Samples samples;
    for (const auto* title :
         {"[Ann Lee] One", "[Ann Lee] Two", "[Bob Roe] Three", "[Bob Roe] Four", "[Ann Lee] Five"})
        samples.push_back({title, title[1] == 'A' ? "Ann Lee" : "Bob Roe", "https://planet.test/x"});
    EXPECT_EQ(learn(samples), PrefixHabit::kBrackets);
}

TEST(PrefixHabit, IsNotANewspapersTopic) {
    EXPECT_EQ(learn({{"Tesla: Trucks ordered", "jf", "https://planet.test/1"},
                     {"Michael Jackson: Video found", "ak", "https://planet.test/2"},
                     {"Elon Musk: New chips", "jf", "https://planet.test/3"},
                     {"Windows 10: Data", "mw", "https://planet.test/4"},
                     {"Apple: Design", "jf", "https://planet.test/5"}}),
              PrefixHabit::kNone);
}

TEST(PrefixHabit, IsNotLearntFromFewOrMixedTitles) {
    const Samples few{{"Ann Lee: On tides", "", "https://ann.test/1"},
                      {"Bob Roe: Hello", "", "https://bob.test/2"}};
    EXPECT_EQ(learn(few), PrefixHabit::kNone);
    Samples mixed = few;
    for (int i = 0; i < 3; ++i) {
        mixed.push_back(few[0]);
        mixed.push_back({"A title without a name", "", "https://ann.test/9"});
    }
    EXPECT_EQ(learn(mixed), PrefixHabit::kNone);
}

TEST(SplitTitle, TakesOnlyTheFirstName) {
    EXPECT_EQ(split_title("Ann Lee: Part 2: more", PrefixHabit::kColon).title, "Part 2: more");
    EXPECT_EQ(split_title("Ann Lee: Part 2: more", PrefixHabit::kNone).title, "Ann Lee: Part 2: more");
    EXPECT_EQ(split_title("No name here", PrefixHabit::kColon).prefix, "");
    EXPECT_EQ(split_title("[Ann] ", PrefixHabit::kBrackets).title, "[Ann] ");
}

TEST(Byline, NamesTheAuthorAndTheChainOfPlaces) {
    const auto byline = read_byline("By Ann Lee from Ann's Log via Planet Moon");
    EXPECT_EQ(byline.author, "Ann Lee");
    EXPECT_EQ(byline.places, (std::vector<std::string>{"Ann's Log", "Planet Moon"}));
}

TEST(Byline, TakesNoDateForAPlace) {
    const auto byline = read_byline("Posted by Ann Lee on Monday at noon.");
    EXPECT_EQ(byline.author, "Ann Lee");
    EXPECT_TRUE(byline.places.empty());
}

TEST(Byline, IsNotWhatOnlyLooksLikeOne) {
    for (const auto* line : {"", "Ann Lee", "Ann Lee at Acme",
                             "By the way, I have been away from home for a very long time indeed",
                             "Written in stone", "By\nAnn"})
        EXPECT_EQ(read_byline(line).author, "") << line;
}

Credits from_planet() {
    return {.title = "On tides",
            .url = "https://ann.test/1",
            .feed_title = "Planet Moon",
            .feed_url = kPlanet,
            .site_url = kPlanetSite,
            .feed_author = "Planet Moon"};
}

TEST(Attribution, IsTheSourceThatAnEntryNames) {
    auto credits = from_planet();
    credits.source_title = "Ann's Log";
    credits.source_feed = "https://ann.test/feed";
    credits.source_author = "Ann Lee";
    const auto found = attribute(credits, PrefixHabit::kNone);
    EXPECT_TRUE(found.is_copy);
    EXPECT_EQ(found.author, "Ann Lee");
    EXPECT_EQ(found.source_title, "Ann's Log");
    EXPECT_EQ(found.source_feed, "https://ann.test/feed");
    EXPECT_EQ(found.why, "it names its source");
}

TEST(Attribution, DoesNotTakeAFeedsOwnNameForASource) {
    auto credits = from_planet();
    credits.source_title = "Planet Moon";
    credits.source_feed = "http://www.planet.test/rss";
    EXPECT_FALSE(attribute(credits, PrefixHabit::kNone).is_copy);
}

TEST(Attribution, PrefersTheEntrysOwnAuthor) {
    auto credits = from_planet();
    credits.author = "Ann Lee";
    credits.source_author = "The Lee family";
    credits.title = "Ann's Log: On tides";
    const auto found = attribute(credits, PrefixHabit::kColon);
    EXPECT_EQ(found.author, "Ann Lee");
    EXPECT_EQ(found.title, "On tides");
}

TEST(Attribution, TakesTheNameBeforeTheTitleOnlyWhereThatIsTheHabit) {
    auto credits = from_planet();
    credits.title = "Ann Lee: On tides";
    const auto found = attribute(credits, PrefixHabit::kColon);
    EXPECT_EQ(found.author, "Ann Lee");
    EXPECT_EQ(found.title, "On tides");
    EXPECT_TRUE(found.is_copy);
    EXPECT_EQ(found.source_site, "https://ann.test/");
    const auto strange = attribute(credits, PrefixHabit::kNone);
    EXPECT_EQ(strange.author, "Planet Moon");
    EXPECT_EQ(strange.title, "Ann Lee: On tides");
}

TEST(Attribution, FollowsAChainToItsFirstPlace) {
    auto credits = from_planet();
    credits.first_line = "By Ann Lee from Ann's Log via Planet Sun";
    const auto found = attribute(credits, PrefixHabit::kNone);
    EXPECT_TRUE(found.is_copy);
    EXPECT_EQ(found.author, "Ann Lee");
    EXPECT_EQ(found.source_title, "Ann's Log");
}

TEST(Attribution, LeavesAnOrdinaryBlogAlone) {
    const Credits credits{.title = "Moons: a list",
                          .author = "Ann Lee",
                          .first_line = "From here the moon is small",
                          .url = "https://ann.test/1",
                          .feed_title = "Ann's Log",
                          .feed_url = "https://ann.test/feed",
                          .site_url = "https://ann.test/",
                          .feed_author = "Ann Lee"};
    const auto found = attribute(credits, PrefixHabit::kNone);
    EXPECT_FALSE(found.is_copy);
    EXPECT_EQ(found.author, "Ann Lee");
    EXPECT_EQ(found.title, "Moons: a list");
    EXPECT_EQ(found.why, "");
}

}  // namespace
}  // namespace orrery::planet
