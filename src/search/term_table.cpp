#include "term_table.hpp"

#include <algorithm>
#include <utility>

namespace orrery::search {

namespace {

constexpr std::size_t kFirstSlots = 1 << 12;

}  // namespace

void TermTable::clear() {
    bytes_.clear();
    begins_.assign(1, 0);
    slots_.assign(kFirstSlots, {});
    mask_ = kFirstSlots - 1;
}

std::uint32_t TermTable::insert(std::size_t slot, const Probe& probe, std::string_view term) {
    const auto number = static_cast<std::uint32_t>(size());
    slots_[slot] = {probe.first, probe.last, begins_.back(), static_cast<std::uint32_t>(term.size()), number};
    bytes_.insert(bytes_.end(), term.begin(), term.end());
    begins_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    if (size() * 2 > slots_.size()) grow();
    return number;
}

void TermTable::grow() {
    const auto before = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
    mask_ = slots_.size() - 1;
    for (const auto& slot : before) {
        if (slot.number == kFree) continue;
        auto free = hash_of(slot.first, slot.last, term(slot.number)) & mask_;
        while (slots_[free].number != kFree)
            free = (free + 1) & mask_;
        slots_[free] = slot;
    }
}

std::vector<std::uint32_t> TermTable::sorted() const {
    // The first eight bytes decide nearly always.
    struct Key {
        std::uint64_t first;
        std::uint32_t number;
    };
    std::vector<Key> keys(size());
    for (std::uint32_t i = 0; i < keys.size(); ++i) {
        const auto term = this->term(i);
        std::uint64_t first = 0;
        for (std::size_t byte = 0; byte < 8; ++byte)
            first = first << 8 | (byte < term.size() ? static_cast<unsigned char>(term[byte]) : 0u);
        keys[i] = {first, i};
    }
    std::sort(keys.begin(), keys.end(), [this](const Key& a, const Key& b) {
        return a.first != b.first ? a.first < b.first : term(a.number) < term(b.number);
    });
    std::vector<std::uint32_t> numbers(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i)
        numbers[i] = keys[i].number;
    return numbers;
}

}  // namespace orrery::search
