#include "orrery/feed/opml.hpp"

#include <gtest/gtest.h>

namespace orrery::feed {
namespace {

SubscriptionList list_of(std::string text) {
    auto list = read_opml(std::move(text));
    EXPECT_TRUE(list);
    return list ? std::move(*list) : SubscriptionList{};
}

TEST(Opml, ReadsFoldersAsCategories) {
    const auto list = list_of(
        "<opml version='2.0'><head><title>L</title><dateCreated>Tue, 25 May 2004 10:00:00 "
        "GMT</dateCreated></head><body>"
        "<outline text='Science'><outline text='Physics'><outline type='rss' text='A' xmlUrl='http://a/' "
        "htmlUrl='http://a/p'/>"
        "</outline></outline><outline text='B' xmlUrl='http://b/' category='/x/y,z'/></body></opml>");
    EXPECT_EQ(list.title, "L");
    EXPECT_EQ(format_rfc3339(*list.created), "2004-05-25T10:00:00Z");
    ASSERT_EQ(list.feeds.size(), 2u);
    EXPECT_EQ(list.feeds[0].categories, std::vector<std::string>{"Science/Physics"});
    EXPECT_EQ(list.feeds[0].page_url, "http://a/p");
    EXPECT_EQ(list.feeds[1].categories, (std::vector<std::string>{"x/y", "z"}));
}

TEST(Opml, TakesAttributeNamesInAnyCaseAndMissingTexts) {
    const auto list = list_of(
        "<opml><body><outline XMLURL='http://a/' title='A'/><outline xmlurl='http://b/'/></body></opml>");
    ASSERT_EQ(list.feeds.size(), 2u);
    EXPECT_EQ(list.feeds[0].title, "A");
    EXPECT_EQ(list.feeds[1].title, "http://b/");
}

TEST(Opml, ListsAFeedOfSeveralFoldersOnce) {
    const auto list = list_of(
        "<opml><body><outline text='X'><outline xmlUrl='http://a/'/></outline><outline text='Y'><outline "
        "xmlUrl='http://a/'/></outline></body></opml>");
    ASSERT_EQ(list.feeds.size(), 1u);
    EXPECT_EQ(list.feeds[0].categories, (std::vector<std::string>{"X", "Y"}));
}

TEST(Opml, ReadsIllFormedLists) {
    const auto list = list_of(
        "junk <opml><body><outline text='A & B' xmlUrl='http://a/?x=1&y=2'><outline text='C' "
        "xmlUrl=http://c/></body>");
    ASSERT_EQ(list.feeds.size(), 2u);
    EXPECT_EQ(list.feeds[0].title, "A & B");
    EXPECT_EQ(list.feeds[0].feed_url, "http://a/?x=1&y=2");
    EXPECT_FALSE(list.diagnostics.empty());
}

TEST(Opml, FindsAttributesBehindQuotesThatNobodyEscaped) {
    const auto list = list_of(
        "<opml><body><outline text=\"A\" description=\"On \"Sea\", and \"Sky\" too\" "
        "xmlUrl=\"http://a/\" type=\"rss\" /></body></opml>");
    ASSERT_EQ(list.feeds.size(), 1u);
    EXPECT_EQ(list.feeds[0].feed_url, "http://a/");
    EXPECT_EQ(list.feeds[0].description, "On \"Sea\", and \"Sky\" too");
    EXPECT_FALSE(list.diagnostics.empty());
}

TEST(Opml, KeepsPagesWithoutAFeedForDiscoveryAndOtherLists) {
    const auto list = list_of(
        "<opml><body><outline text='A' htmlUrl='http://a/'/><outline type='include' "
        "url='http://l/'/></body></opml>");
    ASSERT_EQ(list.feeds.size(), 1u);
    EXPECT_EQ(list.feeds[0].feed_url, "");
    EXPECT_EQ(list.feeds[0].page_url, "http://a/");
    EXPECT_EQ(list.includes, std::vector<std::string>{"http://l/"});
}

TEST(Opml, WritesAListThatReadsBackUnchanged) {
    SubscriptionList list;
    list.title = "Ann's <list>";
    list.owner_name = "Ann";
    list.created = Timestamp(std::chrono::seconds(1085479200));
    list.feeds.push_back(
        {"A & \"B\"\n", "http://a/?x=1&y=2", "http://a/", "d", "en", {"Science/Physics", "Science"}});
    list.feeds.push_back({"C", "http://c/", "", "", "", {}});
    list.feeds[0].title = "A & \"B\"";
    const auto back = list_of(write_opml(list));
    EXPECT_EQ(back.title, list.title);
    EXPECT_EQ(back.owner_name, "Ann");
    EXPECT_EQ(back.created, list.created);
    EXPECT_TRUE(back.diagnostics.empty());
    ASSERT_EQ(back.feeds.size(), 2u);
    EXPECT_EQ(back.feeds[0], list.feeds[0]);
    EXPECT_EQ(back.feeds[1], list.feeds[1]);
}

TEST(Opml, RefusesWhatIsNoListAndWhatIsTooLarge) {
    EXPECT_EQ(read_opml("<html/>").error().code, ErrorCode::kUnsupported);
    EXPECT_EQ(read_opml("<opml/>", 3).error().code, ErrorCode::kLimit);
    std::string deep = "<opml>";
    for (int i = 0; i < 100'000; ++i)
        deep += "<outline text='x'>";
    EXPECT_TRUE(read_opml(deep));
}

}  // namespace
}  // namespace orrery::feed
