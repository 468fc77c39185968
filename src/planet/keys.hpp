#pragma once

#include "orrery/base/hash.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace orrery::planet {

/// What a key was made from. The kinds never meet: each hashes with a seed of its own. The numbers are kept
/// in archives and must not change.
enum class KeyKind : std::uint64_t {
    kAddress = 1,      ///< a page, see PageAddress
    kGlobalGuid = 2,   ///< a guid that no two feeds give to different posts
    kLocalGuid = 3,    ///< a guid that means something in its own feed only
    kGuidAndLink = 4,  ///< a guid that several links share
    kGuidAndTitle = 5,
    kLinkAndTitle = 6,
    kContent = 7,
    kTitle = 8,
    kTitleAndAuthor = 9,
    kText = 10,  ///< how a text begins
};

/// The key of one or two values; never 0, which means "none".
[[nodiscard]] inline std::uint64_t make_key(KeyKind kind, std::string_view value,
                                            std::string_view more = {}) {
    auto key = hash64(value, static_cast<std::uint64_t>(kind));
    if (!more.empty()) key = hash64(more, key);
    return key == 0 ? 1 : key;
}

}  // namespace orrery::planet
