#include "take_down.hpp"

#include "entry_codec.hpp"
#include "judgement.hpp"
#include "statements.hpp"
#include "story_placer.hpp"

namespace orrery::store {

void take_down(Database& database, const BodyCodec& codec, EntryId entry, std::string_view reason,
               Timestamp now) {
    const auto entries = story_entries(database, entry);
    const auto body = codec.encode({});
    const auto traits = encode_traits({});
    for (const auto id : entries) {
        database.query(sql::kEmptyEntry).bind_all(id, Blob{traits}, Blob{body}).run();
        database.query(sql::kRemoveRevisions).bind_all(id).run();
        database.query(sql::kRemoveDeliveriesOf).bind_all(id).run();
        // The index learns that there are no words any more.
        const auto keys = encode_keys(story_keys_of(database, id));
        database.query(sql::kAddPending).bind_all(id, std::int64_t{1}, Blob{keys}).run();
    }
    decide(database, entry, Visibility::kRemoved, reason, now);
}

void refuse_removed(Database& database, EntryId entry) {
    auto query = database.query(sql::kFindVisibility);
    if (!query.bind_all(entry).step() || query.view(0) != name_of(Visibility::kRemoved)) return;
    throw StoreFailure({ErrorCode::kRefused, "this story was taken down", std::to_string(entry),
                        "nothing of it is left", ""});
}

}  // namespace orrery::store
