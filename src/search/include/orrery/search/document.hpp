#pragma once

#include "orrery/base/time.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace orrery::search {

/// What is indexed of one entry. Views need to live only during the call that takes it.
struct Document {
    std::int64_t id = 0;  ///< the entry's; live in at most one segment
    Timestamp date;
    std::string_view title;  ///< plain text, as are the author and the text
    std::string_view author;
    std::string_view text;
    std::int64_t feed = 0;
    std::string_view language;  ///< a BCP 47 tag; may be empty
    /// Hashes by which the entry is found exactly, such as the one of its canonical address.
    std::span<const std::uint64_t> keys;
};

/// Words of an entry beyond this many (title, author and text together) are not indexed.
inline constexpr std::uint32_t kMaxWordsPerDocument = 1 << 18;

}  // namespace orrery::search
