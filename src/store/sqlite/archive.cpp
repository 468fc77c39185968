#include "orrery/store/archive.hpp"

#include "entry_codec.hpp"
#include "sqlite/database.hpp"
#include "sqlite_migrations.hpp"
#include "statements.hpp"

#include <array>
#include <mutex>

#include <fmt/format.h>

namespace orrery::store {

namespace {

using sqlite::Access;
using sqlite::Database;
using sqlite::Query;
using sqlite::SqliteFailure;

// In the file's header; `file` shows it, and another program's database is told apart by it. "Orry"
constexpr std::int64_t kApplicationId = 0x4F727279;
constexpr std::array kMigrations = {sqlite_migration::kInitial};
// Pages kept in memory by one connection, in KiB.
constexpr int kWriterCacheKib = 8 * 1024;
constexpr int kReaderCacheKib = 2 * 1024;

std::string joined(std::string_view head, std::string_view tail) {
    return std::string(head).append(tail);
}

FeedRecord read_feed(const Query& row) {
    FeedRecord feed;
    feed.id = row.integer(0);
    feed.url = row.text(1);
    feed.given_title = row.text(2);
    feed.category = row.text(3);
    feed.added = row.time(4);
    feed.info = {row.text(5), row.text(6), row.text(7), row.text(8), row.text(9), row.text(10)};
    auto& state = feed.state;
    state.outcome = poll_outcome(row.text(11)).value_or(PollOutcome::kNever);
    state.next_poll = row.optional_time(12);
    state.last_poll = row.optional_time(13);
    state.last_success = row.optional_time(14);
    state.failures = static_cast<int>(row.integer(15));
    state.http_status = static_cast<int>(row.integer(16));
    if (!row.is_null(17))
        state.error = Error{static_cast<ErrorCode>(row.integer(17)), row.text(18), row.text(19), row.text(20),
                            row.text(21)};
    state.etag = row.text(22);
    state.last_modified = row.text(23);
    state.body_hash = row.text(24);
    feed.entries = row.integer(25);
    return feed;
}

Story read_story(const Query& row) {
    Story story;
    story.id = row.integer(0);
    story.feed = row.integer(1);
    story.feed_title = row.text(2);
    story.feed_url = row.text(3);
    story.feed_site_url = row.text(4);
    story.url = row.text(5);
    story.title = row.text(6);
    story.author = row.text(7);
    story.html = row.text(8);
    story.language = row.text(9);
    story.date = row.time(10);
    story.first_seen = row.time(11);
    story.published = row.optional_time(12);
    story.updated = row.optional_time(13);
    story.revisions = static_cast<int>(row.integer(14));
    story.categories = decode_categories(row.text(15));
    story.enclosures = decode_enclosures(row.text(16));
    return story;
}

template <class Read>
auto read_rows(Query& query, Read read) {
    std::vector<decltype(read(query))> rows;
    while (query.step())
        rows.push_back(read(query));
    return rows;
}

template <class Read>
auto read_one(Query& query, Read read) -> std::optional<decltype(read(query))> {
    if (!query.step()) return {};
    return read(query);
}

class SqliteArchive final : public Archive {
  public:
    explicit SqliteArchive(std::filesystem::path path, OpenMode mode)
        : path_(std::move(path)),
          writer_(path_, mode == OpenMode::kCreate ? Access::kCreate : Access::kReadWrite) {
        prepare();
    }

    Result<std::vector<Added>> add_feeds(std::span<const NewFeed> feeds, Timestamp now) override {
        return write([&] {
            std::vector<Added> added;
            for (const auto& feed : feeds) {
                auto known = writer_.query(sql::kFindFeedId);
                if (known.bind_all(feed.url).step()) {
                    added.push_back({known.integer(0), false});
                    continue;
                }
                writer_.query(sql::kAddFeed)
                    .bind_all(feed.url, feed.given_title, feed.category, feed.site_url, now)
                    .run();
                added.push_back({writer_.last_insert_id(), true});
                writer_.query(sql::kAddFeedState).bind_all(added.back().id, now).run();
            }
            return added;
        });
    }

    Result<PollChanges> commit_poll(const PollCommit& commit) override {
        return write([&] {
            PollChanges changes;
            for (const auto& entry : commit.entries)
                commit_entry(commit, entry, changes);
            if (commit.info) {
                const auto& info = *commit.info;
                writer_.query(sql::kUpdateFeedInfo)
                    .bind_all(commit.feed, info.title, info.subtitle, info.site_url, info.language,
                              info.author, info.icon)
                    .run();
            }
            if (commit.moved_to) writer_.query(sql::kMoveFeed).bind_all(commit.feed, *commit.moved_to).run();
            commit_state(commit, changes);
            return changes;
        });
    }

    Result<std::vector<FeedRecord>> feeds() const override {
        return read([](Database& database) {
            auto query = database.query(joined(sql::kSelectFeeds, sql::kOrderFeeds));
            return read_rows(query, read_feed);
        });
    }

    Result<std::optional<FeedRecord>> feed(FeedId id) const override {
        return read([&](Database& database) {
            auto query = database.query(joined(sql::kSelectFeeds, sql::kWhereFeedId));
            return read_one(query.bind_all(id), read_feed);
        });
    }

    Result<std::optional<FeedRecord>> feed_by_url(std::string_view url) const override {
        return read([&](Database& database) {
            auto query = database.query(joined(sql::kSelectFeeds, sql::kWhereFeedUrl));
            return read_one(query.bind_all(url), read_feed);
        });
    }

    Result<std::vector<FeedRecord>> due_feeds(Timestamp now, std::size_t limit) const override {
        return read([&](Database& database) {
            auto query = database.query(joined(sql::kSelectFeeds, sql::kWhereFeedDue));
            return read_rows(query.bind_all(now, static_cast<std::int64_t>(limit)), read_feed);
        });
    }

    Result<std::optional<Timestamp>> next_due() const override {
        return read([](Database& database) {
            auto query = database.query(sql::kNextDue);
            query.step();
            return query.optional_time(0);
        });
    }

    Result<std::vector<Story>> stories(const StoryQuery& wanted) const override {
        return read([&](Database& database) {
            auto query = database.query(
                joined(sql::kSelectStories, wanted.feed ? sql::kWhereNewestOfFeed : sql::kWhereNewest));
            query.bind_all(static_cast<std::int64_t>(wanted.limit), static_cast<std::int64_t>(wanted.offset));
            if (wanted.feed) query.bind(3, *wanted.feed);
            return read_rows(query, read_story);
        });
    }

    Result<std::optional<Story>> story(EntryId id) const override {
        return read([&](Database& database) {
            auto query = database.query(joined(sql::kSelectStories, sql::kWhereEntry));
            return read_one(query.bind_all(id), read_story);
        });
    }

    Result<Counts> counts() const override {
        return read([](Database& database) {
            auto query = database.query(sql::kCountAll);
            query.step();
            return Counts{query.integer(0), query.integer(1)};
        });
    }

    Result<std::uint64_t> generation() const override {
        const std::lock_guard lock(generation_mutex_);
        return guarded([&] {
            if (!watcher_) watcher_ = std::make_unique<Database>(path_, Access::kReadOnly);
            auto query = watcher_->query("PRAGMA data_version");
            query.step();
            return static_cast<std::uint64_t>(query.integer(0));
        });
    }

    Result<void> check() const override {
        auto found = read([](Database& database) {
            auto query = database.query("PRAGMA integrity_check(1)");
            query.step();
            return query.text(0);
        });
        if (!found) return Failure(found.error());
        if (*found == "ok") return {};
        return fail(ErrorCode::kCorrupt, "the archive is damaged", path_.string(), *found,
                    "keep the file as it is and restore a backup");
    }

  private:
    void prepare() {
        writer_.execute(fmt::format("PRAGMA cache_size = -{}", kWriterCacheKib));
        const auto version = pragma("user_version");
        const auto application = pragma("application_id");
        const bool is_empty = version == 0 && pragma("schema_version") == 0;
        if (!is_empty && application != kApplicationId)
            throw SqliteFailure({ErrorCode::kCorrupt, "this is not an Orrery archive", path_.string(),
                                 "it is the database of another program", "check the path in archive.path"});
        if (version > static_cast<std::int64_t>(kMigrations.size()))
            throw SqliteFailure(
                {ErrorCode::kUnsupported, "a newer Orrery wrote this archive", path_.string(),
                 fmt::format("it has schema {}, this program knows up to {}", version, kMigrations.size()),
                 "install the newer version again, or restore a backup from before the upgrade"});

        writer_.execute("PRAGMA journal_mode = WAL");
        // A commit survives a crash of the process at once, and one of the machine from the next checkpoint
        // on. What is lost then is lost as a whole: its feeds are polled again with the validators from
        // before.
        writer_.execute("PRAGMA synchronous = NORMAL");
        writer_.execute("PRAGMA foreign_keys = ON");
        for (auto next = static_cast<std::size_t>(version); next < kMigrations.size(); ++next)
            migrate(next);
    }

    void migrate(std::size_t number) {
        Database::Transaction transaction(writer_);
        // Another process may have done it while we waited for the lock.
        if (pragma("user_version") != static_cast<std::int64_t>(number)) return;
        writer_.execute(std::string(kMigrations[number]));
        writer_.execute(fmt::format("PRAGMA user_version = {}", number + 1));
        writer_.execute(fmt::format("PRAGMA application_id = {}", kApplicationId));
        transaction.commit();
    }

    std::int64_t pragma(std::string_view name) {
        auto query = writer_.query(joined("PRAGMA ", name));
        query.step();
        return query.integer(0);
    }

    void commit_entry(const PollCommit& commit, const NewEntry& entry, PollChanges& changes) {
        const auto hash = content_hash(entry);
        EntryId id = 0;
        std::int64_t number = 1;
        {
            auto known = writer_.query(sql::kFindEntry);
            if (known.bind_all(commit.feed, entry.key).step()) {
                if (known.text(1) == hash) return;
                id = known.integer(0);
                number = known.integer(2) + 1;
            }
        }
        if (id == 0) {
            writer_.query(sql::kAddEntry)
                .bind_all(commit.feed, entry.key, entry.date, commit.time, hash)
                .run();
            id = writer_.last_insert_id();
            ++changes.added;
        } else {
            writer_.query(sql::kReviseEntry).bind_all(id, hash, number).run();
            ++changes.revised;
        }
        const auto categories = encode_categories(entry.categories);
        const auto enclosures = encode_enclosures(entry.enclosures);
        writer_.query(sql::kAddRevision)
            .bind_all(id, number, commit.time, entry.url, entry.title, entry.author, entry.language,
                      entry.published, entry.updated, categories, enclosures, entry.html)
            .run();
    }

    void commit_state(const PollCommit& commit, const PollChanges& changes) {
        const auto& state = commit.state;
        const bool is_new = state.outcome == PollOutcome::kUnchanged && changes.added + changes.revised > 0;
        const auto outcome = is_new ? PollOutcome::kNew : state.outcome;
        auto query = writer_.query(sql::kUpdateFeedState);
        query.bind_all(commit.feed, name_of(outcome), state.next_poll, state.last_poll, state.last_success,
                       std::int64_t{state.failures}, std::int64_t{state.http_status});
        if (state.error) {
            query.bind(8, static_cast<std::int64_t>(state.error->code));
            query.bind(9, state.error->what).bind(10, state.error->where);
            query.bind(11, state.error->why).bind(12, state.error->remedy);
        } else {
            for (int part = 9; part <= 12; ++part)
                query.bind(part, std::string_view());
        }
        query.bind(13, state.etag).bind(14, state.last_modified).bind(15, state.body_hash).run();
    }

    template <class Work>
    static auto guarded(Work work) -> Result<decltype(work())> {
        try {
            return work();
        } catch (const SqliteFailure& failure) {
            return Failure(failure.error());
        }
    }

    template <class Work>
    auto write(Work work) -> Result<decltype(work())> {
        const std::lock_guard lock(writer_mutex_);
        return guarded([&] {
            Database::Transaction transaction(writer_);
            auto result = work();
            transaction.commit();
            return result;
        });
    }

    // Readers take a connection from the pool, or open one more, and put it back: there are as many as ever
    // read at once.
    template <class Work>
    auto read(Work work) const -> Result<decltype(work(std::declval<Database&>()))> {
        return guarded([&] {
            auto reader = take_reader();
            auto result = work(*reader);
            const std::lock_guard lock(readers_mutex_);
            readers_.push_back(std::move(reader));
            return result;
        });
    }

    std::unique_ptr<Database> take_reader() const {
        {
            const std::lock_guard lock(readers_mutex_);
            if (!readers_.empty()) {
                auto reader = std::move(readers_.back());
                readers_.pop_back();
                return reader;
            }
        }
        auto reader = std::make_unique<Database>(path_, Access::kReadOnly);
        reader->execute(fmt::format("PRAGMA cache_size = -{}", kReaderCacheKib));
        return reader;
    }

    std::filesystem::path path_;
    std::mutex writer_mutex_;
    Database writer_;
    mutable std::mutex readers_mutex_;
    mutable std::vector<std::unique_ptr<Database>> readers_;
    mutable std::mutex generation_mutex_;
    mutable std::unique_ptr<Database>
        watcher_;  // only asks for data_version, which counts the commits of all others
};

}  // namespace

Result<std::unique_ptr<Archive>> open_sqlite(const std::filesystem::path& path, OpenMode mode) {
    std::error_code error;
    if (mode == OpenMode::kExisting && !std::filesystem::exists(path, error))
        return fail(ErrorCode::kNotFound, "there is no archive yet", path.string(), "",
                    "`orrery add URL` or `orrery import FILE` makes one");
    if (mode == OpenMode::kCreate && path.has_parent_path()) {
        std::filesystem::create_directories(path.parent_path(), error);
        if (error)
            return Failure(
                system_error("cannot make the archive's folder", path.parent_path().string(), error.value()));
    }
    try {
        return std::make_unique<SqliteArchive>(path, mode);
    } catch (const SqliteFailure& failure) {
        return Failure(failure.error());
    }
}

}  // namespace orrery::store
