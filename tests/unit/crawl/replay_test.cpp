#include "orrery/crawl/replay.hpp"

#include "orrery/base/hash.hpp"
#include "orrery/crawl/delivery.hpp"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

namespace orrery::crawl {
namespace {

using namespace std::chrono_literals;

const Timestamp kNow = Timestamp(1'700'000'000s);

std::string document(const std::string& items) {
    return "<rss version='2.0'><channel><title>A</title>" + items + "</channel></rss>";
}
std::string item(const std::string& guid, const std::string& text) {
    return "<item><guid isPermaLink='false'>" + guid + "</guid><title>" + guid + "</title><description>" +
           text + "</description></item>";
}

class ReplayTest : public testing::Test {
  protected:
    ReplayTest() {
        folder_ = std::filesystem::temp_directory_path() / ("orrery-replay-" + std::to_string(::getpid()));
        archive_ = *store::open_sqlite(folder_ / "orrery.db", store::OpenMode::kCreate);
        const store::NewFeed feed{.url = "https://a/feed", .given_title = {}, .category = {}, .site_url = {}};
        feed_ = archive_->add_feeds({&feed, 1}, kNow)->front().id;
    }
    ~ReplayTest() override {
        archive_.reset();
        std::filesystem::remove_all(folder_);
    }

    // A poll by a parser that read no text: it knew the titles only.
    void deliver(const std::string& bytes, Timestamp time) {
        auto parsed = feed::parse(bytes);
        store::PollCommit poll{.feed = feed_, .time = time};
        poll.entries =
            make_delivery(parsed->feed(), {"https://a/feed", time, false, feed_}, post_policy()).entries;
        for (auto& entry : poll.entries)
            entry.html.clear();
        poll.state.body_hash = hash128_hex(bytes);
        poll.document = store::Document{bytes, "application/rss+xml", "https://a/feed"};
        ASSERT_TRUE(archive_->commit_poll(poll));
    }
    Result<ReplayReport> replay_all() {
        return replay(*archive_, **archive_->feed(feed_), PollOptions(), kNow + 24h);
    }
    std::string text_of(const std::string& title) {
        const auto stories = *archive_->stories({});
        for (const auto& story : stories)
            if (story.title == title) return story.html;
        return "none";
    }

    std::filesystem::path folder_;
    std::unique_ptr<store::Archive> archive_;
    store::FeedId feed_ = 0;
};

TEST_F(ReplayTest, GivesEveryEntryWhatItsNewestDocumentSays) {
    deliver(document(item("a", "first") + item("b", "only here")), kNow);
    deliver(document(item("a", "second")), kNow + 1h);
    const auto report = replay_all();
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->documents, 2u);
    EXPECT_EQ(report->changes.revised, 2);
    EXPECT_EQ(text_of("a"), "second");
    EXPECT_EQ(text_of("b"), "only here");
    EXPECT_FALSE(replay_all()->changes.any()) << "there is nothing left to improve";
}

TEST_F(ReplayTest, KeepsToItselfWhenTheNewestDocumentIsMissing) {
    deliver(document(item("a", "first")), kNow);
    store::PollCommit later{.feed = feed_, .time = kNow + 1h};
    later.state.body_hash = "another document, not kept";
    ASSERT_TRUE(archive_->commit_poll(later));
    const auto report = replay_all();
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().where, "https://a/feed");
    EXPECT_EQ(text_of("a"), "");
}

TEST_F(ReplayTest, PassesOverDocumentsThatAreNoFeed) {
    store::PollCommit poll{.feed = feed_, .time = kNow};
    poll.state.body_hash = hash128_hex("nothing");
    poll.document = store::Document{"nothing", "", ""};
    ASSERT_TRUE(archive_->commit_poll(poll));
    EXPECT_EQ(replay_all()->unreadable, 1u);
}

}  // namespace
}  // namespace orrery::crawl
