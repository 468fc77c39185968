#include "attribute_names.hpp"

#include <array>

namespace orrery::html {
namespace {

struct Known {
    std::string_view name;
    AttributeKind kind;
};
constexpr Known kKnown[] = {{"", AttributeKind::kText},
#define ORRERY_HTML_ATTRIBUTE(identifier, name, kind) {name, AttributeKind::k##kind},
                            ORRERY_HTML_ATTRIBUTES(ORRERY_HTML_ATTRIBUTE)
#undef ORRERY_HTML_ATTRIBUTE
};

constexpr std::size_t kSlots = 512;
constexpr std::size_t kLongestName = 14;  // mathbackground

constexpr std::size_t slot_of(std::string_view name) {
    std::uint32_t hash = static_cast<std::uint32_t>(name.size());
    for (const char c : name)
        hash = hash * 31 + static_cast<unsigned char>(c);
    return (hash ^ (hash >> 9)) % kSlots;
}

constexpr auto kTable = [] {
    std::array<std::uint8_t, kSlots> table{};
    for (std::size_t i = 1; i < std::size(kKnown); ++i) {
        auto slot = slot_of(kKnown[i].name);
        while (table[slot] != 0)
            slot = (slot + 1) % kSlots;
        table[slot] = static_cast<std::uint8_t>(i);
    }
    return table;
}();

}  // namespace

AttributeName attribute_name(std::string_view name) {
    if (name.empty() || name.size() > kLongestName) return AttributeName::kUnknown;
    for (auto slot = slot_of(name); kTable[slot] != 0; slot = (slot + 1) % kSlots) {
        if (kKnown[kTable[slot]].name == name) return static_cast<AttributeName>(kTable[slot]);
    }
    return AttributeName::kUnknown;
}

AttributeKind kind_of(AttributeName name) {
    return kKnown[static_cast<std::size_t>(name)].kind;
}

}  // namespace orrery::html
