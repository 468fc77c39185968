#pragma once

#include "orrery/search/segment.hpp"

#include <span>

namespace orrery::search {

/// Writes one segment with the live documents of `segments`, a chunk at a time: memory is five bytes a
/// document and some chunks, whatever the segments weigh. When nothing lives, the summary has no documents
/// and no header, and nothing was written. A failure of the sink ends it at once, which is how to cancel one.
///
/// The dead sets must not change meanwhile; what dies while it runs has to be marked in the new segment
/// before that takes the place of the old ones (Segment::find tells the number).
[[nodiscard]] Result<SegmentSummary> merge(std::span<const SegmentView> segments, SegmentSink& sink);

struct SegmentSize {
    std::uint64_t bytes = 0;
    std::uint32_t documents = 0;
    std::uint32_t dead = 0;
};

struct MergePolicy {
    /// So many segments of about one size become one. More: less is written, more segments are searched.
    std::size_t fan = 10;
    /// Smaller segments count as having this size.
    std::uint64_t smallest = 64 * 1024;
    /// From this size on it takes `large_fan` of them, and the first half becomes one: there most of the
    /// bytes are, and a search looks into an old segment only for what the newer ones do not have.
    std::uint64_t large = 8 * 1024 * 1024;
    std::size_t large_fan = 64;
    /// A segment of which more is dead is written anew, by itself if need be.
    double most_dead = 0.25;
};

/// Which segments to merge next: indexes into `sizes`, ascending; none when all is well. Small ones come
/// first. Following it until it gives none leaves fewer than `fan` segments of each size (powers of `fan`),
/// fewer than `large_fan` of each large one.
[[nodiscard]] std::vector<std::size_t> segments_to_merge(std::span<const SegmentSize> sizes,
                                                         const MergePolicy& policy = {});

}  // namespace orrery::search
