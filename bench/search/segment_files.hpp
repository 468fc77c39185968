#pragma once

#include "orrery/search/segment.hpp"

#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>

namespace orrery::bench {

/// Chunks in memory up to a number of bytes, the ones read first go first; counts what is read from files.
class ChunkCache {
  public:
    explicit ChunkCache(std::size_t bytes) : limit_(bytes) {}

    search::ChunkBytes find(std::uint64_t key);
    void add(std::uint64_t key, const search::ChunkBytes& bytes);
    void forget(std::uint64_t segment);
    [[nodiscard]] std::uint64_t reads() const { return reads_; }

  private:
    std::mutex mutex_;
    std::unordered_map<std::uint64_t, search::ChunkBytes> chunks_;
    std::deque<std::uint64_t> order_;
    std::size_t limit_;
    std::size_t held_ = 0;
    std::uint64_t reads_ = 0;
};

/// A segment in one file, which is deleted with it.
class FileSegment : public search::SegmentSource, public search::SegmentSink {
  public:
    FileSegment(const std::string& folder, std::uint64_t number, ChunkCache& cache);
    ~FileSegment() override;
    Result<search::ChunkBytes> read(std::uint32_t chunk) override;
    Result<void> write(std::uint32_t chunk, std::string_view bytes) override;

  private:
    struct Place {
        std::uint64_t offset = 0;
        std::uint32_t size = 0;
    };
    std::string path_;
    std::uint64_t number_;
    ChunkCache& cache_;
    int file_ = -1;
    std::uint64_t size_ = 0;
    std::vector<Place> places_;
};

}  // namespace orrery::bench
