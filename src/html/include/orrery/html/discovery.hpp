#pragma once

#include "orrery/base/url.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What a page says about its feeds, read from its `link` elements without making a tree.
namespace orrery::html {

enum class FeedKind { kAtom, kRss, kJson, kUnsure };

struct FeedLink {
    std::string url;    ///< absolute; `feed:` schemes made https
    std::string title;  ///< as the page gives it, perhaps empty
    std::string type;   ///< media type, lower-case, without parameters
    FeedKind kind = FeedKind::kUnsure;
};

struct Discovery {
    /// Best first: the page's own host, no comment feeds, then Atom before RSS before JSON; each URL once.
    std::vector<FeedLink> feeds;
    std::string title;      ///< of the page
    std::string canonical;  ///< `<link rel=canonical>`, absolute, or empty
    std::string self;       ///< WebSub topic, `<link rel=self>`
    std::vector<std::string> hubs;
    std::vector<std::string> outlines;  ///< OPML, `<link rel=outline>`
    std::string icon;                   ///< the first `<link rel=icon>`
    std::string base;                   ///< what relative URLs were resolved against
};

/// Reads `document`, which was fetched from `url`. `<base href>` is honoured.
[[nodiscard]] Discovery discover(std::string_view document, const Url& url);

/// Only the feeds of discover().
[[nodiscard]] std::vector<FeedLink> find_feeds(std::string_view document, const Url& url);

}  // namespace orrery::html
