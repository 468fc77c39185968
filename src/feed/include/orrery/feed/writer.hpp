#pragma once

#include "orrery/feed/model.hpp"

#include <string>

/// Feeds for others to read. Each function gives a whole document in UTF-8 that the reader of this library
/// reads back to the same values, as far as the format has a place for them. Text that XML cannot hold is
/// left out; markup is written as it is: sanitize it before. Pure and thread-safe.
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

/// Atom 1.0 (RFC 4287), with paging (RFC 5005), threads (RFC 4685) and WebSub links. What RFC 4287 requires
/// and the feed lacks is made up from what is there: an id from the link, `updated` from the newest entry.
[[nodiscard]] std::string write_atom(const Feed& feed);

/// RSS 2.0 with content:encoded, dc:creator, atom:link and, for podcasts, itunes.
[[nodiscard]] std::string write_rss(const Feed& feed);

/// JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).
[[nodiscard]] std::string write_json_feed(const Feed& feed);

}  // namespace orrery::feed
