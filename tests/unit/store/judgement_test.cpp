#include "archive_fixture.hpp"
#include "orrery/planet/identity.hpp"

#include <limits>
#include <stop_token>

namespace orrery::store {
namespace {

using namespace testing_support;
using Moderation = Archive::Moderation;

std::shared_ptr<const planet::RuleSet> rules(std::vector<planet::RuleSource> sources) {
    auto compiled = planet::RuleSet::compile(sources);
    EXPECT_TRUE(compiled);
    return std::make_shared<const planet::RuleSet>(std::move(*compiled));
}

class JudgementTest : public ArchiveTest {
  protected:
    void use(std::vector<planet::RuleSource> sources) { archive_->set_rules(rules(std::move(sources))); }
    void maintain() {
        const auto done = archive_->maintain({});
        ASSERT_TRUE(done) << done.error().message();
    }
    std::vector<std::string> front() {
        std::vector<std::string> titles;
        const auto stories = *archive_->stories({});
        for (const auto& story : stories)
            titles.push_back(story.title);
        return titles;
    }
    std::vector<Judgement> kept_back(Visibility visibility) {
        return *archive_->judgements({.visibility = visibility});
    }
    Judgement judgement(std::string_view title) {
        const auto entries = *archive_->entries(std::numeric_limits<EntryId>::max(), 100);
        for (const auto& entry : entries)
            if (entry.title == title) return **archive_->judgement(entry.id);
        ADD_FAILURE() << "no entry " << title;
        return {};
    }
    using Titles = std::vector<std::string>;
};

TEST_F(JudgementTest, HiddenAndHeldEntriesAreKeptButShownNowhere) {
    use({{"no jobs", "title contains \"hiring\"", {"hide"}, ""}, {"look", "title = \"odd\"", {"hold"}, ""}});
    const auto feed = add("https://a/feed");
    const auto changes = commit(feed, {entry("1", "We are hiring"), entry("2", "Odd"), entry("3", "Fine")});
    EXPECT_EQ(changes.added, 3);
    EXPECT_EQ(changes.kept_back, 2);
    EXPECT_EQ(front(), Titles{"Fine"});
    EXPECT_EQ(archive_->stories({.feed = feed})->size(), 1u);
    EXPECT_EQ(archive_->counts()->stories, 1);
    EXPECT_EQ(archive_->counts()->entries, 3);
    EXPECT_EQ((**archive_->feed(feed)).kept_back, 2);
    for (const auto* title : {"We are hiring", "Odd"})
        EXPECT_FALSE(*archive_->story(judgement(title).entry)) << title;
    EXPECT_EQ(kept_back(Visibility::kHidden).front().matched, Titles{"no jobs"});
    EXPECT_EQ(kept_back(Visibility::kHeld).front().title, "Odd");
}

TEST_F(JudgementTest, SearchFindsNoEntryThatIsKeptBack) {
    use({{"no jobs", "title contains \"hiring\"", {"hide"}, ""}});
    commit(add("https://a/feed"), {entry("1", "Hiring keepers"), entry("2", "Keepers of lights")});
    maintain();
    const auto answer = archive_->search({.query = "keepers"});
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->hits.size(), 1u);
    EXPECT_EQ(answer->hits.front().story.title, "Keepers of lights");
}

TEST_F(JudgementTest, AStoryCarriesWhatRulesAddToIt) {
    use({{"brief", "true", {"excerpt 40", "tag \"sea\"", "feature", "category \"Tides\""}, ""}});
    auto post = entry("1");
    post.categories = {"misc"};
    commit(add("https://a/feed"), {post});
    const auto story = archive_->stories({})->front();
    EXPECT_TRUE(story.featured);
    EXPECT_EQ(story.excerpt, 40);
    EXPECT_EQ(story.category, "Tides");
    EXPECT_EQ(story.tags, Titles{"sea"});
    EXPECT_EQ(story.categories, Titles{"misc"}) << "what the feed gave stays, for rules to look at";
}

TEST_F(JudgementTest, RulesSeeWhatTheArchiveKnowsOfAnEntry) {
    archive_->set_rules(
        rules({{"author", "author = \"Feed's own\"", {"tag \"author\""}, ""},
               {"folder", "feed_category = \"Sea\" and feed = \"My name\"", {"tag \"folder\""}, ""},
               {"language", "language = \"de\"", {"tag \"language\""}, ""},
               {"text", "text contains \"fog\" and words = 2", {"tag \"text\""}, ""},
               {"file", "enclosure_type = \"audio/mpeg\"", {"tag \"file\""}, ""},
               {"age", "age > 5d", {"tag \"age\""}, ""}}));
    const NewFeed wanted{"https://a/feed", "My name", "Sea", ""};
    const auto feed = archive_->add_feeds({&wanted, 1}, kNow)->front().id;
    auto post = entry("1");
    post.html = "<p>Thick <b>fog</b></p>";
    post.published = kNow - std::chrono::days(6);
    post.enclosures = {{"https://a/1.mp3", "audio/mpeg", 1}};
    PollCommit poll{.feed = feed, .time = kNow};
    poll.info = FeedInfo{"Title", "", "", "de", "Feed's own", ""};
    poll.entries = {post};
    ASSERT_TRUE(archive_->commit_poll(poll));
    const Titles all{"author", "folder", "language", "text", "file", "age"};
    EXPECT_EQ(archive_->stories({})->front().tags, all);

    use({{"true", "true", {"feature"}, ""}});
    maintain();
    EXPECT_EQ(archive_->stories({})->front().tags, Titles{});
    archive_->set_rules(
        rules({{"all",
                "author = \"Feed's own\" and feed_category = \"Sea\" and feed = \"My name\" and "
                "language = \"de\" and text contains \"fog\" and words = 2 and "
                "enclosure_type = \"audio/mpeg\" and age > 5d and age < 7d",
                {"tag \"again\""},
                ""}}));
    maintain();
    EXPECT_EQ(archive_->stories({})->front().tags, Titles{"again"}) << "the same when it is judged again";
}

TEST_F(JudgementTest, ARevisionIsJudgedAsTheEntryThatItIsOf) {
    use({{"no jobs", "title contains \"hiring\"", {"hide"}, ""}, {"old", "age > 1d", {"tag \"old\""}, ""}});
    const auto feed = add("https://a/feed");
    auto post = entry("1", "News");
    post.published = kNow;
    commit(feed, {post});
    post.title = "We are hiring";
    EXPECT_EQ(commit(feed, {post}, kNow + 48h).revised, 1);
    EXPECT_EQ(front(), Titles{});
    post.title = "We were looking for people";
    commit(feed, {post}, kNow + 50h);
    EXPECT_EQ(front(), Titles{"We were looking for people"});
    EXPECT_EQ(archive_->stories({})->front().tags, Titles{}) << "its age is that when it was first seen";
}

TEST_F(JudgementTest, OtherRulesJudgeTheWholeArchiveAgain) {
    const auto feed = add("https://a/feed");
    std::vector<NewEntry> posts;
    for (int number = 0; number < 450; ++number)
        posts.push_back(entry(std::to_string(number), number % 3 == 0 ? "Hiring" : "Fine"));
    commit(feed, posts);
    EXPECT_EQ(archive_->counts()->stories, 450);

    use({{"no jobs", "title = \"hiring\"", {"hide"}, ""}});
    EXPECT_EQ(archive_->counts()->stories, 450) << "not before maintain()";
    maintain();
    EXPECT_EQ(archive_->counts()->stories, 300);
    EXPECT_EQ(kept_back(Visibility::kHidden).size(), 100u) << "a page of them";

    use({});
    maintain();
    EXPECT_EQ(archive_->counts()->stories, 450);
}

TEST_F(JudgementTest, GoesOnWhereJudgingAgainStopped) {
    const auto feed = add("https://a/feed");
    std::vector<NewEntry> posts;
    for (int number = 0; number < 700; ++number)
        posts.push_back(entry(std::to_string(number)));
    commit(feed, posts);
    use({{"all", "true", {"hide"}, ""}});
    std::stop_source stop;
    int looks = 0;
    const auto done = archive_->maintain({.clock =
                                              [&] {
                                                  if (++looks == 2) stop.request_stop();
                                                  return kNow;
                                              },
                                          .stop = stop.get_token()});
    ASSERT_TRUE(done) << done.error().message();
    const auto shown = archive_->counts()->stories;
    EXPECT_GT(shown, 0);
    EXPECT_LT(shown, 700);
    const auto fresh = commit(feed, {entry("new")});
    EXPECT_EQ(fresh.kept_back, 1);
    EXPECT_EQ(archive_->counts()->stories, shown);

    open();  // another process
    use({{"all", "true", {"hide"}, ""}});
    maintain();
    EXPECT_EQ(archive_->counts()->stories, 0);
}

TEST_F(JudgementTest, WhatAnotherProcessJudgedByOldRulesIsJudgedAgain) {
    use({{"no jobs", "title = \"hiring\"", {"hide"}, ""}});
    maintain();
    const auto feed = add("https://a/feed");
    open();
    commit(feed, {entry("1", "Hiring")});
    EXPECT_EQ(front(), Titles{"Hiring"});
    use({{"no jobs", "title = \"hiring\"", {"hide"}, ""}});
    maintain();
    EXPECT_EQ(front(), Titles{});
}

TEST_F(JudgementTest, ThoseWhoKnowNoRulesJudgeNothingAgain) {
    use({{"all", "true", {"hide"}, ""}});
    commit(add("https://a/feed"), {entry("1")});
    open();
    maintain();
    EXPECT_EQ(front(), Titles{});
}

TEST_F(JudgementTest, AModeratorWinsOverRules) {
    use({{"look", "title starts_with \"Odd\"", {"hold"}, ""}});
    const auto feed = add("https://a/feed");
    commit(feed, {entry("1", "Odd one"), entry("2", "Odd two"), entry("3", "Even")});
    ASSERT_TRUE(archive_->moderate(judgement("Odd one").entry, Moderation::kRelease, "seems fine", kNow));
    ASSERT_TRUE(archive_->moderate(judgement("Even").entry, Moderation::kHide, "", kNow));
    EXPECT_EQ(front(), Titles{"Odd one"});
    EXPECT_EQ(judgement("Odd one").reason, "seems fine");
    EXPECT_EQ(judgement("Odd one").decision, Visibility::kShown);

    use({{"all", "true", {"hide"}, ""}});
    maintain();
    EXPECT_EQ(front(), Titles{"Odd one"});
    commit(feed, {entry("1", "Odd one, revised")});
    EXPECT_EQ(front(), Titles{"Odd one, revised"});
    use({});
    maintain();
    EXPECT_EQ(archive_->counts()->stories, 2) << "the one that was hidden stays hidden";
}

TEST_F(JudgementTest, ThereIsNothingToDecideAboutAnEntryThatIsNone) {
    const auto done = archive_->moderate(99, Moderation::kHide, "", kNow);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::kNotFound);
    EXPECT_FALSE(*archive_->judgement(99));
}

TEST_F(JudgementTest, WhatIsKeptBackOfAStoryKeepsBackTheWholeStory) {
    use({{"look", "feed_url contains \"planet\"", {"hold"}, ""}});
    const auto blog = add("https://a/feed");
    const auto planet = add("https://planet/feed");
    const auto post = [](const char* key) {
        auto made = entry(key, "Counting boats in fog");
        made.url = "https://a/counting-boats-in-fog";
        return made;
    };
    commit(blog, {post("1")});
    const auto id = newest();
    EXPECT_EQ(commit(planet, {post("2")}).joined, 1);
    EXPECT_EQ(front(), Titles{});
    EXPECT_EQ(archive_->stories({.feed = blog})->size(), 0u);
    EXPECT_EQ(kept_back(Visibility::kHeld).size(), 2u);

    ASSERT_TRUE(archive_->moderate(id, Moderation::kRelease, "", kNow));
    EXPECT_EQ(front().size(), 1u);
    const auto third = add("https://planet-two/feed");
    EXPECT_EQ(commit(third, {post("3")}).joined, 1);
    EXPECT_EQ(front().size(), 1u) << "a copy that comes later does not undo a decision";
}

TEST_F(JudgementTest, EntriesHeldForAFloodStayHeldWhateverRulesSay) {
    const auto feed = add("https://a/feed");
    PollCommit poll{.feed = feed, .time = kNow};
    for (int number = 0; number < 5; ++number)
        poll.entries.push_back(entry(std::to_string(number)));
    poll.flood = {.action = planet::FloodAction::kHold, .most = 3};
    const auto changes = archive_->commit_poll(poll);
    ASSERT_TRUE(changes);
    EXPECT_EQ(changes->kept_back, 2);
    EXPECT_NE((**archive_->feed(feed)).flood, "");
    EXPECT_EQ((**archive_->feed(feed)).flood_time, kNow);
    use({{"all", "true", {"tag \"x\""}, ""}});
    maintain();
    ASSERT_EQ(kept_back(Visibility::kHeld).size(), 2u);
    const auto held = kept_back(Visibility::kHeld).front();
    EXPECT_TRUE(held.flooded);
    ASSERT_TRUE(archive_->moderate(held.entry, Moderation::kRelease, "", kNow));
    EXPECT_EQ(front().size(), 4u);
}

TEST_F(JudgementTest, ARuleThatWasGivenUpIsReportedAndNamed) {
    use({{"slow", R"(text ~ "(?=a.*+$)\d")", {"hide"}, ""}});
    auto post = entry("1", "Slow");
    post.html = "<p>" + std::string(100'000, 'a') + "</p>";
    const auto changes = commit(add("https://a/feed"), {post, entry("2", "Quick")});
    EXPECT_EQ(changes.undecided, Titles{"slow"});
    EXPECT_EQ(front().size(), 2u);
    const auto undecided = *archive_->judgements({});
    ASSERT_EQ(undecided.size(), 1u);
    EXPECT_EQ(undecided.front().title, "Slow");
    EXPECT_EQ(undecided.front().undecided, Titles{"slow"});
}

TEST_F(JudgementTest, TheArchiveAsItStoodLeavesOutWhatIsKeptBackNow) {
    use({{"no jobs", "title = \"hiring\"", {"hide"}, ""}});
    commit(add("https://a/feed"), {entry("1", "Hiring"), entry("2", "Fine")});
    const auto then = *archive_->stories({.at = kNow + 1h});
    ASSERT_EQ(then.size(), 1u);
    EXPECT_EQ(then.front().title, "Fine");
}

TEST_F(JudgementTest, EveryEntryIsListedOnceByFallingId) {
    use({{"no jobs", "title = \"hiring\"", {"hide"}, ""}});
    const auto feed = add("https://a/feed");
    commit(feed, {entry("1", "Hiring"), entry("2"), entry("3"), entry("4"), entry("5")});
    std::vector<EntryId> ids;
    for (auto before = std::numeric_limits<EntryId>::max();;) {
        const auto page = *archive_->entries(before, 2);
        for (const auto& each : page)
            ids.push_back(each.id);
        if (page.size() < 2) break;
        before = page.back().id;
    }
    EXPECT_EQ(ids.size(), 5u);
    EXPECT_TRUE(std::is_sorted(ids.rbegin(), ids.rend()));
}

}  // namespace
}  // namespace orrery::store
