#pragma once

#include "orrery/search/query.hpp"
#include "orrery/search/segment.hpp"

namespace orrery::search {

struct Hit {
    std::int64_t id = 0;
    Timestamp date;
    std::uint64_t score = 0;  ///< of ranked hits: comparable within one answer only

    friend bool operator==(const Hit&, const Hit&) = default;
};

struct NewestOptions {
    std::size_t limit = 20;
    std::size_t offset = 0;
    /// Only hits behind this one, the last of the page before.
    std::optional<EntryRef> behind;
};

struct RankedOptions {
    std::size_t limit = 20;
    std::size_t offset = 0;
    Timestamp now;  ///< new entries count up to twice as much as old ones
};

struct Count {
    std::uint64_t value = 0;
    bool exact = true;  ///< otherwise there are at least so many
};

/// Searches a set of segments. What it finds does not depend on how entries are spread over them, as long as
/// each entry is live in one; ranks are the same too while a segment has at most 64 dead documents, and
/// differ in the last place of a word's weight with more. Thread-safe when the sources of the segments are,
/// as long as the dead sets do not change. Queries with an expression in them are kUnsupported: see
/// candidates().
class Searcher {
  public:
    explicit Searcher(std::vector<SegmentView> segments) : segments_(std::move(segments)) {}

    /// The newest hits first; of one moment the one with the higher id.
    [[nodiscard]] Result<std::vector<Hit>> newest(const Query& query, const NewestOptions& options) const;

    /// The best hits first; of one score the newer.
    [[nodiscard]] Result<std::vector<Hit>> ranked(const Query& query, const RankedOptions& options) const;

    /// How many hits there are; stops counting at `limit`.
    [[nodiscard]] Result<Count> count(const Query& query, std::uint64_t limit = 1000) const;

    /// The live entries that have a key, the newest first.
    [[nodiscard]] Result<std::vector<EntryRef>> find_key(std::uint64_t key) const;

  private:
    std::vector<SegmentView> segments_;
};

}  // namespace orrery::search
