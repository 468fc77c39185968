#pragma once

#include "orrery/base/error.hpp"
#include "orrery/crawl/poller.hpp"
#include "orrery/store/archive.hpp"

#include <cstddef>

/// Running a better parser over what was delivered before.
namespace orrery::crawl {

struct ReplayReport {
    std::size_t documents = 0;
    std::size_t unreadable = 0;  ///< documents that are no feed to the present parser
    store::PollChanges changes;
};

/// Reads the kept documents of a feed again, the oldest first, and commits what comes out differently now: an
/// entry as its newest document has it. Entries that were not known are dated by the document they came with.
/// Nothing is polled, and nothing that is stored goes away.
[[nodiscard]] Result<ReplayReport> replay(store::Archive& archive, const store::FeedRecord& feed,
                                          const PollOptions& options, Timestamp now);

}  // namespace orrery::crawl
