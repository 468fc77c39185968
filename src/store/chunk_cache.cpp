#include "chunk_cache.hpp"

namespace orrery::store {

search::ChunkBytes ChunkCache::find(std::int64_t chunk) {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(chunk);
    if (found == places_.end()) return {};
    newest_first_.splice(newest_first_.begin(), newest_first_, found->second);
    return found->second->bytes;
}

void ChunkCache::add(std::int64_t chunk, search::ChunkBytes bytes) {
    const std::lock_guard lock(mutex_);
    if (places_.contains(chunk)) return;
    bytes_ += bytes->size();
    newest_first_.push_front({chunk, std::move(bytes)});
    places_[chunk] = newest_first_.begin();
    while (bytes_ > most_bytes_ && newest_first_.size() > 1) {
        bytes_ -= newest_first_.back().bytes->size();
        places_.erase(newest_first_.back().chunk);
        newest_first_.pop_back();
    }
}

void ChunkCache::set_most_bytes(std::size_t most_bytes) {
    const std::lock_guard lock(mutex_);
    most_bytes_ = most_bytes;
}

void ChunkCache::clear() {
    const std::lock_guard lock(mutex_);
    newest_first_.clear();
    places_.clear();
    bytes_ = 0;
}

}  // namespace orrery::store
