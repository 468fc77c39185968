#include "output.hpp"

#include <algorithm>

namespace orrery::html {

void Output::grow(std::size_t bytes) {
    reallocate(std::max(size_ + bytes, 2 * limit_));
}

void Output::reallocate(std::size_t limit) {
    auto bytes = std::make_unique_for_overwrite<char[]>(limit + kSlack);
    if (size_ > 0) std::memcpy(bytes.get(), bytes_.get(), size_);
    bytes_ = std::move(bytes);
    limit_ = limit;
}

}  // namespace orrery::html
