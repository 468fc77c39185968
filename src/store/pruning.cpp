#include "pruning.hpp"

#include "statements.hpp"
#include "story_placer.hpp"

#include <algorithm>
#include <limits>
#include <unordered_set>
#include <vector>

namespace orrery::store {

namespace {

// Others wait for each transaction.
constexpr std::int64_t kPrunedAtOnce = 200;

std::string joined(std::string_view head, std::string_view tail) {
    return std::string(head).append(tail);
}

void add(PruneReport::Feed& pruned, std::int64_t entries, Timestamp oldest, Timestamp newest) {
    if (entries == 0) return;
    pruned.oldest = pruned.entries == 0 ? oldest : std::min(pruned.oldest, oldest);
    pruned.newest = pruned.entries == 0 ? newest : std::max(pruned.newest, newest);
    pruned.entries += entries;
}

void remove_entries(Database& database, const std::vector<EntryId>& ids, Timestamp now) {
    std::vector<EntryId> successors;
    for (const auto id : ids)
        successors.push_back(leave_story(database, id, now));
    database.run_each(sql::kAddPruned, ids.size(),
                      [&](Query& query, std::size_t i) { query.bind_all(ids[i], successors[i], now); });
    for (const auto statement :
         {sql::kRemoveJudgement, sql::kRemoveRevisions, sql::kRemoveStoryChanges, sql::kRemoveEntry})
        database.run_each(statement, ids.size(),
                          [&](Query& query, std::size_t i) { query.bind_all(ids[i]); });
    // The index finds that there is no such entry any more.
    database.run_each(sql::kAddPending, ids.size(),
                      [&](Query& query, std::size_t i) { query.bind_all(ids[i], std::int64_t{1}, Blob{}); });
}

}  // namespace

std::optional<PruneBound> prune_bound(Database& database, FeedId feed, const Retention& retention,
                                      Timestamp now) {
    std::optional<PruneBound> bound;
    if (retention.entries) {
        auto rows = database.query(sql::kEntriesAround);
        rows.bind_all(feed, *retention.entries - 1);
        if (rows.step()) {
            const auto last_kept = rows.time(0);
            if (rows.step()) bound = PruneBound{rows.time(0), rows.integer(1), last_kept};
        }
    }
    if (retention.time) {
        const auto from = now - *retention.time;
        if (!bound) bound = PruneBound{Timestamp::min(), 0, from};
        if (from > bound->date) {
            bound->date = from - Duration(1);
            bound->id = std::numeric_limits<EntryId>::max();
        }
        bound->kept_from = std::max(bound->kept_from, from);
    }
    return bound;
}

PruneReport::Feed count_prunable(Database& database, FeedId feed, const PruneBound& bound) {
    static const auto sql = joined(sql::kCountPrunable, sql::kWherePrunable);
    PruneReport::Feed report{.id = feed};
    auto row = database.query(sql);
    if (row.bind_all(feed, bound.date, bound.id).step() && row.integer(0) > 0)
        add(report, row.integer(0), row.time(1), row.time(2));
    return report;
}

bool prune_some(Database& database, FeedId feed, const PruneBound& bound, Timestamp now,
                PruneReport::Feed& pruned) {
    static const auto sql = joined(sql::kListPrunable, joined(sql::kWherePrunable, sql::kOldestPrunable));
    std::vector<EntryId> ids;
    Timestamp oldest{};
    Timestamp newest{};
    {
        auto rows = database.query(sql);
        rows.bind_all(feed, bound.date, bound.id, kPrunedAtOnce);
        while (rows.step()) {
            if (ids.empty()) oldest = rows.time(1);
            newest = rows.time(1);
            ids.push_back(rows.integer(0));
        }
    }
    remove_entries(database, ids, now);
    database.query(sql::kRemoveDeliveriesBefore).bind_all(feed, bound.kept_from).run();
    if (ids.empty()) return false;
    const auto count = static_cast<std::int64_t>(ids.size());
    database.query(sql::kCountFewer).bind_all(feed, count).run();
    add(pruned, count, oldest, newest);
    return count == kPrunedAtOnce;
}

EntryId successor_of(Database& database, EntryId entry) {
    // Each of those it leads to went later than the one before; damage alone goes round in circles.
    std::unordered_set<EntryId> seen;
    while (seen.insert(entry).second) {
        auto row = database.query(sql::kFindSuccessor);
        if (!row.bind_all(entry).step()) return entry;
        entry = row.integer(0);
        if (entry == 0) return 0;
    }
    return 0;
}

}  // namespace orrery::store
