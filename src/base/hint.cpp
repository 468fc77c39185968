#include "orrery/base/hint.hpp"

#include "orrery/base/text.hpp"

#include <algorithm>
#include <vector>

namespace orrery {

namespace {

// Optimal string alignment distance: edits of one letter, and swaps of neighbours.
std::size_t distance(std::string_view a, std::string_view b) {
    const std::size_t width = b.size() + 1;
    std::vector<std::size_t> table((a.size() + 1) * width);
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            auto& cell = table[i * width + j];
            if (i == 0 || j == 0) {
                cell = i + j;
                continue;
            }
            const bool same = to_lower(a[i - 1]) == to_lower(b[j - 1]);
            cell = std::min({table[(i - 1) * width + j] + 1, table[i * width + j - 1] + 1,
                             table[(i - 1) * width + j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && to_lower(a[i - 1]) == to_lower(b[j - 2]) &&
                to_lower(a[i - 2]) == to_lower(b[j - 1]))
                cell = std::min(cell, table[(i - 2) * width + j - 2] + 1);
        }
    }
    return table.back();
}

}  // namespace

std::string_view closest(std::string_view name, std::span<const std::string_view> candidates) {
    std::string_view best;
    std::size_t best_distance = std::max<std::size_t>(1, name.size() / 3) + 1;
    for (const auto candidate : candidates) {
        if (const auto d = distance(name, candidate); d < best_distance) {
            best = candidate;
            best_distance = d;
        }
    }
    return best;
}

std::string perhaps_you_meant(std::string_view name, std::span<const std::string_view> candidates) {
    const auto best = closest(name, candidates);
    return best.empty() ? std::string() : "perhaps you meant \"" + std::string(best) + "\"";
}

}  // namespace orrery
