#include "segment_files.hpp"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace orrery::bench {

search::ChunkBytes ChunkCache::find(std::uint64_t key) {
    const std::lock_guard lock(mutex_);
    const auto found = chunks_.find(key);
    return found == chunks_.end() ? nullptr : found->second;
}

void ChunkCache::add(std::uint64_t key, const search::ChunkBytes& bytes) {
    const std::lock_guard lock(mutex_);
    ++reads_;
    if (!chunks_.emplace(key, bytes).second) return;
    order_.push_back(key);
    held_ += bytes->size();
    while (held_ > limit_ && !order_.empty()) {
        if (const auto oldest = chunks_.find(order_.front()); oldest != chunks_.end()) {
            held_ -= oldest->second->size();
            chunks_.erase(oldest);
        }
        order_.pop_front();
    }
}

void ChunkCache::forget(std::uint64_t segment) {
    const std::lock_guard lock(mutex_);
    std::erase_if(chunks_, [&](const auto& chunk) {
        if (chunk.first >> 32 != segment) return false;
        held_ -= chunk.second->size();
        return true;
    });
}

FileSegment::FileSegment(const std::string& folder, std::uint64_t number, ChunkCache& cache)
    : path_(folder + "/segment-" + std::to_string(number)), number_(number), cache_(cache) {
    file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
}

FileSegment::~FileSegment() {
    ::close(file_);
    ::unlink(path_.c_str());
    cache_.forget(number_);
}

Result<search::ChunkBytes> FileSegment::read(std::uint32_t chunk) {
    const auto key = number_ << 32 | chunk;
    if (auto cached = cache_.find(key)) return cached;
    if (chunk >= places_.size()) return fail(ErrorCode::kCorrupt, "no such chunk", path_);
    auto bytes = std::make_shared<std::string>(places_[chunk].size, '\0');
    const auto got = ::pread(file_, bytes->data(), bytes->size(), static_cast<off_t>(places_[chunk].offset));
    if (got != static_cast<ssize_t>(bytes->size())) return Failure(system_error("cannot read", path_, errno));
    ORRERY_CHECK(search::check_chunk(*bytes));
    cache_.add(key, bytes);
    return search::ChunkBytes(bytes);
}

Result<void> FileSegment::write(std::uint32_t chunk, std::string_view bytes) {
    if (chunk >= places_.size()) places_.resize(chunk + 1);
    places_[chunk] = {size_, static_cast<std::uint32_t>(bytes.size())};
    if (::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(size_)) !=
        static_cast<ssize_t>(bytes.size()))
        return Failure(system_error("cannot write", path_, errno));
    size_ += bytes.size();
    return {};
}

}  // namespace orrery::bench
