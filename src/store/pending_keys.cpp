#include "pending_keys.hpp"

#include "entry_codec.hpp"
#include "statements.hpp"

#include <algorithm>
#include <limits>

namespace orrery::store {

void PendingKeys::refresh(Database& database) {
    own_.clear();
    {
        auto first = database.query(sql::kFirstPending);
        first.bind_all(begin_).step();
        if (first.is_null(0)) {
            if (!waiting_.empty()) begin_ = waiting_.back().first + 1;
            drop_before(std::numeric_limits<Change>::max());
            return;
        }
        begin_ = first.integer(0);
        drop_before(begin_);
    }
    auto rows = database.query(sql::kPendingKeys);
    rows.bind_all(waiting_.empty() ? begin_ - 1 : waiting_.back().first);
    while (rows.step()) {
        const auto change = rows.integer(0);
        auto keys = decode_keys(rows.view(2));
        for (const auto key : keys)
            committed_[key].emplace_back(change, rows.integer(1));
        waiting_.emplace_back(change, std::move(keys));
    }
}

void PendingKeys::drop_before(Change change) {
    for (; !waiting_.empty() && waiting_.front().first < change; waiting_.pop_front())
        for (const auto key : waiting_.front().second) {
            // All of this key at once: what many entries share is cut once, not once an entry.
            const auto place = committed_.find(key);
            if (place == committed_.end()) continue;
            auto& entries = place->second;
            const auto kept = std::find_if(entries.begin(), entries.end(),
                                           [&](const auto& entry) { return entry.first >= change; });
            if (kept == entries.end()) {
                committed_.erase(place);
            } else {
                entries.erase(entries.begin(), kept);
            }
        }
}

void PendingKeys::add(std::span<const std::uint64_t> keys, EntryId entry) {
    for (const auto key : keys)
        own_.emplace(key, entry);
}

void PendingKeys::find(std::uint64_t key, std::size_t most, std::vector<EntryId>& entries) const {
    const auto [first, last] = own_.equal_range(key);
    for (auto own = first; own != last; ++own)
        entries.push_back(own->second);
    const auto place = committed_.find(key);
    if (place == committed_.end()) return;
    const auto& all = place->second;
    for (std::size_t i = all.size() - std::min(most, all.size()); i < all.size(); ++i)
        entries.push_back(all[i].second);
}

}  // namespace orrery::store
