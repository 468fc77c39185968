#include "text_rules.hpp"

#include "blocks.hpp"
#include "orrery/base/text.hpp"
#include "orrery/html/references.hpp"
#include "orrery/html/tags.hpp"

#include <array>

namespace orrery::feed {

namespace {

constexpr std::size_t npos = std::string_view::npos;

constexpr std::array<std::string_view, 38> kSchemes = {
    "http", "https", "ftp",  "mailto", "tel",  "magnet", "xmpp", "geo",     "gemini", "feed",
    "news", "nntp",  "irc",  "ircs",   "itms", "itpc",   "sip",  "sips",    "sms",    "webcal",
    "urn",  "tag",   "rtsp", "mms",    "sftp", "gopher", "ssh",  "git",     "ipfs",   "ipns",
    "dat",  "ed2k",  "aim",  "callto", "wais", "svn",    "cid",  "prospero"};

std::string_view word_at(std::string_view text, std::size_t at) {
    auto end = at;
    while (end < text.size() && (is_alnum(text[end]) || text[end] == '-'))
        ++end;
    return text.substr(at, end - at);
}

bool is_mail(std::string_view text) {
    const auto at = text.find('@');
    return at != npos && at > 0 && at + 1 < text.size() && text.find_first_of(" \t\n<>()") == npos;
}

}  // namespace

bool looks_like_html(std::string_view text) {
    bool end_tag = false;
    bool entity = false;
    for (auto at = find_either(text, '<', '&', 0); at != npos; at = find_either(text, '<', '&', at + 1)) {
        if (text[at] == '&') {
            const auto reference = html::read_reference(text, at, html::ReferenceContext::kText);
            const auto name = word_at(text, at + 1);
            const bool terminated = at + 1 + name.size() < text.size() && text[at + 1 + name.size()] == ';';
            if (reference.length > 0 && text[at + reference.length - 1] == ';') {
                entity = true;
            } else if (!name.empty() && terminated) {
                return false;
            }
            continue;
        }
        const bool closes = at + 1 < text.size() && text[at + 1] == '/';
        const auto name = word_at(text, at + (closes ? 2 : 1));
        if (name.empty()) continue;
        if (html::tag_of(to_lower(name)) == html::Tag::kUnknown) return false;
        end_tag = end_tag || closes;
    }
    return end_tag || entity;
}

Person split_person(std::string_view text) {
    text = trim(text);
    Person person;
    for (const auto& [open, close] : {std::pair('<', '>'), std::pair('(', ')')}) {
        const auto start = text.find(open);
        if (start == npos) continue;
        const auto end = text.find(close, start);
        auto inside = trim(text.substr(start + 1, end == npos ? npos : end - start - 1));
        auto outside = trim(text.substr(0, start));
        if (outside.empty() && end != npos) outside = trim(text.substr(end + 1));
        if (istarts_with(inside, "mailto:")) inside.remove_prefix(7);
        if (istarts_with(outside, "mailto:")) outside.remove_prefix(7);
        if (is_mail(inside)) {
            person.email = inside;
            person.name = outside;
            return person;
        }
        if (is_mail(outside)) {
            person.email = outside;
            person.name = inside;
            return person;
        }
    }
    auto mail = text;
    if (istarts_with(mail, "mailto:")) mail.remove_prefix(7);
    (is_mail(mail) ? person.email : person.name) = is_mail(mail) ? mail : text;
    if (!person.email.empty()) return person;
    // "name mail@host"
    const auto space = text.rfind(' ');
    if (space != npos && is_mail(text.substr(space + 1))) {
        person.email = text.substr(space + 1);
        person.name = trim(text.substr(0, space));
    } else if (const auto first = text.find(' '); first != npos && is_mail(text.substr(0, first))) {
        person.email = text.substr(0, first);
        person.name = trim(text.substr(first));
    }
    return person;
}

std::optional<double> parse_clock(std::string_view text) {
    text = trim(text);
    double total = 0;
    int parts = 0;
    for (;; ++parts) {
        const auto colon = text.find(':');
        double value = 0;
        const auto part = trim(text.substr(0, colon));
        if (parts > 3 || part.empty() || !parse_number(part, value) || value < 0 || value > 1e9)
            return std::nullopt;
        total = total * 60 + value;
        if (colon == npos) return total;
        text = text.substr(colon + 1);
    }
}

std::optional<bool> parse_flag(std::string_view text) {
    text = trim(text);
    for (const auto word : {"yes", "true", "explicit", "1"})
        if (iequals(text, word)) return true;
    for (const auto word : {"no", "false", "clean", "0"})
        if (iequals(text, word)) return false;
    return std::nullopt;
}

List<Coordinate> parse_coordinates(Arena& arena, std::string_view text, bool longitude_first,
                                   int dimensions) {
    List<Coordinate> list;
    double parts[3] = {};
    int count = 0;
    const auto separates = [](char c) { return is_space(c) || c == ','; };
    for (std::size_t at = 0; at < text.size();) {
        while (at < text.size() && separates(text[at]))
            ++at;
        const auto start = at;
        while (at < text.size() && !separates(text[at]))
            ++at;
        auto number = text.substr(start, at - start);
        if (number.empty()) break;
        if (number.front() == '+') number.remove_prefix(1);
        if (!parse_number(number, parts[count])) return {};
        if (++count < dimensions) continue;
        count = 0;
        Coordinate coordinate{longitude_first ? parts[1] : parts[0], longitude_first ? parts[0] : parts[1],
                              std::nullopt};
        if (dimensions == 3) coordinate.elevation = parts[2];
        // Within 90 and 360 degrees, and no NaN.
        if (!(coordinate.latitude >= -90 && coordinate.latitude <= 90) ||
            !(coordinate.longitude >= -360 && coordinate.longitude <= 360))
            return {};
        list.push_back(arena, coordinate);
    }
    return count == 0 ? list : List<Coordinate>{};
}

std::size_t scheme_length(std::string_view url) {
    if (url.empty() || !is_alpha(url.front())) return 0;
    for (std::size_t i = 1; i < url.size(); ++i) {
        if (url[i] == ':') return i;
        if (!is_alnum(url[i]) && url[i] != '+' && url[i] != '-' && url[i] != '.') return 0;
    }
    return 0;
}

bool is_safe_url(std::string_view url) {
    const auto length = scheme_length(url);
    if (length == 0) return true;
    for (const auto scheme : kSchemes)
        if (iequals(scheme, url.substr(0, length))) return true;
    return false;
}

}  // namespace orrery::feed
