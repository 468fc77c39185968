#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Which entry is which: the same post delivered again must be known again.
namespace orrery::planet {

/// What an entry's identity is taken from.
struct Identifiers {
    std::string_view guid;  ///< atom:id, guid, rdf:about, JSON id; outer white space does not count
    std::string_view link;  ///< absolute
    std::string_view title;
    std::string_view content;
};

/// One key an entry, for all entries of one document. The guid; where one document uses a guid for several
/// links, guid and link together; without a guid the link, again with the title where several entries share
/// it; without both a hash of title and content. Two entries get the same key only when they are the same
/// entry twice.
[[nodiscard]] std::vector<std::string> entry_keys(std::span<const Identifiers> entries);

}  // namespace orrery::planet
