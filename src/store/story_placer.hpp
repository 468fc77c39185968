#pragma once

#include "database.hpp"
#include "orrery/planet/story.hpp"
#include "orrery/search/segment.hpp"
#include "orrery/store/records.hpp"
#include "pending_keys.hpp"

#include <functional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

namespace orrery::store {

/// Where story keys are looked up: in the search index as it stood when the transaction began, and among
/// what it does not have yet.
struct KnownKeys {
    PendingKeys& pending;
    std::function<std::vector<EntryId>(std::uint64_t key)> find_indexed;
};

/// An entry that is about to be added, as stories see it.
struct NewPost {
    EntryId id = 0;
    planet::Post post;
    std::vector<std::uint64_t> keys;  ///< planet::story_keys() of it

    // What place_stories() finds out: the entry of the archive that it is the same post as.
    EntryId same_as = 0;  ///< 0: it stands alone
    std::string reason;
    std::string why;
};

/// The reason of what a person decided.
inline constexpr std::string_view kByModerator = "moderator";

/// Looks each new post up in the archive: same_as, reason and why. `shown` are the entries that the same
/// document shows. Within a write transaction.
void place_stories(Database& database, const KnownKeys& known_keys, std::span<NewPost> posts,
                   const std::unordered_set<EntryId>& shown);

/// The story keys of an entry of the archive.
[[nodiscard]] std::vector<std::uint64_t> story_keys_of(Database& database, EntryId entry);

/// Makes the entry a part of the story of `other`, and lets the one lead it that should. Both are rows. The
/// story's date is that of its leader from then on.
void join_story(Database& database, EntryId entry, EntryId other, Timestamp now, std::string_view reason,
                std::string_view why);

/// Writes anew who leads the story of an entry, and whether it is shown: after a judgement of one of its
/// entries.
void settle_story(Database& database, EntryId entry, Timestamp now);

/// All entries of the story of an entry. Throws StoreFailure (kNotFound).
[[nodiscard]] std::vector<EntryId> story_entries(Database& database, EntryId entry);

/// Takes an entry that is about to go for good out of its story, which keeps its date: several may leave one
/// after the other before any of them is gone. Gives the entry that leads the others; 0 where it was alone.
[[nodiscard]] EntryId leave_story(Database& database, EntryId entry, Timestamp now);

/// Makes the entry a story of its own.
void split_story(Database& database, EntryId entry, Timestamp now, std::string_view why);

}  // namespace orrery::store
