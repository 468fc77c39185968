#include "orrery/planet/story.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace orrery::planet {
namespace {

using namespace std::chrono_literals;

const Timestamp kDay = Timestamp(1'700'000'000s);

// Texts are known by their traits; the fingerprints of two are as far apart as those of unrelated texts.
const std::string kTides =
    "Twice a day the sea comes up the slip and twice a day it leaves again, and I had lived beside it for a "
    "year before I asked why the hours move. The moon is the answer, of course, but not the whole of it. "
    "Spring "
    "tides come a day or two after the moon is full, and neap tides when it is half, because the sun pulls "
    "too.";
const std::string kMoons =
    "Jupiter has more moons than I have socks. Four of them can be seen with a pair of binoculars and a "
    "steady "
    "fence, and Galileo wrote down where they stood on every clear night for two months. I tried to do the "
    "same "
    "this winter, and the clouds let me have eleven nights, which is enough to see that Io is in a hurry.";

TextTraits tides() {
    return text_traits(kTides, 0x0F0F0F0F0F0F0F0F);
}
TextTraits moons() {
    return text_traits(kMoons, 0x3333333333333333);
}

Post original() {
    return {.feed = 1,
            .url = "https://ann.test/2023/on-tides",
            .guid = "tag:ann.test,2023:17",
            .title = "Why the tides are late",
            .author = "Ann Lee",
            .feed_title = "Ann's Log",
            .text = tides(),
            .date = kDay};
}

// The same post as another place would have it, with nothing to recognise it by but its words.
Post copy() {
    auto post = original();
    post.feed = 2;
    post.url = "https://planet.test/e/4711";
    post.guid = "https://planet.test/e/4711";
    post.feed_title = "Planet Sea";
    return post;
}

Post other() {
    return {.feed = 1,
            .url = "https://ann.test/2023/moons",
            .guid = "tag:ann.test,2023:18",
            .title = "Eleven nights with Jupiter",
            .author = "Ann Lee",
            .feed_title = "Ann's Log",
            .text = moons(),
            .date = kDay + 72h};
}

bool shares_key(const Post& a, const Post& b) {
    const auto left = story_keys(a);
    const auto right = story_keys(b);
    return std::ranges::any_of(left, [&](auto key) { return std::ranges::find(right, key) != right.end(); });
}

StoryReason reason(const Post& a, const Post& b) {
    const auto match = match_story(a, b);
    EXPECT_EQ(match.reason, match_story(b, a).reason) << "not symmetric";
    EXPECT_FALSE(match.why.empty());
    EXPECT_GT(match.confidence, 0.0);
    EXPECT_LE(match.confidence, 1.0);
    EXPECT_TRUE(!match.is_same() || shares_key(a, b)) << "would never be looked up";
    return match.reason;
}

TEST(Story, IsOnePostForOneAddress) {
    auto carried = copy();
    carried.url = "http://www.ann.test/2023/on-tides/?utm_source=planet";
    carried.text = {};
    EXPECT_EQ(reason(original(), carried), StoryReason::kAddress);
    EXPECT_EQ(match_story(original(), carried).why, "the same address (ann.test/2023/on-tides)");
}

TEST(Story, IsOnePostForOneGlobalGuid) {
    auto carried = copy();
    carried.guid = original().guid;
    carried.title = "Why the tides are late (updated)";
    EXPECT_EQ(reason(original(), carried), StoryReason::kGuid);
    EXPECT_EQ(match_story(original(), carried).why, "the same guid (tag:ann.test,2023:17)");
}

TEST(Story, KnowsAGuidThatIsTheAddressOfTheOther) {
    auto carried = copy();
    carried.guid = original().url;
    EXPECT_EQ(reason(original(), carried), StoryReason::kGuid);
}

TEST(Story, IsKnownAgainAfterASiteUpgrade) {
    auto again = original();
    again.url = "https://ann.test/?p=17";
    again.guid = "17";
    again.date = kDay + 24h * 400;
    EXPECT_EQ(reason(original(), again), StoryReason::kTitleAndText);
    again.text = text_traits(kTides.substr(0, 180), 1);
    EXPECT_EQ(reason(original(), again), StoryReason::kTitleAndText) << "as an excerpt";
}

TEST(Story, IsKnownAgainOnAnotherHost) {
    auto again = original();
    again.url = "https://lee.test/2023/on-tides";
    again.guid = "17";
    again.text = {};
    EXPECT_EQ(reason(original(), again), StoryReason::kTitleAndPath);
}

TEST(Story, IsKnownInAPlanetThatPutsTheAuthorFirst) {
    for (const auto* title : {"Ann Lee: Why the tides are late", "[Ann Lee] Why the tides are late",
                              "Why the tides are late | Ann's Log", "WHY THE TIDES ARE LATE"}) {
        auto carried = copy();
        carried.title = title;
        carried.author = "";
        EXPECT_EQ(reason(original(), carried), StoryReason::kTitleAndText) << title;
    }
}

TEST(Story, IsKnownInACrossPostWithEdits) {
    auto edited = copy();
    edited.title = "Why the Tides Are Late (cross-post)";
    edited.text = text_traits("A word before. " + kTides, tides().fingerprint ^ 0xFF);
    EXPECT_EQ(reason(original(), edited), StoryReason::kTitleAndText);
}

TEST(Story, IsKnownByThePublicationDateWhereOnlyASummaryIsCarried) {
    auto carried = copy();
    carried.text = text_traits("A year by the sea, and what the moon has to do with it.", 7);
    EXPECT_EQ(reason(original(), carried), StoryReason::kTitleAndAuthor);
}

TEST(Story, IsKnownWithoutATitle) {
    auto note = original();
    note.title = "";
    auto carried = copy();
    carried.title = "";
    EXPECT_EQ(reason(note, carried), StoryReason::kText);
}

TEST(Story, TakesATitleThatWasMadeFromTheTextForNone) {
    const auto made = kTides.substr(0, 70) + "\u2026";
    auto carried = copy();
    carried.title = made;
    EXPECT_EQ(reason(original(), carried), StoryReason::kText);
    carried.text = moons();
    EXPECT_EQ(reason(original(), carried), StoryReason::kNone);
}

TEST(Story, IsNotAnotherPost) {
    EXPECT_EQ(reason(original(), other()), StoryReason::kNone);
}

TEST(Story, IsNotTheNextOfASeries) {
    for (const auto& [one, two] :
         {std::pair("Weekly report 12", "Weekly report 13"),
          std::pair("This week in tides 41", "This week in tides 42"),
          std::pair("Tidal 1.2.3 released", "Tidal 1.2.4 released"),
          std::pair("On tides (part II)", "On tides (part III)"), std::pair("Tides of 2022", "Tides of 2023"),
          std::pair("My favourite tides", "My favourite tides 2023")}) {
        auto a = original();
        a.title = one;
        auto b = copy();
        b.title = two;
        EXPECT_EQ(reason(a, b), StoryReason::kNone) << one;
        b.feed = a.feed;
        EXPECT_EQ(reason(a, b), StoryReason::kNone) << one << " in one feed";
    }
}

TEST(Story, IsNotWhatHasTheSameTitleOverAnotherText) {
    for (const auto* title : {"Links", "Weekend reading", "What I read this week"}) {
        auto a = original();
        a.title = title;
        auto b = other();
        b.title = title;
        EXPECT_EQ(reason(a, b), StoryReason::kNone) << title;
        b.feed = 2;
        b.author = "Bob Roe";
        EXPECT_EQ(reason(a, b), StoryReason::kNone) << title;
    }
}

TEST(Story, IsNotTheNextReportOfARobot) {
    auto monday = original();
    monday.title = "Nightly build report";
    monday.text = text_traits("17 tests failed. " + kTides, 0);
    auto tuesday = monday;
    tuesday.url = "https://ann.test/2023/nightly-2";
    tuesday.guid = "tag:ann.test,2023:19";
    tuesday.text = text_traits("23 tests failed. " + kTides, 1);
    EXPECT_EQ(reason(monday, tuesday), StoryReason::kNone);
}

TEST(Story, IsNotWhatSharesAGuidThatMeansNothing) {
    for (const auto* guid : {"17", "post-17", "index.html", "http://ann.test/", "http://ann.test"}) {
        auto a = original();
        auto b = other();
        a.guid = b.guid = guid;
        b.feed = 2;
        EXPECT_EQ(reason(a, b), StoryReason::kNone) << guid;
    }
}

TEST(Story, IsNotWhatSharesThePageOfTheSite) {
    for (const auto* page : {"https://ann.test/", "https://ann.test/news.html", "https://bit.ly/tides"}) {
        auto a = original();
        auto b = other();
        a.url = b.url = page;
        EXPECT_EQ(reason(a, b), StoryReason::kNone) << page;
    }
}

TEST(Story, IsNotWhatStandsElsewhereOnItsPage) {
    auto comment = other();
    comment.url = "https://ann.test/2023/on-tides#comment-3";
    comment.title = "Re: Why the tides are late";
    comment.author = "Bob Roe";
    EXPECT_EQ(reason(original(), comment), StoryReason::kNone);
    auto next = comment;
    next.url = "https://ann.test/2023/on-tides#comment-4";
    next.text = tides();
    EXPECT_EQ(reason(comment, next), StoryReason::kNone);
}

TEST(Story, IsNotWhatAnotherPersonSaysAboutTheSameArticle) {
    auto a = original();
    auto b = other();
    a.url = b.url = "https://news.test/article";
    b.feed = 2;
    EXPECT_EQ(reason(a, b), StoryReason::kNone);
}

TEST(Story, IsNotWhatHasTheSameNoticeInPlaceOfAText) {
    auto a = original();
    auto b = other();
    b.feed = 2;
    a.text = b.text = text_traits("Subscribers can read this article in full. Log in to go on reading.", 5);
    EXPECT_EQ(reason(a, b), StoryReason::kNone);
}

TEST(Story, IsNotTheNextEpisode) {
    auto a = original();
    auto b = original();
    b.url = "https://ann.test/2023/on-tides-2";
    b.guid = "tag:ann.test,2023:19";
    a.file = "https://ann.test/audio/170.mp3";
    b.file = "https://ann.test/audio/171.mp3";
    EXPECT_EQ(reason(a, b), StoryReason::kNone);
    b.file = "http://cdn.test/audio/170.mp3";
    EXPECT_NE(reason(a, b), StoryReason::kNone);
}

TEST(Story, IsTwoWhereOneDocumentHasBoth) {
    auto a = original();
    auto b = original();
    b.url = "https://ann.test/2023/tides-again";
    b.guid = "tag:ann.test,2023:19";
    b.text = text_traits(kTides.substr(0, 180), 1);
    EXPECT_NE(reason(a, b), StoryReason::kNone);
    a.is_listed = b.is_listed = true;
    EXPECT_EQ(reason(a, b), StoryReason::kNone);
}

TEST(StoryKeys, AreFewAndNeverZero) {
    for (const auto& post : {original(), copy(), other(), Post{}}) {
        const auto keys = story_keys(post);
        EXPECT_LE(keys.size(), kMostStoryKeys);
        EXPECT_EQ(std::ranges::count(keys, 0u), 0);
    }
    EXPECT_TRUE(story_keys(Post{}).empty());
}

TEST(StoryKeys, LeaveOutWhatManyPostsHave) {
    auto post = original();
    post.url = "https://ann.test/";
    post.guid = "17";
    post.title = "Links";
    post.author = "";
    EXPECT_EQ(story_keys(post), (std::vector{post.text.opening}));
    post.url = "https://ann.test/news.html";
    post.shares_url = true;
    EXPECT_EQ(story_keys(post), (std::vector{post.text.opening}));
}

TEST(ChooseStory, TakesTheSurestCandidate) {
    auto same_address = copy();
    same_address.url = original().url;
    const std::vector<Post> candidates{other(), copy(), same_address};
    const auto choice = choose_story(original(), candidates);
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->candidate, 2u);
    EXPECT_EQ(choice->match.reason, StoryReason::kAddress);
    EXPECT_FALSE(choose_story(original(), std::span(candidates).first(1)));
}

TEST(StoryLead, IsTheOriginalHoweverLateItCame) {
    const std::vector<StoryMember> members{{.date = kDay, .first_seen = kDay, .is_copy = true},
                                           {.date = kDay - 1h, .first_seen = kDay + 1h}};
    const auto lead = story_lead(members);
    EXPECT_EQ(lead.member, 1u);
    EXPECT_EQ(lead.date, kDay - 1h);
}

TEST(StoryLead, KeepsTheFirstDateOfAPostThatIsIssuedAgain) {
    const std::vector<StoryMember> members{{.date = kDay, .first_seen = kDay, .is_gone = true},
                                           {.date = kDay + 24h * 400, .first_seen = kDay + 24h * 400}};
    const auto lead = story_lead(members);
    EXPECT_EQ(lead.member, 1u) << "the address that still works";
    EXPECT_EQ(lead.date, kDay);
}

TEST(StoryLead, BelievesAStatedDateBeforeOneThatWasMadeUp) {
    const std::vector<StoryMember> members{{.date = kDay - 72h, .date_is_stated = false, .first_seen = kDay},
                                           {.date = kDay, .first_seen = kDay + 1h}};
    EXPECT_EQ(story_lead(members).date, kDay);
    EXPECT_EQ(story_lead(members).member, 0u);
}

}  // namespace
}  // namespace orrery::planet
