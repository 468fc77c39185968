#pragma once

#include "orrery/base/error.hpp"
#include "orrery/store/records.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace orrery::store {

/// Everything that Orrery keeps. One interface for every kind of store.
///
/// Thread-safe: readers work beside one another and beside the one writer; a reader sees the state of a
/// commit, never a part of one. Every call may fail with kIo, kFull, kBusy (another process writes for longer
/// than the store waits) or kCorrupt; after a failure the archive is as it was before the call.
class Archive {
  public:
    virtual ~Archive() = default;

    struct Added {
        FeedId id = 0;
        bool is_new = false;  ///< false: the address was there already, nothing changed
    };
    /// Starts to follow feeds, all or none; each is due at `now`.
    virtual Result<std::vector<Added>> add_feeds(std::span<const NewFeed> feeds, Timestamp now) = 0;

    /// All feeds, by title.
    virtual Result<std::vector<FeedRecord>> feeds() const = 0;
    virtual Result<std::optional<FeedRecord>> feed(FeedId id) const = 0;
    virtual Result<std::optional<FeedRecord>> feed_by_url(std::string_view url) const = 0;
    /// At most `limit` feeds whose next poll is at `now` or before, the longest overdue first.
    virtual Result<std::vector<FeedRecord>> due_feeds(Timestamp now, std::size_t limit) const = 0;
    /// When the next feed becomes due; nothing when none ever does.
    virtual Result<std::optional<Timestamp>> next_due() const = 0;

    /// Ends a poll in one transaction. The outcome kUnchanged becomes kNew when there was something new after
    /// all. An entry whose content differs from its newest revision gets a new one; one that stayed the same
    /// costs no write.
    virtual Result<PollChanges> commit_poll(const PollCommit& commit) = 0;

    struct StoryQuery {
        std::optional<FeedId> feed;
        std::size_t offset = 0;
        std::size_t limit = 20;
    };
    /// Newest first.
    virtual Result<std::vector<Story>> stories(const StoryQuery& query) const = 0;
    virtual Result<std::optional<Story>> story(EntryId id) const = 0;
    virtual Result<Counts> counts() const = 0;

    /// Changes with every commit, by this process or another: what was read under the same number is still
    /// true.
    virtual Result<std::uint64_t> generation() const = 0;

    /// Reads every page of the store and checks that it is sound.
    virtual Result<void> check() const = 0;
};

enum class OpenMode {
    kCreate,    ///< made when it does not exist, brought up to date when it is older
    kExisting,  ///< fails with kNotFound when it does not exist
};

/// Opens the SQLite archive at `path`. Fails with kUnsupported when a newer Orrery wrote it, with kCorrupt
/// when the file is no archive.
[[nodiscard]] Result<std::unique_ptr<Archive>> open_sqlite(const std::filesystem::path& path, OpenMode mode);

}  // namespace orrery::store
