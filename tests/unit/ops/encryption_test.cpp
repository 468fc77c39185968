#include "fixture.hpp"

namespace orrery::ops {
namespace {

class EncryptionTest : public BackupTest {
  protected:
    EncryptionTest() { secret_ = "correct horse battery staple"; }
};

TEST_F(EncryptionTest, GivesTheArchiveBackToWhoHasTheKey) {
    poll(50);
    back_up();
    poll(5);
    const auto report = back_up();
    EXPECT_TRUE(report.backup.encrypted);
    EXPECT_LT(report.backup.new_pages, report.backup.pages);
    EXPECT_EQ(restored(restore_options("copy.db")), contents());
    EXPECT_TRUE(verify({.folder = folder(), .secret = secret_}));
}

TEST_F(EncryptionTest, ShowsNothingOfTheArchive) {
    store::PollCommit commit;
    commit.feed = 1;
    store::NewEntry entry;
    entry.identity.guid = 1;
    entry.html = "<p>a very private sentence</p>";
    commit.entries.push_back(entry);
    ASSERT_TRUE(archive_->commit_poll(commit));
    back_up();
    for (const auto& name : files()) {
        const auto bytes = *read_file(folder() / name);
        for (const auto* words : {"private", "revision", "SQLite", "https://a/feed"})
            EXPECT_EQ(bytes.find(words), std::string::npos) << name << ": " << words;
    }
}

TEST_F(EncryptionTest, RefusesAWrongKeyAndAMissingOneAndOneTooMany) {
    poll(5);
    back_up();
    const auto refused = [&](const Secret& secret, std::string_view words) {
        auto how = restore_options("copy.db");
        how.secret = secret;
        const auto failed = ops::restore(how);
        ASSERT_FALSE(failed);
        EXPECT_EQ(failed.error().code, ErrorCode::kRefused);
        EXPECT_EQ(failed.error().where, folder().string());
        EXPECT_NE(failed.error().message().find(words), std::string::npos) << failed.error().message();
        auto next = options();
        next.secret = secret;
        EXPECT_EQ(ops::back_up(next).error().code, ErrorCode::kRefused);
    };
    refused("correct horse battery stable", "the key does not fit");
    refused({}, "--key-file");
    std::filesystem::remove_all(folder());
    secret_.reset();
    back_up();
    refused("correct horse battery staple", "not encrypted");
}

TEST_F(EncryptionTest, FindsEveryByteThatSomebodyChanged) {
    poll(3, 4);
    back_up();
    const auto path = folder() / "00000001.pages";
    const auto whole = *read_file(path);
    for (std::size_t i = 1; i < whole.size(); i += i < 120 ? 8 : whole.size() / 20) {
        auto bytes = whole;
        bytes[i] = static_cast<char>(bytes[i] ^ 1);
        overwrite(path, bytes);
        const auto how = restore_options("copy.db");
        const auto done = ops::restore(how);
        // Only what nobody reads, the end and the table that a manifest does not name, may pass.
        if (done) {
            EXPECT_EQ(contents(how.archive), contents()) << i;
            std::filesystem::remove(how.archive);
        } else {
            EXPECT_EQ(done.error().code, i == 17 ? ErrorCode::kUnsupported : ErrorCode::kCorrupt)
                << i << ": " << done.error().message();
        }
    }
}

TEST_F(EncryptionTest, ReadsKeyFilesWithoutTheirLineEnd) {
    ASSERT_TRUE(write_file(home_ / "key", "correct horse battery staple\n"));
    EXPECT_EQ(*read_key_file(home_ / "key"), *secret_);
    ASSERT_TRUE(write_file(home_ / "key", "short\n"));
    EXPECT_EQ(read_key_file(home_ / "key").error().code, ErrorCode::kInvalid);
    EXPECT_EQ(read_key_file(home_ / "missing").error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace orrery::ops
