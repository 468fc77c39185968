// The archive under a disk and a heap that fail: after each fault it opens, is sound, and holds every
// acknowledged commit and no half of one.

#include "faulty_vfs.hpp"
#include "orrery/base/file.hpp"
#include "orrery/base/hash.hpp"
#include "orrery/store/archive.hpp"
#include "orrery/store/copy.hpp"

#include <filesystem>
#include <fstream>
#include <functional>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

namespace orrery::store {
namespace {

using namespace std::chrono_literals;
using faults::Fault;

const Timestamp kNow = Timestamp(1'700'000'000s);

// The program's one heap and disk: they have to be in place before SQLite is used.
const bool kInstalled = [] {
    faults::install_failing_heap();
    faults::install_faulty_vfs();
    return true;
}();

// The commits of a planet's life, each with something to get wrong: new entries, revisions, a moved feed,
// entries that are kept no longer.
PollCommit commit_number(int number) {
    PollCommit commit;
    commit.feed = number % 2 + 1;
    commit.time = kNow + number * 1min;
    commit.state.outcome = PollOutcome::kUnchanged;
    commit.state.last_poll = commit.time;
    commit.state.next_poll = commit.time + 1h;
    commit.state.etag = fmt::format("tag {}", number);
    for (int i = 0; i < 6; ++i) {
        NewEntry entry;
        // Half of the entries were there before, and have changed.
        const auto name = fmt::format("{}-{}", commit.feed, number / 2 * 3 + i);
        entry.identity.guid = hash64(name);
        entry.guid = name;
        entry.url = "https://example.org/" + name;
        entry.title = fmt::format("{} as of {}", name, number);
        for (int word = 0; word < 400; ++word)
            entry.html += fmt::format("{} ", hash64(name, static_cast<std::uint64_t>(word)));
        entry.date = commit.time;
        commit.entries.push_back(std::move(entry));
    }
    if (number == 3) commit.moved_to = "https://moved/feed";
    return commit;
}

using Step = std::function<Result<void>(Archive&)>;

std::vector<Step> life() {
    std::vector<Step> steps;
    steps.emplace_back([](Archive& archive) -> Result<void> {
        const std::vector<NewFeed> feeds = {
            {.url = "https://a/feed", .given_title = "A", .category = "", .site_url = ""},
            {.url = "https://b/feed", .given_title = "B", .category = "", .site_url = ""}};
        ORRERY_CHECK(archive.add_feeds(feeds, kNow));
        return {};
    });
    for (int number = 0; number < 6; ++number) {
        steps.emplace_back([number](Archive& archive) -> Result<void> {
            ORRERY_CHECK(archive.commit_poll(commit_number(number)));
            return {};
        });
        // One of those that go stands in a later poll again.
        if (number == 3)
            steps.emplace_back([](Archive& archive) -> Result<void> {
                const RetentionPolicy policy{.planet = {}, .feeds = {{1, {.entries = 2, .time = {}}}}};
                ORRERY_CHECK(archive.prune(policy, {.clock = [] { return kNow + 3min; }}));
                return {};
            });
        if (number % 4 == 1)
            steps.emplace_back(
                [](Archive& archive) { return archive.maintain({.clock = [] { return kNow; }}); });
    }
    return steps;
}

// All that can be seen of an archive.
std::string digest(const Archive& archive) {
    std::string text;
    const auto feeds = archive.feeds();
    EXPECT_TRUE(feeds) << feeds.error().message();
    if (!feeds) return "";
    for (const auto& feed : *feeds)
        text += fmt::format("{} {} {} {} {}\n", feed.id, feed.url, feed.state.etag, feed.entries,
                            name_of(feed.state.outcome));
    const auto stories = archive.stories({.feed = {}, .limit = 10'000});
    EXPECT_TRUE(stories) << stories.error().message();
    if (!stories) return text;
    for (const auto& story : *stories) {
        text += fmt::format("{} {} {} {}\n", story.id, story.title, story.revisions, hash64(story.html));
        const auto revisions = archive.revisions(story.id);
        EXPECT_TRUE(revisions) << revisions.error().message();
        for (int number = 1; number < story.revisions; ++number) {
            const auto old = archive.revision(story.id, number);
            EXPECT_TRUE(old && *old);
            if (old && *old) text += fmt::format("  {} {}\n", (*old)->title, hash64((*old)->html));
        }
    }
    return text;
}

class StoreFaults : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = faults::scratch_folder("orrery-store-faults");
        clear();
        // How it goes without faults: what there is to see after each step.
        faults::arm({});
        auto archive = open_sqlite(path(), OpenMode::kCreate);
        ASSERT_TRUE(archive) << archive.error().message();
        states_.push_back(digest(**archive));
        for (const auto& step : steps_) {
            ASSERT_TRUE(step(**archive));
            states_.push_back(digest(**archive));
        }
        archive->reset();
        EXPECT_GT(faults::operations(), 20);
        clear();
    }
    void TearDown() override {
        faults::fail_allocation(0);
        faults::arm({});
        std::filesystem::remove_all(folder_);
    }

    [[nodiscard]] std::filesystem::path path() const { return folder_ / "orrery.db"; }
    void clear() const {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }

    // Lives through the steps from `done` on as far as it goes; gives how many are done then.
    std::size_t live(std::size_t done) {
        const auto archive = open_sqlite(path(), OpenMode::kCreate);
        if (!archive) return done;
        while (done < steps_.size() && steps_[done](**archive))
            ++done;
        return done;
    }

    // The archive is sound, and as it was after between `least` and `most` steps; gives after how many.
    std::size_t check(std::size_t least, std::size_t most) {
        const auto archive = open_sqlite(path(), OpenMode::kCreate);
        EXPECT_TRUE(archive) << archive.error().message();
        if (!archive) return steps_.size();
        const auto sound = (*archive)->check();
        EXPECT_TRUE(sound) << sound.error().message();
        const auto seen = digest(**archive);
        // What a search finds is what there is, each once, whatever befell the index.
        // A process that died while it kept the index has to let go of it first, which takes a while.
        EXPECT_TRUE((*archive)->maintain({.clock = [] { return kNow + 1h; }}));
        const auto found = (*archive)->search({.query = "as", .limit = 1000, .now = kNow});
        EXPECT_TRUE(found) << found.error().message();
        if (found) {
            EXPECT_EQ(found->hits.size(), (*archive)->stories({.feed = {}, .limit = 1000})->size());
        }
        for (auto step = least; step <= std::min(most, steps_.size()); ++step)
            if (seen == states_[step]) return step;
        ADD_FAILURE() << "after " << least << " acknowledged steps there is:\n" << seen;
        return steps_.size();
    }

    const std::vector<Step> steps_ = life();
    std::vector<std::string> states_;
    std::filesystem::path folder_;
};

TEST_F(StoreFaults, AFailedWriteOrSyncCostsNothingAndTheSameProcessGoesOn) {
    int at = 0;
    for (bool happened = true; happened;) {
        at += faults::kStride;
        SCOPED_TRACE(fmt::format("operation {} fails", at));
        clear();
        faults::arm({Fault::Kind::kError, at});
        {
            auto archive = open_sqlite(path(), OpenMode::kCreate);
            if (!archive) archive = open_sqlite(path(), OpenMode::kCreate);
            ASSERT_TRUE(archive) << archive.error().message();
            for (std::size_t step = 0; step < steps_.size(); ++step) {
                if (const auto done = steps_[step](**archive); !done) {
                    // As it was before, to the last bit that can be seen; and the same again goes through.
                    EXPECT_EQ(digest(**archive), states_[step]) << done.error().message();
                    const auto again = steps_[step](**archive);
                    ASSERT_TRUE(again) << again.error().message();
                }
            }
        }
        happened = faults::fault_happened();
        faults::recover();
        check(steps_.size(), steps_.size());
        if (HasFailure()) return;
    }
    EXPECT_GT(at, 50);
}

TEST_F(StoreFaults, AFullDiskCostsNothingAndWhenThereIsRoomTheSameProcessGoesOn) {
    int at = 0;
    for (bool happened = true; happened;) {
        at += faults::kStride;
        SCOPED_TRACE(fmt::format("the disk is full at operation {}", at));
        clear();
        faults::arm({Fault::Kind::kFull, at});
        auto archive = open_sqlite(path(), OpenMode::kCreate);
        std::size_t done = 0;
        if (archive) {
            Result<void> result;
            while (done < steps_.size() && (result = steps_[done](**archive)))
                ++done;
            if (!result) {
                EXPECT_EQ(result.error().code, ErrorCode::kFull) << result.error().message();
                EXPECT_NE(result.error().remedy.find("make room"), std::string::npos);
                EXPECT_EQ(digest(**archive), states_[done]);
            }
        } else {
            EXPECT_EQ(archive.error().code, ErrorCode::kFull) << archive.error().message();
        }
        happened = faults::fault_happened();
        faults::recover();
        if (archive) {
            for (; done < steps_.size(); ++done) {
                const auto result = steps_[done](**archive);
                ASSERT_TRUE(result) << result.error().message();
            }
            archive->reset();
        }
        check(done, done);
        if (HasFailure()) return;
    }
    EXPECT_GT(at, 50);
}

TEST_F(StoreFaults, AKilledProcessLosesNothingThatWasAcknowledged) {
    int at = 0;
    for (bool happened = true; happened;) {
        at += faults::kStride;
        SCOPED_TRACE(fmt::format("killed at operation {}", at));
        clear();
        faults::arm({Fault::Kind::kKilled, at});
        const auto acknowledged = live(0);
        happened = faults::fault_happened();
        faults::recover();
        // The commit that was under way may have come through.
        const auto there = check(acknowledged, acknowledged + 1);
        EXPECT_EQ(live(there), steps_.size());
        check(steps_.size(), steps_.size());
        if (HasFailure()) return;
    }
    EXPECT_GT(at, 50);
}

TEST_F(StoreFaults, APowerCutTakesWholeCommitsAtMost) {
    // docs/adr/0002: the newest commits may be gone, each as a whole.
    int at = 0;
    for (bool happened = true; happened;) {
        at += faults::kStride;
        SCOPED_TRACE(fmt::format("power cut at operation {}", at));
        clear();
        faults::arm({Fault::Kind::kPowerCut, at, static_cast<std::uint32_t>(at)});
        const auto acknowledged = live(0);
        happened = faults::fault_happened();
        faults::recover();
        const auto there = check(0, acknowledged + 1);
        EXPECT_EQ(live(there), steps_.size());
        check(steps_.size(), steps_.size());
        if (HasFailure()) return;
    }
    EXPECT_GT(at, 50);
}

TEST_F(StoreFaults, WhatAModeratorDecidedIsThereAfterAPowerCut) {
    int at = 0;
    for (bool happened = true; happened;) {
        at += faults::kStride;
        SCOPED_TRACE(fmt::format("power cut at operation {}", at));
        clear();
        faults::arm({Fault::Kind::kPowerCut, at, static_cast<std::uint32_t>(at)});
        std::size_t decided = 0;
        {
            const auto archive = open_sqlite(path(), OpenMode::kCreate);
            if (archive && steps_[0](**archive) && steps_[1](**archive)) {
                if ((*archive)->moderate(1, Archive::Moderation::kHide, "", kNow)) decided = 1;
                if (decided == 1 && (*archive)->take_down(2, "", kNow)) decided = 2;
                if (decided == 2) static_cast<void>(steps_[2](**archive));
            }
        }
        happened = faults::fault_happened();
        faults::recover();
        if (decided == 0) continue;
        const auto archive = open_sqlite(path(), OpenMode::kCreate);
        ASSERT_TRUE(archive) << archive.error().message();
        EXPECT_TRUE((*archive)->check());
        EXPECT_EQ((**(*archive)->judgement(1)).visibility, Visibility::kHidden);
        if (decided == 2) {
            EXPECT_EQ((**(*archive)->judgement(2)).visibility, Visibility::kRemoved);
        }
        if (HasFailure()) return;
    }
    EXPECT_GT(at, 20);
}

TEST_F(StoreFaults, AFailedAllocationCostsNothingAndTheSameProcessGoesOn) {
    // One that fails alone, and a heap that stays empty for a while.
    for (const int lasting : {1, 20}) {
        int at = 0;
        for (bool happened = true; happened; at += (at < 200 ? 1 : 37) * faults::kStride) {
            SCOPED_TRACE(fmt::format("allocation {} fails, {} in a row", at + 1, lasting));
            clear();
            faults::arm({});
            faults::fail_allocation(at + 1, lasting);
            {
                auto archive = open_sqlite(path(), OpenMode::kCreate);
                happened = faults::allocation_failed();
                if (!archive) {
                    faults::fail_allocation(0);
                    archive = open_sqlite(path(), OpenMode::kCreate);
                }
                ASSERT_TRUE(archive) << archive.error().message();
                for (std::size_t step = 0; step < steps_.size(); ++step) {
                    const auto done = steps_[step](**archive);
                    happened = happened || faults::allocation_failed();
                    if (done) continue;
                    faults::fail_allocation(0);
                    EXPECT_EQ(digest(**archive), states_[step]) << done.error().message();
                    const auto again = steps_[step](**archive);
                    ASSERT_TRUE(again) << again.error().message();
                }
            }
            faults::fail_allocation(0);
            check(steps_.size(), steps_.size());
            if (HasFailure()) return;
        }
        EXPECT_GT(at, 200);
    }
}

// An archive as the first schema had it.
class MigrationFaults : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = faults::scratch_folder("orrery-migration-faults");
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
        faults::arm({});
        make_old();
        old_ = *read_file(path());
        auto archive = open_sqlite(path(), OpenMode::kExisting);
        ASSERT_TRUE(archive) << archive.error().message();
        expected_ = digest(**archive);
        EXPECT_EQ((*archive)->counts()->entries, kEntries);
    }
    void TearDown() override {
        faults::arm({});
        std::filesystem::remove_all(folder_);
    }

    [[nodiscard]] std::filesystem::path path() const { return folder_ / "orrery.db"; }

    void make_old() const {
        const auto schema = read_file(ORRERY_SOURCE_DIR "/src/store/sql/sqlite/0001_initial.sql");
        ASSERT_TRUE(schema);
        auto sql = *schema +
                   ";PRAGMA user_version = 1; PRAGMA application_id = 0x4F727279;"
                   "INSERT INTO feed (id, url, added) VALUES (1, 'https://a/feed', 1);"
                   "INSERT INTO feed_state (feed_id) VALUES (1); BEGIN;";
        for (int entry = 1; entry <= kEntries; ++entry) {
            sql += fmt::format("INSERT INTO entry VALUES ({0}, 1, 'guid:{0}', {0}, {0}, 2, 'h');", entry);
            for (int number = 1; number <= 2; ++number)
                sql += fmt::format(
                    "INSERT INTO revision VALUES ({0}, {1}, {1}, 'https://a/{0}', 'Title {1}', '', '', NULL, "
                    "NULL, "
                    "'[]', '[]', '<p>{2}</p>');",
                    entry, number, hash128_hex(fmt::format("{} {}", entry, number)));
        }
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open(path().c_str(), &database), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(database, (sql + "COMMIT").c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(database);
        sqlite3_close(database);
    }

    void put_old() const {
        for (const auto* suffix : {"", "-wal", "-shm"})
            std::filesystem::remove(path().string() + suffix);
        std::ofstream(path(), std::ios::binary) << old_;
    }

    void expect_migrated() const {
        const auto archive = open_sqlite(path(), OpenMode::kExisting);
        ASSERT_TRUE(archive) << archive.error().message();
        ASSERT_TRUE((*archive)->check());
        ASSERT_EQ(digest(**archive), expected_);
    }

    static constexpr int kEntries = 120;
    std::filesystem::path folder_;
    std::string old_;
    std::string expected_;
};

TEST_F(MigrationFaults, WhateverFailsTheArchiveIsMigratedWholeOrStaysAsItWas) {
    for (const auto kind :
         {Fault::Kind::kError, Fault::Kind::kFull, Fault::Kind::kKilled, Fault::Kind::kPowerCut}) {
        int at = 0;
        for (bool happened = true; happened;) {
            at += faults::kStride;
            SCOPED_TRACE(fmt::format("kind {}, operation {}", static_cast<int>(kind), at));
            put_old();
            faults::arm({kind, at, static_cast<std::uint32_t>(at)});
            // What opening it does, with a check before and after.
            const auto migrated = migrate_archive(path().string());
            happened = faults::fault_happened();
            faults::recover();
            if (!migrated) {
                EXPECT_FALSE(migrated.error().what.empty());
            }
            expect_migrated();
            if (HasFatalFailure()) return;
        }
        EXPECT_GT(at, 15);
    }
}

TEST_F(MigrationFaults, AFailedAllocationLeavesItAsItWasOrMigrated) {
    int at = 0;
    for (bool happened = true; happened; at += (at < 100 ? 1 : 41) * faults::kStride) {
        SCOPED_TRACE(fmt::format("allocation {} fails", at + 1));
        put_old();
        faults::arm({});
        faults::fail_allocation(at + 1);
        const auto migrated = migrate_archive(path().string());
        happened = faults::allocation_failed();
        faults::fail_allocation(0);
        EXPECT_TRUE(migrated || !migrated.error().what.empty());
        expect_migrated();
        if (HasFatalFailure()) return;
    }
    EXPECT_GT(at, 100);
}

}  // namespace
}  // namespace orrery::store
