#pragma once

#include "body_codec.hpp"
#include "database.hpp"
#include "judgement.hpp"
#include "orrery/store/records.hpp"
#include "prepared_poll.hpp"
#include "story_placer.hpp"

namespace orrery::store {

/// Writes what polls change, in their order, and notes in each which contents it wrote; `judge` says what
/// becomes of each entry. Within a write transaction of `database`; throws StoreFailure.
[[nodiscard]] std::vector<PollChanges> write_polls(Database& database, const BodyCodec& codec,
                                                   KnownKeys& known_keys, EntryJudge& judge,
                                                   std::span<PreparedPoll> polls);

}  // namespace orrery::store
