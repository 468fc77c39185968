#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace orrery {

/// A sorted list of names, none empty, that gives those with the same first byte in one step: to look whether
/// a text is or begins with one of them, without the steps of a binary search, whose turns a processor cannot
/// foresee.
template <std::size_t kCount>
class ByFirstByte {
  public:
    consteval explicit ByFirstByte(const std::array<std::string_view, kCount>& sorted) : names_(sorted) {
        static_assert(kCount < 256);
        if (!std::ranges::is_sorted(sorted)) throw "the names are not sorted";
        for (std::size_t byte = 0, at = 0; byte < kBytes; ++byte) {
            starts_[byte] = static_cast<std::uint8_t>(at);
            while (at < kCount && static_cast<unsigned char>(names_[at][0]) == byte)
                ++at;
            starts_[byte + 1] = static_cast<std::uint8_t>(at);
        }
    }

    /// The names that begin with this byte.
    [[nodiscard]] constexpr std::span<const std::string_view> of(char first) const {
        const auto byte = static_cast<unsigned char>(first);
        if (byte >= kBytes) return {};
        return std::span(names_).subspan(starts_[byte],
                                         static_cast<std::size_t>(starts_[byte + 1] - starts_[byte]));
    }

    [[nodiscard]] static constexpr std::size_t size() { return kCount; }
    /// The index of one of its own names.
    [[nodiscard]] constexpr std::size_t index_of(const std::string_view& name) const {
        return static_cast<std::size_t>(&name - names_.data());
    }

  private:
    static constexpr std::size_t kBytes = 128;  // names are ASCII
    std::array<std::string_view, kCount> names_;
    std::array<std::uint8_t, kBytes + 1> starts_{};
};

}  // namespace orrery
