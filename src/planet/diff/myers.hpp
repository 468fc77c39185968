#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace orrery::planet::diffing {

/// Which elements of two sequences belong to no longest common subsequence: a flag for each.
struct Changes {
    std::vector<bool> before;
    std::vector<bool> after;
};

/// Fills in `changes`, whose flags must be false and as many as there are elements. E. W. Myers, "An O(ND)
/// difference algorithm and its variations", 1986, in the linear space of its section 4b; the halves wait on
/// a stack of our own. False when that would take more than `steps`; the flags say nothing then.
[[nodiscard]] bool find_changes(std::span<const std::uint32_t> before, std::span<const std::uint32_t> after,
                                std::size_t steps, Changes& changes);

}  // namespace orrery::planet::diffing
