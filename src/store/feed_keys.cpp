#include "feed_keys.hpp"

#include "statements.hpp"

#include <algorithm>
#include <cstring>
#include <unordered_map>

namespace orrery::store {

namespace {

// The blocks of a feed follow one another.
constexpr std::int64_t kBlocksPerFeed = std::int64_t{1} << 24;
// A full block fits into a page with some of its neighbours.
constexpr std::size_t kBlockBytes = 2048;

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
    rows.bind_all(first_block(feed), first_block(feed + 1));
    while (rows.step())
        take(rows);
}

void FeedKeys::take(const Query& row) {
    blocks_.push_back({row.integer(0), row.text(1)});
}

template <class Work>
void FeedKeys::for_each_pair(Work work) const {
    for (const auto& block : blocks_) {
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
    }
}

std::vector<FeedKeys::Match> FeedKeys::find(std::span<const std::int64_t> keys) const {
    std::vector<Match> matches;
    if (blocks_.empty()) return matches;
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
    EntryId last = 0;
    for_each_pair([&](std::int64_t key, EntryId entry) {
        last = entry;
        const Pair there{entry, key};
        const auto place = std::lower_bound(pairs.begin(), pairs.end(), there);
        if (place != pairs.end() && *place == there) pairs.erase(place);
    });
    if (pairs.empty()) return;
    // A full last block stays as it is.
    const auto first_changed =
        blocks_.size() - (blocks_.empty() || blocks_.back().bytes.size() >= kBlockBytes ? 0 : 1);
    for (const auto& pair : pairs) {
        if (blocks_.empty() || blocks_.back().bytes.size() >= kBlockBytes) {
            blocks_.push_back({blocks_.empty() ? first_block(feed_) : blocks_.back().id + 1, {}});
            last = 0;
        }
        append(blocks_.back().bytes, pair.key, pair.entry - last);
        last = pair.entry;
    }
    database.run_each(sql::kPutFeedKeys, blocks_.size() - first_changed, [&](Query& query, std::size_t i) {
        const auto& block = blocks_[first_changed + i];
        query.bind_all(block.id, Blob{block.bytes});
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
