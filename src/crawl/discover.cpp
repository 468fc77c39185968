#include "orrery/crawl/discover.hpp"

#include "orrery/base/text.hpp"
#include "orrery/base/url.hpp"
#include "orrery/crawl/delivery.hpp"
#include "orrery/crawl/poller.hpp"
#include "orrery/feed/reader.hpp"
#include "orrery/html/discovery.hpp"

#include <array>

#include <fmt/format.h>

namespace orrery::crawl {

namespace {

// Where blog software puts its feed when the page says nothing; relative to the page and to the root.
constexpr std::array<std::string_view, 6> kUsualNames = {"atom.xml", "feed.xml", "index.xml",
                                                         "rss.xml",  "feed/",    "feed.json"};

struct Fetched {
    net::FetchResponse response;
    Result<feed::ParsedFeed> parsed;
};

Result<Fetched> fetch_and_parse(net::HttpClient& client, const std::string& url) {
    ORRERY_TRY(auto response, net::fetch_now(client, {.url = url, .accept = std::string(kAccept)}));
    if (response.status != 200) return Failure(explain_status(response.status, url));
    auto parsed = feed::parse(response.body, {.url = response.url, .content_type = response.content_type});
    return Fetched{std::move(response), std::move(parsed)};
}

FoundFeed found(const Fetched& fetched, const std::string& asked_url) {
    const auto& feed = fetched.parsed->feed();
    return {fetched.response.permanent_url.value_or(asked_url), plain_text(feed.title),
            std::string(feed.link), feed.entries.size()};
}

std::string with_scheme(std::string_view address) {
    const auto text = trim(address);
    if (istarts_with(text, "feed:")) {
        auto rest = text.substr(5);
        if (istarts_with(rest, "http://") || istarts_with(rest, "https://")) return std::string(rest);
        while (rest.starts_with('/'))
            rest.remove_prefix(1);
        return "https://" + std::string(rest);
    }
    return text.find("://") == std::string_view::npos ? "https://" + std::string(text) : std::string(text);
}

}  // namespace

Error explain_no_feed(const Error& refusal, std::string_view document, const std::string& asked_url,
                      const std::string& final_url) {
    Error error = refusal;
    error.where = asked_url;
    const auto url = Url::parse(final_url);
    if (!url) return error;
    const auto feeds = html::find_feeds(document, *url);
    if (feeds.empty()) return error;
    error.remedy = "the page names this feed: " + feeds.front().url;
    for (std::size_t i = 1; i < feeds.size() && i < 3; ++i)
        error.remedy += ", " + feeds[i].url;
    return error;
}

Result<Discovered> discover_feed(net::HttpClient& client, std::string_view address) {
    const auto url = Url::parse(with_scheme(address));
    if (!url || !url->is_http())
        return fail(ErrorCode::kInvalid, "this is not the address of a page or a feed", std::string(address),
                    "", "write it like https://example.org/blog/");
    const std::string asked(url->without_fragment());
    ORRERY_TRY(const auto page, fetch_and_parse(client, asked));
    // A page that is a feed itself, by its microformats, may name a better one.
    const bool is_page = !page.parsed || page.parsed->feed().format == feed::Format::kHFeed;
    if (!is_page) return Discovered{found(page, asked), {}};

    const auto page_url = Url::parse(page.response.url);
    std::vector<std::string> candidates;
    for (const auto& link : html::find_feeds(page.response.body, *page_url))
        candidates.push_back(link.url);
    const auto named = candidates.size();
    if (page.parsed && named == 0) return Discovered{found(page, asked), {}};
    for (const auto name : kUsualNames) {
        candidates.push_back(resolve(*page_url, name));
        if (auto at_root = resolve(*page_url, "/" + std::string(name)); at_root != candidates.back())
            candidates.push_back(std::move(at_root));
    }

    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const auto candidate = fetch_and_parse(client, candidates[i]);
        if (!candidate || !candidate->parsed) continue;
        Discovered discovered{found(*candidate, candidates[i]), {}};
        for (std::size_t other = 0; other < named; ++other)
            if (other != i) discovered.others.push_back(candidates[other]);
        return discovered;
    }
    if (page.parsed) return Discovered{found(page, asked), {}};
    return fail(ErrorCode::kNotFound, "no feed was found", asked, page.parsed.error().what,
                named == 0
                    ? "the page names no feed and there is none at the usual places: look for a link named "
                      "RSS, Atom or feed and add its address"
                    : "the page names " + candidates.front() + ", but that is no feed either");
}

}  // namespace orrery::crawl
