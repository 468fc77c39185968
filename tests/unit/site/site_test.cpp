#include "orrery/site/site.hpp"

#include "archive_fixture.hpp"
#include "orrery/site/assets.hpp"

namespace orrery::site {
namespace {

using sample::contains;
using sample::count;

class SiteTest : public sample::ArchiveFixture {
  protected:
    void open(SiteLimits limits = {}, std::string_view url = "https://planet.example/") {
        site_ = std::make_unique<Site>(*archive_, sample::planet(url), limits);
    }
    http::Response get(const std::string& target) {
        http::Request request;
        EXPECT_TRUE(request.set_target(target));
        return (*site_)(request);
    }
    std::string body_of(const std::string& target) { return std::string(get(target).body.view()); }

    std::unique_ptr<Site> site_;
};

TEST_F(SiteTest, AnswersEveryPage) {
    const auto feed = follow("https://blog.example/feed", "Harbour Blog");
    publish(feed, 3);
    open({.stories_per_page = 2});
    const auto front = body_of("/");
    EXPECT_EQ(count(front, "<article"), 2u);
    EXPECT_LT(front.find("Post 3"), front.find("Post 2"));
    EXPECT_TRUE(contains(body_of("/before/2/"), "Post 1"));
    EXPECT_TRUE(contains(body_of("/story/1/"), "<p>Text 1</p>"));
    EXPECT_TRUE(contains(body_of("/feeds/"), "Harbour Blog"));
    EXPECT_TRUE(contains(body_of("/feeds/1/"), "<h1 id=\"feed-title\""));
    EXPECT_TRUE(contains(body_of("/feeds/1/before/2/"), "Post 1"));
    EXPECT_TRUE(contains(body_of("/atom.xml"), ">Post 3</title>"));
    EXPECT_TRUE(contains(body_of("/rss.xml"), "Post 1"));
    EXPECT_TRUE(contains(body_of("/feed.json"), "https://jsonfeed.org/version/1.1"));
    EXPECT_TRUE(contains(body_of("/opml.xml"), "xmlUrl=\"https://blog.example/feed\""));
    EXPECT_EQ(get("/atom.xml").header("Content-Type"), "application/atom+xml; charset=utf-8");
    EXPECT_EQ(get("/robots.txt").status, 200);
    EXPECT_EQ(get("/").header("Content-Type"), "text/html; charset=utf-8");
}

TEST_F(SiteTest, AStoryThatWasTakenDownIsGone) {
    publish(follow("https://blog.example/feed"), 2);
    open();
    EXPECT_EQ(get("/story/1/").status, 200);
    ASSERT_TRUE(archive_->take_down(1, "its author asked", sample::day(2024, 6, 2)));
    EXPECT_EQ(get("/story/1/").status, 410);
    EXPECT_TRUE(contains(body_of("/story/1/"), "its author asked"));
    EXPECT_FALSE(contains(body_of("/story/1/"), "Text 1"));
    EXPECT_EQ(count(body_of("/"), "<article"), 1u);
    ASSERT_TRUE(archive_->moderate(2, store::Archive::Moderation::kHide, "", sample::day(2024, 6, 2)));
    EXPECT_EQ(get("/story/2/").status, 404) << "what is hidden is as if it were not there";
}

TEST_F(SiteTest, AStoryThatIsKeptNoLongerIsGone) {
    publish(follow("https://blog.example/feed"), 2);
    open();
    EXPECT_EQ(get("/story/1/").status, 200);
    const store::RetentionPolicy policy{.planet = {.entries = 1, .time = {}}, .feeds = {}};
    ASSERT_TRUE(archive_->prune(policy, {.clock = [] { return sample::day(2024, 6, 2); }}));
    EXPECT_EQ(get("/story/1/").status, 410);
    EXPECT_TRUE(contains(body_of("/story/1/"), "no longer kept"));
    EXPECT_TRUE(contains(body_of("/story/1/"), "href=\"/feeds/1/\""));
    EXPECT_EQ(get("/story/2/").status, 200);
    EXPECT_EQ(count(body_of("/"), "<article"), 1u);
}

TEST_F(SiteTest, ShowsWhatChangedBetweenAnyTwoRevisions) {
    const auto feed = follow("https://blog.example/feed");
    publish(feed, 1);
    revise(feed, "<p>Text of the revision</p>");
    open();
    EXPECT_TRUE(contains(body_of("/story/1/"), "href=\"/story/1/changes/1/2/\""));
    EXPECT_TRUE(contains(body_of("/story/1/changes/1/2/"), "<ins>of the revision</ins>"));
    EXPECT_TRUE(contains(body_of("/story/1/changes/2/1/"), "<del>of the revision</del>"));
    for (const auto* nowhere : {"/story/1/changes/1/1/", "/story/1/changes/1/3/", "/story/9/changes/1/2/",
                                "/story/1/changes/1/99999999999/"})
        EXPECT_EQ(get(nowhere).status, 404) << nowhere;
    ASSERT_TRUE(archive_->moderate(1, store::Archive::Moderation::kHide, "", sample::day(2024, 6, 2)));
    EXPECT_EQ(get("/story/1/changes/1/2/").status, 404);
}

TEST_F(SiteTest, ShowsThePlanetAsItStoodThen) {
    const auto feed = follow("https://blog.example/feed");
    publish(feed, 1);
    revise(feed, "<p>Text of the revision</p>");
    open();
    const auto then = body_of("/?at=2024-06-01");
    EXPECT_TRUE(contains(then, "<p>Text 1</p>"));
    EXPECT_TRUE(contains(
        then, "The planet as it stood on <time datetime=\"2024-06-01T23:59:59.999999Z\">1 June 2024"));
    EXPECT_TRUE(contains(then, "<a href=\"/\">Back to the present</a>"));
    EXPECT_TRUE(contains(then, "href=\"/story/1/?at=2024-06-01\"")) << "links stay at that time";
    EXPECT_TRUE(contains(then, "<meta name=\"robots\" content=\"noindex\">"));
    EXPECT_TRUE(contains(body_of("/?at=2024-06-02"), "Text of the revision"));
    EXPECT_TRUE(contains(body_of("/?at=2024-05"), "The planet had no story then."));

    EXPECT_TRUE(contains(body_of("/story/1/?at=2024-06-01"), "<p>Text 1</p>"));
    EXPECT_FALSE(contains(body_of("/story/1/?at=2024-06-01"), "Revisions"));
    EXPECT_EQ(get("/story/1/?at=2024-05-31").status, 404);
    EXPECT_EQ(get("/story/1/changes/1/2/?at=2024-06-01").status, 404);
    EXPECT_EQ(get("/story/1/changes/1/2/?at=2024-06-02").status, 200);
    EXPECT_TRUE(contains(body_of("/feeds/1/?at=2024-06-01"), "<p>Text 1</p>"));
    EXPECT_FALSE(contains(body_of("/feeds/?at=2023"), "blog.example"));
    EXPECT_EQ(get("/feeds/1/?at=2023").status, 404);
    EXPECT_TRUE(contains(body_of("/atom.xml?at=2024-06-01"), "Text 1"));
    EXPECT_TRUE(contains(body_of("/feed.json?at=2024-06-02"), "Text of the revision"));
    EXPECT_FALSE(contains(body_of("/opml.xml?at=2023"), "blog.example"));
    EXPECT_TRUE(contains(body_of("/"), "Text of the revision")) << "the present is kept apart from it";
    EXPECT_FALSE(contains(body_of("/"), "?at="));
    EXPECT_FALSE(contains(body_of("/atom.xml?at=2024-06-01"), "/story/1/?at="))
        << "ids are the same at any time";
}

TEST_F(SiteTest, PagesOfThePastGoOnAsLongAsThereAreStories) {
    publish(follow("https://blog.example/feed"), 5);
    open({.stories_per_page = 2});
    EXPECT_TRUE(contains(body_of("/?at=2024-06-01"), "<a rel=\"next\" href=\"/before/4/?at=2024-06-01\""));
    EXPECT_TRUE(
        contains(body_of("/before/2/?at=2024-06-01"), "<a rel=\"prev\" href=\"/before/4/?at=2024-06-01\""));
    EXPECT_TRUE(contains(body_of("/before/4/?at=2024-06-01"), "<a rel=\"prev\" href=\"/?at=2024-06-01\""));
    EXPECT_EQ(count(body_of("/before/2/?at=2024-06-01"), "<article"), 1u);
    EXPECT_EQ(get("/before/1/?at=2024-06-01").status, 404);
    EXPECT_EQ(count(body_of("/feeds/1/before/2/?at=2024-06-01"), "<article"), 1u);
    EXPECT_TRUE(contains(body_of("/feeds/1/before/2/?at=2024-06-01"),
                         "<a rel=\"prev\" href=\"/feeds/1/before/4/?at=2024-06-01\""));
}

TEST_F(SiteTest, WhatAPageShowsDoesNotMoveWhenNewStoriesCome) {
    const auto feed = follow("https://blog.example/feed");
    publish(feed, 6);
    open({.stories_per_page = 2});
    const auto titles = [&](const std::string& target) {
        std::string found;
        for (int i = 1; i <= 6; ++i)
            if (contains(body_of(target), "<p>Text " + std::to_string(i) + "</p>"))
                found += std::to_string(i);
        return found;
    };
    EXPECT_EQ(titles("/"), "56");
    EXPECT_EQ(titles("/before/5/"), "34");
    EXPECT_EQ(titles("/before/3/"), "12");
    EXPECT_FALSE(contains(body_of("/before/3/"), "rel=\"next\""));
    EXPECT_TRUE(contains(body_of("/before/3/"), "<a rel=\"prev\" href=\"/before/5/\""));
    EXPECT_TRUE(contains(body_of("/before/5/"), "<a rel=\"prev\" href=\"/\""));
    EXPECT_TRUE(contains(body_of("/before/5/"), "<title>Up to 1 May 2024"));
    publish(feed, 3, "News");
    EXPECT_EQ(titles("/before/5/"), "34");
    // What the page begins behind need not be shown.
    ASSERT_TRUE(archive_->moderate(5, store::Archive::Moderation::kHide, "", sample::day(2024, 6, 2)));
    EXPECT_EQ(titles("/before/5/"), "34");
}

TEST_F(SiteTest, WhileTheArchiveCannotBeReachedItSaysWhenToComeBack) {
    open();
    std::filesystem::rename(folder_, folder_.string() + "-away");
    const auto response = get("/");
    std::filesystem::rename(folder_.string() + "-away", folder_);
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(response.header("Retry-After"), "30");
    EXPECT_EQ(response.header("Cache-Control"), "no-store");
    EXPECT_TRUE(contains(response.body.view(), "Something went wrong"));
    EXPECT_EQ(get("/").status, 200);
}

TEST_F(SiteTest, APageOfThePastNamesWhereElseAStoryStoodThen) {
    publish(follow("https://blog.example/feed", "Harbour Blog"), 2);
    ASSERT_TRUE(archive_->join_story(1, 2, "it is the same", sample::day(2024, 6, 5)));
    const auto lead = (**archive_->story(1)).id;
    open();
    const auto story = "/story/" + std::to_string(lead) + "/";
    EXPECT_TRUE(contains(body_of(story), "it is the same"));
    EXPECT_TRUE(contains(body_of(story + "?at=2024-06-05"), "it is the same"));
    EXPECT_FALSE(contains(body_of(story + "?at=2024-06-04"), "Also in"));
    EXPECT_FALSE(contains(body_of("/story/" + std::to_string(3 - lead) + "/?at=2024-06-04"), "Also in"));
}

TEST_F(SiteTest, SaysHowToWriteATime) {
    open();
    EXPECT_EQ(get("/?at=yesterday").status, 400);
    EXPECT_TRUE(contains(body_of("/?at=%3Cb%3E"), "<code>?at=2015-12-01</code>"));
    EXPECT_FALSE(contains(body_of("/?at=%3Cb%3E"), "<b>"));
}

TEST_F(SiteTest, WhatIsNotThereIsAPageThatLeadsBack) {
    publish(follow("https://blog.example/feed"), 1);
    open();
    for (const auto* target :
         {"/nowhere", "/story/99/", "/story/x/", "/feeds/9/", "/before/0/", "/before/1/", "/before/x/",
          "/before/99999999999999999999/", "/feeds/1/before/1/", "/assets/style.css", "/assets/none"}) {
        const auto response = get(target);
        EXPECT_EQ(response.status, 404) << target;
        EXPECT_TRUE(contains(response.body.view(), "Nothing in this orbit"));
    }
}

TEST_F(SiteTest, AnAddressThatOnlyLacksItsSlashIsRedirected) {
    publish(follow("https://blog.example/feed"), 1);
    open();
    EXPECT_EQ(get("/feeds").header("Location"), "/feeds/");
}

TEST_F(SiteTest, APageIsMadeAnewOnceTheArchiveHasChanged) {
    const auto feed = follow("https://blog.example/feed");
    open();
    EXPECT_TRUE(contains(body_of("/"), "Nothing to read yet"));
    const auto before = std::string(get("/").header("ETag"));
    EXPECT_EQ(get("/").header("ETag"), before);
    publish(feed, 1);
    EXPECT_TRUE(contains(body_of("/"), "Post 1"));
    EXPECT_NE(get("/").header("ETag"), before);
}

TEST_F(SiteTest, KeptPagesAreSentWithoutBeingMadeAgain) {
    publish(follow("https://blog.example/feed"), 1);
    open();
    const auto first = get("/");
    const auto second = get("/");
    EXPECT_EQ(first.body.view().data(), second.body.view().data());
    ASSERT_TRUE(second.gzip_body);
    EXPECT_LT(second.gzip_body->size(), second.body.view().size());
}

TEST_F(SiteTest, KeptPagesStayWithinTheirBound) {
    publish(follow("https://blog.example/feed"), 40);
    open({.cached_bytes = 50'000});
    for (int i = 1; i <= 40; ++i)
        EXPECT_EQ(get("/story/" + std::to_string(i) + "/").status, 200);
    EXPECT_GT(site_->cached_bytes(), 0u);
    EXPECT_LE(site_->cached_bytes(), 50'000u);

    open({.cached_bytes = 0});
    EXPECT_EQ(get("/").status, 200);
    EXPECT_EQ(site_->cached_bytes(), 0u);
}

TEST_F(SiteTest, MergedFeedsEndAtTheirLimit) {
    publish(follow("https://blog.example/feed"), 5);
    open({.entries_per_feed = 3});
    EXPECT_EQ(count(body_of("/atom.xml"), "<entry>"), 3u);
    EXPECT_EQ(count(body_of("/rss.xml"), "<item>"), 3u);
}

TEST_F(SiteTest, EveryAnswerTellsTheBrowserWhatItMayDo) {
    open();
    for (const auto* target : {"/", "/nowhere", "/health"}) {
        const auto response = get(target);
        const auto policy = response.header("Content-Security-Policy");
        EXPECT_TRUE(contains(policy, "default-src 'none'"));
        EXPECT_TRUE(contains(policy, "script-src 'self';"));
        EXPECT_EQ(response.header("X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(response.header("Referrer-Policy"), "strict-origin-when-cross-origin");
    }
}

TEST_F(SiteTest, BrowsersLoadFramesOnlyFromTheHostsThatPostsMayHoldThemFrom) {
    open();
    EXPECT_FALSE(contains(get("/").header("Content-Security-Policy"), "frame-src"));
    auto planet = sample::planet("https://planet.example/");
    planet.frame_hosts = {"www.youtube.com", "*.vimeo.com"};
    site_ = std::make_unique<Site>(*archive_, planet);
    EXPECT_TRUE(get("/")
                    .header("Content-Security-Policy")
                    .ends_with("; frame-src https://www.youtube.com https://*.vimeo.com"));
}

TEST_F(SiteTest, AssetsMayBeKeptForGoodAndPagesAreCheckedEachTime) {
    open();
    const auto style = get("/assets/" + std::string(asset("style.css").served_as));
    EXPECT_EQ(style.status, 200);
    EXPECT_EQ(style.header("Content-Type"), "text/css; charset=utf-8");
    EXPECT_EQ(style.header("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(style.body.view(), asset("style.css").contents);
    EXPECT_EQ(get("/").header("Cache-Control"), "no-cache");
}

TEST_F(SiteTest, HealthIsForPrograms) {
    publish(follow("https://blog.example/feed"), 2);
    open();
    const auto response = get("/health");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.header("Cache-Control"), "no-store");
    EXPECT_TRUE(contains(response.header("Content-Type"), "application/json"));
    EXPECT_TRUE(contains(response.body.view(), "\"status\": \"ok\""));
    EXPECT_TRUE(contains(response.body.view(), "\"entries\": 2"));
    EXPECT_TRUE(contains(response.body.view(), "\"next_poll\": \"2024-06-01T10:30:00Z\""));
}

TEST_F(SiteTest, APlanetMayLiveBelowAPath) {
    publish(follow("https://blog.example/feed"), 1);
    open({}, "https://example.org/planet/");
    EXPECT_TRUE(contains(body_of("/planet/"), "href=\"/planet/story/1/\""));
    EXPECT_EQ(get("/planet/story/1/").status, 200);
    EXPECT_EQ(get("/planet/feeds").header("Location"), "/planet/feeds/");
    EXPECT_EQ(get("/planet").header("Location"), "/planet/");
    EXPECT_EQ(get("/").header("Location"), "/planet/");
    EXPECT_EQ(get("/story/1/").status, 404);
    EXPECT_EQ(get("/planets/").status, 404);
    EXPECT_EQ(get("/health").status, 200);
    EXPECT_EQ(get("/planet/health").status, 200);
}

}  // namespace
}  // namespace orrery::site
