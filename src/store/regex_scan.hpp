#pragma once

#include "body_codec.hpp"
#include "orrery/search/searcher.hpp"
#include "orrery/search/work.hpp"
#include "orrery/store/archive.hpp"
#include "reader_pool.hpp"
#include "regex_query.hpp"
#include "search_index.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_set>
#include <vector>

namespace orrery::store {

/// Looks at every entry that the index leaves, the newest first, on the thread that asks and on helpers with
/// a connection each; helpers run some batches ahead. Where one cannot have a thread or a connection it goes
/// without.
class RegexScan {
  public:
    /// All of it must outlive the scan.
    RegexScan(const RegexQuery& query, const SearchIndex& index, const ReaderPool& readers, BodyCodec& codec);
    ~RegexScan();
    RegexScan(const RegexScan&) = delete;
    RegexScan& operator=(const RegexScan&) = delete;

    /// The next hits in order; nothing at the end. Throws StoreFailure.
    [[nodiscard]] std::optional<std::vector<search::Hit>> next();

    /// Ends it; what it was. `searched` is added up.
    [[nodiscard]] ScanReport stop(search::Work& searched);

  private:
    // So many candidates, and which of RegexQuery::parts() find which of them.
    struct Batch {
        std::size_t number = 0;
        std::vector<search::Hit> candidates;
        std::vector<std::unordered_set<EntryId>> parts;
    };
    struct Done {
        std::vector<search::Hit> hits;
        std::int64_t rows = 0;
        std::uint64_t bytes = 0;
    };

    void help_if_free();
    void help(Database& database);
    bool work_on_one(Database& database, std::unique_lock<std::mutex>& lock);
    std::optional<Batch> take_batch();
    std::vector<search::Hit> candidates_of(const search::Query& query);
    Done look_at(Database& database, const Batch& batch);
    void end();

    const RegexQuery& query_;
    const SearchIndex& index_;
    const ReaderPool& readers_;
    BodyCodec& codec_;

    std::mutex mutex_;
    std::condition_variable changed_;
    // All under the mutex.
    std::optional<search::Searcher> searcher_;
    std::optional<search::EntryRef> behind_;  // the last candidate that was taken
    bool at_end_ = false;
    bool is_stopped_ = false;
    std::size_t taken_ = 0;
    std::size_t given_ = 0;
    std::map<std::size_t, Done> done_;
    std::exception_ptr failure_;
    search::Work searched_;
    ScanReport report_;

    std::vector<std::jthread> helpers_;
};

}  // namespace orrery::store
