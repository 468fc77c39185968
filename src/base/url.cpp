#include "orrery/base/url.hpp"

#include "orrery/base/text.hpp"
#include "url_parser.hpp"
#include "url_sets.hpp"

namespace orrery {
namespace {

constexpr auto kNowhere = std::string_view::npos;

struct Tail {
    std::size_t query_start = kNowhere;
    std::size_t fragment_start = kNowhere;
};

/// Reads path, query and fragment from `position`, where a path segment begins. Nothing if any of it would
/// change.
std::optional<Tail> scan_tail(std::string_view text, std::size_t position) {
    Tail tail;
    bool segment_start = true;
    for (; position < text.size(); ++position) {
        const char c = text[position];
        if (segment_start && (c == '.' || istarts_with(text.substr(position), "%2e"))) return std::nullopt;
        if (c == '?' || c == '#') break;
        if (url::in(c, url::kPath) || c == '\\') return std::nullopt;
        segment_start = c == '/';
    }
    if (position < text.size() && text[position] == '?') {
        tail.query_start = position;
        for (++position; position < text.size() && text[position] != '#'; ++position) {
            if (url::in(text[position], url::kSpecialQuery)) return std::nullopt;
        }
    }
    if (position < text.size()) {
        tail.fragment_start = position;
        for (++position; position < text.size(); ++position) {
            if (url::in(text[position], url::kFragment)) return std::nullopt;
        }
    }
    return tail;
}

/// Where the host that starts at `position` ends, if it is a domain in its normal form.
std::optional<std::size_t> scan_domain(std::string_view text, std::size_t position) {
    std::size_t label = position;
    bool label_starts_with_digit = false;
    for (const auto start = position;; ++position) {
        const char c = position < text.size() ? text[position] : '/';
        const bool in_label = (c >= 'a' && c <= 'z') || is_digit(c) || c == '-';
        if (in_label) {
            if (position == label) label_starts_with_digit = is_digit(c);
            continue;
        }
        if (text.substr(label, position - label).starts_with("xn--")) return std::nullopt;
        if (c == '.') {
            label = position + 1;
            continue;
        }
        // An address in a form that may not be the shortest ends in a digit's label; an empty last label
        // hides it.
        const bool plain_end = position > label && !label_starts_with_digit;
        if ((c != '/' && c != ':') || position == start || !plain_end) return std::nullopt;
        return position;
    }
}

/// Where the path starts behind the port at `colon`, if the port is written as it has to be.
std::optional<std::size_t> scan_port(std::string_view text, std::size_t colon,
                                     std::string_view default_port) {
    const auto start = colon + 1;
    auto end = start;
    unsigned value = 0;
    while (end < text.size() && end - start < 5 && is_digit(text[end])) {
        value = value * 10 + static_cast<unsigned>(text[end++] - '0');
    }
    if (end == start || text[start] == '0' || value > 65535) return std::nullopt;
    if (end < text.size() && text[end] != '/') return std::nullopt;
    if (text.substr(start, end - start) == default_port) return std::nullopt;
    return end;
}

}  // namespace

std::optional<Url> UrlParser::plain_absolute(std::string_view input) {
    const bool secure = input.starts_with("https://");
    if (!secure && !input.starts_with("http://")) return std::nullopt;
    const std::size_t host_start = secure ? 8 : 7;
    const auto host_end = scan_domain(input, host_start);
    if (!host_end) return std::nullopt;
    auto path_start = *host_end;
    if (path_start < input.size() && input[path_start] == ':') {
        const auto port_end = scan_port(input, path_start, secure ? "443" : "80");
        if (!port_end) return std::nullopt;
        path_start = *port_end;
    }
    std::optional<Tail> tail(std::in_place);
    if (path_start < input.size()) tail = scan_tail(input, path_start + 1);
    if (!tail) return std::nullopt;

    Url url;
    url.href_ = input;
    if (path_start == input.size()) url.href_ += '/';
    url.scheme_end_ = secure ? 5 : 4;
    url.username_end_ = url.host_start_ = static_cast<std::uint32_t>(host_start);
    url.host_end_ = static_cast<std::uint32_t>(*host_end);
    url.path_start_ = static_cast<std::uint32_t>(path_start);
    if (tail->query_start != kNowhere) url.query_start_ = static_cast<std::uint32_t>(tail->query_start);
    if (tail->fragment_start != kNowhere)
        url.fragment_start_ = static_cast<std::uint32_t>(tail->fragment_start);
    return url;
}

std::optional<Url> UrlParser::plain_relative(std::string_view input, const Url& base) {
    if (!base.is_http() || input.empty()) return std::nullopt;
    if (input.starts_with("//")) {
        return plain_absolute(std::string(base.scheme()).append(":").append(input));
    }

    // How much of the base stays in front of the reference.
    std::size_t kept = 0;
    std::size_t segment = 0;
    switch (input[0]) {
        case '/':
            kept = base.path_start_;
            segment = 1;
            break;
        case '?':
            kept = base.path_end();
            break;
        case '#':
            kept = base.without_fragment().size();
            break;
        default:
            // A colon in the first segment may end a scheme.
            if (const auto stop = input.find_first_of(":/?#"); stop != kNowhere && input[stop] == ':')
                return std::nullopt;
            kept = base.path_start_ + base.path().rfind('/') + 1;
    }
    const auto tail = scan_tail(input, segment);
    if (!tail) return std::nullopt;

    Url url;
    url.href_.reserve(kept + input.size());
    url.href_.append(base.href_, 0, kept).append(input);
    url.scheme_end_ = base.scheme_end_;
    url.username_end_ = base.username_end_;
    url.host_start_ = base.host_start_;
    url.host_end_ = base.host_end_;
    url.path_start_ = base.path_start_;
    if (tail->query_start != kNowhere) {
        url.query_start_ = static_cast<std::uint32_t>(kept + tail->query_start);
    } else if (input[0] == '#') {
        url.query_start_ = base.query_start_;
    }
    if (tail->fragment_start != kNowhere)
        url.fragment_start_ = static_cast<std::uint32_t>(kept + tail->fragment_start);
    return url;
}

std::optional<Url> Url::parse(std::string_view input, const Url* base) {
    if (input.size() + (base != nullptr ? base->href().size() : 0) > kMaxBytes) return std::nullopt;
    if (auto url = UrlParser::plain_absolute(input)) return url;
    if (base != nullptr) {
        if (auto url = UrlParser::plain_relative(input, *base)) return url;
    }
    return UrlParser::parse(input, base);
}

std::string_view Url::scheme() const {
    return part(0, scheme_end_);
}

std::string_view Url::username() const {
    if (!has_authority()) return {};
    return part(scheme_end_ + 3, username_end_);
}

std::string_view Url::password() const {
    if (host_start_ <= username_end_ || href_[username_end_] != ':') return {};
    return part(username_end_ + 1, host_start_ - 1);
}

std::string_view Url::host() const {
    return part(host_start_, host_end_);
}

std::string_view Url::port() const {
    if (host_end_ == path_start_ || href_[host_end_] != ':') return {};
    return part(host_end_ + 1, path_start_);
}

std::uint32_t Url::path_end() const {
    if (has_query()) return query_start_;
    return has_fragment() ? fragment_start_ : static_cast<std::uint32_t>(href_.size());
}

std::string_view Url::path() const {
    return part(path_start_, path_end());
}

std::string_view Url::query() const {
    if (!has_query()) return {};
    return part(query_start_ + 1,
                has_fragment() ? fragment_start_ : static_cast<std::uint32_t>(href_.size()));
}

std::string_view Url::fragment() const {
    if (!has_fragment()) return {};
    return part(fragment_start_ + 1, static_cast<std::uint32_t>(href_.size()));
}

bool Url::is_http() const {
    return scheme() == "http" || scheme() == "https";
}

bool Url::has_authority() const {
    return host_start_ > scheme_end_ + 1;
}

bool Url::has_opaque_path() const {
    return !has_authority() && !path().starts_with('/');
}

std::string Url::origin() const {
    const auto name = scheme();
    if (!is_http() && name != "ws" && name != "wss" && name != "ftp") return "null";
    auto text = std::string(name).append("://").append(host());
    if (!port().empty()) text.append(":").append(port());
    return text;
}

std::string_view Url::without_fragment() const {
    return std::string_view(href_).substr(0, has_fragment() ? fragment_start_ : std::string_view::npos);
}

std::string resolve(const Url& base, std::string_view reference) {
    if (const auto url = Url::parse(reference, &base)) return url->href();
    return std::string(reference);
}

}  // namespace orrery
