#include "orrery/search/merge.hpp"

#include <algorithm>

namespace orrery::search {

namespace {

// 0 for what is smaller than fan times the smallest, 1 for fan times that, …
std::size_t tier_of(std::uint64_t bytes, const MergePolicy& policy) {
    std::size_t tier = 0;
    for (auto size = bytes / std::max<std::uint64_t>(1, policy.smallest); size >= policy.fan;
         size /= policy.fan)
        ++tier;
    return tier;
}

}  // namespace

std::vector<std::size_t> segments_to_merge(std::span<const SegmentSize> sizes, const MergePolicy& policy) {
    std::map<std::size_t, std::vector<std::size_t>> tiers;
    for (std::size_t i = 0; i < sizes.size(); ++i)
        tiers[tier_of(sizes[i].bytes, policy)].push_back(i);
    for (auto& [tier, members] : tiers) {
        if (members.size() >= std::max<std::size_t>(2, policy.fan)) return members;
    }
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        if (sizes[i].dead > sizes[i].documents * policy.most_dead) return {i};
    }
    return {};
}

}  // namespace orrery::search
