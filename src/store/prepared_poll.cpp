#include "prepared_poll.hpp"

#include "entry_codec.hpp"
#include "feed_keys.hpp"
#include "orrery/html/text.hpp"
#include "statements.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace orrery::store {

namespace {

// A thread is worth starting for so many entries, about half a millisecond of work.
constexpr std::size_t kEntriesPerThread = 8;

// Runs `work` for every number below `count`, on as many threads as pay.
template <class Work>
void for_each_in_parallel(std::size_t count, Work work) {
    std::atomic<std::size_t> next = 0;
    std::exception_ptr failure;
    std::mutex failure_mutex;
    const auto take = [&] {
        try {
            for (auto i = next++; i < count; i = next++)
                work(i);
        } catch (...) {
            next = count;
            const std::lock_guard lock(failure_mutex);
            failure = std::current_exception();
        }
    };
    {
        const auto threads =
            std::min<std::size_t>(std::thread::hardware_concurrency(), count / kEntriesPerThread);
        std::vector<std::jthread> helpers;
        for (std::size_t i = 1; i < threads; ++i)
            helpers.emplace_back(take);
        take();
    }
    if (failure) std::rethrow_exception(failure);
}

}  // namespace

EncodedEntry::EncodedEntry(const NewEntry& entry, const BodyCodec& codec)
    : categories(encode_categories(entry.categories)),
      enclosures(encode_enclosures(entry.enclosures)),
      source(encode_source(entry.source)),
      identity(encode_identity(entry.identity)),
      body(codec.encode(entry.html)),
      text(html::text(entry.html)) {
    traits = encode_traits(traits_of(text));
}

std::vector<PreparedPoll> prepare_polls(const ReaderPool& readers, const BodyCodec& codec,
                                        std::span<const PollCommit> commits) {
    std::vector<PreparedPoll> polls;
    std::vector<std::pair<const NewEntry*, PreparedPoll::Entry*>> all;
    struct Wanted {
        FeedId feed;
        std::vector<std::int64_t> keys;
        std::vector<std::size_t> entries;  ///< which one in `all` each key is of
    };
    std::vector<Wanted> wanted_of;  // one a poll that has entries
    polls.reserve(commits.size());
    for (const auto& commit : commits) {
        auto& poll = polls.emplace_back(PreparedPoll{&commit, {}});
        auto& wanted = wanted_of.emplace_back(Wanted{commit.feed, {}, {}});
        poll.entries.resize(commit.entries.size());
        for (std::size_t i = 0; i < poll.entries.size(); ++i) {
            poll.entries[i].hash = content_hash(commit.entries[i]);
            for (const auto key : lookup_keys(commit.entries[i].identity)) {
                wanted.keys.push_back(key);
                wanted.entries.push_back(all.size());
            }
            all.emplace_back(&commit.entries[i], &poll.entries[i]);
        }
    }
    std::erase_if(wanted_of, [](const Wanted& wanted) { return wanted.keys.empty(); });
    if (all.empty()) return polls;

    // Most of what a changed document shows is known. The transaction looks again, as others may write until
    // then.
    std::vector<char> is_known(all.size());
    readers.read([&](Database& database) {
        std::vector<FeedKeys> keys;
        for (const auto& wanted : wanted_of)
            keys.emplace_back(wanted.feed);
        database.run_each(
            sql::kFindFeedKeys, wanted_of.size(),
            [&](Query& query, std::size_t i) { FeedKeys::bind(query, wanted_of[i].feed); },
            [&](const Query& row, std::size_t i) { keys[i].take(row); });
        std::vector<std::pair<std::size_t, EntryId>> found;
        for (std::size_t i = 0; i < keys.size(); ++i)
            for (const auto& match : keys[i].find(wanted_of[i].keys))
                found.emplace_back(wanted_of[i].entries[match.wanted], match.entry);
        database.run_each(
            sql::kLoadHash, found.size(),
            [&](Query& query, std::size_t i) { query.bind_all(found[i].second); },
            [&](const Query& row, std::size_t i) {
                const auto entry = found[i].first;
                if (row.integer(0) == all[entry].second->hash) is_known[entry] = 1;
                found[i].second = 0;
            });
        // What was pruned is not written again, whatever it says now.
        std::erase_if(found, [](const auto& match) { return match.second == 0; });
        database.run_each(
            sql::kLoadPruned, found.size(),
            [&](Query& query, std::size_t i) { query.bind_all(found[i].second); },
            [&](const Query&, std::size_t i) { is_known[found[i].first] = 1; });
        return 0;
    });
    std::vector<std::size_t> unknown;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (is_known[i] == 0) unknown.push_back(i);
    for_each_in_parallel(unknown.size(), [&](std::size_t i) {
        const auto [source, entry] = all[unknown[i]];
        entry->forms.emplace(*source, codec);
    });
    return polls;
}

}  // namespace orrery::store
