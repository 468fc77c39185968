#include "outputs.hpp"

#include "orrery/feed/opml.hpp"
#include "orrery/feed/reader.hpp"
#include "sample_planet.hpp"

namespace orrery::site {
namespace {

using sample::contains;

class Outputs : public testing::TestWithParam<Output> {
  protected:
    /// What a reader of feeds makes of the output for these stories.
    feed::ParsedFeed read_back(std::span<const store::Story> stories) {
        auto parsed = feed::parse(write_merged_feed(context_, stories, GetParam()));
        EXPECT_TRUE(parsed) << parsed.error().message();
        for (const auto& diagnostic : parsed->diagnostics())
            ADD_FAILURE() << feed::format_diagnostic("output", diagnostic);
        return *std::move(parsed);
    }
    [[nodiscard]] bool is(Output::Kind kind) const { return GetParam().kind == kind; }

    PlanetInfo planet_ = sample::planet();
    PageContext context_{planet_, {.feeds = 1, .entries = 1}, sample::day(2024, 5, 25)};
};

TEST_P(Outputs, TellsAboutThePlanet) {
    planet_.owner_name = "Mira";
    const auto story = sample::story();
    const auto parsed = read_back({&story, 1});
    const auto& feed = parsed.feed();
    EXPECT_EQ(feed.title.value, "Planet Sea");
    EXPECT_EQ(feed.subtitle.value, feed.subtitle.is_markup() ? "Boats &amp; the sea." : "Boats & the sea.");
    EXPECT_EQ(feed.link, "https://planet.example/");
    EXPECT_EQ(feed.self, "https://planet.example/" + std::string(GetParam().file()));
}

TEST_P(Outputs, AStoryComesBackAsItWas) {
    auto story = sample::story();
    story.categories = {"sea", "low & high"};
    story.enclosures = {{"https://tidal.example/7.mp3", "audio/mpeg", 1234}};
    const auto parsed = read_back({&story, 1});
    ASSERT_EQ(parsed.feed().entries.size(), 1u);
    const auto& entry = parsed.feed().entries.front();
    EXPECT_EQ(entry.id, "https://planet.example/story/7/");
    EXPECT_EQ(entry.link, "https://tidal.example/posts/7");
    EXPECT_EQ(entry.title.value, "Low water");
    EXPECT_EQ(entry.content.value, "<p>The <em>tide</em> went out.</p>");
    EXPECT_EQ(entry.published.time, story.published);
    ASSERT_FALSE(entry.authors.empty());
    EXPECT_EQ(entry.authors.front().name, "Mira");
    ASSERT_EQ(entry.categories.size(), 2u);
    EXPECT_EQ(entry.categories[1].term, "low & high");
    ASSERT_EQ(entry.enclosures.size(), 1u);
    EXPECT_EQ(entry.enclosures.front().url, "https://tidal.example/7.mp3");
    EXPECT_EQ(entry.enclosures.front().length, 1234u);
}

TEST_P(Outputs, AnEntryNamesTheFeedThatItCameFrom) {
    auto story = sample::story();
    story.author.clear();
    const auto parsed = read_back({&story, 1});
    const auto& entry = parsed.feed().entries.front();
    if (is(Output::Kind::kJson)) {
        ASSERT_FALSE(entry.authors.empty());
        EXPECT_EQ(entry.authors.front().name, "Tidal Notes");
    } else {
        ASSERT_NE(entry.source, nullptr);
        EXPECT_EQ(entry.source->title.value, "Tidal Notes");
        EXPECT_EQ(entry.source->self, "https://tidal.example/feed");
    }
}

TEST_P(Outputs, HostileTextStaysText) {
    auto story = sample::story();
    story.title = "</title><script>]]>&amp;";
    story.author = "\"<a>";
    const auto parsed = read_back({&story, 1});
    const auto& entry = parsed.feed().entries.front();
    EXPECT_EQ(entry.authors.front().name, "\"<a>");
    EXPECT_TRUE(contains(entry.title.value, "script"));
}

TEST_P(Outputs, AStoryWithoutTitleDateAndAuthorIsStillAnEntry) {
    auto story = sample::story();
    story.title.clear();
    story.author.clear();
    story.published.reset();
    const auto parsed = read_back({&story, 1});
    ASSERT_EQ(parsed.feed().entries.size(), 1u);
    EXPECT_EQ(parsed.feed().entries.front().content.value, story.html);
}

TEST_P(Outputs, APlanetWithoutStoriesIsAFeedWithoutEntries) {
    const auto parsed = read_back({});
    EXPECT_EQ(parsed.feed().title.value, "Planet Sea");
    EXPECT_TRUE(parsed.feed().entries.empty());
}

INSTANTIATE_TEST_SUITE_P(Formats, Outputs, testing::Values(kOutputs[0], kOutputs[1], kOutputs[2]),
                         [](const auto& tested) {
                             return std::string(tested.param.file().substr(0, tested.param.file().find('.')));
                         });

TEST(Subscriptions, ListEveryFeedInItsFolder) {
    const auto planet = sample::planet();
    auto one = sample::feed();
    one.category = "Sea/Boats";
    auto two = sample::feed();
    two.url = "https://two.example/feed?a=1&b=2";
    two.given_title = "Two & more";
    const std::vector feeds{one, two};
    const auto list = feed::read_opml(write_subscriptions({planet, {}, std::nullopt}, feeds));
    ASSERT_TRUE(list) << list.error().message();
    EXPECT_EQ(list->title, "Planet Sea");
    ASSERT_EQ(list->feeds.size(), 2u);
    const auto& boats = list->feeds[list->feeds[0].categories.empty() ? 1 : 0];
    const auto& other = list->feeds[list->feeds[0].categories.empty() ? 0 : 1];
    EXPECT_EQ(boats.feed_url, "https://tidal.example/feed");
    EXPECT_EQ(boats.page_url, "https://tidal.example/");
    EXPECT_EQ(boats.title, "Tidal Notes");
    EXPECT_EQ(boats.categories, std::vector<std::string>{"Sea/Boats"});
    EXPECT_EQ(other.feed_url, two.url);
    EXPECT_EQ(other.title, "Two & more");
}

}  // namespace
}  // namespace orrery::site
