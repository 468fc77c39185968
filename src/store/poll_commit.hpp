#pragma once

#include "body_codec.hpp"
#include "database.hpp"
#include "orrery/store/records.hpp"
#include "story_placer.hpp"

namespace orrery::store {

/// Writes what one poll changes. Within a write transaction of `database`; throws StoreFailure.
[[nodiscard]] PollChanges write_poll(Database& database, const BodyCodec& codec,
                                     const FindIndexed& find_indexed, const PollCommit& commit);

}  // namespace orrery::store
