#pragma once

#include "body_codec.hpp"
#include "chunk_cache.hpp"
#include "orrery/search/merge.hpp"
#include "orrery/search/searcher.hpp"
#include "orrery/store/archive.hpp"
#include "reader_pool.hpp"
#include "text_cache.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace orrery::store {

/// The segments that are searched now. Never changes; a newer one takes its place.
struct SegmentSet {
    struct Member {
        std::int64_t id = 0;
        search::SegmentSize size;
        std::shared_ptr<const search::Segment> segment;
        search::DeadSet dead;
    };
    std::int64_t version = 0;
    std::vector<std::shared_ptr<const Member>> members;

    [[nodiscard]] std::vector<search::SegmentView> views() const;
};

/// Throws StoreFailure.
[[nodiscard]] std::vector<EntryId> entries_with_key(const search::Searcher& searcher, std::uint64_t key);

/// Keeps the full-text index in the tables of the store. The engine of it is orrery::search, which knows
/// nothing of tables. Throws StoreFailure.
class SearchIndex {
  public:
    SearchIndex(const ReaderPool& readers, BodyCodec& codec);

    /// Forgets what was read: the store may have gone back in time, see Database::session().
    void forget();

    /// The newest segments. Thread-safe.
    [[nodiscard]] std::shared_ptr<const SegmentSet> segments() const;

    /// Saves the index from unpacking what was just written. Thread-safe.
    void keep_text(EntryId entry, std::int64_t hash, std::string text) {
        texts_.add(entry, hash, std::move(text));
    }

    /// Runs a short write transaction.
    using Write = std::function<void(const std::function<void(Database&)>&)>;
    /// Brings what was committed into the index and merges segments. One process does it at a time: others
    /// leave at once. Ends early, with everything done so far kept, when `maintenance` asks.
    void maintain(const Write& write, const Maintenance& maintenance);

  private:
    class Source;
    class Sink;

    [[nodiscard]] search::ChunkBytes chunk(std::int64_t id) const;
    [[nodiscard]] std::shared_ptr<const SegmentSet> load(Database& database, std::int64_t version) const;
    bool index_pending(const Write& write, const Maintenance& maintenance);
    bool merge_some(const Write& write, const Maintenance& maintenance);
    void remove_waste(const Write& write, const Maintenance& maintenance);

    const ReaderPool& readers_;
    BodyCodec& codec_;
    std::int64_t keeper_;  // tells this process from others
    mutable ChunkCache cache_;
    TextCache texts_;
    mutable std::mutex mutex_;
    mutable std::shared_ptr<const SegmentSet> newest_;
};

}  // namespace orrery::store
