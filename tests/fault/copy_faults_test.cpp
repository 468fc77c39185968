// Copying and migrating an archive on a disk and a heap that fail: what it is copied from stays as it is, a
// copy is never taken for whole before it is, and the next attempt goes on and ends with every row.

#include "faulty_vfs.hpp"
#include "orrery/base/hash.hpp"
#include "orrery/store/archive.hpp"
#include "orrery/store/copy.hpp"

#include <filesystem>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

namespace orrery::store {
namespace {

using namespace std::chrono_literals;
using faults::Fault;

const Timestamp kNow = Timestamp(1'700'000'000s);
constexpr std::array kKinds = {Fault::Kind::kError, Fault::Kind::kFull, Fault::Kind::kKilled,
                               Fault::Kind::kPowerCut};

// The program's one heap and disk: they have to be in place before SQLite is used.
const bool kInstalled = [] {
    faults::install_failing_heap();
    faults::install_faulty_vfs();
    return true;
}();

NewEntry entry_number(int number, std::string_view words) {
    NewEntry entry;
    entry.guid = fmt::format("{}", number);
    entry.identity.guid = hash64(entry.guid);
    entry.title = "Entry " + entry.guid;
    entry.date = kNow + number * 1min;
    for (int word = 0; word < 60; ++word)
        entry.html += hash128_hex(fmt::format("{} {} {}", words, number, word));
    return entry;
}

class CopyFaults : public testing::Test {
  protected:
    // Something in every table.
    void SetUp() override {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
        faults::arm({});
        make_source();
        const auto whole = copy_archive(source(), (folder_ / "whole.db").string());
        ASSERT_TRUE(whole) << whole.error().message();
        expected_ = describe(*whole);
        for (const auto& table : whole->tables)
            EXPECT_TRUE(table.rows > 0 || table.name == "dictionary" || table.name == "search_pending")
                << table.name;
    }
    void TearDown() override {
        faults::fail_allocation(0);
        faults::arm({});
        std::filesystem::remove_all(folder_);
    }

    [[nodiscard]] std::string source() const { return (folder_ / "source.db").string(); }
    [[nodiscard]] std::string target() const { return (folder_ / "target.db").string(); }

    void make_source() const {
        auto archive = open_sqlite(source(), OpenMode::kCreate);
        ASSERT_TRUE(archive) << archive.error().message();
        const std::vector<NewFeed> feeds = {{.url = "https://a/feed"}, {.url = "https://b/feed"}};
        ASSERT_TRUE((*archive)->add_feeds(feeds, kNow));
        PollCommit poll{.feed = 1, .time = kNow};
        poll.flood.action = planet::FloodAction::kAccept;
        for (int number = 1; number <= 120; ++number)
            poll.entries.push_back(entry_number(number, "words"));
        poll.document = Document{"<rss/>", "text/xml", "https://a/feed"};
        ASSERT_TRUE((*archive)->commit_poll(poll));
        poll.entries = {entry_number(1, "other words"), entry_number(60, "other words")};
        poll.is_whole = false;
        ASSERT_TRUE((*archive)->commit_poll(poll));
        poll.feed = 2;
        poll.entries = {entry_number(500, "words"), entry_number(501, "words")};
        ASSERT_TRUE((*archive)->commit_poll(poll));
        const Maintenance maintenance{.clock = [] { return kNow; }};
        ASSERT_TRUE((*archive)->maintain(maintenance));
        ASSERT_TRUE((*archive)->join_story(2, 3, "the same", kNow));
        ASSERT_TRUE((*archive)->moderate(4, Archive::Moderation::kHide, "no", kNow));
        const RetentionPolicy policy{.planet = {}, .feeds = {{2, {.entries = 1, .time = {}}}}};
        ASSERT_TRUE((*archive)->prune(policy, maintenance));
        // What went is marked as dead in the segment that has it.
        ASSERT_TRUE((*archive)->maintain(maintenance));
    }

    static std::string describe(const CopyReport& report) {
        std::string text;
        for (const auto& table : report.tables)
            text += fmt::format("{} {} {}\n", table.name, table.rows, table.checksum);
        return text;
    }

    void remove_target() const {
        for (const auto* suffix : {"", "-wal", "-shm", "-journal"})
            std::filesystem::remove(target() + suffix);
    }

    // The file is sound, whatever is in it.
    void expect_sound(const std::string& path) const {
        if (!std::filesystem::exists(path)) return;
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open(path.c_str(), &raw), SQLITE_OK);
        const std::unique_ptr<sqlite3, int (*)(sqlite3*)> database(raw, sqlite3_close);
        std::string answer;
        const auto take = [](void* into, int, char** values, char**) {
            *static_cast<std::string*>(into) += values[0];
            return 0;
        };
        EXPECT_EQ(sqlite3_exec(raw, "PRAGMA integrity_check", take, &answer, nullptr), SQLITE_OK);
        EXPECT_EQ(answer, "ok") << path;
    }

    // After an attempt that ended as `done`.
    void check_and_go_on(const Result<CopyReport>& done) {
        expect_sound(source());
        expect_sound(target());
        if (done) {
            EXPECT_EQ(describe(*done), expected_);
            return compare_whole();
        }
        EXPECT_FALSE(done.error().what.empty());
        {
            // It is not there yet, or says that it is not whole; or only the last word of it was not heard.
            const auto opened = open_sqlite(target(), OpenMode::kExisting);
            if (opened && (*opened)->counts()->feeds > 0) return compare_whole();
            if (!opened) {
                EXPECT_TRUE(opened.error().code == ErrorCode::kNotFound ||
                            opened.error().code == ErrorCode::kRefused)
                    << opened.error().message();
            }
        }
        const auto again = copy_archive(source(), target());
        ASSERT_TRUE(again) << again.error().message();
        EXPECT_EQ(describe(*again), expected_);
        const auto archive = open_sqlite(target(), OpenMode::kExisting);
        ASSERT_TRUE(archive) << archive.error().message();
        EXPECT_TRUE((*archive)->check());
    }

    // By a copy of the copy.
    void compare_whole() const {
        const auto second = target() + "2";
        const auto copied = copy_archive(target(), second);
        ASSERT_TRUE(copied) << copied.error().message();
        EXPECT_EQ(describe(*copied), expected_);
        for (const auto* suffix : {"", "-wal", "-shm"})
            std::filesystem::remove(second + suffix);
        const auto archive = open_sqlite(target(), OpenMode::kExisting);
        ASSERT_TRUE(archive) << archive.error().message();
        EXPECT_TRUE((*archive)->check());
    }

    const std::filesystem::path folder_ = faults::scratch_folder("orrery-copy-faults");
    std::string expected_;
};

TEST_F(CopyFaults, WhateverFailsTheNextAttemptGoesOnAndEndsWithEveryRow) {
    for (const auto kind : kKinds) {
        int at = 0;
        for (bool happened = true; happened;) {
            at += faults::kStride;
            SCOPED_TRACE(fmt::format("kind {}, operation {}", static_cast<int>(kind), at));
            remove_target();
            faults::arm({kind, at, static_cast<std::uint32_t>(at)});
            const auto done = copy_archive(source(), target());
            happened = faults::fault_happened();
            faults::recover();
            check_and_go_on(done);
            if (HasFailure()) return;
        }
        EXPECT_GT(at, 40);
    }
}

TEST_F(CopyFaults, AnAttemptThatFailsAgainAndAgainStillComesToItsEnd) {
    // Each has two operations more than the one before, and keeps what that did.
    faults::arm({});
    {
        const auto empty = open_sqlite(target(), OpenMode::kCreate);
    }
    const int least = faults::operations();
    for (const auto kind : {Fault::Kind::kKilled, Fault::Kind::kPowerCut}) {
        remove_target();
        int attempts = 0;
        for (bool is_done = false; !is_done; ++attempts) {
            ASSERT_LT(attempts, 200);
            SCOPED_TRACE(fmt::format("kind {}, attempt {}", static_cast<int>(kind), attempts));
            faults::arm(
                {kind, attempts == 0 ? least + 5 : 2 * attempts, static_cast<std::uint32_t>(attempts + 1)});
            is_done = copy_archive(source(), target()).has_value();
            faults::recover();
            expect_sound(source());
            expect_sound(target());
            if (HasFailure()) return;
        }
        EXPECT_GT(attempts, 2);
        compare_whole();
    }
}

TEST_F(CopyFaults, AFailedAllocationCostsNoMoreThanAnotherAttempt) {
    int at = 0;
    for (bool happened = true; happened; at += (at < 150 ? 1 : 23) * faults::kStride) {
        SCOPED_TRACE(fmt::format("allocation {} fails", at + 1));
        remove_target();
        faults::arm({});
        faults::fail_allocation(at + 1);
        const auto done = copy_archive(source(), target());
        happened = faults::allocation_failed();
        faults::fail_allocation(0);
        check_and_go_on(done);
        if (HasFailure()) return;
    }
    EXPECT_GT(at, 150);
}

}  // namespace
}  // namespace orrery::store
