#pragma once

#include "body_codec.hpp"
#include "database.hpp"
#include "judgement.hpp"
#include "orrery/store/records.hpp"
#include "prepared_poll.hpp"
#include "story_placer.hpp"

namespace orrery::store {

/// Writes what one poll changes, and notes in `poll` which contents it wrote; `judge` says what becomes of
/// each entry. Within a write transaction of `database`; throws StoreFailure.
[[nodiscard]] PollChanges write_poll(Database& database, const BodyCodec& codec, KnownKeys& known_keys,
                                     EntryJudge& judge, PreparedPoll& poll);

}  // namespace orrery::store
