#include "regex_scan.hpp"

#include "entry_rows.hpp"
#include "orrery/html/text.hpp"
#include "statements.hpp"

#include <algorithm>
#include <utility>

namespace orrery::store {

namespace {

// Some milliseconds of work: little is done in vain when the answer is complete.
constexpr std::size_t kBatch = 256;
// How far helpers run ahead of what was asked for, in batches a thread.
constexpr std::size_t kAhead = 2;
// Segments that are merged away under the scan are replaced by the new ones; not so often in one batch.
constexpr int kTries = 5;

std::size_t most_threads() {
    return std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace

RegexScan::RegexScan(const RegexQuery& query, const SearchIndex& index, const ReaderPool& readers,
                     BodyCodec& codec)
    : query_(query), index_(index), readers_(readers), codec_(codec) {
    report_.workers = 1;
    searcher_.emplace(index_.segments()->views());
    // Where the machine has no room for one more thread, those that there are do it all.
    try {
        for (std::size_t i = 1; i < most_threads(); ++i)
            helpers_.emplace_back([this] { help_if_free(); });
    } catch (...) {  // NOLINT(bugprone-empty-catch)
    }
}

RegexScan::~RegexScan() {
    end();
}

void RegexScan::end() {
    {
        const std::lock_guard lock(mutex_);
        is_stopped_ = true;
    }
    changed_.notify_all();
    helpers_.clear();
}

std::optional<std::vector<search::Hit>> RegexScan::next() {
    return readers_.read([&](Database& database) -> std::optional<std::vector<search::Hit>> {
        std::unique_lock lock(mutex_);
        while (true) {
            if (failure_) std::rethrow_exception(failure_);
            if (const auto found = done_.find(given_); found != done_.end()) {
                auto hits = std::move(found->second.hits);
                done_.erase(found);
                ++given_;
                changed_.notify_all();
                return hits;
            }
            if (at_end_ && given_ == taken_) return std::nullopt;
            if (!work_on_one(database, lock)) changed_.wait(lock);
        }
    });
}

ScanReport RegexScan::stop(search::Work& searched) {
    end();
    searched += searched_;
    return report_;
}

// Who asked needs no help, so that nothing that keeps a helper from it is a failure of the scan.
void RegexScan::help_if_free() {
    try {
        // Where all connections are in use one that waited for another might wait for itself.
        readers_.read_if_free([this](Database& database) { help(database); });
    } catch (...) {  // NOLINT(bugprone-empty-catch)
    }
}

void RegexScan::help(Database& database) {
    std::unique_lock lock(mutex_);
    if (is_stopped_ || at_end_) return;
    ++report_.workers;
    while (!is_stopped_ && !failure_ && !at_end_) {
        if (taken_ - given_ >= kAhead * most_threads()) {
            changed_.wait(lock);
            continue;
        }
        try {
            work_on_one(database, lock);
        } catch (...) {
            if (!lock.owns_lock()) lock.lock();
            failure_ = std::current_exception();
            changed_.notify_all();
        }
    }
}

// False where none is left to be taken.
bool RegexScan::work_on_one(Database& database, std::unique_lock<std::mutex>& lock) {
    const auto batch = take_batch();
    if (!batch) return false;
    lock.unlock();
    auto done = look_at(database, *batch);
    lock.lock();
    report_.rows += done.rows;
    report_.bytes += done.bytes;
    done_.emplace(batch->number, std::move(done));
    changed_.notify_all();
    return true;
}

std::optional<RegexScan::Batch> RegexScan::take_batch() {
    if (at_end_) return {};
    Batch batch;
    search::Work searched;
    {
        const search::CountWork counting(searched);
        batch.candidates = candidates_of(query_.candidates());
        for (const auto& part : query_.parts()) {
            auto& found = batch.parts.emplace_back();
            // What both find comes in the same order, so that so many cover the batch.
            search::Query both{.kind = search::QueryKind::kAnd};
            both.children = {query_.candidates(), part};
            for (const auto& hit : candidates_of(both))
                found.insert(hit.id);
        }
    }
    // Words are looked up again for each batch.
    if (taken_ > 0) searched.terms = 0;
    searched_ += searched;
    if (batch.candidates.size() < kBatch) at_end_ = true;
    if (!batch.candidates.empty())
        behind_ = search::EntryRef{batch.candidates.back().id, batch.candidates.back().date};
    batch.number = taken_++;
    return batch;
}

std::vector<search::Hit> RegexScan::candidates_of(const search::Query& query) {
    for (int tries = 1;; ++tries) {
        auto hits = searcher_->newest(query, {.limit = kBatch, .behind = behind_});
        if (hits) return std::move(*hits);
        if (hits.error().code != ErrorCode::kBusy || tries == kTries) throw StoreFailure(hits.error());
        searcher_.emplace(index_.segments()->views());
    }
}

RegexScan::Done RegexScan::look_at(Database& database, const Batch& batch) {
    Done done;
    const BodyReader bodies(codec_, database);
    std::vector<char> matched(batch.candidates.size());
    database.run_each(
        sql::kLoadScanned, batch.candidates.size(),
        [&](Query& query, std::size_t i) { query.bind_all(batch.candidates[i].id); },
        [&](const Query& row, std::size_t i) {
            const auto html = bodies.read(row.view(2));
            const auto text = html::text(html);
            ++done.rows;
            done.bytes += row.view(0).size() + html.size();
            const RegexQuery::Texts texts{row.view(0), row.view(1), text};
            matched[i] = query_.matches(
                texts, [&](std::size_t part) { return batch.parts[part].contains(batch.candidates[i].id); });
        });
    for (std::size_t i = 0; i < matched.size(); ++i)
        if (matched[i] != 0) done.hits.push_back(batch.candidates[i]);
    return done;
}

}  // namespace orrery::store
