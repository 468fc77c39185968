#pragma once

#include "orrery/base/hash.hpp"
#include "orrery/store/archive.hpp"
#include "sample_planet.hpp"

#include <filesystem>

#include <unistd.h>

namespace orrery::site::sample {

/// An archive on disk in a folder of its own that goes with it.
class ArchiveFixture : public testing::Test {
  protected:
    void SetUp() override {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        folder_ = std::filesystem::temp_directory_path() /
                  ("orrery-site-" + std::to_string(::getpid()) + "-" + test->name());
        std::filesystem::create_directories(folder_);
        auto opened = store::open_sqlite(folder_ / "orrery.db", store::OpenMode::kCreate);
        ASSERT_TRUE(opened) << opened.error().message();
        archive_ = std::move(*opened);
    }
    void TearDown() override {
        archive_.reset();
        std::filesystem::remove_all(folder_);
    }

    store::FeedId follow(const std::string& url, const std::string& title = {}) {
        const store::NewFeed feed{.url = url, .given_title = title, .category = {}, .site_url = {}};
        return archive_->add_feeds({&feed, 1}, day(2024, 1, 1))->front().id;
    }

    /// A poll that brings `count` entries, the newest on top of the document and so numbered last.
    void publish(store::FeedId feed, int count, const std::string& title = "Post") {
        store::PollCommit poll;
        poll.feed = feed;
        poll.time = day(2024, 6, 1);
        poll.state.outcome = store::PollOutcome::kNew;
        poll.state.last_success = poll.state.last_poll = poll.time;
        poll.state.next_poll = poll.time + std::chrono::minutes(30);
        for (int i = count; i >= 1; --i) {
            store::NewEntry entry;
            entry.identity.guid = hash64(title + std::to_string(i));
            entry.url = "https://blog.example/" + std::to_string(i);
            entry.title = title + " " + std::to_string(i);
            entry.author = "Mira";
            entry.html = "<p>Text " + std::to_string(i) + "</p>";
            entry.published = day(2024, 5, 1) + std::chrono::hours(i);
            entry.date = *entry.published;
            poll.entries.push_back(std::move(entry));
        }
        const auto changes = archive_->commit_poll(poll);
        ASSERT_TRUE(changes) << changes.error().message();
    }

    /// A poll a day later, in which the one post of publish(feed, 1) has another text.
    void revise(store::FeedId feed, const std::string& html) {
        store::PollCommit poll;
        poll.feed = feed;
        poll.time = day(2024, 6, 2);
        poll.state.last_success = poll.state.last_poll = poll.time;
        store::NewEntry entry;
        entry.identity.guid = hash64(std::string("Post1"));
        entry.url = "https://blog.example/1";
        entry.title = "Post 1";
        entry.author = "Mira";
        entry.html = html;
        entry.published = entry.date = day(2024, 5, 1) + std::chrono::hours(1);
        poll.entries = {entry};
        const auto changes = archive_->commit_poll(poll);
        ASSERT_TRUE(changes) << changes.error().message();
        ASSERT_EQ(changes->revised, 1);
    }

    std::filesystem::path folder_;
    std::unique_ptr<store::Archive> archive_;
};

}  // namespace orrery::site::sample
