#pragma once

#include "orrery/base/error.hpp"
#include "orrery/net/http_client.hpp"

#include <string>
#include <string_view>
#include <vector>

/// From an address that a person typed to a feed.
namespace orrery::crawl {

struct FoundFeed {
    std::string url;    ///< fetched, and it is a feed
    std::string title;  ///< plain text, empty when it has none
    std::string site_url;
    std::size_t entries = 0;
};

struct Discovered {
    FoundFeed feed;
    std::vector<std::string> others;  ///< further feeds that the page names, not fetched
};

/// Fetches `address` (`example.org/blog` stands for https). A feed is taken as it is; a page is searched for
/// links to its feeds, the best one first, then for feeds at the usual places. Fails when there is none,
/// saying what was found instead.
[[nodiscard]] Result<Discovered> discover_feed(net::HttpClient& client, std::string_view address);

/// Why a document that feed::parse() refused is none, with the feeds that it links to when it is a page.
[[nodiscard]] Error explain_no_feed(const Error& refusal, std::string_view document,
                                    const std::string& asked_url, const std::string& final_url);

}  // namespace orrery::crawl
