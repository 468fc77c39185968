#pragma once

#include "database.hpp"
#include "orrery/store/records.hpp"

#include <cstdint>
#include <deque>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace orrery::store {

/// The story keys of the entries that the search index does not have yet, in memory: as rows of a table they
/// would cost a page each. Made from the rows that wait for the index, so that every process that writes has
/// the same. Used within write transactions, by one thread at a time.
class PendingKeys {
  public:
    /// Catches up with what was committed. At the begin of each write transaction that looks for keys.
    void refresh(Database& database);
    /// What the transaction itself adds; forgotten by the next refresh(), which finds it in the archive then.
    void add(std::span<const std::uint64_t> keys, EntryId entry);
    /// Appends the newest entries that have the key, at most `most` of those committed.
    void find(std::uint64_t key, std::size_t most, std::vector<EntryId>& entries) const;

  private:
    using Change = std::int64_t;

    void drop_before(Change change);

    // Numbers only rise: none below this waits. What was removed there, PostgreSQL would look through again
    // each time.
    Change begin_ = 0;
    std::deque<std::pair<Change, std::vector<std::uint64_t>>> waiting_;
    std::unordered_map<std::uint64_t, std::vector<std::pair<Change, EntryId>>> committed_;
    std::unordered_multimap<std::uint64_t, EntryId> own_;
};

}  // namespace orrery::store
