#pragma once

#include "orrery/base/hash.hpp"
#include "orrery/store/archive.hpp"

#include <filesystem>

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

namespace orrery::store::testing_support {

using namespace std::chrono_literals;

inline const Timestamp kNow = Timestamp(1'700'000'000s);

inline NewEntry entry(std::string key, std::string title = "Title", Timestamp date = kNow) {
    NewEntry entry;
    entry.identity.guid = hash64(key);
    entry.guid = std::move(key);
    entry.url = "https://example.org/" + entry.guid;
    entry.title = std::move(title);
    entry.html = "<p>Body</p>";
    entry.date = date;
    return entry;
}

/// An archive in a folder of its own that goes with the test.
class ArchiveTest : public testing::Test {
  protected:
    void SetUp() override {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        folder_ =
            std::filesystem::temp_directory_path() / ("orrery-store-" + std::to_string(::getpid()) + "-" +
                                                      test->test_suite_name() + "-" + test->name());
        std::filesystem::create_directories(folder_);
        open();
    }
    void TearDown() override {
        archive_.reset();
        std::filesystem::remove_all(folder_);
    }

    void open() {
        archive_.reset();
        auto opened = open_sqlite(path(), OpenMode::kCreate);
        ASSERT_TRUE(opened) << opened.error().message();
        archive_ = std::move(*opened);
    }
    [[nodiscard]] std::filesystem::path path() const { return folder_ / "orrery.db"; }

    FeedId add(std::string url) {
        const NewFeed feed{.url = std::move(url), .given_title = {}, .category = {}, .site_url = {}};
        return archive_->add_feeds({&feed, 1}, kNow)->front().id;
    }
    PollChanges commit(FeedId feed, std::vector<NewEntry> entries, Timestamp time = kNow) {
        PollCommit poll;
        poll.feed = feed;
        poll.time = time;
        poll.state.outcome = PollOutcome::kNew;
        poll.state.last_poll = time;
        poll.entries = std::move(entries);
        poll.flood.action = planet::FloodAction::kAccept;
        auto changes = archive_->commit_poll(poll);
        EXPECT_TRUE(changes) << changes.error().message();
        return changes ? *changes : PollChanges{};
    }
    /// Changes the file behind the archive's back.
    void execute(const std::string& sql) {
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open(path().c_str(), &raw), SQLITE_OK);
        const std::unique_ptr<sqlite3, int (*)(sqlite3*)> database(raw, sqlite3_close);
        char* message = nullptr;
        ASSERT_EQ(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK) << message;
    }
    EntryId newest() { return archive_->stories({})->front().id; }

    std::filesystem::path folder_;
    std::unique_ptr<Archive> archive_;
};

}  // namespace orrery::store::testing_support
