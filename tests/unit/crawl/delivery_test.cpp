#include "orrery/crawl/delivery.hpp"

#include "orrery/base/arena.hpp"

#include <gtest/gtest.h>

namespace orrery::crawl {
namespace {

using namespace std::chrono_literals;

const Timestamp kNow = Timestamp(1'700'000'000s);

class DeliveryTest : public testing::Test {
  protected:
    feed::Entry& add(std::string_view id, std::string_view title) {
        auto& entry = feed_.entries.emplace_back(arena_);
        entry.id = id;
        entry.title.value = title;
        return entry;
    }
    [[nodiscard]] Delivery deliver(bool is_first_poll = false) const {
        return make_delivery(feed_, {"https://example.org/feed", kNow, is_first_poll}, post_policy());
    }

    Arena arena_;
    feed::Feed feed_;
};

TEST_F(DeliveryTest, TakesTheContentElseTheSummary) {
    auto& entry = add("1", "A");
    entry.summary = {.value = "short"};
    EXPECT_EQ(deliver().entries[0].html, "<p>short</p>\n");
    entry.content = {.value = "<p>long</p>", .type = feed::TextType::kHtml};
    EXPECT_EQ(deliver().entries[0].html, "<p>long</p>");
}

TEST_F(DeliveryTest, CleansMarkupAndMakesLinksAbsolute) {
    auto& entry = add("1", "A");
    entry.link = "https://example.org/posts/1";
    entry.content = {.value = "<script>x()</script><h1>H</h1><a href=\"2\">next</a>",
                     .type = feed::TextType::kHtml};
    const auto html = deliver().entries[0].html;
    EXPECT_EQ(html.find("x()"), std::string::npos);
    EXPECT_NE(html.find("<h3>H</h3>"), std::string::npos) << html;
    EXPECT_NE(html.find("href=\"https://example.org/posts/2\""), std::string::npos) << html;
}

TEST_F(DeliveryTest, KeepsLinksToThePostsOwnFragmentsWorking) {
    auto& entry = add("1", "A");
    entry.link = "https://example.org/posts/1";
    entry.content = {
        .value = "<a href=\"https://example.org/posts/1#n\">1</a><i id=\"n\">n</i><a href=\"#c\">2</a>",
        .type = feed::TextType::kHtml,
        .base = "https://example.org/feed"};
    const auto html = deliver().entries[0].html;
    EXPECT_NE(html.find("<a href=\"#p"), std::string::npos) << html;
    EXPECT_NE(html.find("href=\"https://example.org/posts/1#c\""), std::string::npos) << html;
}

TEST_F(DeliveryTest, LetsFramesInOnlyFromHostsThatWereNamed) {
    add("1", "A").content = {.value = "<iframe src=\"https://www.youtube.com/embed/x\"></iframe>text",
                             .type = feed::TextType::kHtml};
    EXPECT_EQ(deliver().entries[0].html, "text");
    const auto delivery =
        make_delivery(feed_, {"https://example.org/feed", kNow, false}, post_policy({"www.youtube.com"}));
    EXPECT_TRUE(
        delivery.entries[0].html.starts_with("<iframe src=\"https://www.youtube.com/embed/x\" sandbox="));
}

TEST_F(DeliveryTest, ATitleKeepsItsFormWhileTheFeedsHabitIsNotSureToHaveChanged) {
    const auto add_named = [&](std::string_view name, std::string_view link) { add(link, name).link = link; };
    add_named("Ann Lee: On tides", "https://ann.test/1");
    add_named("Bob Roe: Hello", "https://bob.test/2");
    add_named("Ann Lee: More tides", "https://ann.test/3");
    add_named("Cy Young: Moons", "https://cy.test/4");
    add_named("Bob Roe: Again", "https://bob.test/5");
    const auto first = deliver(true);
    EXPECT_EQ(first.entries[0].title, "On tides");
    EXPECT_EQ(first.habit.habit, planet::PrefixHabit::kColon);

    add_named("An announcement of the planet", "https://example.org/6");
    add_named("Another one", "https://example.org/7");
    const Arrival later{"https://example.org/feed", kNow, false, 0, first.habit};
    const auto second = make_delivery(feed_, later, post_policy());
    EXPECT_EQ(second.entries[0].title, "On tides") << "no false revision";
    EXPECT_EQ(deliver().entries[0].title, "Ann Lee: On tides") << "without what was kept it would be one";
}

TEST_F(DeliveryTest, WritesPlainTextAsParagraphs) {
    add("1", "A").content = {.value = "a < b\nsecond line\n\nnext"};
    EXPECT_EQ(deliver().entries[0].html, "<p>a &lt; b<br>\nsecond line</p>\n<p>next</p>\n");
}

TEST_F(DeliveryTest, GivesTheIdsOfTwoPostsDifferentPrefixes) {
    for (const auto* id : {"1", "2"})
        add(id, id).content = {.value = "<p id=\"note\">x</p>", .type = feed::TextType::kHtml};
    const auto delivery = deliver();
    EXPECT_NE(delivery.entries[0].html, delivery.entries[1].html);
}

TEST_F(DeliveryTest, CallsAPostWithoutTitleByItsBeginning) {
    add("1", "").content = {.value = "<p>Only a few words.</p>", .type = feed::TextType::kHtml};
    EXPECT_EQ(deliver().entries[0].title, "Only a few words.");
}

TEST_F(DeliveryTest, ReadsMarkupOutOfATitle) {
    auto& entry = add("1", "A &amp; <i>B</i>");
    entry.title.type = feed::TextType::kHtml;
    EXPECT_EQ(deliver().entries[0].title, "A & B");
}

TEST_F(DeliveryTest, KeepsTheNewerOfTheSameEntryTwice) {
    add("1", "Old").updated.time = kNow - 2h;
    add("1", "New").updated.time = kNow - 1h;
    const auto entries = deliver().entries;
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].title, "New");
}

TEST_F(DeliveryTest, LeavesOutWhatHasNothingToReadOrOpen) {
    add("", "");
    add("", "A");
    EXPECT_EQ(deliver().entries.size(), 1u);
}

TEST_F(DeliveryTest, SpreadsUndatedEntriesOnlyOnTheFirstPoll) {
    add("1", "A");
    add("2", "B");
    EXPECT_LT(deliver(true).entries[1].date, kNow - 23h);
    EXPECT_GT(deliver(false).entries[1].date, kNow - 1s);
}

TEST_F(DeliveryTest, NamesEachCategoryOnceByItsLabel) {
    auto& entry = add("1", "A");
    entry.categories.emplace_back(arena_) = {.term = "sea", .label = "The sea"};
    entry.categories.emplace_back(arena_) = {.term = "The sea"};
    entry.categories.emplace_back(arena_) = {.term = " "};
    EXPECT_EQ(deliver().entries[0].categories, std::vector<std::string>{"The sea"});
}

}  // namespace
}  // namespace orrery::crawl
