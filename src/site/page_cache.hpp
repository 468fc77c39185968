#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace orrery::site {

/// A document as it is sent.
struct CachedPage {
    std::shared_ptr<const std::string> body;
    std::shared_ptr<const std::string> gzip;
    std::string etag;
    std::string media_type;
};

/// Rendered pages, each good for one generation of the archive. Those longest unused go first once there are
/// more than `max_bytes`. Thread-safe.
class PageCache {
  public:
    explicit PageCache(std::size_t max_bytes) : max_bytes_(max_bytes) {}

    [[nodiscard]] std::optional<CachedPage> get(std::string_view path, std::uint64_t generation);
    /// Keeps the page unless it is larger than the whole cache.
    void put(std::string path, std::uint64_t generation, CachedPage page);

    [[nodiscard]] std::size_t bytes() const;

  private:
    struct Slot {
        std::string path;
        std::uint64_t generation;
        CachedPage page;
    };
    using Slots = std::list<Slot>;

    static std::size_t size_of(const Slot& slot);
    void remove(Slots::iterator slot);

    mutable std::mutex mutex_;
    const std::size_t max_bytes_;
    std::size_t bytes_ = 0;
    Slots slots_;                                                    // the last used in front
    std::unordered_map<std::string_view, Slots::iterator> by_path_;  // views into the slots
};

}  // namespace orrery::site
