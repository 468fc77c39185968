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
    EXPECT_TRUE(contains(file("page/2/index.html"), "Post 1"));
    EXPECT_TRUE(contains(file("story/1/index.html"), "<p>Text 1</p>"));
    EXPECT_TRUE(contains(file("feeds/index.html"), "Harbour Blog"));
    EXPECT_TRUE(contains(file("feeds/1/index.html"), "Post 3"));
    EXPECT_TRUE(contains(file("feeds/1/page/2/index.html"), "Post 1"));
    EXPECT_TRUE(contains(file("404.html"), "Nothing in this orbit"));
    EXPECT_TRUE(contains(file("atom.xml"), "Post 3"));
    EXPECT_TRUE(contains(file("rss.xml"), "Post 3"));
    EXPECT_TRUE(contains(file("feed.json"), "Post 3"));
    EXPECT_TRUE(contains(file("opml.xml"), "https://blog.example/feed"));
    EXPECT_TRUE(contains(file("robots.txt"), "User-agent"));
    EXPECT_EQ(file("assets/" + std::string(asset("style.css").served_as)), asset("style.css").contents);
    EXPECT_FALSE(std::filesystem::exists(out() / "page/3"));
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

}  // namespace
}  // namespace orrery::site
