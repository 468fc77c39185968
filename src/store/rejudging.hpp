#pragma once

#include "body_codec.hpp"
#include "database.hpp"
#include "judgement.hpp"

namespace orrery::store {

/// Judges the next entries of the archive again, the newest first, where rules have changed; false when none
/// are left. Within a write transaction: how far it came is committed with what it did, so that any process
/// goes on.
[[nodiscard]] bool rejudge_some(Database& database, BodyCodec& codec, const planet::RuleSet& rules,
                                Timestamp now);

/// Whether there is anything for rejudge_some() to do. Within any transaction.
[[nodiscard]] bool has_to_rejudge(Database& database, const planet::RuleSet& rules);

}  // namespace orrery::store
