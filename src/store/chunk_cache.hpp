#pragma once

#include "orrery/search/segment.hpp"

#include <cstdint>
#include <list>
#include <mutex>
#include <unordered_map>

namespace orrery::store {

/// Chunks of the search index that were read last, up to a number of bytes. Thread-safe.
class ChunkCache {
  public:
    explicit ChunkCache(std::size_t most_bytes) : most_bytes_(most_bytes) {}

    /// Null when the chunk is not there.
    [[nodiscard]] search::ChunkBytes find(std::int64_t chunk);
    void add(std::int64_t chunk, search::ChunkBytes bytes);
    void clear();
    /// What is too much is dropped by the next add().
    void set_most_bytes(std::size_t most_bytes);

  private:
    struct Kept {
        std::int64_t chunk;
        search::ChunkBytes bytes;
    };
    std::size_t most_bytes_;
    std::mutex mutex_;
    std::list<Kept> newest_first_;
    std::unordered_map<std::int64_t, std::list<Kept>::iterator> places_;
    std::size_t bytes_ = 0;
};

}  // namespace orrery::store
