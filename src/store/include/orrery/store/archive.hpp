#pragma once

#include "orrery/base/error.hpp"
#include "orrery/planet/rule_set.hpp"
#include "orrery/search/searcher.hpp"
#include "orrery/search/snippet.hpp"
#include "orrery/search/work.hpp"
#include "orrery/store/records.hpp"
#include "orrery/store/retention.hpp"
#include "orrery/store/sql_answer.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace orrery::store {

struct Maintenance {
    Clock clock = system_now;
    std::stop_token stop;  ///< ends it early; what was done is kept
};

struct SearchRequest {
    std::string query;
    /// A regular expression that has to match too, as it would stand between slashes in the query; a `/` in
    /// it needs no backslash. Empty: none.
    std::string expression;
    enum class Order { kNewest, kBest } order = Order::kNewest;
    std::size_t offset = 0;
    std::size_t limit = 20;
    Timestamp now{};  ///< for kBest, where newer counts more
};

/// What a regular expression was looked for in: every entry that the rest of the query left, until there were
/// hits enough.
struct ScanReport {
    std::int64_t rows = 0;    ///< entries
    std::uint64_t bytes = 0;  ///< of their titles and bodies, unpacked
    std::size_t workers = 0;  ///< threads, each with a connection of its own
};

struct SearchAnswer {
    struct Hit {
        Story story;
        search::Snippet snippet;  ///< of the entry that matched
    };
    std::vector<Hit> hits;
    search::Count entries;  ///< how many entries match; beyond 100 perhaps only that there are more

    // How it was found.
    std::size_t segments = 0;  ///< parts of the index that were searched
    search::Work work;
    std::optional<ScanReport> scan;  ///< where the query has a regular expression
};

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

    /// The rules by which commit_polls() judges entries and maintain() judges again those that were judged by
    /// others. Call it before anything else; an archive without judges new entries as a planet without rules
    /// does, and judges nothing again.
    virtual void set_rules(std::shared_ptr<const planet::RuleSet> rules) = 0;

    /// Ends polls in one transaction: of each poll everything or nothing, and what one of them did is visible
    /// together with the others. The outcome kUnchanged becomes kNew when there was something new after all.
    /// An entry whose content differs from its newest revision gets a new one and keeps its date; one that
    /// stayed the same costs no write. One answer a poll, in order.
    virtual Result<std::vector<PollChanges>> commit_polls(std::span<const PollCommit> commits) = 0;
    Result<PollChanges> commit_poll(const PollCommit& commit);

    struct StoryQuery {
        std::optional<FeedId> feed;
        StoryPlace behind;  ///< only those that stand behind it, which costs the same wherever it is
        std::size_t limit = 20;
        std::optional<Timestamp>
            at;  ///< as the archive stood then: what came later, and its revisions, left out
    };
    /// Newest first.
    virtual Result<std::vector<Story>> stories(const StoryQuery& query) const = 0;
    /// Only where the same stories stand.
    virtual Result<std::vector<StoryPlace>> places(const StoryQuery& query) const = 0;
    /// Where the story stands that is `query.limit` ahead of `query.behind`; nothing where there are fewer.
    virtual Result<std::optional<StoryPlace>> place_ahead(const StoryQuery& query) const = 0;
    /// Where an entry stands or would, whether it is shown or not; nothing when there is none.
    virtual Result<std::optional<StoryPlace>> place_of(EntryId id) const = 0;
    /// One story, by any of its entries; as it stood at `at`, where that is given. Nothing when it is held or
    /// hidden.
    virtual Result<std::optional<Story>> story(EntryId id, std::optional<Timestamp> at = {}) const = 0;
    /// The entries of a story, given by any of them: the one that leads it first, then by date. At `at`:
    /// those that had come and belonged to it then, as far as that is known: of an entry that was split off
    /// or led another story since, only where it is now.
    virtual Result<std::vector<StoryMember>> members(EntryId id, std::optional<Timestamp> at = {}) const = 0;
    /// Makes an entry a story of its own again, or part of the story of another; `why` is kept with it, and
    /// what the archive finds out later does not undo it. Fails with kNotFound when there is no such entry,
    /// with kRefused when one of them was taken down.
    virtual Result<void> split_story(EntryId entry, std::string_view why, Timestamp now) = 0;
    virtual Result<void> join_story(EntryId entry, EntryId other, std::string_view why, Timestamp now) = 0;

    struct JudgementQuery {
        std::optional<Visibility>
            visibility;  ///< held, hidden or removed; nothing: where a rule was given up
        std::size_t offset = 0;
        std::size_t limit = 100;
    };
    /// Entries that are kept from readers, or that a rule could not decide about, and why; newest first.
    virtual Result<std::vector<Judgement>> judgements(const JudgementQuery& query) const = 0;
    /// The same of one entry, whichever; of one that was pruned, that of the entry which its story goes on
    /// with. Nothing when there is none.
    virtual Result<std::optional<Judgement>> judgement(EntryId entry) const = 0;

    enum class Moderation { kRelease, kHide };
    /// A moderator's decision about the whole story of an entry. It wins over every rule, also later ones.
    /// Fails with kNotFound when there is no such entry, with kRefused when it was taken down.
    virtual Result<void> moderate(EntryId entry, Moderation decision, std::string_view reason,
                                  Timestamp now) = 0;

    /// Takes the whole story of an entry down: title, text and every revision of it go for good, and so do
    /// the documents of its feeds that were kept as they came. A tombstone stays (judgement(): kRemoved, with
    /// the reason), and the entry is still known, so that no poll brings it back. Fails with kNotFound.
    virtual Result<void> take_down(EntryId entry, std::string_view reason, Timestamp now) = 0;

    /// Every entry with an id below `before`, shown or not, by falling id, at most `limit`.
    virtual Result<std::vector<Story>> entries(EntryId before, std::size_t limit) const = 0;

    /// The versions of an entry, oldest first; empty when there is no such entry.
    virtual Result<std::vector<Revision>> revisions(EntryId id) const = 0;
    /// An entry as its revision `number` had it.
    virtual Result<std::optional<Story>> revision(EntryId id, int number) const = 0;

    /// The log of deliveries of a feed, newest first, at most `limit`.
    virtual Result<std::vector<Delivery>> deliveries(FeedId feed, std::size_t limit) const = 0;
    virtual Result<std::optional<Document>> document(std::int64_t delivery) const = 0;
    /// Forgets deliveries from before `time`, a bounded number at a time; how many were forgotten.
    virtual Result<std::int64_t> forget_deliveries(Timestamp time) = 0;

    /// Which entries go by a policy; changes nothing. Those that wait for a moderator or are featured stay,
    /// and tombstones do.
    virtual Result<PruneReport> prunable(const RetentionPolicy& policy, Timestamp now) const = 0;
    /// Lets them go: title, text and revisions, what was decided about them, and documents of their feeds
    /// that show nothing newer. A story with another entry goes on with it, at its date. What they were known
    /// by stays, so that no poll brings them back. A bounded number a transaction: killed or stopped at any
    /// moment, the next call goes on.
    virtual Result<PruneReport> prune(const RetentionPolicy& policy, const Maintenance& maintenance) = 0;
    /// What is left of an entry that was pruned and whose story does not go on; story() gives that of one
    /// whose story does.
    virtual Result<std::optional<Pruned>> pruned(EntryId id) const = 0;

    /// Answers one SQL statement in the store's own dialect, over the tables and the views of docs/sql.md.
    /// Nothing that would change the archive is run (kRefused).
    virtual Result<void> run_sql(std::string_view statement, const SqlAnswer& answer) const = 0;

    /// Work that nobody waits for: judges entries again when the rules have changed, brings what was
    /// committed into the search index, merges its parts, learns a dictionary for the bodies once there are
    /// enough. Call it every two seconds or so, from a thread of its own: it may take minutes when there is
    /// much to merge. Commits and reads go on beside it.
    virtual Result<void> maintain(const Maintenance& maintenance) = 0;

    /// Stories whose entries match a query of docs/search.md. What was committed since the newest maintain()
    /// is not found yet. A query with a regular expression reads the entries themselves, on several threads,
    /// and gives the newest first. Fails with kInvalid, `column N` and a hint when the query cannot be read,
    /// with kUnsupported when an expression is to be answered by relevance.
    virtual Result<SearchAnswer> search(const SearchRequest& request) const = 0;

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

/// Opens the archive at `place`: the path of a SQLite file, or the address of a PostgreSQL database
/// (`postgresql://user@host/name`), which has to exist. Fails with kUnsupported when a newer Orrery wrote it,
/// with kCorrupt when it is no archive, with kRefused when a password is wrong or a right is missing.
[[nodiscard]] Result<std::unique_ptr<Archive>> open_archive(const std::string& place, OpenMode mode);

/// Whether a place is an address of PostgreSQL.
[[nodiscard]] bool is_server(std::string_view place);

/// A place as people may see it: with `***` where a password stands in an address.
[[nodiscard]] std::string shown(const std::string& place);

/// Opens the SQLite archive at `path`. Fails with kUnsupported when a newer Orrery wrote it, with kCorrupt
/// when the file is no archive.
[[nodiscard]] Result<std::unique_ptr<Archive>> open_sqlite(const std::filesystem::path& path, OpenMode mode);

}  // namespace orrery::store
