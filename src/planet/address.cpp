#include "orrery/planet/address.hpp"

#include "keys.hpp"
#include "orrery/base/text.hpp"
#include "orrery/base/url.hpp"
#include "orrery/base/url_clean.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace orrery::planet {

namespace {

// A redirector inside a redirector inside …
constexpr int kMostRedirectors = 3;

template <std::size_t n>
bool is_one_of(std::string_view word, const std::array<std::string_view, n>& words) {
    return std::ranges::find_if(words, [&](auto known) { return iequals(word, known); }) != words.end();
}

bool is_address(std::string_view text) {
    return istarts_with(text, "http://") || istarts_with(text, "https://");
}

// Redirectors that name their target in a parameter.
struct Redirector {
    std::string_view host;
    std::string_view path;
    std::string_view parameter;
};
constexpr std::array kRedirectors{
    Redirector{"google.com", "/url", "url"},
    Redirector{"google.com", "/url", "q"},
    Redirector{"news.google.com", "/news/url", "url"},
    Redirector{"l.facebook.com", "/l.php", "u"},
    Redirector{"lm.facebook.com", "/l.php", "u"},
    Redirector{"out.reddit.com", "/", "url"},
    Redirector{"t.umblr.com", "/redirect", "z"},
    Redirector{"youtube.com", "/redirect", "q"},
    Redirector{"steamcommunity.com", "/linkfilter/", "url"},
    Redirector{"vk.com", "/away.php", "to"},
    Redirector{"slack-redir.net", "/link", "url"},
};

std::string_view without_www(std::string_view host) {
    return host.starts_with("www.") && host.size() > 4 ? host.substr(4) : host;
}

std::optional<std::string> target_of(const Url& url) {
    const auto host = without_www(url.host());
    for (const auto& redirector : kRedirectors) {
        if (host != redirector.host || url.path() != redirector.path) continue;
        for (const auto pair : split(url.query(), '&')) {
            const auto equals = pair.find('=');
            if (equals == std::string_view::npos || pair.substr(0, equals) != redirector.parameter) continue;
            auto target = percent_decode(pair.substr(equals + 1));
            if (is_address(target)) return target;
        }
    }
    // Yahoo's way, and that of counters and of the Wayback Machine: the target stands in the path or is the
    // whole query.
    const std::string_view href = url.href();
    if (const auto star = href.find("/*http");
        star != std::string_view::npos && is_address(href.substr(star + 2)))
        return std::string(href.substr(star + 2));
    if (host == "web.archive.org" && url.path().starts_with("/web/")) {
        const auto at = href.find("/http", href.find("/web/"));
        if (at != std::string_view::npos && is_address(href.substr(at + 1)))
            return std::string(href.substr(at + 1));
    }
    if (is_address(url.query())) return std::string(url.query());
    return std::nullopt;
}

bool is_unreserved(char c) {
    return is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

// One spelling of percent-encoding: unreserved characters stand for themselves, digits are upper case.
std::string normal_encoding(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%' || i + 2 >= text.size() || hex_value(text[i + 1]) < 0 ||
            hex_value(text[i + 2]) < 0) {
            out += text[i];
            continue;
        }
        constexpr std::string_view kDigits = "0123456789ABCDEF";
        const int high = hex_value(text[i + 1]);
        const int low = hex_value(text[i + 2]);
        const auto c = static_cast<char>(high * 16 + low);
        if (is_unreserved(c)) {
            out += c;
        } else {
            out += '%';
            out += kDigits[static_cast<std::size_t>(high)];
            out += kDigits[static_cast<std::size_t>(low)];
        }
        i += 2;
    }
    return out;
}

constexpr std::array<std::string_view, 10> kIndexNames{
    "index.html", "index.htm",  "index.php", "index.shtml", "index.xhtml",
    "index.asp",  "index.aspx", "index.jsp", "default.asp", "default.aspx"};

std::string normal_path(std::string_view path) {
    auto result = normal_encoding(path);
    // Java servers write their session into the path.
    if (const auto session = ifind(result, ";jsessionid="); session != std::string::npos) {
        const auto end = std::min(result.find('/', session), result.size());
        result.erase(session, end - session);
    }
    if (is_one_of(std::string_view(result).substr(result.rfind('/') + 1), kIndexNames))
        result.erase(result.rfind('/') + 1);
    while (result.ends_with('/'))
        result.pop_back();
    return result;
}

constexpr std::array<std::string_view, 6> kSessionNames{"jsessionid", "phpsessid",  "aspsessionid",
                                                        "sessionid",  "session_id", "cfid"};
constexpr std::array<std::string_view, 14> kOriginNames{"source",  "src", "from", "ref",    "feed",
                                                        "partner", "via", "cmp",  "cid",    "campaign",
                                                        "medium",  "ft",  "rss",  "ref_src"};
constexpr std::array<std::string_view, 9> kOriginValues{"rss",     "atom",  "feed",     "rss2",      "rss20",
                                                        "rssfeed", "feeds", "rss_feed", "feedburner"};

// `from=rss` says how a reader came, as tracking parameters do.
bool tells_page(std::string_view pair) {
    const auto equals = std::min(pair.find('='), pair.size());
    const auto name = pair.substr(0, equals);
    if (is_one_of(name, kSessionNames)) return false;
    const auto value = pair.substr(std::min(equals + 1, pair.size()));
    return !is_one_of(name, kOriginNames) || !is_one_of(value, kOriginValues);
}

std::string normal_query(std::string_view query) {
    std::vector<std::string> pairs;
    for (const auto pair : split(query, '&')) {
        if (!pair.empty() && tells_page(pair)) pairs.push_back(normal_encoding(pair));
    }
    std::ranges::sort(pairs);
    std::string result;
    for (const auto& pair : pairs)
        result.append(result.empty() ? "?" : "&").append(pair);
    return result;
}

// Places that every page has, and marks that say how the reader came.
constexpr std::array<std::string_view, 10> kCommonPlaces{
    "comments", "comment", "respond", "disqus_thread", "top", "content", "more", "main", "c", "rss"};

std::string normal_fragment(std::string_view fragment) {
    if (fragment.empty() || is_one_of(fragment, kCommonPlaces)) return {};
    for (const auto start : {"more-", "ref=", "tk.", ":~:", "xtor=", "utm_", "source=", "from=", "rss"}) {
        if (istarts_with(fragment, start)) return {};
    }
    return normal_encoding(fragment);
}

constexpr std::array<std::string_view, 9> kServiceLabels{"www",   "feeds", "feed",   "rss", "blog",
                                                         "blogs", "news",  "weblog", "m"};

std::string_view site_of(std::string_view host) {
    while (true) {
        const auto dot = host.find('.');
        if (dot == std::string_view::npos || host.find('.', dot + 1) == std::string_view::npos) return host;
        const auto parent = host.substr(dot + 1);
        // `com.au` is nobody's site.
        const bool is_public = parent.size() <= 6 && parent.find('.') <= 3;
        if (is_public || !is_one_of(host.substr(0, dot), kServiceLabels)) return host;
        host = parent;
    }
}

bool is_below(std::string_view host, std::string_view domain) {
    return host.size() > domain.size() && host.ends_with(domain) &&
           host[host.size() - domain.size() - 1] == '.';
}

}  // namespace

std::string_view PageAddress::host() const {
    const auto end = std::min(page.find_first_of(":/?"), page.size());
    return std::string_view(page).substr(0, end);
}

std::string_view PageAddress::path() const {
    const std::string_view view = page;
    const auto start = view.find('/');
    if (start == std::string_view::npos) return {};
    const auto end = std::min(view.find('?'), view.size());
    return start < end ? view.substr(start + 1, end - start - 1) : std::string_view();
}

std::uint64_t PageAddress::page_key() const {
    return page.empty() ? 0 : make_key(KeyKind::kAddress, page);
}

std::uint64_t PageAddress::key() const {
    return fragment.empty() || page.empty() ? page_key() : make_key(KeyKind::kAddress, page, fragment);
}

PageAddress page_address(std::string_view text) {
    auto url = Url::parse(text);
    for (int i = 0; url && url->is_http() && i < kMostRedirectors; ++i) {
        const auto target = target_of(*url);
        if (!target) break;
        auto inner = Url::parse(*target);
        if (!inner || !inner->is_http()) break;
        url = std::move(inner);
    }
    if (!url || !url->is_http() || url->host().empty()) return {};
    const auto clean = strip_tracking(*std::move(url));

    PageAddress address;
    address.page = without_www(clean.host());
    if (address.page.ends_with('.')) address.page.pop_back();
    if (!clean.port().empty()) address.page.append(":").append(clean.port());
    address.page += normal_path(clean.path());
    address.page += normal_query(clean.query());
    // A page that a script draws has its path behind the hash.
    const auto fragment = clean.fragment();
    if (fragment.starts_with("!") || fragment.starts_with("/")) {
        address.page.append("#").append(normal_encoding(fragment));
    } else {
        address.fragment = normal_fragment(fragment);
    }
    return address;
}

bool is_same_site(std::string_view host, std::string_view other) {
    if (host.empty() || other.empty()) return false;
    const auto a = site_of(host);
    const auto b = site_of(other);
    return a == b || is_below(a, b) || is_below(b, a);
}

}  // namespace orrery::planet
