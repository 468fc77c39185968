#include "orrery/site/static_site.hpp"

#include "archive_fixture.hpp"
#include "orrery/base/file.hpp"
#include "orrery/site/assets.hpp"

namespace orrery::site {
namespace {

using sample::contains;

class StaticSite : public sample::ArchiveFixture {
  protected:
    BuildReport build(std::string_view url = "https://planet.example/") {
        const auto report = build_site(*archive_, sample::planet(url), {.stories_per_page = 2}, out());
        EXPECT_TRUE(report) << report.error().message();
        return report.value_or(BuildReport{});
    }
    [[nodiscard]] std::filesystem::path out() const { return folder_ / "out"; }
    [[nodiscard]] std::string file(const std::string& name) const {
        return read_file(out() / name).value_or("(no file)");
    }
};

TEST_F(StaticSite, HasTheSamePathsAsTheServer) {
    publish(follow("https://blog.example/feed", "Harbour Blog"), 3);
    build();
    EXPECT_TRUE(contains(file("index.html"), "Post 3"));
    EXPECT_TRUE(contains(file("before/3/index.html"), "Post 1"));
    EXPECT_TRUE(contains(file("story/1/index.html"), "<p>Text 1</p>"));
    EXPECT_TRUE(contains(file("feeds/index.html"), "Harbour Blog"));
    EXPECT_TRUE(contains(file("feeds/1/index.html"), "Post 3"));
    EXPECT_TRUE(contains(file("feeds/1/before/3/index.html"), "Post 1"));
    EXPECT_TRUE(contains(file("404.html"), "Nothing in this orbit"));
    EXPECT_TRUE(contains(file("atom.xml"), "Post 3"));
    EXPECT_TRUE(contains(file("rss.xml"), "Post 3"));
    EXPECT_TRUE(contains(file("feed.json"), "Post 3"));
    EXPECT_TRUE(contains(file("opml.xml"), "https://blog.example/feed"));
    EXPECT_TRUE(contains(file("robots.txt"), "User-agent"));
    EXPECT_EQ(file("assets/" + std::string(asset("style.css").served_as)), asset("style.css").contents);
    EXPECT_FALSE(std::filesystem::exists(out() / "before/2"));
}

TEST_F(StaticSite, OlderPagesStayAsTheyAreWhenNewStoriesCome) {
    const auto feed = follow("https://blog.example/feed");
    publish(feed, 5);
    build();
    // Two on a page, from the oldest: 1 and 2, 3 and 4; the front page shows 4 and 5.
    EXPECT_TRUE(contains(file("index.html"), "rel=\"next\" href=\"/before/5/\""));
    EXPECT_TRUE(contains(file("before/5/index.html"), "rel=\"next\" href=\"/before/3/\""));
    EXPECT_TRUE(contains(file("before/5/index.html"), "rel=\"prev\" href=\"/\""));
    EXPECT_TRUE(contains(file("before/5/index.html"), "<p>Text 3</p>"));
    EXPECT_TRUE(contains(file("before/3/index.html"), "rel=\"prev\" href=\"/before/5/\""));
    EXPECT_TRUE(contains(file("before/3/index.html"), "<p>Text 1</p>"));
    EXPECT_FALSE(contains(file("before/3/index.html"), "rel=\"next\""));
    const auto stories_of = [&](const std::string& name) {
        const auto page = file(name);
        const auto begin = page.find("<main");
        return page.substr(begin, page.find("</main>") - begin);
    };
    const auto oldest = stories_of("before/3/index.html");

    const auto later = follow("https://later.example/feed");
    store::PollCommit poll;
    poll.feed = later;
    poll.time = sample::day(2024, 6, 1);
    store::NewEntry news;
    news.identity.guid = 1;
    news.title = "News";
    news.html = "<p>News</p>";
    news.date = sample::day(2024, 5, 20);
    poll.entries = {news};
    ASSERT_TRUE(archive_->commit_poll(poll));
    build();
    EXPECT_EQ(stories_of("before/3/index.html"), oldest);
    EXPECT_TRUE(contains(file("before/5/index.html"), "<p>Text 3</p>"));
    EXPECT_TRUE(contains(file("index.html"), "rel=\"next\" href=\"/before/5/\""));
}

TEST_F(StaticSite, WritesOnlyWhatHasChanged) {
    const auto feed = follow("https://blog.example/feed");
    publish(feed, 1);
    const auto first = build();
    EXPECT_GT(first.written, 8u);
    EXPECT_EQ(first.unchanged, 0u);
    const auto second = build();
    EXPECT_EQ(second.written, 0u);
    EXPECT_EQ(second.unchanged, first.written);
    publish(feed, 1, "News");
    EXPECT_GT(build().unchanged, 0u);
    EXPECT_TRUE(contains(file("index.html"), "News 1"));
}

TEST_F(StaticSite, LeavesFilesOfOthersAlone) {
    ASSERT_TRUE(write_file(out() / "CNAME", "planet.example\n"));
    build();
    EXPECT_EQ(file("CNAME"), "planet.example\n");
}

TEST_F(StaticSite, LinksBelowThePathThatThePlanetLivesAt) {
    publish(follow("https://blog.example/feed"), 1);
    build("https://example.org/planet/");
    EXPECT_TRUE(contains(file("index.html"), "href=\"/planet/story/1/\""));
    EXPECT_TRUE(contains(file("story/1/index.html"), "Post 1"));
}

TEST_F(StaticSite, SaysWhichFileCannotBeWritten) {
    ASSERT_TRUE(write_file(out(), "a file where the folder should be"));
    const auto report = build_site(*archive_, sample::planet(), {}, out());
    ASSERT_FALSE(report);
    EXPECT_TRUE(contains(report.error().message(), out().string()));
}

TEST_F(StaticSite, IsBuiltAsThePlanetStoodThen) {
    const auto feed = follow("https://blog.example/feed");
    publish(feed, 1);
    revise(feed, "<p>Text of the revision</p>");
    const auto out = folder_ / "then";
    const auto built = build_site(*archive_, sample::planet(), {}, out, sample::day(2024, 6, 1));
    ASSERT_TRUE(built) << built.error().message();
    const auto front = *read_file(out / "index.html");
    EXPECT_TRUE(sample::contains(front, "<p>Text 1</p>"));
    EXPECT_TRUE(sample::contains(front, "href=\"/story/1/\"")) << "links stay in the folder";
    EXPECT_TRUE(sample::contains(*read_file(out / "story/1/index.html"), "<p>Text 1</p>"));
    EXPECT_FALSE(std::filesystem::exists(out / "story/1/changes"));
}

TEST_F(StaticSite, HasTheChangesBetweenAnyTwoRevisions) {
    const auto feed = follow("https://blog.example/feed");
    publish(feed, 1);
    revise(feed, "<p>Text of the revision</p>");
    const auto out = folder_ / "out";
    ASSERT_TRUE(build_site(*archive_, sample::planet(), {}, out));
    for (const auto* page : {"story/1/changes/1/2/index.html", "story/1/changes/2/1/index.html"})
        EXPECT_TRUE(std::filesystem::exists(out / page)) << page;
}

TEST_F(StaticSite, TakesBackWhatIsKeptFromReadersNow) {
    const auto feed = follow("https://blog.example/feed");
    publish(feed, 2);
    const auto out = folder_ / "out";
    ASSERT_TRUE(build_site(*archive_, sample::planet(), {}, out));
    ASSERT_TRUE(archive_->moderate(1, store::Archive::Moderation::kHide, "", sample::day(2024, 6, 2)));
    ASSERT_TRUE(archive_->take_down(2, "its author asked", sample::day(2024, 6, 2)));
    ASSERT_TRUE(build_site(*archive_, sample::planet(), {}, out));
    EXPECT_FALSE(std::filesystem::exists(out / "story/1/index.html"));
    EXPECT_TRUE(sample::contains(*read_file(out / "story/2/index.html"), "its author asked"));
    const auto again = build_site(*archive_, sample::planet(), {}, out);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->written, 0u);
}

TEST_F(StaticSite, RemovesThePagesOfWhatIsNotThereAnyMore) {
    publish(follow("https://blog.example/feed"), 6);
    build();
    ASSERT_TRUE(write_file(out() / "story/notes.txt", "mine"));
    ASSERT_TRUE(write_file(out() / "story/1/photo.jpeg", "mine"));
    EXPECT_TRUE(std::filesystem::exists(out() / "before/3/index.html"));
    EXPECT_TRUE(std::filesystem::exists(out() / "feeds/1/before/3/index.html"));
    ASSERT_TRUE(archive_->moderate(5, store::Archive::Moderation::kHide, "", sample::day(2024, 6, 2)));
    ASSERT_TRUE(archive_->join_story(4, 6, "the same", sample::day(2024, 6, 2)));
    const store::RetentionPolicy policy{.planet = {.entries = 4, .time = {}}, .feeds = {}};
    ASSERT_EQ(archive_->prune(policy, {.clock = [] { return sample::day(2024, 6, 2); }})->entries(), 2);

    EXPECT_GT(build().removed, 0u);
    EXPECT_FALSE(std::filesystem::exists(out() / "story/5"));
    EXPECT_FALSE(std::filesystem::exists(out() / "story/2"));
    EXPECT_FALSE(std::filesystem::exists(out() / "story/1/index.html"));
    // Of one story now: each number leads to it.
    EXPECT_TRUE(contains(file("story/4/index.html"), "the same"));
    EXPECT_TRUE(contains(file("story/6/index.html"), "the same"));
    EXPECT_FALSE(std::filesystem::exists(out() / "before/3"));
    EXPECT_EQ(file("story/notes.txt"), "mine");
    EXPECT_EQ(file("story/1/photo.jpeg"), "mine");
    const auto again = build();
    EXPECT_EQ(again.removed, 0u);
    EXPECT_EQ(again.written, 0u);
}

}  // namespace
}  // namespace orrery::site
