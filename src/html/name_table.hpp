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
            if (known.key == key && known.name.size() == name.size() &&
                (name.size() <= kWhole || known.name == name)) {
                return known.index;
            }
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
    static constexpr std::size_t kWhole = sizeof(std::uint64_t);

    // The first eight bytes of the name. Loads that overlap in the middle spare a loop over bytes, whose end
    // a processor cannot foresee.
    static constexpr std::uint64_t key_of(std::string_view name) {
        const auto size = name.size();
        if (size >= 8) return load<8>(name, 0);
        if (size >= 4) return load<4>(name, 0) | load<4>(name, size - 4) << 8 * (size - 4);
        return load<1>(name, 0) | load<1>(name, size / 2) << 8 * (size / 2) |
               load<1>(name, size - 1) << 8 * (size - 1);
    }
    // Little-endian on every machine; compilers make one load of it.
    template <std::size_t kBytes>
    static constexpr std::uint64_t load(std::string_view name, std::size_t at) {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < kBytes; ++i)
            value |= std::uint64_t{static_cast<unsigned char>(name[at + i])} << 8 * i;
        return value;
    }
    static constexpr std::size_t slot_of(std::uint64_t key) {
        return static_cast<std::size_t>((key * 0x9E37'79B9'7F4A'7C15u) >> 32) % kSlots;
    }

    std::array<Slot, kSlots> slots_{};
    std::size_t longest_ = 0;
};

}  // namespace orrery::html
