#include "orrery/search/merge.hpp"

#include <algorithm>
#include <compare>

namespace orrery::search {

namespace {

struct Tier {
    bool is_large = false;
    std::size_t power = 0;

    friend auto operator<=>(const Tier&, const Tier&) = default;
};

std::size_t power_of(std::uint64_t size, std::size_t fan) {
    std::size_t power = 0;
    for (; size >= fan; size /= fan)
        ++power;
    return power;
}

// Power 0 for what is smaller than fan times the smallest, 1 for fan times that, …; large ones likewise.
Tier tier_of(std::uint64_t bytes, const MergePolicy& policy) {
    if (bytes >= policy.large) return {true, power_of(bytes / policy.large, policy.large_fan)};
    return {false, power_of(bytes / std::max<std::uint64_t>(1, policy.smallest), policy.fan)};
}

}  // namespace

std::vector<std::size_t> segments_to_merge(std::span<const SegmentSize> sizes, const MergePolicy& policy) {
    std::map<Tier, std::vector<std::size_t>> tiers;
    for (std::size_t i = 0; i < sizes.size(); ++i)
        tiers[tier_of(sizes[i].bytes, policy)].push_back(i);
    for (auto& [tier, members] : tiers) {
        const auto fan = tier.is_large ? policy.large_fan : policy.fan;
        if (members.size() < std::max<std::size_t>(2, fan)) continue;
        // The older half of the large ones: while a merge is at work, the disk has twice what it merges.
        if (tier.is_large) members.resize(std::max<std::size_t>(2, members.size() / 2));
        return members;
    }
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        if (sizes[i].dead > sizes[i].documents * policy.most_dead) return {i};
    }
    return {};
}

}  // namespace orrery::search
