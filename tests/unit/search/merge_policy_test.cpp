#include "orrery/search/merge.hpp"

#include <gtest/gtest.h>

namespace orrery::search {
namespace {

using Indexes = std::vector<std::size_t>;

std::vector<SegmentSize> of_bytes(std::initializer_list<std::uint64_t> sizes) {
    std::vector<SegmentSize> all;
    for (const auto bytes : sizes)
        all.push_back({bytes, 100, 0});
    return all;
}

const MergePolicy kByFour{.fan = 4, .smallest = 100, .most_dead = 0.25};

TEST(MergePolicy, WaitsForEnoughSegmentsOfOneSize) {
    EXPECT_EQ(segments_to_merge({}), Indexes{});
    EXPECT_EQ(segments_to_merge(of_bytes({1, 50, 399}), kByFour), Indexes{});
    EXPECT_EQ(segments_to_merge(of_bytes({1, 50, 399, 100}), kByFour), (Indexes{0, 1, 2, 3}));
}

TEST(MergePolicy, LeavesOtherSizesAlone) {
    EXPECT_EQ(segments_to_merge(of_bytes({9000, 1, 500, 50, 399, 100}), kByFour), (Indexes{1, 3, 4, 5}));
}

TEST(MergePolicy, MergesTheSmallOnesFirst) {
    EXPECT_EQ(segments_to_merge(of_bytes({500, 600, 700, 800, 1, 2, 3, 4}), kByFour), (Indexes{4, 5, 6, 7}));
}

TEST(MergePolicy, TakesMoreOfTheLargeOnes) {
    MergePolicy policy = kByFour;
    policy.large = 1000;
    policy.large_fan = 6;
    auto sizes = of_bytes({1000, 1600, 2000, 5999, 1, 1200});
    EXPECT_EQ(segments_to_merge(sizes, policy), Indexes{});
    sizes.push_back({3000, 100, 0});
    EXPECT_EQ(segments_to_merge(sizes, policy), (Indexes{0, 1, 2}));
    // One of six times that is of another size.
    sizes.back().bytes = 6000;
    EXPECT_EQ(segments_to_merge(sizes, policy), Indexes{});
    // The smaller ones are merged as before.
    for (const std::uint64_t bytes : {2, 3, 4})
        sizes.push_back({bytes, 100, 0});
    EXPECT_EQ(segments_to_merge(sizes, policy), (Indexes{4, 7, 8, 9}));
}

TEST(MergePolicy, RewritesASegmentThatIsLargelyDead) {
    auto sizes = of_bytes({9000, 1, 500});
    sizes[0].dead = 25;
    EXPECT_EQ(segments_to_merge(sizes, kByFour), Indexes{});
    sizes[0].dead = 26;
    EXPECT_EQ(segments_to_merge(sizes, kByFour), Indexes{0});
}

TEST(MergePolicy, WritesEachByteAboutOnceASizeAndKeepsSegmentsFew) {
    std::vector<SegmentSize> segments;
    std::uint64_t written = 0;
    constexpr int kAdded = 20000;
    for (int i = 0; i < kAdded; ++i) {
        segments.push_back({100, 1, 0});
        for (auto merged = segments_to_merge(segments, kByFour); !merged.empty();
             merged = segments_to_merge(segments, kByFour)) {
            SegmentSize whole;
            for (auto at = merged.rbegin(); at != merged.rend(); ++at) {
                whole.bytes += segments[*at].bytes;
                whole.documents += segments[*at].documents;
                segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(*at));
            }
            written += whole.bytes;
            segments.push_back(whole);
        }
        ASSERT_LE(segments.size(), 3u * 8);
    }
    // 4^7 < 20000 < 4^8
    EXPECT_LE(written, 8u * 100 * kAdded);
}

}  // namespace
}  // namespace orrery::search
