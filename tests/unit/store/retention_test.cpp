// What a planet keeps no longer.

#include "archive_fixture.hpp"

#include <fmt/format.h>

namespace orrery::store {
namespace {

using namespace testing_support;
using std::chrono::days;

class RetentionTest : public ArchiveTest {
  protected:
    static NewEntry post(const std::string& key, Timestamp date, const std::string& words = "nothing much") {
        auto made = entry(key, key, date);
        made.published = date;
        made.html = "<p>" + words + "</p>";
        return made;
    }
    void use(const std::vector<planet::RuleSource>& sources) {
        auto compiled = planet::RuleSet::compile(sources);
        ASSERT_TRUE(compiled);
        archive_->set_rules(std::make_shared<const planet::RuleSet>(std::move(*compiled)));
    }
    PruneReport prune(const RetentionPolicy& policy, Timestamp now = kNow) {
        auto report = archive_->prune(policy, {.clock = [now] { return now; }});
        EXPECT_TRUE(report) << report.error().message();
        return report ? *report : PruneReport{};
    }
    std::vector<std::string> titles() {
        std::vector<std::string> all;
        const auto stories = *archive_->stories({.feed = {}, .limit = 1000});
        for (const auto& story : stories)
            all.push_back(story.title);
        return all;
    }
    EntryId id_of(const std::string& title) {
        const auto entries = *archive_->entries(INT64_MAX, 1000);
        for (const auto& story : entries)
            if (story.title == title) return story.id;
        ADD_FAILURE() << title;
        return 0;
    }
    void maintain(Timestamp now = kNow) {
        const auto done = archive_->maintain({.clock = [now] { return now; }});
        ASSERT_TRUE(done) << done.error().message();
    }
    std::size_t hits(const std::string& query) {
        const auto answer = archive_->search({.query = query});
        EXPECT_TRUE(answer) << answer.error().message();
        return answer ? answer->hits.size() : 0;
    }
    using Titles = std::vector<std::string>;
};

const RetentionPolicy kNewestTwo{.planet = {.entries = 2, .time = {}}, .feeds = {}};

TEST_F(RetentionTest, KeepsEverythingUnlessToldOtherwise) {
    commit(add("https://a/feed"), {post("new", kNow), post("old", kNow - days(9000))});
    EXPECT_TRUE(archive_->prunable({}, kNow)->feeds.empty());
    EXPECT_EQ(prune({}).entries(), 0);
    EXPECT_EQ(titles(), (Titles{"new", "old"}));
}

TEST_F(RetentionTest, SaysWhatWouldGoAndChangesNothing) {
    const auto feed = add("https://a/feed");
    commit(feed, {post("1", kNow), post("2", kNow - days(1)), post("3", kNow - days(2)),
                  post("4", kNow - days(3))});
    const auto by_number = *archive_->prunable({.planet = {.entries = 2, .time = {}}, .feeds = {}}, kNow);
    ASSERT_EQ(by_number.feeds.size(), 1u);
    EXPECT_EQ(by_number.feeds[0].id, feed);
    EXPECT_EQ(by_number.feeds[0].entries, 2);
    EXPECT_EQ(by_number.feeds[0].oldest, kNow - days(3));
    EXPECT_EQ(by_number.feeds[0].newest, kNow - days(2));
    // What is exactly that old stays.
    EXPECT_EQ(archive_->prunable({.planet = {.entries = {}, .time = days(2)}, .feeds = {}}, kNow)->entries(),
              1);
    EXPECT_EQ(archive_->prunable({.planet = {.entries = 1, .time = days(2)}, .feeds = {}}, kNow)->entries(),
              3);
    EXPECT_EQ(titles().size(), 4u);
}

TEST_F(RetentionTest, TakesAwayEverythingOfAnEntryAndSoThatItsFeedStaysRight) {
    const auto feed = add("https://a/feed");
    PollCommit poll{.feed = feed, .time = kNow - days(4)};
    poll.entries = {post("old", kNow - days(4), "a lighthouse")};
    poll.document = Document{"<rss>lighthouse</rss>", "text/xml", "https://a/feed"};
    ASSERT_TRUE(archive_->commit_poll(poll));
    const auto old = id_of("old");
    commit(feed, {post("old", kNow - days(4), "a revised lighthouse")}, kNow - days(3));
    commit(feed, {post("1", kNow), post("2", kNow)});
    maintain();
    EXPECT_EQ(hits("lighthouse"), 1u);

    EXPECT_EQ(prune(kNewestTwo).entries(), 1);
    EXPECT_EQ(hits("lighthouse"), 0u);
    EXPECT_EQ(hits("/lighthouse/"), 0u);
    maintain();
    EXPECT_EQ(hits("lighthouse"), 0u);
    EXPECT_EQ(archive_->search({.query = "lighthouse"})->entries.value, 0u);
    EXPECT_EQ(hits("much"), 2u);
    EXPECT_FALSE(*archive_->story(old));
    EXPECT_TRUE(archive_->revisions(old)->empty());
    EXPECT_FALSE(*archive_->judgement(old));
    EXPECT_TRUE(archive_->deliveries(feed, 10)->empty());
    EXPECT_EQ((**archive_->feed(feed)).entries, 2);
    EXPECT_EQ(archive_->counts()->entries, 2);
    EXPECT_EQ(archive_->counts()->stories, 2);
    const auto pruned = *archive_->pruned(old);
    ASSERT_TRUE(pruned);
    EXPECT_EQ(pruned->feed, feed);
    EXPECT_EQ(pruned->time, kNow);
    EXPECT_FALSE(*archive_->pruned(id_of("1")));
    EXPECT_FALSE(*archive_->pruned(999));
    EXPECT_TRUE(archive_->check());
}

TEST_F(RetentionTest, NoPollBringsAnEntryBackWhateverItSaysNow) {
    const auto feed = add("https://a/feed");
    commit(feed, {post("1", kNow), post("2", kNow - 1h), post("old", kNow - days(4))});
    prune(kNewestTwo);
    auto changed = post("old", kNow + 1h, "changed");
    EXPECT_EQ(commit(feed, {changed, post("1", kNow), post("2", kNow - 1h)}, kNow + 1h).added, 0);
    // Nor under a new guid at the same address, and then under the new one alone.
    changed.identity.link = changed.identity.page = hash64("https://a/old");
    commit(feed, {changed}, kNow + 2h);
    changed.identity.guid = hash64("new guid");
    EXPECT_EQ(commit(feed, {changed}, kNow + 3h).added, 0);
    changed.identity.link = changed.identity.page = hash64("https://a/moved");
    EXPECT_EQ(commit(feed, {changed}, kNow + 4h).added, 0);
    EXPECT_EQ(titles(), (Titles{"1", "2"}));
    EXPECT_EQ((**archive_->feed(feed)).entries, 2);
    // Another feed has its own.
    EXPECT_EQ(commit(add("https://b/feed"), {post("old", kNow - days(4))}).added, 1);
}

TEST_F(RetentionTest, AFeedMayHaveLimitsOfItsOwn) {
    const auto a = add("https://a/feed");
    const auto b = add("https://b/feed");
    commit(a, {post("a1", kNow), post("a2", kNow - 1h), post("a3", kNow - 2h)});
    commit(b, {post("b1", kNow - 10s), post("b2", kNow - 2h), post("b3", kNow - 3h)});
    EXPECT_EQ(prune({.planet = {.entries = 1, .time = {}}, .feeds = {{b, {}}}}).entries(), 2);
    EXPECT_EQ(titles(), (Titles{"a1", "b1", "b2", "b3"}));
    EXPECT_EQ(prune({.planet = {}, .feeds = {{b, {.entries = 2, .time = {}}}}}).entries(), 1);
    EXPECT_EQ(titles(), (Titles{"a1", "b1", "b2"}));
}

TEST_F(RetentionTest, AStoryGoesOnWithItsOtherEntryAtItsDate) {
    const auto a = add("https://a/feed");
    const auto b = add("https://b/feed");
    commit(a, {post("first", kNow - days(3)), post("newest", kNow)});
    commit(b, {post("copy", kNow - 1h), post("other", kNow - 2h)});
    const auto first = id_of("first");
    const auto copy = id_of("copy");
    ASSERT_TRUE(archive_->join_story(copy, first, "the same", kNow));
    maintain();
    EXPECT_EQ(titles(), (Titles{"newest", "other", "first"}));

    EXPECT_EQ(prune({.planet = {}, .feeds = {{a, {.entries = 1, .time = {}}}}}).entries(), 1);
    EXPECT_EQ(titles(), (Titles{"newest", "other", "copy"}));
    EXPECT_EQ((**archive_->story(copy)).date, kNow - days(3));
    // The number of the one that went still leads there.
    EXPECT_EQ((**archive_->story(first)).id, copy);
    EXPECT_FALSE(*archive_->pruned(first));
    EXPECT_EQ(archive_->counts()->stories, 3);
    maintain();
    EXPECT_EQ(hits("before:" + format_rfc3339(kNow - days(1)).substr(0, 10)), 1u);

    // Until that goes too.
    EXPECT_EQ(prune({.planet = {}, .feeds = {{b, {.entries = {}, .time = days(2)}}}}).entries(), 1);
    EXPECT_FALSE(*archive_->story(first));
    EXPECT_TRUE(*archive_->pruned(first));
    EXPECT_TRUE(*archive_->pruned(copy));
}

class PrunedStoryTest : public RetentionTest {
  protected:
    // The first leads until the second comes, which is no copy.
    void SetUp() override {
        RetentionTest::SetUp();
        if (!archive_) return;
        a_ = add("https://a/feed");
        auto copy = post("first", kNow - days(9));
        copy.is_copy = true;
        commit(a_, {copy, post("new", kNow)});
        commit(a_, {post("second", kNow - days(9))}, kNow + 1s);
        first_ = id_of("first");
        second_ = id_of("second");
        ASSERT_TRUE(archive_->join_story(second_, first_, "", kNow));
        ASSERT_EQ((**archive_->story(first_)).id, second_);
        maintain();
    }
    FeedId a_ = 0;
    EntryId first_ = 0;
    EntryId second_ = 0;
};

TEST_F(PrunedStoryTest, SeveralEntriesOfAStoryMayGoAtOnce) {
    EXPECT_EQ(prune({.planet = {.entries = {}, .time = days(1)}, .feeds = {}}).entries(), 2);
    for (const auto gone : {first_, second_}) {
        EXPECT_FALSE(*archive_->story(gone));
        EXPECT_TRUE(*archive_->pruned(gone));
    }
    EXPECT_EQ(titles(), Titles{"new"});
    EXPECT_TRUE(archive_->check());
}

TEST_F(PrunedStoryTest, WhatStaysOfAStoryThatLosesSeveralIsShown) {
    const auto b = add("https://b/feed");
    auto other = post("third", kNow - 1h);
    other.is_copy = true;
    commit(b, {other}, kNow + 2s);
    const auto third = id_of("third");
    ASSERT_TRUE(archive_->join_story(third, second_, "", kNow));
    EXPECT_EQ(titles(), (Titles{"new", "second"}));

    EXPECT_EQ(prune({.planet = {}, .feeds = {{a_, {.entries = {}, .time = days(1)}}}}).entries(), 2);
    EXPECT_EQ(titles(), (Titles{"new", "third"}));
    for (const auto id : {first_, second_, third}) {
        const auto story = *archive_->story(id);
        ASSERT_TRUE(story) << id;
        EXPECT_EQ(story->id, third);
        EXPECT_EQ(story->date, kNow - days(9));
    }
    EXPECT_EQ(archive_->counts()->stories, 2);
    EXPECT_TRUE(archive_->check());
}

TEST_F(PrunedStoryTest, WhatGoesRoundInCirclesEnds) {
    EXPECT_EQ(prune({.planet = {.entries = {}, .time = days(1)}, .feeds = {}}).entries(), 2);
    execute(fmt::format("UPDATE pruned SET story_id = {} - entry_id", first_ + second_));
    EXPECT_FALSE(*archive_->story(first_));
    EXPECT_TRUE(*archive_->pruned(first_));
}

TEST_F(PrunedStoryTest, AnEntryOfAStoryThatIsNoneIsFoundByTheCheck) {
    EXPECT_TRUE(archive_->check());
    execute(fmt::format("UPDATE entry SET story_id = 77 WHERE id = {}", first_));
    const auto checked = archive_->check();
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().why,
              fmt::format("entry {} stands in the story of entry 77, which there is not", first_));
}

// A post comes under a new guid at a new address, the feed drops the old one, and both are one story.
TEST_F(RetentionTest, APostThatWasIssuedAnewGoesWithItsFirstIssue) {
    const auto feed = add("https://a/feed");
    std::string words;
    for (int i = 0; i < 80; ++i)
        words += fmt::format("word{} of a text ", i);
    const auto first = post("old guid", kNow - days(9), words);
    auto second = first;
    second.guid = "new guid";
    second.identity.guid = hash64("new guid");
    second.url = "https://example.org/other-address";
    const auto older = post("older", kNow - days(20));
    const auto poll = [&](const std::vector<NewEntry>& entries, Duration ago) {
        PollCommit made{.feed = feed, .time = kNow - ago};
        made.entries = entries;
        made.is_whole = true;
        made.flood.action = planet::FloodAction::kAccept;
        const auto changes = archive_->commit_poll(made);
        ASSERT_TRUE(changes) << changes.error().message();
    };
    poll({first, older}, days(8));
    const auto id = id_of("old guid");
    poll({second, older}, days(7));
    poll({post("z", kNow - days(1)), second, older}, days(6));
    ASSERT_TRUE(archive_->moderate(id, Archive::Moderation::kRelease, "", kNow));
    const auto leads = (**archive_->story(id)).id;
    EXPECT_NE(leads, id);

    EXPECT_EQ(prune({.planet = {.entries = {}, .time = days(5)}, .feeds = {}}).entries(), 3);
    EXPECT_FALSE(*archive_->story(id));
    EXPECT_FALSE(*archive_->story(leads));
    EXPECT_TRUE(*archive_->pruned(id));
    EXPECT_EQ(titles(), Titles{"z"});
    EXPECT_TRUE(archive_->check());
}

TEST_F(RetentionTest, WhatAModeratorHasToSeeOrWhatStandsOutStays) {
    use({{"hold", "title contains \"held\"", {"hold"}, ""},
         {"hide", "title contains \"hidden\"", {"hide"}, ""},
         {"star", "title contains \"star\"", {"feature"}, ""}});
    const auto feed = add("https://a/feed");
    commit(feed, {post("new", kNow), post("held", kNow - days(2)), post("hidden", kNow - days(2)),
                  post("star", kNow - days(2)), post("gone", kNow - days(2)), post("decided", kNow - days(2)),
                  post("plain", kNow - days(2))});
    const auto held = id_of("held");
    ASSERT_TRUE(archive_->take_down(id_of("gone"), "asked for", kNow));
    ASSERT_TRUE(archive_->moderate(id_of("decided"), Archive::Moderation::kHide, "spam", kNow));
    const auto decided = id_of("decided");
    const RetentionPolicy policy{.planet = {.entries = {}, .time = days(1)}, .feeds = {}};
    EXPECT_EQ(archive_->prunable(policy, kNow)->entries(), 3);
    EXPECT_EQ(prune(policy).entries(), 3);  // hidden, decided, plain
    EXPECT_EQ(prune(policy).entries(), 0);
    EXPECT_EQ(titles(), (Titles{"new", "star"}));
    EXPECT_EQ((**archive_->judgement(held)).visibility, Visibility::kHeld);
    EXPECT_EQ(archive_->judgements({.visibility = Visibility::kRemoved})->size(), 1u);
    EXPECT_FALSE(*archive_->judgement(decided));
    // Once it is decided it goes, and what was hidden does not come back shown.
    ASSERT_TRUE(archive_->moderate(held, Archive::Moderation::kRelease, "", kNow));
    EXPECT_EQ(prune(policy).entries(), 1);
    commit(feed, {post("decided", kNow - days(2)), post("new", kNow)});
    EXPECT_EQ(titles(), (Titles{"new", "star"}));
}

TEST_F(RetentionTest, DocumentsStayInWhichAnEntryMayStandThatStays) {
    use({{"star", "title contains \"star\"", {"feature"}, ""}});
    const auto feed = add("https://a/feed");
    const auto poll = [&](const std::string& key, int ago) {
        PollCommit made{.feed = feed, .time = kNow - days(ago)};
        made.entries = {post(key, kNow - days(ago))};
        made.document = Document{"<rss>" + key + "</rss>", "text/xml", "https://a/feed"};
        ASSERT_TRUE(archive_->commit_poll(made));
    };
    poll("oldest", 9);
    poll("star", 8);
    poll("old", 7);
    poll("new", 0);
    const RetentionPolicy policy{.planet = {.entries = {}, .time = days(1)}, .feeds = {}};
    EXPECT_EQ(prune(policy).entries(), 2);
    const auto documents = *archive_->deliveries(feed, 10);
    ASSERT_EQ(documents.size(), 3u);
    EXPECT_EQ(documents.back().time, kNow - days(8));

    // Until that goes too.
    use({});
    maintain();
    EXPECT_EQ(prune(policy).entries(), 1);
    EXPECT_EQ(archive_->deliveries(feed, 10)->size(), 1u);
}

TEST_F(RetentionTest, TheStoryOfAPrunedEntryIsJudgedAsItGoesOn) {
    const auto a = add("https://a/feed");
    const auto b = add("https://b/feed");
    commit(a, {post("first", kNow - days(9)), post("new", kNow)});
    commit(b, {post("copy", kNow - 1h)});
    const auto first = id_of("first");
    const auto copy = id_of("copy");
    ASSERT_TRUE(archive_->join_story(copy, first, "", kNow));
    EXPECT_EQ(prune({.planet = {}, .feeds = {{a, {.entries = 1, .time = {}}}}}).entries(), 1);
    ASSERT_TRUE(archive_->take_down(copy, "asked for", kNow));
    const auto judgement = *archive_->judgement(first);
    ASSERT_TRUE(judgement);
    EXPECT_EQ(judgement->visibility, Visibility::kRemoved);
    EXPECT_EQ(judgement->reason, "asked for");
    EXPECT_FALSE(*archive_->pruned(first));
}

TEST_F(RetentionTest, AHiddenStoryDoesNotComeOutBecauseTheEntryThatHidItWent) {
    use({{"hide", "title contains \"hidden\"", {"hide"}, ""}});
    const auto a = add("https://a/feed");
    const auto b = add("https://b/feed");
    commit(a, {post("hidden", kNow - days(3))});
    commit(b, {post("copy", kNow - 1h)});
    ASSERT_TRUE(archive_->join_story(id_of("copy"), id_of("hidden"), "", kNow));
    EXPECT_EQ(titles(), Titles{});
    prune({.planet = {.entries = {}, .time = days(1)}, .feeds = {}});
    EXPECT_EQ(titles(), Titles{});
}

TEST_F(RetentionTest, AnEntryThatWaitsForTheIndexMayGo) {
    const auto feed = add("https://a/feed");
    commit(feed, {post("1", kNow), post("2", kNow - 1h), post("old", kNow - days(4), "a lighthouse")});
    prune(kNewestTwo);
    maintain();
    EXPECT_EQ(hits("lighthouse"), 0u);
    EXPECT_EQ(hits("much"), 2u);
    // Alone it makes no segment.
    prune({.planet = {.entries = 1, .time = {}}, .feeds = {}});
    maintain();
    maintain();
    EXPECT_EQ(hits("much"), 1u);
    EXPECT_EQ(archive_->search({.query = "much"})->entries.value, 1u);
}

TEST_F(RetentionTest, GoesInBoundedStepsAndOnWhereItWasStopped) {
    const auto feed = add("https://a/feed");
    std::vector<NewEntry> entries;
    for (int i = 0; i < 950; ++i)
        entries.push_back(post(fmt::format("post {}", i), kNow - i * 1min));
    commit(feed, entries);
    const RetentionPolicy policy{.planet = {.entries = 100, .time = {}}, .feeds = {}};
    // The clock is asked once, the stop before each step.
    std::stop_source stop;
    stop.request_stop();
    const auto none = archive_->prune(policy, {.clock = [] { return kNow; }, .stop = stop.get_token()});
    EXPECT_EQ(none->entries(), 0);
    EXPECT_FALSE(none->is_complete);
    EXPECT_EQ((**archive_->feed(feed)).entries, 950);

    const auto report = prune(policy);
    EXPECT_TRUE(report.is_complete);
    EXPECT_EQ(report.entries(), 850);
    EXPECT_EQ(report.feeds[0].oldest, kNow - 949min);
    EXPECT_EQ(report.feeds[0].newest, kNow - 100min);
    EXPECT_EQ((**archive_->feed(feed)).entries, 100);
    EXPECT_EQ(commit(feed, entries).added, 0);
    EXPECT_EQ(titles().size(), 100u);
}

}  // namespace
}  // namespace orrery::store
