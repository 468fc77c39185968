#pragma once

#include "orrery/base/file.hpp"
#include "orrery/base/hash.hpp"
#include "orrery/ops/backup.hpp"
#include "orrery/store/archive.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace orrery::ops {

using namespace std::chrono_literals;

inline const Timestamp kNow = Timestamp(1'700'000'000s);

/// An archive with a feed, a folder for its backups, and a clock that moves a minute with each backup.
class BackupTest : public testing::Test {
  protected:
    void SetUp() override {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        home_ = std::filesystem::temp_directory_path() /
                ("orrery-ops-" + std::to_string(::getpid()) + "-" + test->name());
        std::filesystem::remove_all(home_);
        std::filesystem::create_directories(home_);
        auto opened = store::open_sqlite(archive_path(), store::OpenMode::kCreate);
        ASSERT_TRUE(opened) << opened.error().message();
        archive_ = std::move(*opened);
        const store::NewFeed feed{.url = "https://a/feed", .given_title = {}, .category = {}, .site_url = {}};
        ASSERT_TRUE(archive_->add_feeds({&feed, 1}, kNow));
    }
    void TearDown() override {
        archive_.reset();
        std::filesystem::remove_all(home_);
    }

    [[nodiscard]] std::filesystem::path archive_path() const { return home_ / "orrery.db"; }
    [[nodiscard]] std::filesystem::path folder() const { return home_ / "backups"; }

    /// Stores `count` entries that nobody else stores; of `words` random words each, which do not compress
    /// well.
    void poll(int count, int words = 40) {
        store::PollCommit commit;
        commit.feed = 1;
        commit.time = now_;
        for (int i = 0; i < count; ++i) {
            store::NewEntry entry;
            const auto number = std::to_string(++entries_);
            entry.identity.guid = hash64(number);
            entry.title = "Entry " + number;
            entry.url = "https://a/" + number;
            entry.date = now_;
            for (int word = 0; word < words; ++word)
                entry.html +=
                    std::to_string(dice_ = dice_ * 6364136223846793005ULL + 1442695040888963407ULL) + " ";
            commit.entries.push_back(std::move(entry));
        }
        const auto changes = archive_->commit_poll(commit);
        ASSERT_TRUE(changes) << changes.error().message();
    }

    [[nodiscard]] BackupOptions options() const {
        BackupOptions made;
        made.archive = archive_path();
        made.folder = folder();
        made.secret = secret_;
        made.clock = [this] { return now_; };
        return made;
    }
    BackupReport back_up(BackupOptions how) {
        now_ += 1min;
        auto report = ops::back_up(how);
        EXPECT_TRUE(report) << report.error().message();
        return report ? std::move(*report) : BackupReport{};
    }
    BackupReport back_up() { return back_up(options()); }

    [[nodiscard]] RestoreOptions restore_options(std::string_view name) const {
        RestoreOptions made;
        made.folder = folder();
        made.archive = home_ / name;
        made.secret = secret_;
        return made;
    }

    /// A fingerprint of every row of every table.
    static std::string contents(const std::filesystem::path& path) {
        sqlite3* database = nullptr;
        EXPECT_EQ(sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr), SQLITE_OK);
        std::vector<std::string> tables;
        std::string text;
        const auto each = [&](const std::string& sql, auto row) {
            sqlite3_stmt* statement = nullptr;
            EXPECT_EQ(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr), SQLITE_OK)
                << sqlite3_errmsg(database);
            while (sqlite3_step(statement) == SQLITE_ROW)
                row(statement);
            EXPECT_EQ(sqlite3_finalize(statement), SQLITE_OK);
        };
        const auto column = [](sqlite3_stmt* row, int i) {
            const auto* bytes = static_cast<const char*>(sqlite3_column_blob(row, i));
            return std::string(bytes == nullptr ? "" : bytes,
                               static_cast<std::size_t>(sqlite3_column_bytes(row, i)));
        };
        each("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name",
             [&](sqlite3_stmt* row) { tables.push_back(column(row, 0)); });
        for (const auto& table : tables) {
            text += "== " + table + "\n";
            each("SELECT * FROM \"" + table + "\" ORDER BY 1, 2", [&](sqlite3_stmt* row) {
                for (int i = 0; i < sqlite3_column_count(row); ++i)
                    text += column(row, i) + "|";
                text += "\n";
            });
        }
        sqlite3_close(database);
        return hash128_hex(text);
    }
    [[nodiscard]] std::string contents() const { return contents(archive_path()); }

    /// Restores and gives what is in it.
    std::string restored(const RestoreOptions& how) {
        const auto done = ops::restore(how);
        EXPECT_TRUE(done) << done.error().message();
        return done ? contents(how.archive) : "";
    }

    /// Of a file that is there. write_file() waits for the disk; this does not.
    static void overwrite(const std::filesystem::path& path, std::string_view bytes) {
        std::fstream(path, std::ios::binary | std::ios::in | std::ios::out) << bytes;
        std::filesystem::resize_file(path, bytes.size());
    }

    [[nodiscard]] std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (const auto& file : std::filesystem::directory_iterator(folder()))
            names.push_back(file.path().filename().string());
        std::ranges::sort(names);
        return names;
    }

    std::filesystem::path home_;
    std::unique_ptr<store::Archive> archive_;
    Timestamp now_ = kNow;
    Secret secret_;
    int entries_ = 0;
    std::uint64_t dice_ = 1;
};

}  // namespace orrery::ops
