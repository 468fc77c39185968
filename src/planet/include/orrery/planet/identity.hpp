#pragma once

#include <cstdint>
#include <optional>
#include <span>
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

/// The feed whose document is read.
struct Origin {
    std::int64_t feed = 0;  ///< its id, which stays when it moves
    std::string_view feed_url;
    std::string_view site_url;  ///< the page that it belongs to; empty when it names none
};

/// What an entry is known by within its feed; also kept with it, so that the next delivery can be compared.
/// A key that is 0 is none. Guid and link keys of pages and of guids that are unique by their form are the
/// same numbers as those of story_keys(): one index serves both.
struct EntryKeys {
    std::uint64_t guid = 0;    ///< its guid; without guid and link its content
    std::uint64_t link = 0;    ///< the place that it links to, canonical
    std::uint64_t page = 0;    ///< the page of that place: differs from `link` where that has a fragment
    std::uint64_t title = 0;   ///< its title, which decides where the page alone could be another post's
    bool local_guid = false;   ///< a number or a slug, which some feeds give again; need not be kept
    bool shares_link = false;  ///< other entries of the document link there too; see Post::shares_url

    /// Two entries of one document are the same one, delivered twice, when this is equal.
    [[nodiscard]] std::uint64_t primary() const { return guid != 0 ? guid : link; }

    friend bool operator==(const EntryKeys&, const EntryKeys&) = default;
};

/// The keys of all entries of one document:
/// - guid: as it is, in normal form. Together with the link where one guid stands for several links, and
///   where it only names a site; together with the title where even the link is the same.
/// - link: the canonical address (see PageAddress), so that https, `www.`, a trailing slash, tracking
///   parameters make no difference. Together with the title where several entries link there, where it only
///   names a site, and where it leads off the feed's own site although the entry has a guid: a link blog may
///   write twice about one article.
/// - without both: a hash of title and content.
[[nodiscard]] std::vector<EntryKeys> identify(std::span<const Identifiers> entries, const Origin& origin);

/// Which known entry each delivered one is: its place in `known`, or nothing when it is new. Each known entry
/// is taken once at most. By guid first, then by link, then by page and title. A local guid under which both
/// link and title are others counts last: feeds that number their entries from the top give it to the next.
/// Linear in both lists.
///
/// `known` are the entries of the feed that share a guid, link or page key with the delivery, the newest
/// first. What is matched takes over the delivered keys.
[[nodiscard]] std::vector<std::optional<std::size_t>> match_entries(std::span<const EntryKeys> delivered,
                                                                    std::span<const EntryKeys> known);

}  // namespace orrery::planet
