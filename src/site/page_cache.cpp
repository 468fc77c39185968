#include "page_cache.hpp"

namespace orrery::site {

std::size_t PageCache::size_of(const Slot& slot) {
    return sizeof(Slot) + slot.path.size() + slot.page.body->size() +
           (slot.page.gzip ? slot.page.gzip->size() : 0);
}

void PageCache::remove(Slots::iterator slot) {
    bytes_ -= size_of(*slot);
    by_path_.erase(slot->path);
    slots_.erase(slot);
}

std::optional<CachedPage> PageCache::get(std::string_view path, std::uint64_t generation) {
    const std::lock_guard lock(mutex_);
    const auto found = by_path_.find(path);
    if (found == by_path_.end()) return std::nullopt;
    const auto slot = found->second;
    if (slot->generation != generation) {
        remove(slot);
        return std::nullopt;
    }
    slots_.splice(slots_.begin(), slots_, slot);
    return slot->page;
}

void PageCache::put(std::string path, std::uint64_t generation, CachedPage page) {
    const std::lock_guard lock(mutex_);
    if (const auto found = by_path_.find(path); found != by_path_.end()) remove(found->second);
    slots_.push_front({std::move(path), generation, std::move(page)});
    by_path_.emplace(slots_.front().path, slots_.begin());
    bytes_ += size_of(slots_.front());
    while (bytes_ > max_bytes_)
        remove(std::prev(slots_.end()));
}

std::size_t PageCache::bytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
}

}  // namespace orrery::site
