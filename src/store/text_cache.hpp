#pragma once

#include "orrery/store/records.hpp"

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace orrery::store {

/// The plain texts of entries that were just written, up to a number of bytes, so that the index need not
/// unpack them again. Thread-safe.
class TextCache {
  public:
    explicit TextCache(std::size_t most_bytes) : most_bytes_(most_bytes) {}

    /// `hash` tells the revision. Does nothing once it is full.
    void add(EntryId entry, std::int64_t hash, std::string text);
    /// The text of that revision, which is not kept any longer.
    [[nodiscard]] std::optional<std::string> take(EntryId entry, std::int64_t hash);
    void clear();

  private:
    std::size_t most_bytes_;
    std::mutex mutex_;
    std::unordered_map<EntryId, std::pair<std::int64_t, std::string>> texts_;
    std::size_t bytes_ = 0;
};

}  // namespace orrery::store
