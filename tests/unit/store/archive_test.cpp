#include "archive_fixture.hpp"

#include <fstream>
#include <thread>

namespace orrery::store {
namespace {

using namespace testing_support;

TEST_F(ArchiveTest, FollowsAnAddressOnce) {
    const std::vector<NewFeed> feeds = {
        {.url = "https://a/feed", .given_title = "A", .category = "", .site_url = ""},
        {.url = "https://a/feed", .given_title = "B", .category = "", .site_url = ""}};
    const auto added = archive_->add_feeds(feeds, kNow);
    ASSERT_TRUE(added);
    EXPECT_TRUE((*added)[0].is_new);
    EXPECT_FALSE((*added)[1].is_new);
    EXPECT_EQ((*added)[0].id, (*added)[1].id);
    EXPECT_EQ((*archive_->feed_by_url("https://a/feed"))->title(), "A");
}

TEST_F(ArchiveTest, CallsAFeedByItsGivenTitleElseItsOwnElseItsAddress) {
    const auto id = add("https://a/feed");
    EXPECT_EQ((*archive_->feed(id))->title(), "https://a/feed");
    PollCommit poll;
    poll.feed = id;
    poll.info =
        FeedInfo{.title = "Sea", .subtitle = "", .site_url = "", .language = "", .author = "", .icon = ""};
    ASSERT_TRUE(archive_->commit_poll(poll));
    EXPECT_EQ((*archive_->feed(id))->title(), "Sea");
}

TEST_F(ArchiveTest, GivesDueFeedsTheLongestOverdueFirst) {
    const auto a = add("https://a/feed");
    const auto b = add("https://b/feed");
    PollCommit poll;
    poll.feed = a;
    poll.state.next_poll = kNow + 1h;
    ASSERT_TRUE(archive_->commit_poll(poll));
    poll.feed = b;
    poll.state.next_poll = kNow + 30min;
    ASSERT_TRUE(archive_->commit_poll(poll));

    EXPECT_TRUE(archive_->due_feeds(kNow, 10)->empty());
    const auto due = archive_->due_feeds(kNow + 2h, 10);
    ASSERT_EQ(due->size(), 2u);
    EXPECT_EQ((*due)[0].id, b);
    EXPECT_EQ(archive_->due_feeds(kNow + 2h, 1)->size(), 1u);
    EXPECT_EQ(**archive_->next_due(), kNow + 30min);
}

TEST_F(ArchiveTest, KeepsTheStateOfPollingAsItWasGiven) {
    const auto id = add("https://a/feed");
    PollCommit poll;
    poll.feed = id;
    poll.state = {.outcome = PollOutcome::kFailed,
                  .next_poll = kNow + 1h,
                  .last_poll = kNow,
                  .last_success = {},
                  .failures = 3,
                  .http_status = 500,
                  .error = Error{ErrorCode::kNetwork, "what", "where", "why", "remedy"},
                  .etag = "W/\"x\"",
                  .last_modified = "yesterday",
                  .body_hash = "h"};
    ASSERT_TRUE(archive_->commit_poll(poll));
    const auto state = (*archive_->feed(id))->state;
    EXPECT_EQ(state.outcome, PollOutcome::kFailed);
    EXPECT_EQ(state.next_poll, kNow + 1h);
    EXPECT_EQ(state.last_poll, kNow);
    EXPECT_FALSE(state.last_success);
    EXPECT_EQ(state.failures, 3);
    EXPECT_EQ(state.http_status, 500);
    EXPECT_EQ(state.error, (Error{ErrorCode::kNetwork, "what", "where", "why", "remedy"}));
    EXPECT_EQ(state.etag, "W/\"x\"");
    EXPECT_EQ(state.last_modified, "yesterday");
    EXPECT_EQ(state.body_hash, "h");
}

TEST_F(ArchiveTest, KeepsAnEntryOnceHoweverOftenItComes) {
    const auto id = add("https://a/feed");
    EXPECT_EQ(commit(id, {entry("1"), entry("2")}).added, 2);
    const auto again = commit(id, {entry("1"), entry("2")});
    EXPECT_EQ(again.added, 0);
    EXPECT_EQ(again.revised, 0);
    EXPECT_EQ(archive_->counts()->entries, 2);
    EXPECT_EQ((*archive_->feed(id))->entries, 2);
}

TEST_F(ArchiveTest, TellsAPollThatBroughtSomethingFromOneThatDidNot) {
    const auto id = add("https://a/feed");
    PollCommit poll;
    poll.feed = id;
    poll.state.outcome = PollOutcome::kUnchanged;
    poll.entries = {entry("1")};
    ASSERT_TRUE(archive_->commit_poll(poll));
    EXPECT_EQ((*archive_->feed(id))->state.outcome, PollOutcome::kNew);
    ASSERT_TRUE(archive_->commit_poll(poll));
    EXPECT_EQ((*archive_->feed(id))->state.outcome, PollOutcome::kUnchanged);
}

TEST_F(ArchiveTest, ChangedContentMakesARevisionAndKeepsIdAndDate) {
    const auto id = add("https://a/feed");
    commit(id, {entry("1", "Old", kNow)});
    const auto before = archive_->stories({})->front();
    EXPECT_EQ(commit(id, {entry("1", "New", kNow + 5h)}).revised, 1);
    const auto after = archive_->stories({})->front();
    EXPECT_EQ(after.id, before.id);
    EXPECT_EQ(after.title, "New");
    EXPECT_EQ(after.date, before.date);
    EXPECT_EQ(after.revisions, 2);
}

TEST_F(ArchiveTest, KnowsAnEntryAgainByGuidOrLink) {
    const auto id = add("https://a/feed");
    auto post = entry("1", "First");
    post.identity = {.guid = 1, .link = 10, .page = 10};
    commit(id, {post});
    post.identity.guid = 2;
    EXPECT_EQ(commit(id, {post}).added, 0) << "a new guid at the same link";
    post.identity.link = post.identity.page = 20;
    EXPECT_EQ(commit(id, {post}).added, 0) << "the new guid is known now; the link moved";
    post.identity.guid = 3;
    EXPECT_EQ(commit(id, {post}).added, 0) << "the new link is known now";
    EXPECT_EQ((*archive_->stories({}))[0].revisions, 1) << "what it is known by is no part of what it says";
}

TEST_F(ArchiveTest, CommitsManyPollsAtOnceEachWithItsOwnChanges) {
    PollCommit a;
    a.feed = add("https://a/feed");
    a.entries = {entry("1"), entry("2")};
    PollCommit b;
    b.feed = add("https://b/feed");
    b.entries = {entry("1")};
    const std::vector commits = {a, b, a};
    const auto changes = archive_->commit_polls(commits);
    ASSERT_TRUE(changes);
    ASSERT_EQ(changes->size(), 3u);
    EXPECT_EQ((*changes)[0].added, 2);
    EXPECT_EQ((*changes)[1].added, 1);
    EXPECT_EQ((*changes)[2].added, 0);
}

TEST_F(ArchiveTest, APollOfAFeedThatIsNotThereChangesNothing) {
    const auto id = add("https://a/feed");
    PollCommit good;
    good.feed = id;
    good.entries = {entry("1")};
    PollCommit bad;
    bad.feed = id + 1;
    bad.entries = {entry("1")};
    const std::vector commits = {good, bad};
    EXPECT_FALSE(archive_->commit_polls(commits));
    EXPECT_EQ(archive_->counts()->entries, 0);
}

TEST_F(ArchiveTest, TheSameKeyInTwoFeedsIsTwoEntries) {
    commit(add("https://a/feed"), {entry("1")});
    commit(add("https://b/feed"), {entry("1")});
    EXPECT_EQ(archive_->counts()->entries, 2);
}

TEST_F(ArchiveTest, ShowsStoriesNewestFirstPageByPage) {
    const auto id = add("https://a/feed");
    const auto other = add("https://b/feed");
    commit(id, {entry("old", "Old", kNow - 2h), entry("new", "New", kNow)});
    commit(other, {entry("mid", "Mid", kNow - 1h)});
    const auto all = archive_->stories({});
    ASSERT_EQ(all->size(), 3u);
    EXPECT_EQ((*all)[0].title, "New");
    EXPECT_EQ((*all)[1].title, "Mid");
    EXPECT_EQ((*all)[2].title, "Old");
    const StoryPlace first{(*all)[0].date, (*all)[0].id};
    EXPECT_EQ(archive_->stories({.feed = {}, .behind = first, .limit = 1})->front().title, "Mid");
    EXPECT_EQ(archive_->stories({.feed = id, .behind = first})->front().title, "Old");
    EXPECT_EQ(archive_->stories({.feed = id, .limit = 20})->size(), 2u);
    EXPECT_EQ(*archive_->place_of(first.id), first);
    EXPECT_FALSE(*archive_->place_of(99));
}

TEST_F(ArchiveTest, PagesMeetWithoutAGapAndWithoutAStoryTwiceInBothDirections) {
    const auto feed = add("https://a/feed");
    const auto other = add("https://b/feed");
    std::vector<NewEntry> entries;
    for (int i = 0; i < 50; ++i)  // five of each date
        entries.push_back(entry(std::to_string(i), std::to_string(i), kNow - i / 5 * 1h));
    commit(feed, {entries.begin(), entries.begin() + 30});
    commit(other, {entries.begin() + 30, entries.end()});
    for (const auto& of : {std::optional<FeedId>(), std::optional(feed)})
        for (const auto& at : {std::optional<Timestamp>(), std::optional(kNow - 1h), std::optional(kNow)}) {
            const auto all = *archive_->places({.feed = of, .limit = 1000, .at = at});
            EXPECT_TRUE(std::ranges::is_sorted(all, std::greater<>()));
            EXPECT_EQ(std::ranges::adjacent_find(all), all.end());
            std::vector<StoryPlace> paged;
            Archive::StoryQuery query{.feed = of, .limit = 7, .at = at};
            while (true) {
                const auto page = *archive_->stories(query);
                EXPECT_EQ(archive_->places(query)->size(), page.size());
                if (page.empty()) break;
                for (const auto& story : page)
                    paged.push_back({story.date, story.id});
                query.behind = paged.back();
                const auto ahead = *archive_->place_ahead(query);
                EXPECT_EQ(ahead.has_value(), paged.size() > 7);
                if (ahead) {
                    EXPECT_EQ(*ahead, paged[paged.size() - 8]);
                }
            }
            EXPECT_EQ(paged, all);
        }
}

TEST_F(ArchiveTest, GivesAStoryBackWithEverythingThatWasKept) {
    const auto id = add("https://a/feed");
    auto full = entry("1", "Ünï <b>");
    full.author = "Ann";
    full.language = "de";
    full.published = kNow - 1h;
    full.updated = kNow;
    full.categories = {"sea", "\"quoted\""};
    full.enclosures = {{"https://a/e.mp3", "audio/mpeg", 123}, {"https://a/p.png", "", 0}};
    commit(id, {full});
    const auto story = **archive_->story(archive_->stories({})->front().id);
    EXPECT_EQ(story.feed, id);
    EXPECT_EQ(story.feed_url, "https://a/feed");
    EXPECT_EQ(story.title, full.title);
    EXPECT_EQ(story.author, "Ann");
    EXPECT_EQ(story.html, full.html);
    EXPECT_EQ(story.language, "de");
    EXPECT_EQ(story.published, full.published);
    EXPECT_EQ(story.updated, full.updated);
    EXPECT_EQ(story.first_seen, kNow);
    EXPECT_EQ(story.categories, full.categories);
    EXPECT_EQ(story.enclosures, full.enclosures);
    EXPECT_FALSE(*archive_->story(12345));
}

TEST_F(ArchiveTest, NamesTheFeedsAuthorWhereTheEntryNamesNone) {
    const auto id = add("https://a/feed");
    PollCommit poll;
    poll.feed = id;
    poll.info =
        FeedInfo{.title = "", .subtitle = "", .site_url = "", .language = "fr", .author = "Bo", .icon = ""};
    poll.entries = {entry("1")};
    ASSERT_TRUE(archive_->commit_poll(poll));
    EXPECT_EQ(archive_->stories({})->front().author, "Bo");
    EXPECT_EQ(archive_->stories({})->front().language, "fr");
}

TEST_F(ArchiveTest, SurvivesClosingAndOpening) {
    commit(add("https://a/feed"), {entry("1")});
    open();
    EXPECT_EQ(archive_->counts()->entries, 1);
    EXPECT_TRUE(archive_->check());
}

TEST_F(ArchiveTest, GenerationChangesWithEveryCommitOfAnyProcess) {
    const auto first = *archive_->generation();
    EXPECT_EQ(*archive_->generation(), first);
    const auto id = add("https://a/feed");
    const auto second = *archive_->generation();
    EXPECT_NE(second, first);

    auto other = open_archive(place(), OpenMode::kExisting);
    ASSERT_TRUE(other);
    PollCommit poll;
    poll.feed = id;
    poll.state.failures = 1;
    ASSERT_TRUE((*other)->commit_poll(poll));
    EXPECT_NE(*archive_->generation(), second);
}

TEST_F(ArchiveTest, ReadersAndTheWriterWorkBesideOneAnother) {
    const auto id = add("https://a/feed");
    std::vector<std::thread> readers;
    for (int i = 0; i < 4; ++i)
        readers.emplace_back([&] {
            for (int n = 0; n < 50; ++n)
                EXPECT_TRUE(archive_->stories({}));
        });
    for (int n = 0; n < 50; ++n)
        commit(id, {entry(std::to_string(n))});
    for (auto& reader : readers)
        reader.join();
    EXPECT_EQ(archive_->counts()->entries, 50);
}

TEST_F(ArchiveTest, MovesAFeedToItsNewAddressUnlessItIsFollowedThere) {
    const auto a = add("https://a/feed");
    add("https://b/feed");
    PollCommit poll;
    poll.feed = a;
    poll.moved_to = "https://c/feed";
    ASSERT_TRUE(archive_->commit_poll(poll));
    EXPECT_EQ((*archive_->feed(a))->url, "https://c/feed");
    poll.moved_to = "https://b/feed";
    ASSERT_TRUE(archive_->commit_poll(poll));
    EXPECT_EQ((*archive_->feed(a))->url, "https://c/feed");
}

TEST_F(ArchiveTest, KeepsTextThatIsNoTextAsFarAsItIs) {
    const auto id = add("https://a/feed");
    auto odd = entry("1", std::string("nul\0 byte", 9));
    odd.author = "half \xE2\x82";
    odd.html = std::string("<p>\0</p>", 8);
    EXPECT_EQ(commit(id, {odd}).added, 1);
    const auto story = archive_->stories({})->front();
    EXPECT_EQ(story.title, "nul\uFFFD byte");
    EXPECT_EQ(story.author, "half \uFFFD");
    EXPECT_EQ(story.html, odd.html);
    EXPECT_EQ(commit(id, {odd}).revised, 0);
}

TEST_F(ArchiveTest, KeepsAddressesOfAnyLength) {
    const auto url = "https://a/feed?" + std::string(20'000, 'x');
    const auto id = add(url);
    EXPECT_EQ(add(url), id);
    EXPECT_EQ((*archive_->feed_by_url(url))->id, id);
}

TEST_F(ArchiveTest, SortsFeedsByTheBytesOfTheirTitles) {
    for (const auto* title : {"b", "\xC3\xA4", "B", "a", "_"})
        ASSERT_TRUE(archive_->add_feeds(
            std::vector<NewFeed>{{.url = std::string("https://") + title, .given_title = title}}, kNow));
    std::string titles;
    const auto feeds = archive_->feeds();
    for (const auto& feed : *feeds)
        titles += feed.given_title;
    EXPECT_EQ(titles, "_abB\xC3\xA4");
}

TEST_F(ArchiveTest, RefusesAFileThatIsNoArchiveAndLeavesItAlone) {
    const auto other = folder() / "notes.txt";
    std::ofstream(other) << std::string(5000, 'x');
    const auto opened = open_sqlite(other, OpenMode::kCreate);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt);
    EXPECT_EQ(opened.error().where, other.string());
    EXPECT_EQ(std::filesystem::file_size(other), 5000u);
}

TEST_F(ArchiveTest, SaysHowToBeginWhereThereIsNoArchive) {
    const auto opened = open_sqlite(folder() / "none.db", OpenMode::kExisting);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::kNotFound);
    EXPECT_FALSE(std::filesystem::exists(folder() / "none.db"));
}

}  // namespace
}  // namespace orrery::store
