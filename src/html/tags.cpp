#include "orrery/html/tags.hpp"

#include <array>

namespace orrery::html {
namespace {

constexpr std::size_t kSlots = 1024;
constexpr std::size_t kLongestName = 14;  // annotation-xml

constexpr std::size_t slot_of(std::string_view name) {
    std::uint32_t hash = static_cast<std::uint32_t>(name.size());
    for (const char c : name)
        hash = hash * 31 + static_cast<unsigned char>(c);
    return (hash ^ (hash >> 10)) % kSlots;
}

constexpr auto kTable = [] {
    std::array<std::uint8_t, kSlots> table{};
    for (std::size_t i = 1; i < kTagCount; ++i) {
        auto slot = slot_of(kTagNames[i]);
        while (table[slot] != 0)
            slot = (slot + 1) % kSlots;
        table[slot] = static_cast<std::uint8_t>(i);
    }
    return table;
}();

}  // namespace

Tag tag_of(std::string_view name) {
    if (name.empty() || name.size() > kLongestName) return Tag::kUnknown;
    for (auto slot = slot_of(name); kTable[slot] != 0; slot = (slot + 1) % kSlots) {
        if (kTagNames[kTable[slot]] == name) return static_cast<Tag>(kTable[slot]);
    }
    return Tag::kUnknown;
}

}  // namespace orrery::html
