#include "orrery/site/pages.hpp"

#include "sample_planet.hpp"

#include <gtest/gtest.h>

namespace orrery::site {
namespace {

using sample::contains;
using sample::count;

class Pages : public testing::Test {
  protected:
    PlanetInfo planet_ = sample::planet();
    PageContext context_{planet_, {.feeds = 1, .entries = 1204}, std::nullopt};

    std::string front_of(const store::Story& story) { return render_front(context_, {&story, 1}, {}); }
    std::string feeds_of(const store::FeedRecord& feed) { return render_feeds(context_, {&feed, 1}); }
};

TEST_F(Pages, AStoryHasItsTitleLinkedItsBylineItsDateAndItsContent) {
    const auto page = front_of(sample::story());
    EXPECT_EQ(count(page, "<article"), 1u);
    EXPECT_TRUE(
        contains(page, "<a href=\"https://tidal.example/posts/7\" rel=\"noopener\">Low water</a></h2>"));
    EXPECT_TRUE(
        contains(page,
                 "By <span class=\"author\" dir=\"auto\">Mira</span> from <a href=\"/feeds/3/\" dir=\"auto\">"
                 "Tidal Notes</a>"));
    EXPECT_TRUE(contains(page, "<time datetime=\"2024-05-25T10:00:00Z\">25 May 2024</time>"));
    EXPECT_TRUE(contains(page, "<p>The <em>tide</em> went out.</p>"));
    EXPECT_TRUE(contains(page, "href=\"/story/7/\""));
}

TEST_F(Pages, AStoryInBriefEndsWithALinkToTheRest) {
    auto story = sample::story();
    story.html = "<p>The tide <b>went</b> out &amp; took the boat with it. Nobody saw it leave.</p>";
    story.excerpt = 50;
    const auto page = front_of(story);
    EXPECT_TRUE(contains(page, "<p>The tide went out &amp; took the boat with it.")) << page;
    EXPECT_FALSE(contains(page, "Nobody saw"));
    EXPECT_TRUE(contains(page, "<a href=\"https://tidal.example/posts/7\" rel=\"noopener\">Read the rest"));
    story.excerpt = 500;
    EXPECT_TRUE(contains(front_of(story), "<b>went</b>")) << "a short one is shown as it is";
    EXPECT_FALSE(contains(front_of(story), "Read the rest"));
}

TEST_F(Pages, ThePlanetsCategoryTakesThePlaceOfTheFeedsAndTagsStandBesideIt) {
    auto story = sample::story();
    story.categories = {"misc", "sea"};
    story.tags = {"sea", "company"};
    EXPECT_TRUE(contains(front_of(story),
                         "<li dir=\"auto\">misc</li><li dir=\"auto\">sea</li><li dir=\"auto\">company</li>"));
    story.category = "Tides & moons";
    EXPECT_TRUE(contains(front_of(story),
                         "Categories\"><li dir=\"auto\">Tides &amp; moons</li><li "
                         "dir=\"auto\">sea</li><li dir=\"auto\">company</li>"));
}

TEST_F(Pages, AStoryThatWasRevisedListsItsRevisions) {
    auto story = sample::story();
    story.revision = story.revisions = 3;
    const std::vector<store::Revision> revisions = {{1, sample::day(2024, 5, 25), "High <water>"},
                                                    {2, sample::day(2024, 5, 26), "Low water"},
                                                    {3, sample::day(2024, 5, 27), "Low water"}};
    const auto page = render_story(context_, story, {}, revisions);
    EXPECT_TRUE(contains(page, "as “<span dir=\"auto\">High &lt;water&gt;</span>”"));
    EXPECT_TRUE(contains(page, "href=\"/story/7/changes/1/2/\""));
    EXPECT_TRUE(contains(page, "href=\"/story/7/changes/2/3/\""));
    EXPECT_TRUE(contains(page, "href=\"/story/7/changes/1/3/\"")) << "and from the first to the newest";
    EXPECT_TRUE(contains(page, "href=\"/story/7/#revisions\">3 revisions</a>"));
    EXPECT_FALSE(contains(render_story(context_, sample::story(), {}, {{revisions[0]}}), "Revisions"));
}

TEST_F(Pages, ChangesAreMarkedWordByWord) {
    auto before = sample::story();
    before.revision = 1;
    before.title = "High water";
    before.html = "<p>The tide <b>came</b> in &amp; stayed.</p>";
    auto after = sample::story();
    after.revision = 3;
    after.html = "<p>The tide went <script>out</script> &amp; stayed.</p>";
    const std::vector<store::Revision> revisions = {{1, {}, ""}, {2, {}, ""}, {3, {}, ""}};
    const auto page = render_changes(context_, revisions, before, after);
    EXPECT_TRUE(contains(page, "<del>High</del><ins>Low</ins> water</h2>")) << page;
    EXPECT_TRUE(contains(page, "The tide <del>came in</del><ins>went</ins> &amp; stayed.")) << page;
    EXPECT_TRUE(contains(page, "From revision 1 to revision 3 of 3."));
    EXPECT_TRUE(contains(page, "href=\"/story/7/changes/2/3/\""));
    EXPECT_TRUE(contains(page, "href=\"/story/7/changes/1/2/\""));
    after.html = before.html;
    EXPECT_TRUE(
        contains(render_changes(context_, revisions, before, after), "The words of the text are the same."));
}

TEST_F(Pages, WhatDidNotChangeIsShortenedBetweenChanges) {
    auto before = sample::story();
    std::string middle;
    for (int i = 0; i < 400; ++i)
        middle += "word" + std::to_string(i) + " ";
    before.html = "<p>First " + middle + "last</p>";
    auto after = before;
    after.html = "<p>Another " + middle + "end</p>";
    const auto page = render_changes(context_, {}, before, after);
    EXPECT_TRUE(contains(page, "<del>First</del><ins>Another</ins> word0 word1 "));
    EXPECT_TRUE(contains(page, "<span class=\"left-out\"> … </span>"));
    EXPECT_TRUE(contains(page, " word399 <del>last</del><ins>end</ins>"));
    EXPECT_FALSE(contains(page, "word200"));
}

TEST_F(Pages, ATombstoneSaysWhenAndWhy) {
    store::Judgement judgement;
    judgement.feed_title = "Tidal & Notes";
    judgement.decided = sample::day(2024, 6, 1);
    judgement.reason = "its <author> asked us to";
    const auto page = render_tombstone(context_, judgement);
    EXPECT_TRUE(contains(page, "1 June 2024</time>: its &lt;author&gt; asked us to</p>")) << page;
    EXPECT_TRUE(contains(page, "Tidal &amp; Notes"));
    EXPECT_TRUE(contains(page, "<meta name=\"robots\" content=\"noindex\">"));
}

TEST_F(Pages, AFeaturedStoryIsMarked) {
    auto story = sample::story();
    EXPECT_FALSE(contains(front_of(story), "Featured"));
    story.featured = true;
    EXPECT_TRUE(contains(front_of(story), "class=\"story featured\""));
    EXPECT_TRUE(contains(front_of(story), "<span class=\"mark\">Featured</span>"));
}

TEST_F(Pages, AFeedsPageTellsOfItsFlood) {
    auto feed = sample::feed();
    feed.flood = "Tidal <Notes> brought 250 new stories at once";
    feed.flood_time = sample::day(2024, 5, 20);
    const auto page = render_feed(context_, feed, {}, {});
    EXPECT_TRUE(
        contains(page, "20 May 2024</time>: Tidal &lt;Notes&gt; brought 250 new stories at once.</p>"));
}

TEST_F(Pages, AStoryWithoutAuthorIsFromItsFeed) {
    auto story = sample::story();
    story.author.clear();
    const auto page = front_of(story);
    EXPECT_TRUE(contains(page, "From <a href=\"/feeds/3/\""));
    EXPECT_FALSE(contains(page, "By <span"));
}

TEST_F(Pages, AnUndatedStoryTellsWhenItWasSeen) {
    auto story = sample::story();
    story.published.reset();
    story.first_seen = story.date + std::chrono::days(3);
    EXPECT_TRUE(contains(front_of(story), "Seen <time datetime=\"2024-05-28T10:00:00Z\">"));
    EXPECT_FALSE(contains(front_of(sample::story()), "Seen <time"));
}

TEST_F(Pages, AStoryWithoutTitleOrAddressIsCalledUntitledAndLinksToItsOwnPage) {
    auto story = sample::story();
    story.title.clear();
    story.url = "javascript:alert(1)";
    const auto page = front_of(story);
    EXPECT_TRUE(contains(page, "<a href=\"/story/7/\">Untitled, 25 May 2024</a></h2>"));
    EXPECT_FALSE(contains(page, "javascript:"));
}

TEST_F(Pages, WhatIsNotMarkupCannotBecomeMarkup) {
    auto story = sample::story();
    const std::string hostile = "\"><script>alert('x')</script>";
    story.title = story.author = story.feed_title = hostile;
    story.categories = {hostile};
    story.enclosures = {{"https://e.example/" + hostile, hostile, 5},
                        {"javascript:" + hostile, "audio/mpeg", 0}};
    story.language = hostile;
    planet_.title = planet_.description = planet_.owner_name = planet_.owner_email = planet_.language =
        hostile;
    auto feed = sample::feed(store::PollOutcome::kFailed);
    feed.given_title = feed.info.subtitle = feed.info.site_url = feed.url = hostile;
    feed.state.error = Error{ErrorCode::kNetwork, hostile, hostile, hostile, hostile};
    for (const auto& page : {front_of(story), render_story(context_, story, {}, {}), feeds_of(feed),
                             render_feed(context_, feed, {&story, 1}, {}),
                             render_error(context_, 404, hostile), render_error(context_, 500, hostile)}) {
        EXPECT_FALSE(contains(page, "<script>"));
        EXPECT_FALSE(contains(page, "alert('x')"));
        EXPECT_FALSE(contains(page, "javascript:"));
    }
}

TEST_F(Pages, AStoryInAnotherLanguageSaysSo) {
    auto story = sample::story();
    story.language = "ar";
    EXPECT_TRUE(contains(front_of(story), "<article class=\"story\" id=\"story-7\" lang=\"ar\""));
    story.language = "en";
    EXPECT_TRUE(contains(front_of(story), "<article class=\"story\" id=\"story-7\" aria"));
    story.language = "english (I think)";
    EXPECT_TRUE(contains(front_of(story), "<article class=\"story\" id=\"story-7\" aria"));
}

TEST_F(Pages, FilesOfAStoryAreLinkedAndSoundCanBePlayed) {
    auto story = sample::story();
    story.enclosures = {{"https://e.example/a/episode.mp3?x=1", "audio/mpeg", 2 << 20},
                        {"https://e.example/map%20of%20it.pdf", "", 0},
                        {"https://e.example/6540c9e4", "", 0}};
    const auto page = front_of(story);
    EXPECT_TRUE(
        contains(page, "<audio controls preload=\"none\" src=\"https://e.example/a/episode.mp3?x=1\""));
    EXPECT_TRUE(contains(page, ">episode.mp3</a> <span>(audio/mpeg, 2 MiB)</span>"));
    EXPECT_TRUE(contains(page, ">map of it.pdf</a></li>"));
    EXPECT_TRUE(contains(page, ">File at e.example</a>"));
    EXPECT_EQ(count(page, "<audio"), 1u);
}

TEST_F(Pages, EveryPageHasOneH1AndTheLandmarks) {
    const auto story = sample::story();
    const auto feed = sample::feed();
    for (const auto& page :
         {front_of(story), render_front(context_, {}, {}), render_story(context_, story, {}, {}),
          feeds_of(feed), render_feed(context_, feed, {&story, 1}, {}), render_error(context_, 404, "/x")}) {
        EXPECT_EQ(count(page, "<h1"), 1u);
        EXPECT_EQ(count(page, "<main id=\"main\""), 1u);
        EXPECT_EQ(count(page, "<header class=\"masthead\">"), 1u);
        EXPECT_EQ(count(page, "<nav aria-label=\"Planet\">"), 1u);
        EXPECT_EQ(count(page, "<footer class=\"foot\">"), 1u);
        EXPECT_TRUE(contains(page, "<a class=\"skip\" href=\"#main\">"));
        EXPECT_TRUE(page.starts_with("<!doctype html>\n<html lang=\"en\">"));
        EXPECT_FALSE(contains(page, " style="));
        EXPECT_FALSE(contains(page, "<style"));
    }
}

TEST_F(Pages, TheHeadNamesThePageAndTheFeeds) {
    const auto page = render_story(context_, sample::story(), {}, {});
    EXPECT_TRUE(contains(page, "<title>Low water · Planet Sea</title>"));
    EXPECT_TRUE(contains(page, "<link rel=\"canonical\" href=\"https://planet.example/story/7/\">"));
    EXPECT_TRUE(contains(page, "<meta name=\"description\" content=\"The tide went out.\">"));
    EXPECT_TRUE(contains(page, "<meta property=\"og:title\" content=\"Low water\">"));
    EXPECT_TRUE(contains(page, "<meta property=\"og:type\" content=\"article\">"));
    EXPECT_TRUE(
        contains(page, "type=\"application/atom+xml\" title=\"Planet Sea (Atom)\" href=\"/atom.xml\""));
    EXPECT_TRUE(contains(page, "type=\"application/rss+xml\""));
    EXPECT_TRUE(contains(page, "type=\"application/feed+json\""));
}

TEST_F(Pages, ErrorPagesAreNotForSearchEnginesAndLeadBack) {
    const auto page = render_error(context_, 404, "/nowhere");
    EXPECT_TRUE(contains(page, "<code>/nowhere</code>"));
    EXPECT_TRUE(contains(page, "<meta name=\"robots\" content=\"noindex\">"));
    EXPECT_FALSE(contains(page, "canonical"));
    EXPECT_TRUE(contains(page, "<a href=\"/\">Go to the newest stories</a>"));
}

TEST_F(Pages, AnEmptyPlanetSaysWhatToDoNext) {
    context_.counts = {};
    EXPECT_TRUE(contains(render_front(context_, {}, {}), "orrery add https://example.org/blog/"));
    context_.counts.feeds = 2;
    const auto page = render_front(context_, {}, {});
    EXPECT_TRUE(contains(page, "follows 2 feeds, and none of them has brought a story"));
    EXPECT_TRUE(contains(page, "orrery poll"));
}

TEST_F(Pages, APageOfAListLinksItsNeighbours) {
    const auto story = sample::story();
    const auto page = render_front(context_, {&story, 1}, {.behind = 9, .newer = {}, .older = 7});
    EXPECT_TRUE(contains(page, "<a rel=\"prev\" href=\"/\">"));
    EXPECT_TRUE(contains(page, "<a rel=\"next\" href=\"/before/7/\">"));
    EXPECT_TRUE(contains(page, "<link rel=\"canonical\" href=\"https://planet.example/before/9/\">"));
    EXPECT_TRUE(contains(page, "<title>Up to " + format_day(story.date)));
    const auto last = render_front(context_, {&story, 1}, {.behind = 7, .newer = 9, .older = {}});
    EXPECT_TRUE(contains(last, "<a rel=\"prev\" href=\"/before/9/\">"));
    EXPECT_FALSE(contains(last, "rel=\"next\""));
    EXPECT_FALSE(contains(render_front(context_, {&story, 1}, {}), "class=\"paging\""));
    EXPECT_TRUE(
        contains(render_feed(context_, sample::feed(), {&story, 1}, {.behind = {}, .newer = {}, .older = 7}),
                 "<a rel=\"next\" href=\"/feeds/3/before/7/\">"));
}

TEST_F(Pages, APageSaysFromWhenToWhenItsStoriesAre) {
    std::vector stories = {sample::story(), sample::story()};
    stories[1].date -= std::chrono::days(3);
    const auto page = render_front(context_, stories, {.behind = {}, .newer = {}, .older = 7});
    EXPECT_TRUE(contains(page, format_day(stories[0].date) + "</time> to <time datetime=\"" +
                                   format_rfc3339(stories[1].date)));
}

TEST_F(Pages, TheListOfFeedsTellsHowEachIsDoing) {
    EXPECT_TRUE(contains(feeds_of(sample::feed()), "<span class=\"health healthy\">Healthy</span>"));
    const auto page = feeds_of(sample::feed());
    EXPECT_TRUE(contains(page, "<dt>Entries</dt><dd>12</dd>"));
    EXPECT_TRUE(contains(
        page, "<dt>Last success</dt><dd><time datetime=\"2024-05-26T10:00:00Z\">26 May 2024, 10:00 UTC"));
    EXPECT_TRUE(contains(page, "<dt>Next poll</dt><dd><time datetime=\"2024-05-28T10:00:00Z\">"));

    auto waiting = sample::feed(store::PollOutcome::kNever);
    waiting.state.last_success.reset();
    EXPECT_TRUE(contains(feeds_of(waiting), "Not polled yet"));
    EXPECT_TRUE(contains(feeds_of(waiting), "<dt>Last success</dt><dd>never</dd>"));
}

TEST_F(Pages, AFailingFeedTellsExactlyWhy) {
    auto feed = sample::feed(store::PollOutcome::kFailed);
    feed.state.error =
        Error{ErrorCode::kNetwork, "the certificate has expired", feed.url, "on 3 May", "ask its owner"};
    feed.state.failures = 4;
    const auto page = feeds_of(feed);
    EXPECT_TRUE(contains(page, "<span class=\"health failing\">Failing</span>"));
    EXPECT_TRUE(
        contains(page, "the certificate has expired: on 3 May (ask its owner). 4 failures in a row."));

    feed.state.error.reset();
    feed.state.http_status = 503;
    EXPECT_TRUE(contains(feeds_of(feed), "the server answered 503"));
}

TEST_F(Pages, AFeedThatIsGoneIsPolledNoMore) {
    auto feed = sample::feed(store::PollOutcome::kGone);
    feed.state.next_poll.reset();
    EXPECT_TRUE(contains(feeds_of(feed), "gone for good (410)"));
    EXPECT_TRUE(contains(feeds_of(feed), "<dt>Next poll</dt><dd>none</dd>"));
}

TEST_F(Pages, APlanetBelowAPathKeepsItInEveryLink) {
    planet_ = sample::planet("https://example.org/planet");
    const auto page = front_of(sample::story());
    EXPECT_TRUE(contains(page, "href=\"/planet/story/7/\""));
    EXPECT_TRUE(contains(page, "href=\"/planet/assets/style."));
    EXPECT_TRUE(contains(page, "<link rel=\"canonical\" href=\"https://example.org/planet/\">"));
    EXPECT_FALSE(contains(page, "href=\"/story"));
}

TEST_F(Pages, TheFootCountsWhatIsKept) {
    EXPECT_TRUE(contains(front_of(sample::story()), ">1 feed</a> and keeps 1,204 entries."));
}

TEST_F(Pages, AStoryNamesWhereElseItStandsAndWhy) {
    auto story = sample::story();
    story.source = {.title = "Mira's log", .feed_url = "", .site_url = "https://mira.example/"};
    const std::vector<store::StoryMember> members = {
        {.id = story.id, .feed = story.feed, .feed_title = "Harbour Blog"},
        {.id = story.id + 1,
         .feed = 9,
         .feed_title = "Planet <Sea>",
         .url = "javascript:alert(1)",
         .title = "Fog",
         .why = "same address as the other"},
        {.id = story.id + 2,
         .feed = 10,
         .feed_title = "Another",
         .url = "https://another.example/fog",
         .title = "Fog"},
    };
    const auto page = render_story(context_, story, members, {});
    EXPECT_TRUE(contains(page, "Also in"));
    EXPECT_TRUE(contains(page, "Planet &lt;Sea&gt;"));
    EXPECT_TRUE(contains(page, "same address as the other"));
    EXPECT_TRUE(contains(page, "href=\"https://another.example/fog\""));
    EXPECT_TRUE(contains(page, "First in <a href=\"https://mira.example/\""));
    EXPECT_FALSE(contains(page, "javascript:"));
    story.source = {};
    EXPECT_FALSE(contains(render_story(context_, story, std::span(members).first(1), {}), "Also in"));
}

}  // namespace
}  // namespace orrery::site
