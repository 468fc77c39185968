#include "orrery/base/arena.hpp"

#include <algorithm>
#include <new>

namespace orrery {

namespace {
constexpr std::size_t kLargestBlock = std::size_t{1} << 20;
}

Arena& Arena::operator=(Arena&& other) noexcept {
    if (this == &other) return *this;
    free_blocks();
    cursor_ = std::exchange(other.cursor_, 0);
    end_ = std::exchange(other.end_, 0);
    aside_ = std::exchange(other.aside_, 0);
    aside_end_ = std::exchange(other.aside_end_, 0);
    blocks_ = std::exchange(other.blocks_, nullptr);
    next_block_ = other.next_block_;
    later_blocks_ = other.later_blocks_;
    capacity_ = std::exchange(other.capacity_, 0);
    doubles_ = other.doubles_;
    return *this;
}

void Arena::free_blocks() {
    while (blocks_ != nullptr)
        ::operator delete(std::exchange(blocks_, blocks_->next));
}

// Where the bytes of a new block begin.
std::uintptr_t Arena::add_block(std::size_t room) {
    const auto size = room + sizeof(Block);
    if (size < room) throw std::bad_alloc();
    blocks_ = ::new (::operator new(size)) Block{blocks_, size};
    capacity_ += size;
    return reinterpret_cast<std::uintptr_t>(blocks_) + sizeof(Block);
}

void Arena::use_block(std::size_t room) {
    const auto size = std::max(room, next_block_);
    cursor_ = add_block(size);
    end_ = cursor_ + size;
    if (!doubles_) {
        next_block_ = later_blocks_;
    } else {
        next_block_ = std::min(next_block_ * 2, std::max(kLargestBlock, next_block_));
    }
}

void* Arena::allocate_slow(std::size_t size, std::size_t alignment) {
    const auto padded = size + alignment;
    if (padded < size) throw std::bad_alloc();
    // What would fill most of a block gets one of its own, and the current one goes on.
    if (!doubles_ && cursor_ != 0 && size > next_block_ / 2 && size > end_ - cursor_) {
        const auto start = add_block(padded);
        // NOLINTNEXTLINE(performance-no-int-to-ptr): it was one
        return reinterpret_cast<void*>((start + (alignment - 1)) & ~(alignment - 1));
    }
    use_block(padded);
    return allocate(size, alignment);
}

void Arena::make_room(std::size_t size) {
    if (!doubles_ && cursor_ != 0 && size > next_block_ / 2) {
        aside_ = cursor_;
        aside_end_ = end_;
        cursor_ = add_block(size);
        end_ = cursor_ + size;
        return;
    }
    use_block(size);
}

void Arena::go_back() {
    cursor_ = std::exchange(aside_, 0);
    end_ = std::exchange(aside_end_, 0);
}

void Arena::reset() {
    if (blocks_ == nullptr) return;
    auto* largest = blocks_;
    for (auto* block = blocks_; block != nullptr; block = block->next)
        if (block->size > largest->size) largest = block;
    for (auto* block = std::exchange(blocks_, nullptr); block != nullptr;) {
        auto* next = block->next;
        if (block != largest) ::operator delete(block);
        block = next;
    }
    *largest = {nullptr, largest->size};
    blocks_ = largest;
    cursor_ = reinterpret_cast<std::uintptr_t>(largest) + sizeof(Block);
    end_ = reinterpret_cast<std::uintptr_t>(largest) + largest->size;
    aside_ = aside_end_ = 0;
    capacity_ = largest->size;
}

}  // namespace orrery
