#include "text_cache.hpp"

namespace orrery::store {

void TextCache::add(EntryId entry, std::int64_t hash, std::string text) {
    const std::lock_guard lock(mutex_);
    if (bytes_ + text.size() > most_bytes_) return;
    auto& kept = texts_[entry];
    bytes_ += text.size() - kept.second.size();
    kept = {hash, std::move(text)};
}

std::optional<std::string> TextCache::take(EntryId entry, std::int64_t hash) {
    const std::lock_guard lock(mutex_);
    const auto place = texts_.find(entry);
    if (place == texts_.end()) return {};
    auto [kept_hash, text] = std::move(place->second);
    bytes_ -= text.size();
    texts_.erase(place);
    if (kept_hash != hash) return {};
    return std::move(text);
}

void TextCache::clear() {
    const std::lock_guard lock(mutex_);
    texts_.clear();
    bytes_ = 0;
}

}  // namespace orrery::store
