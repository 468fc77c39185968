#include "fixture.hpp"

#include <atomic>
#include <thread>

namespace orrery::ops {
namespace {

TEST_F(BackupTest, HoldsTheWholeArchive) {
    poll(300);
    const auto report = back_up();
    EXPECT_TRUE(report.is_new);
    EXPECT_EQ(report.backup.number, 1u);
    EXPECT_EQ(report.backup.time, kNow + 1min);
    EXPECT_EQ(report.backup.new_pages, report.backup.pages);
    EXPECT_FALSE(report.backup.encrypted);
    EXPECT_EQ(restored(restore_options("copy.db")), contents());
    EXPECT_EQ(files(), (std::vector<std::string>{"00000001.backup", "00000001.pages"}));
}

TEST_F(BackupTest, HoldsWhatIsOnlyInTheWal) {
    poll(1);
    ASSERT_GT(std::filesystem::file_size(archive_path().string() + "-wal"), 0u);
    back_up();
    EXPECT_EQ(restored(restore_options("copy.db")), contents());
}

TEST_F(BackupTest, StoresOnlyThePagesThatChanged) {
    poll(2000);
    const auto whole = back_up().backup;
    poll(3);
    const auto part = back_up().backup;
    EXPECT_EQ(part.number, 2u);
    EXPECT_GT(part.new_pages, 0u);
    EXPECT_LT(part.new_pages, 30u);
    EXPECT_LT(part.stored_bytes, whole.stored_bytes / 5);
    EXPECT_EQ(part.needed_bytes, whole.stored_bytes + part.stored_bytes);
}

TEST_F(BackupTest, EveryBackupGivesTheArchiveOfItsMoment) {
    std::vector<std::string> states;
    for (int i = 0; i < 12; ++i) {
        poll(i % 3 == 0 ? 200 : 2);
        states.push_back(contents());
        EXPECT_EQ(back_up().backup.number, static_cast<std::uint32_t>(i + 1));
    }
    for (std::size_t i = 0; i < states.size(); ++i) {
        auto how = restore_options("copy-" + std::to_string(i) + ".db");
        how.number = static_cast<std::uint32_t>(i + 1);
        EXPECT_EQ(restored(how), states[i]) << i;
    }
}

TEST_F(BackupTest, MakesNoBackupOfAnArchiveThatDidNotChange) {
    poll(10);
    back_up();
    const auto report = back_up();
    EXPECT_FALSE(report.is_new);
    EXPECT_EQ(report.backup.number, 1u);
    EXPECT_EQ(files().size(), 2u);
}

TEST_F(BackupTest, ShowsOneMomentHoweverMuchIsWrittenMeanwhile) {
    poll(3000);
    auto how = options();
    // Each time that SQLite has handed over a few pages, another commit comes in.
    std::string at_the_beginning;
    how.clock = [&] {
        at_the_beginning = contents();
        return now_;
    };
    int commits = 0;
    how.progress = [&](std::uint64_t, std::uint64_t) {
        if (++commits <= 20) poll(20);
    };
    back_up(how);
    EXPECT_GE(commits, 1);
    EXPECT_NE(contents(), at_the_beginning);
    EXPECT_EQ(restored(restore_options("copy.db")), at_the_beginning);
}

TEST_F(BackupTest, WritersGoOnWhileABackupRuns) {
    poll(500);
    std::atomic<int> polls = 0;
    std::jthread writer([&](const std::stop_token& stop) {
        for (; !stop.stop_requested(); ++polls)
            poll(5);
    });
    for (int i = 0; i < 5; ++i) {
        const auto report = ops::back_up(options());
        EXPECT_TRUE(report) << report.error().message();
        // The first may have been committed before the backup began; without news there is no backup.
        const auto before = polls.load();
        while (polls < before + 2)
            std::this_thread::yield();
    }
    writer.request_stop();
    writer.join();
    const auto list = list_backups(folder(), {});
    ASSERT_TRUE(list);
    EXPECT_EQ(list->backups.size(), 5u);
    for (const auto& backup : list->backups) {
        const auto verified = verify({.folder = folder(), .number = backup.number});
        EXPECT_TRUE(verified) << backup.number << ": " << verified.error().message();
    }
}

TEST_F(BackupTest, FollowsAnArchiveThatShrinksAndGrows) {
    const auto run = [&](const char* sql) {
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open(archive_path().c_str(), &database), SQLITE_OK);
        char* message = nullptr;
        EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, &message), SQLITE_OK) << message;
        sqlite3_close(database);
    };
    poll(3000);
    const auto large = back_up().backup.pages;
    run("DELETE FROM feed_keys; DELETE FROM entry; VACUUM");
    const auto small = back_up().backup.pages;
    EXPECT_LT(small, large / 4);
    EXPECT_EQ(restored(restore_options("small.db")), contents());
    poll(3000);
    back_up();
    EXPECT_EQ(restored(restore_options("large.db")), contents());
    // Another page size changes every page.
    archive_.reset();
    run("PRAGMA journal_mode = DELETE; PRAGMA page_size = 16384; VACUUM");
    const auto other = back_up().backup;
    EXPECT_EQ(other.page_size, 16384u);
    EXPECT_EQ(other.new_pages, other.pages);
    EXPECT_EQ(restored(restore_options("other.db")), contents());
}

TEST_F(BackupTest, CountsTheRowsOfEveryTable) {
    poll(7);
    const auto rows = back_up().backup.rows;
    EXPECT_NE(std::ranges::find(rows, TableRows{"entry", 7}), rows.end());
    EXPECT_NE(std::ranges::find(rows, TableRows{"feed", 1}), rows.end());
}

TEST_F(BackupTest, ListsWhatThereIsOldestFirst) {
    poll(10);
    back_up();
    poll(1);
    back_up();
    const auto list = list_backups(folder(), {});
    ASSERT_TRUE(list) << list.error().message();
    ASSERT_EQ(list->backups.size(), 2u);
    EXPECT_EQ(list->backups[0].number, 1u);
    EXPECT_EQ(list->backups[1].time, kNow + 2min);
    EXPECT_TRUE(list->damage.empty());
}

TEST_F(BackupTest, KeepsAsManyOfTheNewestAsItIsTold) {
    auto how = options();
    how.keep = Keep{3, {}};
    for (int i = 0; i < 6; ++i) {
        poll(50);
        back_up(how);
    }
    const auto list = list_backups(folder(), {});
    ASSERT_TRUE(list);
    ASSERT_EQ(list->backups.size(), 3u);
    for (const auto& backup : list->backups) {
        const auto verified = verify({.folder = folder(), .number = backup.number});
        EXPECT_TRUE(verified) << verified.error().message();
    }
    EXPECT_EQ(list->backups.front().number, 4u);
}

TEST_F(BackupTest, KeepsWhatIsYoungerThanItIsToldAndAlwaysTheNewest) {
    auto how = options();
    how.keep = Keep{{}, 150s};
    for (int i = 0; i < 6; ++i) {
        poll(50);
        back_up(how);
    }
    EXPECT_EQ(list_backups(folder(), {})->backups.size(), 3u);
    now_ += 24h;
    // Where a file of pages is hardly needed any more, the newest is made anew.
    const auto report = back_up(how);
    EXPECT_EQ(report.removed, report.is_new ? 3u : 2u);
    EXPECT_EQ(list_backups(folder(), {})->backups.size(), 1u);
    EXPECT_EQ(restored(restore_options("copy.db")), contents());
}

TEST_F(BackupTest, DoesNotGrowWithoutEndWhenOldBackupsGo) {
    auto how = options();
    how.keep = Keep{2, {}};
    poll(1500);
    back_up(how);
    for (int i = 0; i < 80; ++i) {
        poll(1);
        back_up(how);
    }
    const auto newest = list_backups(folder(), {})->backups.back();
    std::uint64_t bytes = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder()))
        bytes += file.file_size();
    EXPECT_LT(bytes, newest.archive_bytes() * 2);
    EXPECT_EQ(restored(restore_options("copy.db")), contents());
}

TEST_F(BackupTest, ClearsAwayWhatAnInterruptedBackupLeft) {
    poll(10);
    back_up();
    for (const auto* name :
         {"00000002.pages", "00000002.pages.tmp", "00000002.backup.tmp", "verify.0a1b2c3d.tmp"})
        ASSERT_TRUE(write_file(folder() / name, "half of something"));
    poll(1);
    EXPECT_EQ(back_up().backup.number, 2u);
    EXPECT_EQ(files(), (std::vector<std::string>{"00000001.backup", "00000001.pages", "00000002.backup",
                                                 "00000002.pages"}));
    EXPECT_EQ(restored(restore_options("copy.db")), contents());
}

TEST_F(BackupTest, LeavesAloneWhatIsNotItsOwn) {
    ASSERT_TRUE(write_file(folder() / "notes.tmp", "mine"));
    ASSERT_TRUE(write_file(folder() / "1.pages.tmp", "mine"));
    poll(10);
    back_up();
    EXPECT_EQ(*read_file(folder() / "notes.tmp"), "mine");
    EXPECT_EQ(*read_file(folder() / "1.pages.tmp"), "mine");
}

TEST_F(BackupTest, IsRefusedWhileAnotherRuns) {
    poll(10);
    auto how = options();
    std::optional<Error> second;
    how.progress = [&](std::uint64_t, std::uint64_t) {
        if (const auto other = ops::back_up(options()); !other) second = other.error();
    };
    how.clock = [&] {
        how.progress(0, 0);
        return now_;
    };
    back_up(how);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->code, ErrorCode::kBusy);
    EXPECT_EQ(second->where, folder().string());
}

TEST_F(BackupTest, StopsWhenItIsAskedToAndLeavesNothing) {
    poll(5000);
    std::stop_source stop;
    auto how = options();
    how.stop = stop.get_token();
    how.clock = [&] {
        stop.request_stop();
        return now_;
    };
    const auto report = ops::back_up(how);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::kBusy);
    EXPECT_TRUE(files().empty());
}

TEST_F(BackupTest, SaysWhatIsWrongWithTheArchive) {
    auto how = options();
    const auto refused = [&](ErrorCode code, std::string_view words) {
        const auto report = ops::back_up(how);
        ASSERT_FALSE(report);
        EXPECT_EQ(report.error().code, code) << report.error().message();
        EXPECT_NE(report.error().message().find(words), std::string::npos) << report.error().message();
        EXPECT_EQ(report.error().where, how.archive.string());
        EXPECT_TRUE(files().empty());
    };
    how.archive = home_ / "missing.db";
    refused(ErrorCode::kNotFound, "there is no archive");
    how.archive = home_ / "notes.txt";
    ASSERT_TRUE(write_file(how.archive, std::string(5000, 'x')));
    refused(ErrorCode::kCorrupt, "this is not an Orrery archive");
    how.archive = home_ / "empty";
    ASSERT_TRUE(write_file(how.archive, ""));
    refused(ErrorCode::kCorrupt, "this is not an Orrery archive");
    how.archive = home_ / "folder";
    std::filesystem::create_directory(how.archive);
    refused(ErrorCode::kInvalid, "it is no file");
    how.archive = home_ / "other.db";
    sqlite3* other = nullptr;
    sqlite3_open(how.archive.c_str(), &other);
    sqlite3_exec(other, "CREATE TABLE bookmark (url)", nullptr, nullptr, nullptr);
    sqlite3_close(other);
    refused(ErrorCode::kCorrupt, "the database of another program");
}

TEST_F(BackupTest, SaysWhatIsWrongWithTheFolder) {
    poll(1);
    auto how = options();
    how.folder = home_ / "not" / "mounted";
    auto report = ops::back_up(how);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::kNotFound);
    EXPECT_EQ(report.error().where, how.folder.string());
    how.folder = archive_path();
    report = ops::back_up(how);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().where, how.folder.string());
    EXPECT_EQ(list_backups(home_, {}).error().what, "there is no backup in this folder");
}

TEST(Keep, IsWrittenAsANumberOrALengthOfTime) {
    EXPECT_EQ(parse_keep("14")->count, 14u);
    EXPECT_EQ(parse_keep("30d")->age, 30 * 24h);
    EXPECT_FALSE(parse_keep("0"));
    EXPECT_FALSE(parse_keep("all"));
}

}  // namespace
}  // namespace orrery::ops
