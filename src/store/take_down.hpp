#pragma once

#include "body_codec.hpp"
#include "database.hpp"
#include "orrery/store/records.hpp"

#include <string_view>

// All within a write transaction; throw StoreFailure.
namespace orrery::store {

/// Leaves of the whole story of an entry only tombstones: what it is known by, so that a poll does not bring
/// it back, and why it is gone. Documents of its feeds that were kept as they came go too, for they have its
/// text.
void take_down(Database& database, const BodyCodec& codec, EntryId entry, std::string_view reason,
               Timestamp now);

/// Throws kRefused where the story of an entry was taken down.
void refuse_removed(Database& database, EntryId entry);

}  // namespace orrery::store
