#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace orrery {

/// Memory handed out in order and given back all at once. For trees and models of many small parts that live
/// and die together. Not thread-safe. Moving an Arena keeps every address valid.
class Arena {
  public:
    enum class Growth { kDoubling, kSteady };
    /// `first_block`: how many bytes the first block has; later ones double up to 1 MiB, or all have as many:
    /// for one who can guess how much it will be, and wants little more.
    explicit Arena(std::size_t first_block = 4096, Growth growth = Growth::kDoubling)
        : next_block_(first_block), growth_(growth) {}
    Arena(Arena&& other) noexcept { *this = std::move(other); }
    Arena& operator=(Arena&& other) noexcept;

    /// `size` bytes, uninitialised, aligned to `alignment` (a power of two up to alignof(max_align_t)).
    [[nodiscard]] void* allocate(std::size_t size, std::size_t alignment = alignof(std::max_align_t)) {
        const auto start = (cursor_ + (alignment - 1)) & ~(alignment - 1);
        if (start + size > end_ || start + size < start) return allocate_slow(size, alignment);
        cursor_ = start + size;
        return reinterpret_cast<void*>(start);  // NOLINT(performance-no-int-to-ptr): it was one
    }

    /// A new T. Its destructor never runs, so it must not need one.
    template <class T, class... Args>
    [[nodiscard]] T* make(Args&&... args) {
        static_assert(std::is_trivially_destructible_v<T>);
        return ::new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
    }

    /// `count` value-initialised Ts.
    template <class T>
    [[nodiscard]] std::span<T> make_array(std::size_t count) {
        static_assert(std::is_trivially_destructible_v<T>);
        auto* first = static_cast<T*>(allocate(sizeof(T) * count, alignof(T)));
        std::uninitialized_value_construct_n(first, count);
        return {first, count};
    }

    /// A copy of `text` that lives as long as the arena.
    [[nodiscard]] std::string_view copy(std::string_view text) {
        if (text.empty()) return {};
        auto* bytes = static_cast<char*>(allocate(text.size(), 1));
        std::memcpy(bytes, text.data(), text.size());
        return {bytes, text.size()};
    }

    /// Forgets everything handed out and keeps the largest block for reuse.
    void reset();

    /// Bytes held from the system.
    [[nodiscard]] std::size_t capacity() const { return capacity_; }

  private:
    struct Block {
        std::unique_ptr<std::byte[]> bytes;
        std::size_t size;
    };
    void* allocate_slow(std::size_t size, std::size_t alignment);

    std::uintptr_t cursor_ = 0;
    std::uintptr_t end_ = 0;
    std::size_t next_block_ = 4096;
    Growth growth_ = Growth::kDoubling;
    std::size_t capacity_ = 0;
    std::vector<Block> blocks_;
};

}  // namespace orrery
