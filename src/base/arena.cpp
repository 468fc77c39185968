#include "orrery/base/arena.hpp"

#include <algorithm>

namespace orrery {

namespace {
constexpr std::size_t kLargestBlock = std::size_t{1} << 20;
}

Arena& Arena::operator=(Arena&& other) noexcept {
    if (this == &other) return *this;
    blocks_ = std::move(other.blocks_);
    cursor_ = std::exchange(other.cursor_, 0);
    end_ = std::exchange(other.end_, 0);
    next_block_ = other.next_block_;
    growth_ = other.growth_;
    capacity_ = std::exchange(other.capacity_, 0);
    other.blocks_.clear();
    return *this;
}

void* Arena::allocate_slow(std::size_t size, std::size_t alignment) {
    const auto add_block = [&](std::size_t bytes) {
        blocks_.push_back({std::make_unique_for_overwrite<std::byte[]>(bytes), bytes});
        capacity_ += bytes;
        return reinterpret_cast<std::uintptr_t>(blocks_.back().bytes.get());
    };
    // What would fill most of a block gets one of its own, and the current one goes on.
    if (size > next_block_ / 2 && size > end_ - cursor_ && cursor_ != 0 && growth_ == Growth::kSteady) {
        const auto start = add_block(size + alignment - 1);
        return reinterpret_cast<void*>((start + (alignment - 1)) & ~(alignment - 1));
    }
    const auto wanted = std::max(next_block_, size + alignment);
    cursor_ = add_block(wanted);
    end_ = cursor_ + wanted;
    if (growth_ == Growth::kDoubling)
        next_block_ = std::min(next_block_ * 2, std::max(kLargestBlock, next_block_));
    return allocate(size, alignment);
}

void Arena::reset() {
    if (blocks_.empty()) return;
    auto largest = std::max_element(blocks_.begin(), blocks_.end(),
                                    [](const Block& a, const Block& b) { return a.size < b.size; });
    Block kept = std::move(*largest);
    blocks_.clear();
    cursor_ = reinterpret_cast<std::uintptr_t>(kept.bytes.get());
    end_ = cursor_ + kept.size;
    capacity_ = kept.size;
    blocks_.push_back(std::move(kept));
}

}  // namespace orrery
