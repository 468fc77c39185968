#include "fixture.hpp"

namespace orrery::ops {
namespace {

// A folder with a full backup and two increments, each file small enough to be damaged everywhere.
class DamageTest : public BackupTest {
  protected:
    void back_up_three_times() {
        poll(12, 4);
        for (int i = 0; i < 3; ++i) {
            poll(1, 4);
            back_up();
            expected_.push_back(contents());
        }
    }

    // Restores the backup whose manifest is damaged, or the newest, which needs all the pages: it is what was
    // backed up, or an error names the file.
    void check_restore(const std::filesystem::path& file, const std::string& how_damaged) {
        auto how = restore_options("copy.db");
        how.number = file.extension() == ".backup" ? static_cast<std::uint32_t>(std::stoi(file.stem())) : 3;
        const auto done = ops::restore(how);
        if (done) {
            EXPECT_EQ(contents(how.archive), expected_[*how.number - 1]) << how_damaged;
            std::filesystem::remove(how.archive);
            return;
        }
        ++refused_;
        const auto& error = done.error();
        EXPECT_TRUE(error.code == ErrorCode::kCorrupt || error.code == ErrorCode::kUnsupported ||
                    error.code == ErrorCode::kRefused)
            << how_damaged << ": " << error.message();
        EXPECT_TRUE(error.where == file.string() || error.where == folder().string())
            << how_damaged << ": " << error.message();
        EXPECT_FALSE(error.remedy.empty()) << error.message();
        EXPECT_FALSE(std::filesystem::exists(how.archive));
    }

    std::vector<std::string> expected_;
    int refused_ = 0;
};

TEST_F(DamageTest, AByteThatChangedAnywhereIsFoundOrDoesNotMatter) {
    back_up_three_times();
    for (const auto& name : files()) {
        const auto path = folder() / name;
        const auto whole = *read_file(path);
        const auto step = std::max<std::size_t>(1, whole.size() / 60);
        for (std::size_t i = 0; i < whole.size(); i += i < 300 ? 3 : step) {
            auto bytes = whole;
            bytes[i] = static_cast<char>(bytes[i] ^ 0x41);
            overwrite(path, bytes);
            check_restore(path, name + " at byte " + std::to_string(i));
        }
        overwrite(path, whole);
    }
    EXPECT_GT(refused_, 300);
}

TEST_F(DamageTest, AFileThatIsCutShortIsFoundOrDoesNotMatter) {
    back_up_three_times();
    for (const auto& name : files()) {
        const auto path = folder() / name;
        const auto whole = *read_file(path);
        const auto step = std::max<std::size_t>(1, whole.size() / 30);
        for (std::size_t length = 0; length < whole.size(); length += length < 200 ? 7 : step) {
            overwrite(path, whole.substr(0, length));
            check_restore(path, name + " with " + std::to_string(length) + " bytes");
        }
        overwrite(path, whole);
    }
    EXPECT_GT(refused_, 50);
}

TEST_F(DamageTest, AMissingFileIsNamed) {
    back_up_three_times();
    std::filesystem::remove(folder() / "00000001.pages");
    const auto failed = ops::restore(restore_options("copy.db"));
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::kCorrupt);
    EXPECT_EQ(failed.error().where, (folder() / "00000001.pages").string());
    EXPECT_EQ(failed.error().why, "the file is missing");
}

TEST_F(DamageTest, FilesOfAnotherFolderAreTold) {
    back_up_three_times();
    auto other = options();
    other.folder = home_ / "other";
    ASSERT_TRUE(ops::back_up(other));
    const auto foreign = other.folder / "00000001.pages";
    std::filesystem::copy_file(foreign, folder() / "00000001.pages",
                               std::filesystem::copy_options::overwrite_existing);
    check_restore(folder() / "00000001.pages", "a foreign file of pages");
    EXPECT_EQ(refused_, 1);
}

TEST_F(DamageTest, ABackupOfANewerFormatIsLeftToANewerOrrery) {
    back_up_three_times();
    const auto path = folder() / "00000003.backup";
    auto bytes = *read_file(path);
    bytes[16] = 2;
    overwrite(path, bytes);
    auto how = restore_options("copy.db");
    how.number = 3;
    const auto failed = ops::restore(how);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::kUnsupported);
    // Nor is a backup written into such a folder: it could only be wrong.
    poll(1);
    EXPECT_EQ(ops::back_up(options()).error().code, ErrorCode::kUnsupported);
}

TEST_F(DamageTest, ADamagedManifestDoesNotKeepTheNextBackupFromBeingWhole) {
    back_up_three_times();
    std::filesystem::resize_file(folder() / "00000003.backup", 500);
    poll(1);
    const auto report = back_up();
    ASSERT_TRUE(report.damage);
    EXPECT_EQ(report.damage->where, (folder() / "00000003.backup").string());
    EXPECT_EQ(report.backup.new_pages, report.backup.pages);
    EXPECT_EQ(restored(restore_options("copy.db")), contents());
    const auto list = list_backups(folder(), {});
    ASSERT_TRUE(list);
    EXPECT_EQ(list->backups.size(), 3u);
    EXPECT_EQ(list->damage.size(), 1u);
}

TEST_F(DamageTest, ADamagedPageTableDoesNotKeepTheNextBackupFromBeingWhole) {
    back_up_three_times();
    for (const auto* name : {"00000001.pages", "00000002.pages", "00000003.pages"})
        std::filesystem::resize_file(folder() / name, 100);
    poll(1);
    const auto report = back_up();
    EXPECT_TRUE(report.damage);
    EXPECT_EQ(restored(restore_options("copy.db")), contents());
}

TEST_F(DamageTest, AFullBackupNeedsNoneOfTheOldFiles) {
    back_up_three_times();
    auto how = options();
    how.full = true;
    back_up(how);
    for (const auto* name : {"00000001.pages", "00000002.pages", "00000003.pages"})
        std::filesystem::remove(folder() / name);
    EXPECT_EQ(restored(restore_options("copy.db")), expected_.back());
}

TEST_F(DamageTest, NothingIsRemovedWhileAManifestCannotBeRead) {
    back_up_three_times();
    std::filesystem::resize_file(folder() / "00000001.backup", 100);
    auto how = options();
    how.keep = Keep{1, {}};
    poll(1);
    const auto report = back_up(how);
    EXPECT_TRUE(report.damage);
    EXPECT_EQ(report.removed, 0u);
    EXPECT_EQ(files().size(), 8u);
}

}  // namespace
}  // namespace orrery::ops
