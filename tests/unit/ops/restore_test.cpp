#include "fixture.hpp"

namespace orrery::ops {
namespace {

TEST_F(BackupTest, RestoresTheNewestBackupAtOrBeforeATime) {
    std::vector<std::string> states;
    for (int i = 0; i < 3; ++i) {
        poll(20);
        states.push_back(contents());
        back_up();  // at kNow + 1, 2, 3 minutes
    }
    auto how = restore_options("a.db");
    how.time = kNow + 2min;
    EXPECT_EQ(restored(how), states[1]);
    how = restore_options("b.db");
    how.time = kNow + 2min + 59s;
    EXPECT_EQ(restored(how), states[1]);
    how = restore_options("c.db");
    how.time = kNow + 24h;
    EXPECT_EQ(restored(how), states[2]);
    how = restore_options("d.db");
    how.time = kNow;
    const auto none = ops::restore(how);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::kNotFound);
    EXPECT_FALSE(std::filesystem::exists(how.archive));
}

TEST_F(BackupTest, ARestoredArchiveIsUsedLikeAnyOther) {
    poll(20);
    back_up();
    const auto how = restore_options("copy.db");
    ASSERT_TRUE(ops::restore(how));
    auto opened = store::open_sqlite(how.archive, store::OpenMode::kExisting);
    ASSERT_TRUE(opened) << opened.error().message();
    EXPECT_TRUE((*opened)->check());
    EXPECT_EQ((*opened)->counts()->entries, 20);
    archive_ = std::move(*opened);
    poll(5);
    EXPECT_EQ(archive_->counts()->entries, 25);
}

TEST_F(BackupTest, NeverWritesOverAFileUntold) {
    poll(20);
    back_up();
    auto how = restore_options("notes");
    ASSERT_TRUE(write_file(how.archive, "mine"));
    const auto refused = ops::restore(how);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kRefused);
    EXPECT_EQ(refused.error().where, how.archive.string());
    EXPECT_EQ(*read_file(how.archive), "mine");
    // The WAL of a lost archive would become part of what is restored beside it.
    how = restore_options("lost.db");
    ASSERT_TRUE(write_file(how.archive.string() + "-wal", "mine"));
    EXPECT_EQ(ops::restore(how).error().code, ErrorCode::kRefused);
}

TEST_F(BackupTest, SetsTheArchiveThatItReplacesAside) {
    poll(20);
    const auto then = contents();
    back_up();
    poll(20);
    const auto now = contents();
    archive_.reset();
    auto how = restore_options("orrery.db");
    how.replace = true;
    for (const auto* aside : {"orrery.db.replaced", "orrery.db.replaced-2"}) {
        const auto done = ops::restore(how);
        ASSERT_TRUE(done) << done.error().message();
        EXPECT_EQ(done->set_aside, home_ / aside);
        EXPECT_EQ(contents(), then);
    }
    EXPECT_EQ(contents(home_ / "orrery.db.replaced"), now);
}

TEST_F(BackupTest, SetsADamagedArchiveAsideAsItIs) {
    poll(20);
    const auto then = contents();
    back_up();
    archive_.reset();
    ASSERT_TRUE(write_file(archive_path(), "overwritten by mistake"));
    ASSERT_TRUE(write_file(archive_path().string() + "-wal", "what is left"));
    auto how = restore_options("orrery.db");
    how.replace = true;
    const auto done = ops::restore(how);
    ASSERT_TRUE(done) << done.error().message();
    EXPECT_EQ(contents(), then);
    EXPECT_EQ(*read_file(home_ / "orrery.db.replaced"), "overwritten by mistake");
    EXPECT_EQ(*read_file(home_ / "orrery.db.replaced-wal"), "what is left");
}

TEST_F(BackupTest, DoesNotReplaceAnArchiveThatIsInUse) {
    poll(20);
    back_up();
    poll(1);
    const auto now = contents();
    auto how = restore_options("orrery.db");
    how.replace = true;
    const auto refused = ops::restore(how);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kBusy);
    EXPECT_EQ(contents(), now);
}

TEST_F(BackupTest, AFailedRestoreLeavesNothing) {
    poll(200);
    back_up();
    std::filesystem::resize_file(folder() / "00000001.pages", 3000);
    const auto how = restore_options("copy.db");
    const auto failed = ops::restore(how);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::kCorrupt);
    for (const auto& file : std::filesystem::directory_iterator(home_))
        EXPECT_FALSE(file.path().filename().string().starts_with("copy.db")) << file.path();
}

TEST_F(BackupTest, VerifyFindsAnArchiveThatWasDamagedBeforeItsBackup) {
    poll(500);
    archive_.reset();
    // In the middle of a page, with the page itself as it was otherwise: only SQLite can tell.
    auto bytes = *read_file(archive_path());
    for (std::size_t page = 5; page < bytes.size() / 4096; ++page)
        bytes.replace(page * 4096 + 3, 2, "\xFF\xFF");
    ASSERT_TRUE(write_file(archive_path(), bytes));
    // Counting its rows may find the damage already when the backup is made.
    if (const auto report = ops::back_up(options())) {
        const auto found = verify({.folder = folder()});
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().code, ErrorCode::kCorrupt);
        EXPECT_EQ(found.error().where, "backup 1");
    } else {
        EXPECT_EQ(report.error().code, ErrorCode::kCorrupt);
    }
}

TEST_F(BackupTest, VerifyLeavesTheFolderAsItWas) {
    poll(50);
    back_up();
    const auto before = files();
    const auto verified = verify({.folder = folder()});
    ASSERT_TRUE(verified) << verified.error().message();
    EXPECT_EQ(verified->number, 1u);
    EXPECT_EQ(files(), before);
    std::filesystem::create_directory(home_ / "scratch");
    EXPECT_TRUE(verify({.folder = folder(), .scratch = home_ / "scratch"}));
    EXPECT_TRUE(std::filesystem::is_empty(home_ / "scratch"));
}

}  // namespace
}  // namespace orrery::ops
