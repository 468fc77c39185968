// Backing up and restoring on a disk that fails: the backups of before stay whole, what is there is whole,
// and the next attempt completes.

#include "faulty_files.hpp"
#include "orrery/base/hash.hpp"
#include "orrery/ops/backup.hpp"
#include "orrery/store/archive.hpp"

#include <filesystem>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace orrery::ops {
namespace {

using namespace std::chrono_literals;
using faults::Fault;

const Timestamp kNow = Timestamp(1'700'000'000s);
constexpr std::array kKinds = {Fault::Kind::kError, Fault::Kind::kFull, Fault::Kind::kKilled,
                               Fault::Kind::kPowerCut};

class BackupFaults : public testing::Test {
  protected:
    // An archive that was backed up once and has grown since; `backups` holds what any attempt begins with.
    void SetUp() override {
        std::filesystem::remove_all(home_);
        std::filesystem::create_directories(home_);
        add_entries(200);
        states_.push_back(titles(archive_));
        ASSERT_TRUE(back_up({}));
        std::filesystem::rename(folder_, template_);
        add_entries(150);
        states_.push_back(titles(archive_));
    }
    void TearDown() override {
        faults::recover_files();
        std::filesystem::remove_all(home_);
    }

    void add_entries(int count) {
        const auto archive = store::open_sqlite(archive_, store::OpenMode::kCreate);
        ASSERT_TRUE(archive);
        const store::NewFeed feed{.url = "https://a/feed", .given_title = {}, .category = {}, .site_url = {}};
        ASSERT_TRUE((*archive)->add_feeds({&feed, 1}, kNow));
        store::PollCommit commit;
        commit.feed = 1;
        commit.time = kNow;
        for (int i = 0; i < count; ++i) {
            store::NewEntry entry;
            entry.guid = fmt::format("{}", ++entries_);
            entry.identity.guid = hash64(entry.guid);
            entry.title = "Entry " + entry.guid;
            entry.date = kNow + entries_ * 1s;
            for (int word = 0; word < 60; ++word)
                entry.html += hash128_hex(fmt::format("{} {}", entries_, word));
            commit.entries.push_back(std::move(entry));
        }
        ASSERT_TRUE((*archive)->commit_poll(commit));
    }

    static std::string titles(const std::filesystem::path& path) {
        const auto archive = store::open_sqlite(path, store::OpenMode::kExisting);
        EXPECT_TRUE(archive) << archive.error().message();
        if (!archive) return "";
        EXPECT_TRUE((*archive)->check());
        std::string all;
        const auto stories = (*archive)->stories({.limit = 10'000});
        EXPECT_TRUE(stories);
        for (const auto& story : *stories)
            all += fmt::format("{} {}\n", story.title, hash64(story.html));
        return all;
    }

    Result<BackupReport> back_up(const std::optional<Keep>& keep) const {
        BackupOptions options;
        options.archive = archive_;
        options.folder = folder_;
        options.keep = keep;
        options.clock = [] { return kNow; };
        return ops::back_up(options);
    }

    void begin_anew() const {
        std::filesystem::remove_all(folder_);
        std::filesystem::copy(template_, folder_, std::filesystem::copy_options::recursive);
    }

    // Every backup that is listed is whole and what it should be: the first the old state, any other the new
    // one.
    void check_backups() const {
        const auto list = list_backups(folder_, {});
        ASSERT_TRUE(list) << list.error().message();
        ASSERT_TRUE(list->damage.empty()) << list->damage.front().message();
        ASSERT_FALSE(list->backups.empty());
        for (const auto& backup : list->backups) {
            const auto copy = home_ / "copy.db";
            RestoreOptions options{
                .folder = folder_, .archive = copy, .secret = {}, .time = {}, .number = backup.number};
            const auto restored = restore(options);
            ASSERT_TRUE(restored) << restored.error().message();
            EXPECT_EQ(titles(copy), states_[backup.number == 1 ? 0 : 1]) << "backup " << backup.number;
            for (const auto* suffix : {"", "-wal", "-shm"})
                std::filesystem::remove(copy.string() + suffix);
        }
    }

    const std::filesystem::path home_ = faults::scratch_folder("orrery-backup-faults");
    const std::filesystem::path archive_ = home_ / "orrery.db";
    const std::filesystem::path folder_ = home_ / "backups";
    const std::filesystem::path template_ = home_ / "template";
    std::vector<std::string> states_;
    int entries_ = 0;
};

TEST_F(BackupFaults, WhateverFailsDuringABackupAllBackupsThatAreThereAreWhole) {
    for (const auto kind : kKinds) {
        for (const auto& keep : {std::optional<Keep>(), std::optional(Keep{1, {}})}) {
            int at = 0;
            for (bool happened = true; happened;) {
                at += faults::kStride;
                SCOPED_TRACE(fmt::format("kind {}, call {}, {}", static_cast<int>(kind), at,
                                         keep ? "keeping one" : "keeping all"));
                begin_anew();
                faults::arm_files(folder_, {kind, at, static_cast<std::uint32_t>(at)});
                const auto report = back_up(keep);
                happened = faults::file_fault_happened();
                faults::recover_files();
                if (!report && kind == Fault::Kind::kFull) {
                    EXPECT_EQ(report.error().code, ErrorCode::kFull) << report.error().message();
                    EXPECT_NE(report.error().where.find(folder_.string()), std::string::npos);
                }
                check_backups();
                // What was acknowledged is there.
                if (report) {
                    EXPECT_TRUE(std::filesystem::exists(folder_ / "00000002.backup"));
                }
                const auto next = back_up(keep);
                ASSERT_TRUE(next) << next.error().message();
                check_backups();
                for (const auto& file : std::filesystem::directory_iterator(folder_))
                    EXPECT_NE(file.path().extension(), ".tmp") << file.path();
                if (HasFailure()) return;
            }
            EXPECT_GT(at, 8);
        }
    }
}

TEST_F(BackupFaults, WhateverFailsDuringARestoreTheArchiveIsThereWholeOrNotAtAll) {
    begin_anew();
    const auto target = home_ / "target";
    const auto restored = target / "restored.db";
    for (const auto kind : kKinds) {
        for (const bool replace : {false, true}) {
            int at = 0;
            for (bool happened = true; happened;) {
                at += faults::kStride;
                SCOPED_TRACE(fmt::format("kind {}, call {}, {}", static_cast<int>(kind), at,
                                         replace ? "in place of another" : "a new file"));
                std::filesystem::remove_all(target);
                std::filesystem::create_directories(target);
                // The one that is to be replaced: newer than the backup.
                if (replace) std::filesystem::copy_file(archive_, restored);
                RestoreOptions options{.folder = folder_,
                                       .archive = restored,
                                       .secret = {},
                                       .time = {},
                                       .number = {},
                                       .replace = replace};
                faults::arm_files(target, {kind, at, static_cast<std::uint32_t>(at)});
                const auto done = restore(options);
                happened = faults::file_fault_happened();
                faults::recover_files();

                if (std::filesystem::exists(restored)) {
                    const auto there = titles(restored);
                    EXPECT_TRUE(there == states_[0] || (replace && !done && there == states_[1]));
                } else {
                    EXPECT_FALSE(done);
                }
                // The archive that was there is never lost.
                bool old_is_there = false;
                for (const auto* name : {"restored.db", "restored.db.replaced"})
                    if (std::filesystem::exists(target / name) && titles(target / name) == states_[1])
                        old_is_there = true;
                EXPECT_EQ(old_is_there, replace);

                options.replace = true;
                const auto next = restore(options);
                ASSERT_TRUE(next) << next.error().message();
                EXPECT_EQ(titles(restored), states_[0]);
                if (HasFailure()) return;
            }
            EXPECT_GT(at, 4);
        }
    }
}

}  // namespace
}  // namespace orrery::ops
