#pragma once

#include "body_codec.hpp"
#include "orrery/store/records.hpp"
#include "reader_pool.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace orrery::store {

/// What is computed of an entry's content: the forms that the statements take, and its text.
struct EncodedEntry {
    EncodedEntry(const NewEntry& entry, const BodyCodec& codec);

    std::string categories;
    std::string enclosures;
    std::string source;
    std::string identity;
    std::string traits;
    std::string body;
    std::string text;  ///< plain, as it is indexed
};

/// A poll with what can be computed of it before anybody has to wait for it.
struct PreparedPoll {
    struct Entry {
        std::int64_t hash = 0;              ///< content_hash()
        std::optional<EncodedEntry> forms;  ///< where the archive seems not to have it as it is
        EntryId written = 0;                ///< set once its content is written; 0 where it was not
    };
    const PollCommit* commit = nullptr;
    std::vector<Entry> entries;  ///< in the order of the poll
};

/// Looks up which entries are new or have changed and encodes those, on several threads where they are many.
/// Reads only; throws StoreFailure.
[[nodiscard]] std::vector<PreparedPoll> prepare_polls(const ReaderPool& readers, const BodyCodec& codec,
                                                      std::span<const PollCommit> commits);

}  // namespace orrery::store
