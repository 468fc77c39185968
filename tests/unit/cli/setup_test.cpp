#include "setup.hpp"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

namespace orrery::cli {
namespace {

// An archive that follows https://a/feed as feed 1 and https://b/feed as feed 2.
class RetentionPolicyTest : public testing::Test {
  protected:
    void SetUp() override {
        folder_ =
            std::filesystem::temp_directory_path() / ("orrery_setup_test_" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder_);
        auto archive = store::open_archive((folder_ / "orrery.db").string(), store::OpenMode::kCreate);
        ASSERT_TRUE(archive) << archive.error().message();
        archive_ = std::move(*archive);
        const std::vector<store::NewFeed> feeds = {
            {.url = "https://a/feed", .given_title = "A", .category = {}, .site_url = {}},
            {.url = "https://b/feed", .given_title = "B", .category = {}, .site_url = {}}};
        ASSERT_TRUE(archive_->add_feeds(feeds, Timestamp()));
    }
    void TearDown() override {
        archive_.reset();
        std::filesystem::remove_all(folder_);
    }

    Result<store::RetentionPolicy> policy_of(std::string_view toml) {
        const auto config =
            read_config(toml, "orrery.toml", [](const std::string&) { return std::optional<std::string>(); });
        if (!config) return Failure(config.error().front());
        return retention_policy(*config, *archive_);
    }

    std::filesystem::path folder_;
    std::unique_ptr<store::Archive> archive_;
};

TEST_F(RetentionPolicyTest, TakesFeedsByNumberAndByAddress) {
    const auto policy = policy_of(
        "[archive]\nkeep_entries = 9\n"
        "[[retention]]\nfeed = 1\nkeep_entries = 3\n"
        "[[retention]]\nfeed = \"https://b/feed\"\nkeep_for = \"2w\"\n");
    ASSERT_TRUE(policy) << policy.error().message();
    EXPECT_EQ(policy->planet.entries, 9);
    EXPECT_EQ(policy->of(1).entries, 3);
    EXPECT_FALSE(policy->of(2).entries);
    EXPECT_EQ(policy->of(2).time, std::chrono::days(14));
}

TEST_F(RetentionPolicyTest, RefusesTwoOfOneFeed) {
    const auto policy = policy_of(
        "[[retention]]\nfeed = \"https://a/feed\"\nkeep_entries = 0\n"
        "[[retention]]\nfeed = 2\nkeep_entries = 3\n"
        "[[retention]]\nfeed = 1\nkeep_entries = 3\n");
    ASSERT_FALSE(policy);
    EXPECT_EQ(policy.error().message(),
              "orrery.toml:1 and orrery.toml:7: there are two retentions of one feed: A (write both limits "
              "into one [[retention]])");
}

TEST_F(RetentionPolicyTest, RefusesAFeedThatIsNotFollowed) {
    const auto policy = policy_of("[[retention]]\nfeed = 3\nkeep_entries = 3\n");
    ASSERT_FALSE(policy);
    EXPECT_EQ(policy.error().where, "orrery.toml:1: 3");
}

}  // namespace
}  // namespace orrery::cli
