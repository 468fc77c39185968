#include "archive_fixture.hpp"

namespace orrery::store {
namespace {

using namespace testing_support;

class HistoryTest : public ArchiveTest {};

TEST_F(HistoryTest, KeepsEveryRevisionWhole) {
    const auto feed = add("https://a/feed");
    auto post = entry("1", "One");
    post.html = "<p>first</p>";
    post.categories = {"sea"};
    commit(feed, {post}, kNow);
    post.title = "Two";
    post.html = "<p>second</p>";
    post.categories = {};
    commit(feed, {post}, kNow + 1h);
    post.title = "Three";
    commit(feed, {post}, kNow + 2h);

    const auto id = newest();
    const auto revisions = *archive_->revisions(id);
    ASSERT_EQ(revisions.size(), 3u);
    EXPECT_EQ(revisions[0].title, "One");
    EXPECT_EQ(revisions[1].seen, kNow + 1h);
    EXPECT_EQ(revisions[2].number, 3);
    const auto first = **archive_->revision(id, 1);
    EXPECT_EQ(first.title, "One");
    EXPECT_EQ(first.html, "<p>first</p>");
    EXPECT_EQ(first.categories, std::vector<std::string>{"sea"});
    EXPECT_EQ(first.revision, 1);
    EXPECT_EQ(first.revisions, 3);
    EXPECT_EQ((**archive_->revision(id, 3)).title, "Three");
    EXPECT_FALSE(*archive_->revision(id, 4));
    EXPECT_TRUE(archive_->revisions(999)->empty());
}

TEST_F(HistoryTest, ShowsThePlanetAsItStoodThen) {
    const auto feed = add("https://a/feed");
    commit(feed, {entry("1", "Old title", kNow - 1h)}, kNow);
    commit(feed, {entry("1", "New title", kNow - 1h), entry("2", "Later", kNow + 1h)}, kNow + 1h);

    EXPECT_TRUE(archive_->stories({.at = kNow - 1s})->empty()) << "nothing had been seen yet";
    const auto then = *archive_->stories({.at = kNow + 30min});
    ASSERT_EQ(then.size(), 1u);
    EXPECT_EQ(then[0].title, "Old title");
    EXPECT_EQ(then[0].revisions, 1);
    EXPECT_EQ(archive_->stories({.feed = feed, .at = kNow + 30min})->size(), 1u);
    const auto now = *archive_->stories({.at = kNow + 2h});
    ASSERT_EQ(now.size(), 2u);
    EXPECT_EQ(now[1].title, "New title");

    const auto id = now[1].id;
    EXPECT_EQ((**archive_->story(id, kNow)).title, "Old title");
    EXPECT_FALSE(*archive_->story(id, kNow - 1s));
    EXPECT_EQ((**archive_->story(id)).title, "New title");
}

TEST_F(HistoryTest, MarksWhatItsFeedTookOutButNotWhatFellOffItsEnd) {
    const auto feed = add("https://a/feed");
    const auto a = entry("a", "A", kNow - 3h);
    const auto b = entry("b", "B", kNow - 2h);
    const auto c = entry("c", "C", kNow - 1h);
    commit(feed, {c, b, a}, kNow);
    commit(feed, {c}, kNow + 1h);
    auto stories = *archive_->stories({});
    for (const auto& story : stories)
        EXPECT_FALSE(story.vanished) << "a and b are older than all of the document: " << story.title;

    commit(feed, {c, a}, kNow + 2h);
    stories = *archive_->stories({});
    EXPECT_FALSE(stories[0].vanished);
    EXPECT_EQ(stories[1].vanished, kNow + 2h);
    EXPECT_FALSE(stories[2].vanished);
    EXPECT_FALSE((*archive_->stories({.at = kNow + 1h}))[1].vanished);

    commit(feed, {c, b, a}, kNow + 3h);
    EXPECT_FALSE((*archive_->stories({}))[1].vanished) << "it came back";
}

TEST_F(HistoryTest, KeepsWhatPollsDelivered) {
    PollCommit poll;
    poll.feed = add("https://a/feed");
    poll.time = kNow;
    poll.document = Document{std::string("<rss>\0</rss>", 12), "text/xml", "https://a/feed.xml"};
    ASSERT_TRUE(archive_->commit_poll(poll));
    poll.time = kNow + 1h;
    poll.document->bytes = "<rss/>";
    ASSERT_TRUE(archive_->commit_poll(poll));

    const auto kept = *archive_->deliveries(poll.feed, 10);
    ASSERT_EQ(kept.size(), 2u);
    EXPECT_EQ(kept[0].time, kNow + 1h);
    EXPECT_EQ(kept[1].size, 12);
    const auto document = **archive_->document(kept[1].id);
    EXPECT_EQ(document.bytes, std::string("<rss>\0</rss>", 12));
    EXPECT_EQ(document.content_type, "text/xml");
    EXPECT_EQ(document.url, "https://a/feed.xml");

    EXPECT_EQ(*archive_->forget_deliveries(kNow + 1s), 1);
    EXPECT_FALSE(*archive_->document(kept[1].id));
    EXPECT_TRUE(*archive_->document(kept[0].id));
    EXPECT_EQ(*archive_->forget_deliveries(kNow + 1s), 0);
}

TEST_F(HistoryTest, LearnsADictionaryFromItsOwnPostsAndReadsThemAllAfterwards) {
    const auto feed = add("https://a/feed");
    const auto post = [](int number) {
        auto made = entry(std::to_string(number), "Post " + std::to_string(number),
                          kNow - std::chrono::minutes(number));
        made.html = "<p>Release " + std::to_string(number) +
                    " of the planet server is out, with <a href=\"https://e.org/" +
                    std::to_string(number * 7919) +
                    "\">notes</a> and a faster parser for all the feeds there are.</p>";
        return made;
    };
    std::vector<NewEntry> posts;
    for (int number = 0; number < 2500; ++number)
        posts.push_back(post(number));
    commit(feed, posts);
    ASSERT_TRUE(archive_->maintain({}));
    commit(feed, {post(5000)});

    std::int64_t with_dictionary = 0;
    const SqlAnswer answer{.columns = [](const auto&) {},
                           .row =
                               [&](const auto& values) {
                                   with_dictionary = std::get<std::int64_t>(values[0]);
                                   return true;
                               }};
    ASSERT_TRUE(archive_->run_sql("SELECT count(*) FROM dictionary", answer));
    EXPECT_EQ(with_dictionary, 1);
    open();
    EXPECT_EQ(archive_->stories({.feed = feed, .limit = 1})->front().html, post(0).html);
    const auto places = *archive_->places({.feed = feed, .limit = 3000});
    EXPECT_EQ((**archive_->story(places.back().id)).html, post(5000).html);
}

}  // namespace
}  // namespace orrery::store
