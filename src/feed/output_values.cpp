#include "output_values.hpp"

#include "orrery/base/hash.hpp"
#include "orrery/base/text.hpp"
#include "orrery/html/text.hpp"
#include "text_rules.hpp"

#include <algorithm>

namespace orrery::feed {

namespace {

// A UUID of version 8 (RFC 9562, section 5.8): the same words give the same id.
std::string uuid_of(const std::string& words) {
    auto digits = hash128_hex(words);
    digits[12] = '8';
    digits[16] = "89ab"[hex_value(digits[16]) & 3];
    for (const std::size_t at : {20u, 16u, 12u, 8u})
        digits.insert(at, 1, '-');
    return "urn:uuid:" + digits;
}

bool is_tag_character(char c) {
    return is_alnum(c) || c == '-' || c == '.' || c == '+' || c == '_' || c == '!' || c == '#' || c == '$' ||
           c == '&' || c == '^';
}

}  // namespace

std::string plain_line(const Text& text) {
    return collapse_space(text.is_markup() ? html::text(text.value) : std::string(text.value));
}

std::string html_of(const Text& text) {
    if (text.is_markup()) return std::string(text.value);
    std::string html;
    for (const char c : text.value) {
        switch (c) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '\n':
                html += "<br>\n";
                break;
            default:
                html += c;
        }
    }
    return html;
}

std::string iri(std::string_view address) {
    static constexpr char kDigits[] = "0123456789ABCDEF";
    std::string result;
    for (const char c : trim(address)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte != 0x7F &&
            std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos) {
            result += c;
        } else {
            result.append("%").append(1, kDigits[byte >> 4]).append(1, kDigits[byte & 15]);
        }
    }
    return result;
}

bool is_absolute(std::string_view address) {
    const auto colon = scheme_length(address);
    return colon > 0 && colon + 1 < address.size();
}

bool is_media_type(std::string_view text) {
    const auto essence = trim(text.substr(0, text.find(';')));
    const auto slash = essence.find('/');
    if (slash == 0 || slash == std::string_view::npos || slash + 1 == essence.size()) return false;
    return std::ranges::all_of(essence.substr(0, slash), is_tag_character) &&
           std::ranges::all_of(essence.substr(slash + 1), is_tag_character);
}

bool is_language_tag(std::string_view text) {
    bool first = true;
    for (const auto part : split(text, '-')) {
        if (part.empty() || part.size() > 8) return false;
        if (!std::ranges::all_of(part, first ? is_alpha : is_alnum)) return false;
        first = false;
    }
    return true;
}

bool is_email(std::string_view text) {
    const auto at = text.find('@');
    return at != 0 && at != std::string_view::npos && at + 1 < text.size() &&
           std::ranges::none_of(text, is_space);
}

std::string_view media_type_or_unknown(std::string_view type) {
    return is_media_type(type) ? type : kUnknownMediaType;
}

std::string id_of(const Feed& feed) {
    for (const auto candidate : {feed.id, feed.self, feed.link})
        if (is_absolute(candidate)) return iri(candidate);
    return uuid_of("feed\n" + std::string(feed.id) + '\n' + std::string(feed.title.value));
}

std::string id_of(const Feed& feed, const Entry& entry) {
    if (is_absolute(entry.id)) return iri(entry.id);
    if (entry.id.empty() && is_absolute(entry.link)) return iri(entry.link);
    std::string words = "entry\n";
    const auto add = [&](std::string_view word) { words.append(word).append("\n"); };
    if (entry.source != nullptr && !(entry.source->id.empty() && entry.source->self.empty())) {
        add(entry.source->id.empty() ? entry.source->self : entry.source->id);
    } else {
        add(id_of(feed));
    }
    add(entry.id);
    if (entry.id.empty()) {
        for (const auto text : {entry.link, entry.title.value, entry.summary.value, entry.content.value,
                                entry.published.text, entry.content_src})
            add(text);
        if (!entry.enclosures.empty()) add(entry.enclosures.front().url);
    }
    return uuid_of(words);
}

std::string title_of(const Feed& feed) {
    if (auto title = plain_line(feed.title); !title.empty()) return title;
    for (const auto candidate : {feed.link, feed.self, feed.id})
        if (const auto address = trim(candidate); !address.empty()) return std::string(address);
    return "Untitled";
}

std::string_view name_of(const Person& person) {
    return !person.name.empty() ? person.name : !person.email.empty() ? person.email : person.uri;
}

std::optional<Timestamp> updated_of(const Entry& entry) {
    for (const auto* date : {&entry.updated, &entry.published, &entry.created})
        if (date->time) return date->time;
    return std::nullopt;
}

std::optional<Timestamp> updated_of(const Feed& feed) {
    if (feed.updated.time) return feed.updated.time;
    std::optional<Timestamp> newest;
    for (const auto& entry : feed.entries)
        newest = std::max(newest, updated_of(entry));
    return newest ? newest : feed.published.time;
}

bool inherits_authors(const Feed& feed, const Entry& entry) {
    return entry.source == nullptr && std::ranges::equal(feed.authors, entry.authors);
}

}  // namespace orrery::feed
