#include "safe_url.hpp"

#include "orrery/base/by_first_byte.hpp"
#include "orrery/base/text.hpp"
#include "orrery/base/url_clean.hpp"
#include "scan.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace orrery::html {
namespace {

// Hosts, and hosts with the beginning of a path, that serve nothing but pictures that count readers.
constexpr ByFirstByte kTrackers(std::to_array<std::string_view>({
    "ad.doubleclick.net/",
    "ad.zanox.com/",
    "b.scorecardresearch.com/",
    "bat.bing.com/",
    "blogger.googleusercontent.com/tracker/",
    "da.feedsportal.com/",
    "feedproxy.google.com/~r/",
    "feeds.feedburner.com/~ff/",
    "feeds.feedburner.com/~r/",
    "feeds.wordpress.com/1.0/",
    "ir-na.amazon-adsystem.com/e/ir",
    "medium.com/_/stat",
    "rc.feedsportal.com/",
    "res3.feedsportal.com/",
    "rss.feedsportal.com/",
    "sb.scorecardresearch.com/",
    "stats.wordpress.com/",
    "tags.bluekai.com/",
    "www.assoc-amazon.com/e/ir",
    "www.facebook.com/tr",
    "www.google-analytics.com/",
}));
// `pixel.wp.com`, `vg08.met.vgwort.de`: what a host or its first label is called by when it only counts.
constexpr ByFirstByte kTrackerLabels(std::to_array<std::string_view>({"analytics", "beacon", "hits", "pixel",
                                                                      "track", "tracker", "tracking"}));
constexpr std::string_view kTrackerDomains[] = {".feedsportal.com", ".met.vgwort.de", ".quantserve.com"};
// What a picture that shows nothing is called, as `.gif`; the first ones also as `.png` or `.php`.
constexpr std::string_view kPixelNames[] = {"1x1",   "beacon", "pixel",  "tracker", "tracking",   "blank",
                                            "clear", "space",  "spacer", "trans",   "transparent"};
constexpr std::size_t kSureNames = 5;

constexpr std::string_view kImageTypes[] = {"avif", "bmp", "gif", "jpeg", "jpg", "png", "webp"};

// What may stand in a URL as it is, so that there is nothing to normalise.
constexpr auto kUrlBytes = [] {
    std::array<bool, 256> table{};
    for (int c = '0'; c <= '9'; ++c)
        table[static_cast<std::size_t>(c)] = true;
    for (int c = 'a'; c <= 'z'; ++c)
        table[static_cast<std::size_t>(c)] = table[static_cast<std::size_t>(c - 32)] = true;
    for (const unsigned char c : std::string_view("-._~:/?#@!$&()*+,;=%"))
        table[c] = true;
    return table;
}();

struct UrlText {
    bool is_clean = true;    // all of kUrlBytes
    bool has_parts = false;  // a query, a fragment or an ampersand
};

#ifdef __SSE2__
// All bits of each byte that is none of kUrlBytes.
__m128i other_than_url_bytes(__m128i block) {
    // Space, control characters and, as these are negative, bytes that are not ASCII.
    auto others = _mm_cmplt_epi8(block, _mm_set1_epi8('!'));
    for (const char c : {'"', '\'', '^', '`', '\x7F'})
        others = _mm_or_si128(others, sse2::equal(block, c));
    // `[ \ ]` and `{ | }` differ in one bit.
    const auto bracket = _mm_sub_epi8(_mm_andnot_si128(_mm_set1_epi8('[' ^ '{'), block), _mm_set1_epi8('['));
    others = _mm_or_si128(others, _mm_cmpeq_epi8(_mm_min_epu8(bracket, _mm_set1_epi8(2)), bracket));
    return _mm_or_si128(others, sse2::brackets(block));
}
#endif

// Bytes up to `end` may be read behind the text.
UrlText scan_url_text(std::string_view text, std::size_t at, const char* end) {
    UrlText scanned;
#ifdef __SSE2__
    while (at < text.size() && end - (text.data() + at) >= static_cast<std::ptrdiff_t>(sse2::kBlock)) {
        const auto block = sse2::load(text.data() + at);
        const auto size = std::min(text.size() - at, sse2::kBlock);
        const auto inside = (1U << size) - 1;
        if ((sse2::bits(other_than_url_bytes(block)) & inside) != 0) return {.is_clean = false};
        const auto parts = _mm_or_si128(_mm_or_si128(sse2::equal(block, '?'), sse2::equal(block, '#')),
                                        sse2::equal(block, '&'));
        scanned.has_parts |= (sse2::bits(parts) & inside) != 0;
        at += size;
    }
#endif
    for (; at < text.size(); ++at) {
        if (!kUrlBytes[static_cast<unsigned char>(text[at])]) return {.is_clean = false};
        scanned.has_parts |= text[at] == '?' || text[at] == '#' || text[at] == '&';
    }
    return scanned;
}

// The scheme in front, without the colon; empty for a relative reference.
std::string_view scheme_of(std::string_view url) {
    if (url.empty() || !is_alpha(url[0])) return {};
    std::size_t at = 1;
    while (at < url.size() && (is_alnum(url[at]) || url[at] == '+' || url[at] == '-' || url[at] == '.'))
        ++at;
    return at < url.size() && url[at] == ':' ? url.substr(0, at) : std::string_view();
}

// The end of the run of lower-case letters, digits, dots and dashes.
std::size_t host_end(std::string_view url, std::size_t at) {
#ifdef __SSE2__
    for (; at + sse2::kBlock <= url.size(); at += sse2::kBlock) {
        const auto block = sse2::load(url.data() + at);
        const auto letter = _mm_sub_epi8(block, _mm_set1_epi8('a'));
        const auto letters = _mm_cmpeq_epi8(_mm_min_epu8(letter, _mm_set1_epi8('z' - 'a')), letter);
        // From `-` to `9` it is dash, dot, slash, digits.
        const auto other = _mm_sub_epi8(block, _mm_set1_epi8('-'));
        const auto others = _mm_andnot_si128(
            sse2::equal(block, '/'), _mm_cmpeq_epi8(_mm_min_epu8(other, _mm_set1_epi8('9' - '-')), other));
        const auto ends = sse2::bits(_mm_or_si128(letters, others)) ^ 0xFFFFU;
        if (ends != 0) return at + static_cast<std::size_t>(std::countr_zero(ends));
    }
#endif
    while (at < url.size() &&
           ((url[at] >= 'a' && url[at] <= 'z') || is_digit(url[at]) || url[at] == '.' || url[at] == '-')) {
        ++at;
    }
    return at;
}

// Of an http or https URL that is written as browsers write it; not clean for every other.
UrlText scan_http(std::string_view url, const char* end) {
    const std::size_t start = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
    if (start == 0) return {.is_clean = false};
    const auto host = host_end(url, start);
    if (host == start || !is_alnum(url[start])) return {.is_clean = false};
    const char after = host < url.size() ? url[host] : '/';
    if (after != '/' && after != '?' && after != '#') return {.is_clean = false};
    return scan_url_text(url, host, end);
}

bool is_data_image(std::string_view url) {
    if (!istarts_with(url, "data:image/")) return false;
    url.remove_prefix(11);
    const auto type_end = url.find(';');
    if (type_end == std::string_view::npos) return false;
    const auto type = to_lower(url.substr(0, type_end));
    if (std::ranges::find(kImageTypes, type) == std::end(kImageTypes)) return false;
    url.remove_prefix(type_end + 1);
    if (!istarts_with(url, "base64,")) return false;
    return std::ranges::all_of(url.substr(7), [](char c) {
        return is_alnum(c) || c == '+' || c == '/' || c == '=' || c == '%' || c == '-' || c == '_';
    });
}

bool append_parsed(std::string& out, std::string_view url, const UrlRules& rules, bool need_http) {
    const auto parsed = Url::parse(url, rules.base);
    if (!parsed || (need_http && !parsed->is_http())) return false;
    out += parsed->href();
    return true;
}

// `url` from its host on.
bool is_tracker(std::string_view url) {
    if (url.empty()) return false;
    const char first = to_lower(url[0]);
    const auto is_known = [&](std::string_view tracker) { return istarts_with(url, tracker); };
    if (std::ranges::any_of(kTrackers.of(first), is_known)) return true;
    auto end = host_end(url, 0);
    while (end < url.size() && url[end] != '/' && url[end] != '?' && url[end] != '#')
        ++end;
    const auto host = url.substr(0, end);
    const auto label = host.substr(0, host.find('.'));
    const auto is_label = [&](std::string_view name) { return iequals(label, name); };
    if (std::ranges::any_of(kTrackerLabels.of(first), is_label)) return true;
    const auto is_below = [&](std::string_view domain) {
        return host.size() > domain.size() && to_lower(host.back()) == domain.back() &&
               iequals(host.substr(host.size() - domain.size()), domain);
    };
    if (std::ranges::any_of(kTrackerDomains, is_below)) return true;
    // FeedBurner behind a domain of the blog's own.
    return url.find('~', end) != std::string_view::npos && url.find("/~r/", end) != std::string_view::npos &&
           url.find("/~4/", end) != std::string_view::npos;
}

bool is_pixel_file(std::string_view path) {
    const auto dot = path.rfind('.');
    if (dot == std::string_view::npos) return false;
    const auto kind = path.substr(dot + 1);
    if (kind.size() != 3) return false;
    const bool gif = iequals(kind, "gif");
    if (!gif && !iequals(kind, "png") && !iequals(kind, "php")) return false;
    path = path.substr(0, dot);
    const auto name = path.substr(path.rfind('/') + 1);
    const auto is_name = [&](std::string_view known) { return iequals(known, name); };
    const auto ends_name = [&](std::string_view known) {
        return name.size() >= known.size() && iequals(name.substr(name.size() - known.size()), known);
    };
    const auto* past = gif ? std::end(kPixelNames) : std::begin(kPixelNames) + kSureNames;
    return std::any_of(std::begin(kPixelNames), past, is_name) || ends_name("rss-pixel") ||
           ends_name("tracking-pixel");
}

}  // namespace

// https://url.spec.whatwg.org/#concept-basic-url-parser, the beginning: control characters and spaces around
// go, tabs and line feeds go everywhere. This is how `java&#9;script:` becomes what it is. The other control
// characters go as well, because they are not written: what is checked must be what is written.
std::string_view stripped_url(std::string_view value, std::string& storage) {
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; };
    if (std::ranges::any_of(value, is_control)) {
        storage.clear();
        std::ranges::remove_copy_if(value, std::back_inserter(storage), is_control);
        value = storage;
    }
    while (!value.empty() && value.front() == ' ')
        value.remove_prefix(1);
    while (!value.empty() && value.back() == ' ')
        value.remove_suffix(1);
    return value;
}

bool is_unsafe_scheme(std::string_view scheme) {
    constexpr std::string_view kUnsafe[] = {
        "about",      "blob",        "chrome",     "data",  "file",  "filesystem",
        "javascript", "jar",         "livescript", "mhtml", "mocha", "res",
        "vbscript",   "view-source", "ws",         "wss",   ""};
    return std::ranges::find(kUnsafe, to_lower(scheme)) != std::end(kUnsafe);
}

bool is_tracking_url(std::string_view url) {
    auto rest = url;
    if (rest.starts_with("https:")) {
        rest.remove_prefix(6);
    } else if (const auto scheme = rest.find(':'); scheme != std::string_view::npos) {
        rest.remove_prefix(scheme + 1);
    }
    if (rest.starts_with("//") && is_tracker(rest.substr(2))) return true;
    return is_pixel_file(url.substr(0, find_either(url, '?', '#')));
}

bool is_plain_http(std::string_view url, const char* end) {
    const auto text = scan_http(url, end);
    return text.is_clean && !text.has_parts;
}

bool is_allowed_scheme(std::string_view scheme, const UrlRules& rules) {
    return std::ranges::any_of(rules.link_schemes, [&](const auto& s) { return iequals(s, scheme); });
}

bool append_safe_url(std::string& out, std::string_view value, UrlUse use, const UrlRules& rules,
                     std::size_t& tracking) {
    std::string storage;
    auto text = scan_http(value, value.data() + value.size());
    auto url = value;
    if (!text.is_clean) {
        url = stripped_url(value, storage);
        if (url.size() != value.size()) text = scan_http(url, url.data() + url.size());
    }
    const auto start = out.size();
    if (const auto scheme = scheme_of(url); scheme.empty()) {
        if (url.empty()) return false;
        if (rules.base == nullptr) {
            out += url;
        } else if (!append_parsed(out, url, rules, true)) {
            return false;
        }
    } else if (iequals(scheme, "http") || iequals(scheme, "https")) {
        if (use == UrlUse::kLink && !is_allowed_scheme(scheme, rules)) return false;
        if (text.is_clean) {
            out += url;
            if (!text.has_parts) return true;
        } else if (!append_parsed(out, url, rules, true)) {
            return false;
        }
    } else if (use == UrlUse::kImage && rules.data_images && is_data_image(url)) {
        out += url;
        return true;
    } else {
        if (use != UrlUse::kLink || is_unsafe_scheme(scheme) || !is_allowed_scheme(scheme, rules))
            return false;
        if (scan_url_text(url, 0, url.data() + url.size()).is_clean) {
            out += url;
            return true;
        }
        return append_parsed(out, url, rules, false);
    }
    if (rules.drop_tracking) {
        if (const auto removed = strip_tracking(out, start); removed > 0) {
            tracking += removed;
            // What stood before it may be a space now at the end, where no URL has one.
            while (out.size() > start && out.back() == ' ')
                out.pop_back();
        }
    }
    return out.size() > start;
}

// https://html.spec.whatwg.org/multipage/images.html#parsing-a-srcset-attribute
bool append_safe_srcset(std::string& out, std::string_view srcset, const UrlRules& rules,
                        std::size_t& tracking) {
    const auto start = out.size();
    std::size_t at = 0;
    while (true) {
        while (at < srcset.size() && (is_space(srcset[at]) || srcset[at] == ','))
            ++at;
        if (at == srcset.size()) return out.size() > start;
        const auto url_start = at;
        while (at < srcset.size() && !is_space(srcset[at]))
            ++at;
        auto url = srcset.substr(url_start, at - url_start);
        std::string_view descriptor;
        if (url.ends_with(',')) {
            while (url.ends_with(','))
                url.remove_suffix(1);
        } else {
            const auto end = std::min(srcset.find(',', at), srcset.size());
            descriptor = trim(srcset.substr(at, end - at));
            at = end;
        }
        const bool plain = std::ranges::all_of(
            descriptor, [](char c) { return is_digit(c) || c == '.' || c == 'w' || c == 'x' || c == 'h'; });
        if (!plain) continue;
        const auto candidate = out.size();
        if (candidate > start) out += ", ";
        const auto url_out = out.size();
        // A comma at an end of the URL, or a space in it, would be read as the end of the candidate.
        if (!append_safe_url(out, url, UrlUse::kImage, rules, tracking) || out.back() == ',' ||
            out[url_out] == ',' ||
            find_either(std::string_view(out).substr(url_out), ' ', '\f') < out.size() - url_out) {
            out.resize(candidate);
            continue;
        }
        if (!descriptor.empty()) {
            out += ' ';
            out += descriptor;
        }
    }
}

}  // namespace orrery::html
