#pragma once

#include "orrery/feed/model.hpp"

#include <string>

/// Feeds for others to read. Each function gives a whole document in UTF-8 that the reader of this library
/// reads back to the same values, as far as the format has a place for them. Characters that XML cannot hold
/// are left out, and so are values that would make the document invalid: a language that is no tag, a media
/// type that is none. Addresses are percent-encoded where they must be. Markup is written as it is: sanitize
/// it before. Extensions and drafts' marks are not written. Pure and thread-safe.
///
/// A feed by hand:
///
///     Arena arena;
///     Feed feed;
///     feed.title.value = "Sea";
///     feed.self = "https://example.org/atom.xml";
///     auto& entry = feed.entries.emplace_back(arena);
///     entry.id = "tag:example.org,2024:1";
///     entry.content = {.value = "<p>Hello</p>", .type = TextType::kHtml};
///     write_atom(feed);
namespace orrery::feed {

/// Atom 1.0 (RFC 4287), with paging (RFC 5005), threads (RFC 4685), WebSub links, GeoRSS, chapters and
/// thumbnails. What RFC 4287 requires and the feed lacks is made up from what is there: an id from the link,
/// `updated` from the newest entry. Ids that are no absolute IRI are replaced by a UUID made from them and
/// their feed.
[[nodiscard]] std::string write_atom(const Feed& feed);

/// RSS 2.0 with content:encoded, dc:creator, atom:link, the modules of write_atom() and, for podcasts, itunes
/// and podcast. RSS does not say whether a title is text or HTML: markup is taken out of titles, and plain
/// text that an HTML parser could take for markup is written as HTML.
[[nodiscard]] std::string write_rss(const Feed& feed);

/// JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). The source of an entry stands in an extension,
/// `_source`, with id, title, home_page_url and feed_url.
[[nodiscard]] std::string write_json_feed(const Feed& feed);

}  // namespace orrery::feed
