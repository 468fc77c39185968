#pragma once

#include "orrery/base/hash.hpp"
#include "orrery/store/archive.hpp"
#include "test_place.hpp"

#include <filesystem>
#include <optional>

#include <gtest/gtest.h>
#include <sqlite3.h>

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

/// An archive of its own for each test, on either kind of store: see TestPlace.
class ArchiveTest : public testing::Test {
  protected:
    void SetUp() override {
        if (!TestPlace::is_available()) GTEST_SKIP() << "PostgreSQL is not installed";
        store_.emplace();
        open();
    }
    void TearDown() override { archive_.reset(); }

    void open() {
        archive_.reset();
        auto opened = open_archive(place(), OpenMode::kCreate);
        ASSERT_TRUE(opened) << opened.error().message();
        archive_ = std::move(*opened);
    }
    [[nodiscard]] std::string place() const { return store_->place(); }
    [[nodiscard]] const std::filesystem::path& folder() const { return store_->folder(); }
    /// The file of an archive on SQLite.
    [[nodiscard]] std::filesystem::path path() const { return store_->place(); }

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
    /// Changes what is stored behind the archive's back.
    void execute(const std::string& sql) {
        if (TestPlace::is_on_server()) return store_->run_on_server(sql);
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open(path().c_str(), &raw), SQLITE_OK);
        const std::unique_ptr<sqlite3, int (*)(sqlite3*)> database(raw, sqlite3_close);
        char* message = nullptr;
        ASSERT_EQ(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK) << message;
    }
    EntryId newest() { return archive_->stories({})->front().id; }

    std::optional<TestPlace> store_;
    std::unique_ptr<Archive> archive_;
};

}  // namespace orrery::store::testing_support
