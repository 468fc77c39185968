#include "feed_keys.hpp"

#include "statements.hpp"

#include <algorithm>
#include <cstring>
#include <unordered_map>
#include <utility>

namespace orrery::store {

namespace {

// The full blocks of a feed follow one another.
constexpr std::int64_t kBlocksPerFeed = std::int64_t{1} << 24;
// A full block fits into a page with some of its neighbours.
constexpr std::size_t kBlockBytes = 2048;

// The blocks that are still being filled stand before all others.
std::int64_t open_block(FeedId feed) {
    return -feed;
}

[[noreturn]] void damaged() {
    throw StoreFailure({ErrorCode::kCorrupt, "the archive is damaged", "",
                        "the keys of a feed cannot be read",
                        "keep the archive as it is and restore a backup"});
}

// A pair: the key, least byte first, and how far its entry is from the one before, in sevens of bits with the
// sign lowest.
void append(std::string& bytes, std::int64_t key, std::int64_t step) {
    for (unsigned byte = 0; byte < 8; ++byte)
        bytes.push_back(static_cast<char>(static_cast<std::uint64_t>(key) >> (8 * byte)));
    auto rest = static_cast<std::uint64_t>(step) << 1 ^ static_cast<std::uint64_t>(step >> 63);
    for (; rest >= 0x80; rest >>= 7)
        bytes.push_back(static_cast<char>(rest | 0x80));
    bytes.push_back(static_cast<char>(rest));
}

}  // namespace

std::int64_t FeedKeys::first_block(FeedId feed) {
    return feed * kBlocksPerFeed;
}

FeedKeys::FeedKeys(Database& database, FeedId feed) : feed_(feed) {
    auto rows = database.query(sql::kFindFeedKeys);
    bind(rows, feed);
    while (rows.step())
        take(rows);
}

void FeedKeys::bind(Query& query, FeedId feed) {
    query.bind_all(first_block(feed), first_block(feed + 1), open_block(feed));
}

void FeedKeys::take(const Query& row) {
    Block block{row.integer(0), row.text(1)};
    if (block.id < 0)
        open_ = std::move(block);
    else
        full_.push_back(std::move(block));
}

// Gives the last entry of the open block, from which its next step counts.
template <class Work>
EntryId FeedKeys::for_each_pair(Work work) const {
    const auto read = [&](const Block& block) {
        std::string_view rest = block.bytes;
        EntryId entry = 0;
        while (!rest.empty()) {
            std::uint64_t key = 0;
            if (rest.size() < 9) damaged();
            for (unsigned byte = 0; byte < 8; ++byte)
                key |= std::uint64_t{static_cast<unsigned char>(rest[byte])} << (8 * byte);
            rest.remove_prefix(8);
            std::uint64_t step = 0;
            for (unsigned shift = 0;; shift += 7) {
                if (rest.empty() || shift > 63) damaged();
                const auto byte = static_cast<unsigned char>(rest.front());
                rest.remove_prefix(1);
                step |= std::uint64_t{byte & 0x7Fu} << shift;
                if (byte < 0x80) break;
            }
            entry += static_cast<std::int64_t>(step >> 1 ^ (0 - (step & 1)));
            work(static_cast<std::int64_t>(key), entry);
        }
        return entry;
    };
    for (const auto& block : full_)
        read(block);
    return open_ ? read(*open_) : 0;
}

std::vector<FeedKeys::Match> FeedKeys::find(std::span<const std::int64_t> keys) const {
    std::vector<Match> matches;
    if (full_.empty() && !open_) return matches;
    std::unordered_multimap<std::int64_t, std::size_t> wanted;
    for (std::size_t i = 0; i < keys.size(); ++i)
        wanted.emplace(keys[i], i);
    for_each_pair([&](std::int64_t key, EntryId entry) {
        const auto [first, last] = wanted.equal_range(key);
        for (auto each = first; each != last; ++each)
            matches.push_back({each->second, entry});
    });
    return matches;
}

void FeedKeys::add(Database& database, std::vector<Pair> pairs) {
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    auto last = for_each_pair([&](std::int64_t key, EntryId entry) {
        const Pair there{entry, key};
        const auto place = std::lower_bound(pairs.begin(), pairs.end(), there);
        if (place != pairs.end() && *place == there) pairs.erase(place);
    });
    if (pairs.empty()) return;
    if (!open_) open_ = Block{open_block(feed_), {}};
    auto next = first_block(feed_);
    for (const auto& block : full_)
        next = std::max(next, block.id + 1);
    const auto known = full_.size();
    for (const auto& pair : pairs) {
        append(open_->bytes, pair.key, pair.entry - last);
        last = pair.entry;
        if (open_->bytes.size() < kBlockBytes) continue;
        full_.push_back({next++, std::exchange(open_->bytes, {})});
        last = 0;
    }
    std::vector<const Block*> changed{&*open_};
    for (auto i = known; i < full_.size(); ++i)
        changed.push_back(&full_[i]);
    database.run_each(sql::kPutFeedKeys, changed.size(), [&](Query& query, std::size_t i) {
        query.bind_all(changed[i]->id, Blob{changed[i]->bytes});
    });
}

void pack_entry_keys(Database& database) {
    auto feeds = database.query("SELECT id FROM feed ORDER BY id");
    while (feeds.step()) {
        std::vector<FeedKeys::Pair> pairs;
        {
            auto rows = database.query("SELECT entry_id, key FROM entry_key WHERE feed_id = ?1");
            rows.bind_all(feeds.integer(0));
            while (rows.step())
                pairs.push_back({rows.integer(0), rows.integer(1)});
        }
        FeedKeys(feeds.integer(0)).add(database, std::move(pairs));
    }
}

}  // namespace orrery::store
