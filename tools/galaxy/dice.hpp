#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace orrery::galaxy {

/// Numbers that look random and are the same for the same keys, on every machine (SplitMix64). Everything
/// that the galaxy makes is a function of its seed, so that nothing has to be kept.
class Dice {
  public:
    Dice(std::initializer_list<std::uint64_t> keys) {
        for (const auto key : keys)
            state_ = mixed(state_ ^ key) + key;
    }

    std::uint64_t next() { return mixed(state_ += 0x9E3779B97F4A7C15); }
    /// 0 to n - 1; n is small, so that the remainder's bias does not matter.
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
    bool one_in(std::size_t n) { return below(n) == 0; }

    template <class List>
    const auto& pick(const List& list) {
        return list[below(list.size())];
    }

  private:
    static constexpr std::uint64_t mixed(std::uint64_t z) {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    std::uint64_t state_ = 0x0A11E7;
};

}  // namespace orrery::galaxy
