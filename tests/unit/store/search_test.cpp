#include "archive_fixture.hpp"

namespace orrery::store {
namespace {

using namespace testing_support;

class SearchTest : public ArchiveTest {
  protected:
    static NewEntry post(const std::string& key, const std::string& title, const std::string& text,
                         Timestamp date = kNow) {
        auto made = entry(key, title, date);
        made.html = "<p>" + text + "</p>";
        return made;
    }
    std::vector<std::string> find(const std::string& query,
                                  SearchRequest::Order order = SearchRequest::Order::kNewest) {
        const auto answer = archive_->search({.query = query, .order = order, .now = kNow});
        EXPECT_TRUE(answer) << answer.error().message();
        std::vector<std::string> titles;
        if (answer)
            for (const auto& hit : answer->hits)
                titles.push_back(hit.story.title);
        return titles;
    }
    void maintain() {
        const auto done = archive_->maintain({.clock = [this] { return now_; }, .stop = {}});
        ASSERT_TRUE(done) << done.error().message();
    }
    using Titles = std::vector<std::string>;
    Timestamp now_ = kNow;
};

TEST_F(SearchTest, FindsWhatWasCommittedOnceItIsMaintained) {
    commit(add("https://a/feed"),
           {post("1", "Harbour", "A lighthouse by the sea."), post("2", "Hills", "Sheep.")});
    EXPECT_EQ(find("lighthouse"), Titles{});
    maintain();
    EXPECT_EQ(find("lighthouse"), Titles{"Harbour"});
    EXPECT_EQ(find("Hills"), Titles{"Hills"});
    EXPECT_EQ(find("\"by the sea\""), Titles{"Harbour"});
    EXPECT_EQ(find("sheep or sea"), (Titles{"Harbour", "Hills"}));
}

TEST_F(SearchTest, OrdersByDateOrByRelevance) {
    commit(add("https://a/feed"),
           {post("1", "New", "wind", kNow), post("2", "Wind, wind", "wind and wind", kNow - 1h)});
    maintain();
    EXPECT_EQ(find("wind"), (Titles{"New", "Wind, wind"}));
    EXPECT_EQ(find("wind", SearchRequest::Order::kBest), (Titles{"Wind, wind", "New"}));
}

TEST_F(SearchTest, FindsARevisedEntryByItsNewTextAlone) {
    const auto feed = add("https://a/feed");
    commit(feed, {post("1", "Title", "first draft")});
    maintain();
    commit(feed, {post("1", "Title", "second version")});
    maintain();
    EXPECT_EQ(find("draft"), Titles{});
    EXPECT_EQ(find("version"), Titles{"Title"});
    EXPECT_EQ(archive_->search({.query = "title", .now = kNow})->entries.value, 1u);
}

TEST_F(SearchTest, NarrowsByFeedNumberTitleOrAddressAndByDate) {
    const NewFeed named{.url = "https://b/feed", .given_title = "Brass Band", .category = {}, .site_url = {}};
    const auto a = add("https://a/feed");
    const auto b = archive_->add_feeds({&named, 1}, kNow)->front().id;
    commit(a, {post("1", "From a", "tuba")});
    commit(b, {post("2", "From b", "tuba", kNow - std::chrono::days(400))});
    maintain();
    EXPECT_EQ(find("tuba feed:" + std::to_string(b)), Titles{"From b"});
    EXPECT_EQ(find("tuba feed:brass"), Titles{"From b"});
    EXPECT_EQ(find("tuba feed:\"https://a/\""), Titles{"From a"});
    EXPECT_EQ(find("tuba before:2023"), Titles{"From b"});
    EXPECT_FALSE(archive_->search({.query = "tuba feed:nobody", .now = kNow}));
}

TEST_F(SearchTest, ShowsNothingOfAStoryThatWentWhileItWasFound) {
    const auto feed = add("https://a/feed");
    commit(feed, {entry("1", "A lighthouse")});
    commit(add("https://b/feed"), {entry("2", "Another lighthouse", kNow - 1h)});
    maintain();
    ASSERT_EQ(archive_->search({.query = "lighthouse"})->hits.size(), 2u);
    // As such a story is, this one is found and cannot be read.
    execute(std::string(TestPlace::is_on_server() ? "SET session_replication_role = replica;" : "") +
            "DELETE FROM feed WHERE id = " + std::to_string(feed));
    for (const std::size_t limit : {1, 2}) {
        const auto answer = archive_->search({.query = "lighthouse", .limit = limit});
        ASSERT_TRUE(answer) << answer.error().message();
        ASSERT_EQ(answer->hits.size(), 1u);
        EXPECT_EQ(answer->hits[0].story.title, "Another lighthouse");
    }
}

TEST_F(SearchTest, TheNameOfAFeedIsTakenByItsLetters) {
    const std::vector<NewFeed> feeds = {{.url = "https://a/feed", .given_title = "100% a_b c\\d"},
                                        {.url = "https://b/feed", .given_title = "1000 axb cd"}};
    const auto added = *archive_->add_feeds(feeds, kNow);
    commit(added[0].id, {post("1", "From a", "tuba")});
    commit(added[1].id, {post("2", "From b", "tuba")});
    maintain();
    EXPECT_EQ(find("tuba feed:100%"), Titles{"From a"});
    EXPECT_EQ(find("tuba feed:a_b"), Titles{"From a"});
    EXPECT_EQ(find("tuba feed:c\\d"), Titles{"From a"});
    EXPECT_EQ(find("tuba feed:axb"), Titles{"From b"});
}

TEST_F(SearchTest, MarksWhatMatched) {
    commit(add("https://a/feed"), {post("1", "T", "The <b>quick</b> fox")});
    maintain();
    const auto answer = archive_->search({.query = "quick", .now = kNow});
    ASSERT_TRUE(answer);
    const auto& snippet = answer->hits.front().snippet;
    EXPECT_EQ(snippet.text, "The quick fox");
    ASSERT_EQ(snippet.marks.size(), 1u);
    EXPECT_EQ(snippet.text.substr(snippet.marks[0].begin, 5), "quick");
}

TEST_F(SearchTest, PagesWithoutGapsOrRepetitions) {
    const auto feed = add("https://a/feed");
    std::vector<NewEntry> posts;
    for (int number = 0; number < 200; ++number)
        posts.push_back(post(std::to_string(number), "Post " + std::to_string(number), "common",
                             kNow - std::chrono::minutes(number)));
    commit(feed, posts);
    maintain();
    int next = 0;
    for (std::size_t offset = 0; offset < 200; offset += 30) {
        const auto answer = archive_->search({.query = "common", .offset = offset, .limit = 30, .now = kNow});
        ASSERT_TRUE(answer);
        for (const auto& hit : answer->hits)
            EXPECT_EQ(hit.story.title, "Post " + std::to_string(next++));
    }
    EXPECT_EQ(next, 200);
}

TEST_F(SearchTest, MergesItsPartsAndFindsTheSameAfterwards) {
    const auto feed = add("https://a/feed");
    for (int number = 0; number < 35; ++number) {
        commit(feed, {post(std::to_string(number), "Post " + std::to_string(number), "common",
                           kNow + std::chrono::minutes(number))});
        maintain();
    }
    EXPECT_EQ(archive_->search({.query = "common", .now = kNow})->entries.value, 35u);
    EXPECT_EQ(find("common").front(), "Post 34");
    const auto rows = [&](const std::string& table) {
        std::int64_t count = 0;
        EXPECT_TRUE(archive_->run_sql("SELECT count(*) FROM " + table,
                                      {.columns = [](const auto&) {},
                                       .row =
                                           [&](const auto& values) {
                                               count = std::get<std::int64_t>(values[0]);
                                               return true;
                                           }}));
        return count;
    };
    EXPECT_LT(rows("search_segment WHERE retired IS NULL"), 20);
    const auto before = rows("search_segment");
    now_ += 1h;
    maintain();
    EXPECT_LT(rows("search_segment"), before) << "what was merged away goes when nobody can be reading it";
    EXPECT_EQ(rows("search_segment WHERE retired IS NOT NULL"), 0);
    EXPECT_EQ(find("common").size(), 20u);
}

TEST_F(SearchTest, SurvivesClosingAndOpeningAndIsSharedByProcesses) {
    const auto feed = add("https://a/feed");
    commit(feed, {post("1", "One", "shared")});
    open();
    maintain();
    auto other = open_archive(place(), OpenMode::kExisting);
    ASSERT_TRUE(other);
    EXPECT_EQ((*other)->search({.query = "shared", .now = kNow})->hits.size(), 1u);
    commit(feed, {post("2", "Two", "shared")});
    maintain();
    EXPECT_EQ((*other)->search({.query = "shared", .now = kNow})->hits.size(), 2u);
}

TEST_F(SearchTest, LeavesTheIndexToAProcessThatIsAtItUntilThatIsSilentForTooLong) {
    commit(add("https://a/feed"), {post("1", "One", "text")});
    execute("UPDATE search_state SET keeper = 1, until = " +
            std::to_string((kNow + 2min).time_since_epoch().count()));
    maintain();
    EXPECT_EQ(find("text"), Titles{});
    now_ += 3min;
    maintain();
    EXPECT_EQ(find("text"), Titles{"One"});
}

TEST_F(SearchTest, SaysWhatIsWrongWithAQuery) {
    const auto answer = archive_->search({.query = "autor:ann", .now = kNow});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::kInvalid);
    EXPECT_NE(answer.error().remedy.find("author"), std::string::npos) << answer.error().message();
}

}  // namespace
}  // namespace orrery::store
