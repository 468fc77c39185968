// Regular expressions: the entries themselves are read.

#include "archive_fixture.hpp"

#include <future>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

namespace orrery::store {
namespace {

using namespace testing_support;

class RegexSearchTest : public ArchiveTest {
  protected:
    static NewEntry post(int number, const std::string& title, const std::string& text,
                         const std::string& author = {}) {
        auto made = entry(std::to_string(number), title, kNow - number * 1s);
        made.html = "<p>" + text + "</p>";
        made.author = author;
        return made;
    }
    using Titles = std::vector<std::string>;
    static Titles titles(const Result<SearchAnswer>& answer) {
        EXPECT_TRUE(answer) << answer.error().message();
        Titles found;
        if (answer)
            for (const auto& hit : answer->hits)
                found.push_back(hit.story.title);
        return found;
    }
    Titles find(const std::string& query, const std::string& expression = {}) {
        return titles(archive_->search({.query = query, .expression = expression}));
    }
    std::string mistake(const SearchRequest& request) {
        const auto answer = archive_->search(request);
        EXPECT_FALSE(answer);
        return answer ? "" : answer.error().message();
    }
    void maintain() {
        const auto done = archive_->maintain({.clock = [] { return kNow; }});
        ASSERT_TRUE(done) << done.error().message();
    }
    void add_posts() {
        feed_ = add("https://a/feed");
        commit(feed_,
               {post(1, "Colours", "The colour of the sea"), post(2, "Paint", "A color chart, page 12"),
                post(3, "Sea", "A sea of grey"), post(4, "Nothing", "at all", "Ada C. Olour")});
        maintain();
    }
    FeedId feed_ = 0;
};

TEST_F(RegexSearchTest, LooksInTitleTextAndAuthorTheNewestFirst) {
    add_posts();
    EXPECT_EQ(find("/colou?r/"), (Titles{"Colours", "Paint"}));
    EXPECT_EQ(find("", "colou?r"), (Titles{"Colours", "Paint"}));
    EXPECT_EQ(find("/^Sea$/"), Titles{"Sea"});
    EXPECT_EQ(find("/C\\. Olour/"), Titles{"Nothing"});
    EXPECT_EQ(find("/COLOUR/i"), (Titles{"Colours"}));
    EXPECT_EQ(find("", "nowhere"), Titles{});
}

TEST_F(RegexSearchTest, AnswersAnyMixOfWordsAndExpressions) {
    add_posts();
    EXPECT_EQ(find("sea /gr[ae]y/"), Titles{"Sea"});
    EXPECT_EQ(find("sea -/gr[ae]y/"), Titles{"Colours"});
    EXPECT_EQ(find("chart or /gr[ae]y/"), (Titles{"Paint", "Sea"}));
    EXPECT_EQ(find("-(sea or /[0-9]+/)"), Titles{"Nothing"});
    EXPECT_EQ(find("-(sea -/gr[ae]y/)"), (Titles{"Paint", "Sea", "Nothing"}));
    EXPECT_EQ(find("sea", "gr[ae]y"), Titles{"Sea"});
    EXPECT_EQ(find("sea or chart", "[0-9]"), Titles{"Paint"});
    EXPECT_EQ(find("feed:" + std::to_string(feed_) + " /page [0-9]+/"), Titles{"Paint"});
}

TEST_F(RegexSearchTest, MarksWhatMatched) {
    add_posts();
    const auto answer = archive_->search({.query = "/page [0-9]+/ color"});
    ASSERT_EQ(answer->hits.size(), 1u);
    const auto& snippet = answer->hits[0].snippet;
    std::vector<std::string> marked;
    for (const auto& mark : snippet.marks)
        marked.push_back(snippet.text.substr(mark.begin, mark.end - mark.begin));
    EXPECT_EQ(marked, (std::vector<std::string>{"color", "page 12"}));
}

TEST_F(RegexSearchTest, SaysWhereAMistakeIs) {
    add_posts();
    EXPECT_TRUE(
        mistake({.query = "sea /gr[ey/"}).starts_with("column 8: a [ of the expression is never closed"));
    EXPECT_TRUE(mistake({.query = "sea", .expression = "a/(b"}).starts_with("column 3: a parenthesis"));
    EXPECT_TRUE(mistake({.query = "", .expression = "(?<!a)b"}).find("linear time") != std::string::npos);
    EXPECT_EQ(archive_->search({.query = "/sea/", .order = SearchRequest::Order::kBest}).error().code,
              ErrorCode::kUnsupported);
}

TEST_F(RegexSearchTest, ShowsNoStoryTwiceAndNoneThatIsKeptFromReaders) {
    add_posts();
    const auto paint = archive_->search({.query = "chart"})->hits[0].story.id;
    const auto sea = archive_->search({.query = "grey"})->hits[0].story.id;
    ASSERT_TRUE(archive_->join_story(sea, paint, "the same", kNow));
    EXPECT_EQ(find("/ea/"), (Titles{"Colours", "Paint"}));
    EXPECT_EQ(find("/chart|grey/").size(), 1u);
    ASSERT_TRUE(archive_->moderate(sea, Archive::Moderation::kHide, "", kNow));
    EXPECT_EQ(find("/chart|grey/"), Titles{});
}

TEST_F(RegexSearchTest, SaysHowItWasAnswered) {
    add_posts();
    const auto words = archive_->search({.query = "sea"});
    EXPECT_FALSE(words->scan);
    EXPECT_EQ(words->segments, 1u);
    EXPECT_EQ(words->work.terms, 1u);
    EXPECT_GE(words->work.postings, 2u);
    const auto all = archive_->search({.query = "/e/"});
    ASSERT_TRUE(all->scan);
    EXPECT_EQ(all->scan->rows, 4);
    EXPECT_GT(all->scan->bytes, 80u);
    EXPECT_GE(all->scan->workers, 1u);
    EXPECT_TRUE(all->entries.exact);
    const auto narrowed = archive_->search({.query = "sea /e/"});
    EXPECT_EQ(narrowed->scan->rows, 2);
}

// The machine opens no file and no connection any more.
class NoMoreFiles {
  public:
    NoMoreFiles() {
        getrlimit(RLIMIT_NOFILE, &before_);
        auto now = before_;
        const int next = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        now.rlim_cur = static_cast<rlim_t>(next);
        ::close(next);
        setrlimit(RLIMIT_NOFILE, &now);
    }
    ~NoMoreFiles() { setrlimit(RLIMIT_NOFILE, &before_); }
    NoMoreFiles(const NoMoreFiles&) = delete;
    NoMoreFiles& operator=(const NoMoreFiles&) = delete;

  private:
    rlimit before_{};
};

// Nor does it start a thread: there is no room for such a stack.
class NoMoreThreads {
  public:
    NoMoreThreads() {
        pthread_getattr_default_np(&before_);
        pthread_attr_t now{};
        pthread_attr_init(&now);
        EXPECT_EQ(pthread_attr_setstacksize(&now, std::size_t{1} << 56), 0);
        EXPECT_EQ(pthread_setattr_default_np(&now), 0);
        pthread_attr_destroy(&now);
    }
    ~NoMoreThreads() {
        pthread_setattr_default_np(&before_);
        pthread_attr_destroy(&before_);
    }
    NoMoreThreads(const NoMoreThreads&) = delete;
    NoMoreThreads& operator=(const NoMoreThreads&) = delete;

  private:
    pthread_attr_t before_{};
};

TEST_F(RegexSearchTest, GoesWithoutHelpersThatGetNoConnectionOrNoThread) {
    const auto feed = add("https://many/feed");
    std::vector<NewEntry> entries;
    for (int i = 0; i < 900; ++i)
        entries.push_back(post(i, fmt::format("Post {}", i), "Nothing special"));
    commit(feed, std::move(entries));
    maintain();
    // The connection that is used below.
    EXPECT_EQ(find("special"), find("special"));
    {
        const NoMoreFiles none;
        EXPECT_EQ(find("/899/"), Titles{"Post 899"});
    }
    {
        const NoMoreThreads none;
        EXPECT_THROW(std::thread([] {}).join(), std::system_error);
        EXPECT_EQ(find("/899/"), Titles{"Post 899"});
    }
    EXPECT_EQ(find("/899/"), Titles{"Post 899"});
}

TEST_F(RegexSearchTest, KeepsTheOrderOverManyBatchesAndStopsWhenThereIsEnough) {
    const auto feed = add("https://many/feed");
    Titles expected;
    for (int part = 0; part < 12; ++part) {
        std::vector<NewEntry> entries;
        for (int i = 0; i < 300; ++i) {
            const int number = part * 300 + i;
            entries.push_back(
                post(number, fmt::format("Post {}", number), fmt::format("about {} things", number)));
            if (number % 7 == 3) expected.push_back(entries.back().title);
        }
        commit(feed, std::move(entries));
        if (part % 3 == 0) maintain();
    }
    maintain();
    // Every seventh number from 3 on.
    std::string numbers;
    for (const auto& title : expected)
        numbers += (numbers.empty() ? "" : "|") + title.substr(5);
    const auto expression = "^about (" + numbers + ") things";
    std::vector<std::future<Titles>> at_once;
    for (int i = 0; i < 8; ++i)
        at_once.push_back(std::async(std::launch::async, [&] {
            return titles(archive_->search({.query = "", .expression = expression, .limit = 5000}));
        }));
    for (auto& answer : at_once)
        EXPECT_EQ(answer.get(), expected);

    const auto second = archive_->search({.query = "", .expression = expression, .offset = 20, .limit = 20});
    EXPECT_EQ(titles(second), Titles(expected.begin() + 20, expected.begin() + 40));
    EXPECT_FALSE(second->entries.exact);
    EXPECT_LT(second->scan->rows, 3600);
}

}  // namespace
}  // namespace orrery::store
