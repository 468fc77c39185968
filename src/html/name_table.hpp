#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace orrery::html {

/// Finds a name among those known when compiled. `kSlots`: a power of two, several times their number.
template <std::size_t kSlots>
class NameTable {
  public:
    /// Names have their index; the empty ones are left out.
    template <std::size_t kCount>
    consteval explicit NameTable(const std::string_view (&names)[kCount]) {
        static_assert(kCount * 2 < kSlots && kCount < 256);
        for (std::size_t i = 0; i < kCount; ++i) {
            if (names[i].empty()) continue;
            const auto key = key_of(names[i]);
            auto slot = slot_of(key);
            while (slots_[slot].index != 0)
                slot = (slot + 1) % kSlots;
            slots_[slot] = {key, names[i], static_cast<std::uint8_t>(i)};
            if (names[i].size() > longest_) longest_ = names[i].size();
        }
    }

    /// The index of the name, or 0.
    [[nodiscard]] std::size_t find(std::string_view name) const {
        if (name.empty() || name.size() > longest_) return 0;
        const auto key = key_of(name);
        for (auto slot = slot_of(key); slots_[slot].index != 0; slot = (slot + 1) % kSlots) {
            const auto& known = slots_[slot];
            if (known.key == key && (name.size() <= kWhole || known.name == name)) return known.index;
        }
        return 0;
    }

  private:
    struct Slot {
        std::uint64_t key = 0;
        std::string_view name;
        std::uint8_t index = 0;
    };
    // A name of no more bytes is its key.
    static constexpr std::size_t kWhole = 7;

    static constexpr std::uint64_t key_of(std::string_view name) {
        std::uint64_t key = name.size();
        for (const char c : name)
            key = (key << 8 | key >> 56) ^ static_cast<unsigned char>(c);
        return key;
    }
    static constexpr std::size_t slot_of(std::uint64_t key) {
        return static_cast<std::size_t>((key * 0x9E37'79B9'7F4A'7C15u) >> 32) % kSlots;
    }

    std::array<Slot, kSlots> slots_{};
    std::size_t longest_ = 0;
};

}  // namespace orrery::html
