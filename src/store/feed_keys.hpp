#pragma once

#include "database.hpp"
#include "orrery/store/records.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace orrery::store {

/// What the entries of one feed are known by within it: lookup_keys() and the entries that have them, packed
/// into blocks of 2 KiB in the order in which they came. The last one of each feed, which is still being
/// filled, stands with those of the other feeds: polls so change few pages, however large the archive is;
/// looking for keys reads all of a feed's, some 10 bytes each.
class FeedKeys {
  public:
    struct Pair {
        EntryId entry = 0;
        std::int64_t key = 0;

        friend auto operator<=>(const Pair&, const Pair&) = default;
    };

    explicit FeedKeys(FeedId feed) : feed_(feed) {}
    /// Reads what there is. Throws StoreFailure.
    FeedKeys(Database& database, FeedId feed);
    /// The parameters of find_feed_keys, whose rows take() reads, in any order.
    static void bind(Query& query, FeedId feed);
    void take(const Query& row);
    /// The ids of a feed's full blocks begin there.
    [[nodiscard]] static std::int64_t first_block(FeedId feed);

    struct Match {
        std::size_t wanted = 0;  ///< which of those asked for
        EntryId entry = 0;
    };
    /// Which entries have one of the keys. A key may have several entries, and several keys one.
    [[nodiscard]] std::vector<Match> find(std::span<const std::int64_t> keys) const;

    /// Writes pairs that were not there. Within a write transaction, of which nothing else has written to the
    /// feed's keys since they were read.
    void add(Database& database, std::vector<Pair> pairs);

  private:
    struct Block {
        std::int64_t id = 0;
        std::string bytes;
    };
    template <class Work>
    EntryId for_each_pair(Work work) const;

    FeedId feed_;
    std::vector<Block> full_;
    std::optional<Block> open_;
};

/// For archives of schema 5, which had a row for each key.
void pack_entry_keys(Database& database);

}  // namespace orrery::store
