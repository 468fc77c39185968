#include "archive_fixture.hpp"
#include "orrery/planet/identity.hpp"

namespace orrery::store {
namespace {

using namespace testing_support;

// Long enough to be told from other texts.
const std::string kText =
    "<p>The harbour master counted the boats twice before he wrote the number down, because the fog had come "
    "in over "
    "the breakwater during the night and nobody could say which of them had gone out. There were forty-one "
    "of them, "
    "he decided, and the forty-second was the ferry, which never counted.</p>";

class StoriesTest : public ArchiveTest {
  protected:
    static NewEntry post(const std::string& url, const std::string& title, const std::string& html = kText,
                         Timestamp date = kNow) {
        NewEntry made;
        made.url = url;
        made.guid = url;
        made.title = title;
        made.html = html;
        made.published = made.date = date;
        made.author = "Mira Holm";
        const planet::Identifiers identifiers{made.guid, made.url, made.title, made.html};
        made.identity =
            planet::identify({&identifiers, 1}, {1, "https://a.example/feed", "https://a.example/"}).front();
        return made;
    }
    void maintain() { ASSERT_TRUE(archive_->maintain({})); }
    std::vector<Story> front() { return *archive_->stories({}); }
};

TEST_F(StoriesTest, APostThatTwoFeedsCarryIsShownOnce) {
    const auto blog = add("https://a.example/feed");
    const auto planet = add("https://planet.example/feed");
    commit(blog, {post("https://a.example/fog", "Counting boats in fog")});
    auto copy = post("http://www.a.example/fog/?utm_source=planet", "Mira Holm: Counting boats in fog");
    copy.is_copy = true;
    const auto changes = commit(planet, {copy}, kNow + 1h);
    EXPECT_EQ(changes.added, 1);
    EXPECT_EQ(changes.joined, 1);
    ASSERT_EQ(front().size(), 1u);
    EXPECT_EQ(archive_->counts()->stories, 1);
    EXPECT_EQ(front()[0].feed, blog);

    const auto members = *archive_->members(newest());
    ASSERT_EQ(members.size(), 2u);
    EXPECT_EQ(members[0].feed, blog);
    EXPECT_EQ(members[1].feed, planet);
    EXPECT_NE(members[1].why, "");
    EXPECT_EQ((**archive_->story(members[1].id)).feed, blog) << "every entry leads to its story";
}

TEST_F(StoriesTest, TheOriginalLeadsEvenWhenItComesLater) {
    const auto planet = add("https://planet.example/feed");
    const auto blog = add("https://a.example/feed");
    auto copy = post("https://a.example/fog", "Counting boats in fog", kText, kNow - 1h);
    copy.is_copy = true;
    commit(planet, {copy}, kNow);
    const auto first = newest();
    commit(blog, {post("https://a.example/fog", "Counting boats in fog", kText, kNow)}, kNow + 1h);
    ASSERT_EQ(front().size(), 1u);
    EXPECT_EQ(front()[0].feed, blog);
    EXPECT_EQ(front()[0].date, kNow - 1h) << "the first date stands";
    EXPECT_EQ((**archive_->story(first)).feed, blog) << "the old address of the story still works";
}

TEST_F(StoriesTest, ADateThatIsFoundOutLaterDoesNotMoveAStoryUp) {
    auto undated = post("https://a.example/fog", "Counting boats in fog", kText, kNow - 2h);
    undated.published.reset();
    commit(add("https://a.example/feed"), {undated}, kNow - 2h);
    commit(add("https://planet.example/feed"),
           {post("https://a.example/fog", "Counting boats in fog", kText, kNow)}, kNow);
    ASSERT_EQ(front().size(), 1u);
    EXPECT_EQ(front()[0].date, kNow - 2h);
}

TEST_F(StoriesTest, ABlogThatReissuesItsPostsDoesNotFloodThePage) {
    const auto blog = add("https://a.example/feed");
    std::vector<NewEntry> posts;
    std::vector<NewEntry> again;
    for (int number = 0; number < 15; ++number) {
        const auto title =
            "Thoughts on lighthouse number " + std::to_string(number * 37 + 5) + " and its keeper";
        const auto text = "<p>Keeper " + std::to_string(number) + " wrote: " + kText +
                          std::to_string(number * 911) + "</p>";
        posts.push_back(post("https://a.example/?p=" + std::to_string(number), title, text,
                             kNow - std::chrono::days(30 + number)));
        again.push_back(post("https://a.example/thoughts-" + std::to_string(number) + "/", title, text,
                             kNow + std::chrono::minutes(number)));
    }
    commit(blog, posts, kNow);
    const auto before = front();
    maintain();
    const auto changes = commit(blog, again, kNow + 1h);
    EXPECT_EQ(changes.joined + changes.revised, 15) << changes.added << " added";
    ASSERT_EQ(front().size(), before.size());
    EXPECT_EQ(front()[0].date, before[0].date);
}

TEST_F(StoriesTest, FindsTheSamePostBeforeAndAfterItIsIndexed) {
    const auto blog = add("https://a.example/feed");
    const auto planet = add("https://planet.example/feed");
    const auto other = add("https://other.example/feed");
    commit(blog, {post("https://a.example/fog", "Counting boats in fog")});
    EXPECT_EQ(commit(planet, {post("https://a.example/fog", "Counting boats in fog")}).joined, 1);
    maintain();
    EXPECT_EQ(commit(other, {post("https://a.example/fog", "Counting boats in fog")}).joined, 1);
    EXPECT_EQ(front().size(), 1u);
    EXPECT_EQ(archive_->members(newest())->size(), 3u);
}

TEST_F(StoriesTest, FindsWhatAnotherProcessAddedAndIndexed) {
    const auto fog = [] { return post("https://a.example/fog", "Counting boats in fog"); };
    const auto gulls = [] {
        return post("https://a.example/gulls", "Gulls", "<p>Gulls.</p>" + kText + kText);
    };
    const auto blog = add("https://a.example/feed");
    const auto planet = add("https://planet.example/feed");
    const auto other = open_archive(place(), OpenMode::kExisting);
    ASSERT_TRUE(other);
    // Each of the two sees what the other wrote, before and after it is indexed, and what was undone in
    // between.
    const auto commit_elsewhere = [&](FeedId feed, const NewEntry& entry) {
        PollCommit poll;
        poll.feed = feed;
        poll.entries = {entry};
        return (*other)->commit_poll(poll);
    };
    ASSERT_TRUE(commit_elsewhere(blog, fog()));
    ASSERT_FALSE(commit_elsewhere(planet + 1, gulls())) << "there is no such feed";
    EXPECT_EQ(commit(planet, {fog()}).joined, 1);
    ASSERT_TRUE((*other)->maintain({}));
    commit(blog, {fog(), gulls()});
    ASSERT_TRUE((*other)->maintain({}));
    const auto third = add("https://third.example/feed");
    EXPECT_EQ(commit(third, {fog(), gulls()}).joined, 2);
    EXPECT_EQ(archive_->counts()->stories, 2);
}

TEST_F(StoriesTest, FindsAKeyThatVeryManySharePastWhatWasIndexed) {
    // As many as are ever looked at, and then some, that are called alike and are different posts.
    const auto blog = add("https://a.example/feed");
    const auto planet = add("https://planet.example/feed");
    const auto open_thread = [](int number) {
        const auto name = std::to_string(number);
        return post("https://a.example/open-" + name, "Open thread",
                    "<p>Thread " + name + ".</p>" + kText + name);
    };
    for (int number = 0; number < 40; ++number) {
        commit(blog, {open_thread(number)});
        if (number == 20) maintain();
    }
    const auto before = archive_->counts()->stories;
    EXPECT_EQ(commit(planet, {open_thread(0), open_thread(39)}).joined, 2);
    EXPECT_EQ(archive_->counts()->stories, before);
}

TEST_F(StoriesTest, PostsOfASeriesStayApart) {
    const auto blog = add("https://a.example/feed");
    commit(blog, {post("https://a.example/w1", "This week in the harbour 1", "<p>Gulls.</p>"),
                  post("https://a.example/w2", "This week in the harbour 2", "<p>Seals.</p>")});
    commit(blog, {post("https://a.example/w3", "This week in the harbour 3", "<p>Otters.</p>")});
    EXPECT_EQ(front().size(), 3u);
}

TEST_F(StoriesTest, AModeratorSplitsAndJoins) {
    const auto blog = add("https://a.example/feed");
    const auto planet = add("https://planet.example/feed");
    commit(blog, {post("https://a.example/fog", "Counting boats in fog")});
    commit(planet, {post("https://a.example/fog", "Counting boats in fog")}, kNow + 1h);
    const auto copy = archive_->members(newest())->back().id;

    ASSERT_TRUE(archive_->split_story(copy, "they are different", kNow + 2h));
    EXPECT_EQ(front().size(), 2u);
    commit(planet, {post("https://a.example/fog", "Counting boats in fog")}, kNow + 3h);
    EXPECT_EQ(front().size(), 2u) << "the next poll does not undo it";

    ASSERT_TRUE(
        archive_->join_story(copy, archive_->stories({.feed = blog})->front().id, "they are not", kNow + 4h));
    ASSERT_EQ(front().size(), 1u);
    EXPECT_EQ(archive_->members(newest())->back().why, "they are not");
    EXPECT_FALSE(archive_->split_story(999, "", kNow));
}

TEST_F(StoriesTest, ShowsWhatStoodAloneBeforeItWasJoined) {
    const auto blog = add("https://a.example/feed");
    const auto planet = add("https://planet.example/feed");
    commit(blog, {post("https://a.example/fog", "Counting boats in fog")}, kNow);
    commit(planet, {post("https://b.example/other", "Another text", "<p>Short.</p>")}, kNow);
    const auto a = archive_->stories({.feed = blog})->front().id;
    const auto b = archive_->stories({.feed = planet})->front().id;
    ASSERT_TRUE(archive_->join_story(b, a, "a moderator says so", kNow + 2h));
    EXPECT_EQ(archive_->stories({.at = kNow + 1h})->size(), 2u);
    EXPECT_EQ(archive_->stories({.at = kNow + 3h})->size(), 1u);
    EXPECT_EQ((**archive_->story(b, kNow + 1h)).title, "Another text");
}

TEST_F(StoriesTest, TooManyAtOnceAreSpreadOrHeldAndSaidSo) {
    PollCommit poll;
    poll.feed = add("https://a.example/feed");
    poll.time = kNow;
    for (int number = 0; number < 30; ++number) {
        auto made = entry(std::to_string(number), "Post " + std::to_string(number), kNow);
        made.html.clear();
        poll.entries.push_back(made);
    }
    poll.flood = {.action = planet::FloodAction::kHold, .most = 10};
    const auto changes = archive_->commit_poll(poll);
    ASSERT_TRUE(changes);
    EXPECT_NE(changes->flood, "");
    EXPECT_EQ(archive_->stories({.limit = 100})->size(), 10u);
    EXPECT_EQ(archive_->counts()->entries, 30) << "what is held is kept";
    EXPECT_EQ(archive_->counts()->stories, 10);
    EXPECT_EQ(archive_->stories({.feed = poll.feed, .limit = 100})->size(), 10u);
}

}  // namespace
}  // namespace orrery::store
