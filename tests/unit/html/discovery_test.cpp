#include "orrery/html/discovery.hpp"

#include <gtest/gtest.h>

namespace orrery::html {
namespace {

const Url kPage = *Url::parse("https://blog.example/about/");

TEST(Discovery, FindsFeedsBestFirst) {
    const auto feeds = find_feeds(
        "<head><link rel=alternate type=application/rss+xml title='Comments' href=/comments/feed/>"
        "<link rel='ALTERNATE home' type='application/rss+xml; charset=utf-8' title='A &amp; B' href=rss.xml>"
        "<link rel=alternate type=application/atom+xml href=feed://other.example/atom>"
        "<link rel=alternate type=application/atom+xml href=/atom#x><link rel=alternate "
        "type=application/atom+xml href=/atom>"
        "<link rel=alternate type=application/json href=/wp-json/1><link rel=alternate type=text/html "
        "href=/de>",
        kPage);
    ASSERT_EQ(feeds.size(), 4u);
    EXPECT_EQ(feeds[0].url, "https://blog.example/atom");
    EXPECT_EQ(feeds[1].url, "https://blog.example/about/rss.xml");
    EXPECT_EQ(feeds[1].title, "A & B");
    EXPECT_EQ(feeds[1].type, "application/rss+xml");
    EXPECT_EQ(feeds[1].kind, FeedKind::kRss);
    EXPECT_EQ(feeds[2].url, "https://blog.example/comments/feed/");
    EXPECT_EQ(feeds[3].url, "https://other.example/atom");
}

TEST(Discovery, HonoursTheBaseAndReadsTheOtherLinks) {
    const auto found = discover(
        "<title>T &mdash; x</title><base href=https://cdn.example/b/><base href=https://no.example/><link "
        "rel=canonical href=c>"
        "<link rel=hub href=https://hub.example/><link rel=self href=/f><link rel=outline href=o.opml><link "
        "rel='shortcut icon' href=i.ico>"
        "<link rel=hub href=javascript:x><script>'<link rel=hub href=https://no.example/>'</script>",
        kPage);
    EXPECT_EQ(found.title, "T \u2014 x");
    EXPECT_EQ(found.base, "https://cdn.example/b/");
    EXPECT_EQ(found.canonical, "https://cdn.example/b/c");
    EXPECT_EQ(found.hubs, std::vector<std::string>{"https://hub.example/"});
    EXPECT_EQ(found.self, "https://cdn.example/f");
    EXPECT_EQ(found.outlines, std::vector<std::string>{"https://cdn.example/b/o.opml"});
    EXPECT_EQ(found.icon, "https://cdn.example/b/i.ico");
}

TEST(Discovery, FindsNothingInAnEmptyPage) {
    EXPECT_TRUE(find_feeds("", kPage).empty());
    EXPECT_TRUE(find_feeds("<link rel=alternate type=application/rss+xml>", kPage).empty());
}

}  // namespace
}  // namespace orrery::html
