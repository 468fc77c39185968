#include "archive_fixture.hpp"

#include <limits>

namespace orrery::store {
namespace {

using namespace testing_support;

class TakeDownTest : public ArchiveTest {
  protected:
    void maintain() { ASSERT_TRUE(archive_->maintain({})); }
    // How many stories have these words.
    std::size_t found(const std::string& words) {
        maintain();
        return archive_->search({.query = words})->hits.size();
    }
    static NewEntry post(const std::string& key = "1") {
        auto made = entry(key, "A private letter");
        made.url = "https://a/private-letter";
        made.author = "Ann";
        made.html = "<p>Dearest harbour master</p>";
        return made;
    }
};

TEST_F(TakeDownTest, LeavesATombstoneThatSaysWhy) {
    const auto feed = add("https://a/feed");
    commit(feed, {post(), entry("2", "Other")});
    auto revised = post();
    revised.html = "<p>Dear harbour master</p>";
    commit(feed, {revised, entry("2", "Other")}, kNow + 1h);
    maintain();
    const auto chosen = archive_->search({.query = "harbour"})->hits.front().story.id;
    ASSERT_TRUE(archive_->take_down(chosen, "its author asked", kNow + 2h));
    EXPECT_FALSE(*archive_->story(chosen));
    EXPECT_FALSE(*archive_->story(chosen, kNow + 1min)) << "nor as the planet stood then";
    EXPECT_EQ(archive_->counts()->stories, 1);
    EXPECT_EQ(archive_->stories({.feed = feed})->size(), 1u);
    const auto tombstone = **archive_->judgement(chosen);
    EXPECT_EQ(tombstone.visibility, Visibility::kRemoved);
    EXPECT_EQ(tombstone.reason, "its author asked");
    EXPECT_EQ(tombstone.decided, kNow + 2h);
    EXPECT_EQ(tombstone.title, "");
    EXPECT_EQ((**archive_->revision(chosen, 1)).html, "");
    EXPECT_EQ(archive_->revisions(chosen)->size(), 1u);
    EXPECT_EQ(archive_->entries(std::numeric_limits<EntryId>::max(), 10)->size(), 1u);
    ASSERT_EQ(archive_->judgements({.visibility = Visibility::kRemoved})->size(), 1u);
}

TEST_F(TakeDownTest, SearchFindsNothingOfItAnyMore) {
    commit(add("https://a/feed"), {post()});
    EXPECT_EQ(found("harbour"), 1u);
    ASSERT_TRUE(archive_->take_down(newest(), "", kNow));
    EXPECT_TRUE(archive_->search({.query = "harbour"})->hits.empty()) << "at once";
    maintain();
    EXPECT_EQ(archive_->search({.query = "harbour"})->entries.value, 0u);
    EXPECT_EQ(archive_->search({.query = "author:Ann"})->entries.value, 0u);
}

TEST_F(TakeDownTest, NoPollBringsItBack) {
    const auto feed = add("https://a/feed");
    commit(feed, {post()});
    const auto id = newest();
    ASSERT_TRUE(archive_->take_down(id, "", kNow));
    for (const auto* title : {"A private letter", "Another title"}) {
        auto again = post();
        again.title = title;
        const auto changes = commit(feed, {again}, kNow + 1h);
        EXPECT_FALSE(changes.any()) << title;
    }
    EXPECT_EQ((**archive_->revision(id, 1)).html, "");
    EXPECT_TRUE(archive_->stories({})->empty());
}

TEST_F(TakeDownTest, TakesTheWholeStoryAndCopiesThatComeLater) {
    commit(add("https://a/feed"), {post()});
    EXPECT_EQ(commit(add("https://planet/feed"), {post("2")}).joined, 1);
    ASSERT_TRUE(archive_->take_down(newest(), "", kNow));
    EXPECT_EQ(archive_->judgements({.visibility = Visibility::kRemoved})->size(), 2u);
    commit(add("https://other/feed"), {post("3")});
    EXPECT_TRUE(archive_->stories({})->empty());
    maintain();
    commit(add("https://fourth/feed"), {post("4")});
    EXPECT_TRUE(archive_->stories({})->empty()) << "by the index as well";
}

TEST_F(TakeDownTest, TheDocumentsThatBroughtItAreForgotten) {
    const auto feed = add("https://a/feed");
    const auto other = add("https://b/feed");
    for (const auto id : {feed, other}) {
        PollCommit poll{.feed = id, .time = kNow};
        poll.entries = {id == feed ? post() : entry("x")};
        poll.document = Document{"<rss>Dearest</rss>", "text/xml", "https://a/feed"};
        ASSERT_TRUE(archive_->commit_poll(poll));
    }
    const auto stories = *archive_->stories({.feed = feed});
    ASSERT_TRUE(archive_->take_down(stories.front().id, "", kNow));
    EXPECT_TRUE(archive_->deliveries(feed, 10)->empty());
    EXPECT_EQ(archive_->deliveries(other, 10)->size(), 1u);
}

TEST_F(TakeDownTest, NothingCanBeDecidedAboutATombstone) {
    const auto feed = add("https://a/feed");
    commit(feed, {post(), entry("2", "Other")});
    EntryId letter = 0;
    EntryId other = 0;
    const auto stories = *archive_->stories({});
    for (const auto& story : stories)
        (story.title == "Other" ? other : letter) = story.id;
    ASSERT_TRUE(archive_->take_down(letter, "", kNow));
    for (const auto& done :
         {archive_->moderate(letter, Archive::Moderation::kRelease, "", kNow),
          archive_->join_story(other, letter, "", kNow), archive_->split_story(letter, "", kNow)}) {
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().code, ErrorCode::kRefused);
    }
    EXPECT_EQ(archive_->stories({})->size(), 1u);
    EXPECT_EQ(archive_->take_down(99, "", kNow).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace orrery::store
