#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace orrery {

/// Memory handed out in order and given back all at once. For trees and models of many small parts that live
/// and die together. Not thread-safe. Moving an Arena keeps every address valid.
class Arena {
  public:
    /// `first_block`: how many bytes the first block has; later ones double up to 1 MiB.
    explicit Arena(std::size_t first_block = 4096) : next_block_(first_block), doubles_(true) {}
    /// Later blocks all have `later_blocks` bytes: for one who can guess how much it will be, and wants
    /// little more.
    Arena(std::size_t first_block, std::size_t later_blocks)
        : next_block_(first_block), later_blocks_(later_blocks), doubles_(false) {}
    ~Arena() { free_blocks(); }
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;
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

    /// Room to write a text of up to `size` bytes into; take() then keeps the first of them. Until then
    /// nothing else may be asked of the arena.
    [[nodiscard]] char* room(std::size_t size) {
        if (size > end_ - cursor_) make_room(size);
        return reinterpret_cast<char*>(cursor_);  // NOLINT(performance-no-int-to-ptr): it was one
    }
    /// The first `size` bytes of what room() gave.
    std::string_view take(std::size_t size) {
        // NOLINTNEXTLINE(performance-no-int-to-ptr): it was one
        const std::string_view text(reinterpret_cast<const char*>(cursor_), size);
        cursor_ += size;
        if (aside_end_ - aside_ > end_ - cursor_) go_back();
        return text;
    }

    /// Forgets everything handed out and keeps the largest block for reuse.
    void reset();

    /// Bytes held from the system.
    [[nodiscard]] std::size_t capacity() const { return capacity_; }

  private:
    // Stands at the front of each block.
    struct Block {
        Block* next;
        std::size_t size;  // with this
    };
    void* allocate_slow(std::size_t size, std::size_t alignment);
    void make_room(std::size_t size);
    void go_back();
    void use_block(std::size_t room);
    std::uintptr_t add_block(std::size_t room);
    void free_blocks();

    std::uintptr_t cursor_ = 0;
    std::uintptr_t end_ = 0;
    // What was left of the block before the one that a long text got for itself.
    std::uintptr_t aside_ = 0;
    std::uintptr_t aside_end_ = 0;
    Block* blocks_ = nullptr;
    std::size_t next_block_ = 4096;
    std::size_t later_blocks_ = 0;
    std::size_t capacity_ = 0;
    bool doubles_ = true;
};

}  // namespace orrery
