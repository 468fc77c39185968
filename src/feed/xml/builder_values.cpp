#include "blocks.hpp"
#include "encoding.hpp"
#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"
#include "orrery/feed/date.hpp"
#include "text_rules.hpp"
#include "xml/builder.hpp"

#include <algorithm>
#include <cstring>

namespace orrery::feed::xml {

namespace {

constexpr std::size_t npos = std::string_view::npos;

// The value of an Atom 0.3 `mode="base64"` text, or of a content type that is no text.
std::string from_base64(std::string_view text) {
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        int digit = -1;
        if (c >= 'A' && c <= 'Z') digit = c - 'A';
        if (c >= 'a' && c <= 'z') digit = c - 'a' + 26;
        if (is_digit(c)) digit = c - '0' + 52;
        if (c == '+' || c == '-') digit = 62;
        if (c == '/' || c == '_') digit = 63;
        if (digit < 0) continue;
        bits = (bits << 6) | static_cast<std::uint32_t>(digit);
        if ((count += 6) >= 8) {
            count -= 8;
            out += static_cast<char>((bits >> count) & 0xFF);
        }
    }
    return out;
}

bool is_html_type(std::string_view type) {
    return iequals(type, "html") || iequals(type, "text/html") ||
           iequals(type, "application/xhtml+xml+escaped");
}
bool is_xhtml_type(std::string_view type) {
    return iequals(type, "xhtml") || iequals(type, "application/xhtml+xml");
}

bool has_escaped_tags(std::string_view raw) {
    for (auto at = raw.find("&lt;"); at != npos; at = raw.find("&lt;", at + 4))
        if (at + 4 < raw.size() && (is_alpha(raw[at + 4]) || raw[at + 4] == '/')) return true;
    return false;
}

}  // namespace

std::string_view Builder::attribute(const Element&, std::string_view name) {
    for (const auto& a : attributes_)
        if (same_name(a.name, name) || iequals(a.name, name)) return trim(decoder_.text(a.value));
    if (!has_prefixed_attributes_) return {};
    // A prefix on an attribute of ours means nothing.
    for (const auto& a : attributes_)
        if (a.colon != npos && !a.name.starts_with("xml") && iequals(a.name.substr(a.colon + 1), name))
            return trim(decoder_.text(a.value));
    return {};
}

std::string_view Builder::url_attribute(const Element& element, std::string_view name) {
    return links_.resolve(element.base, attribute(element, name));
}

// Without markup in it.
std::string_view Builder::decoded(const Captured& inside) {
    if (inside.plain) return inside.text;
    if (inside.is_section) return decoder_.literal(inside.text);
    if (inside.has_tags || inside.has_sections) return decoder_.mixed(inside.raw, false);
    return decoder_.text(inside.raw);
}

std::string_view Builder::raw_value(const Element& element) {
    return decoded(capture(element));
}

std::string_view Builder::value(const Element& element) {
    return trim(raw_value(element));
}

std::string_view Builder::words(const Element& element) {
    const auto inside = capture(element);
    const auto text = trim(decoded(inside));
    return inside.ascii && inside.plain ? text : repaired(text);
}

std::string_view Builder::url(const Element& element) {
    return links_.resolve(element.base, value(element));
}

std::optional<std::int64_t> Builder::number(std::string_view text) {
    std::int64_t result = 0;
    text = trim(text);
    if (text.starts_with('+')) text.remove_prefix(1);
    if (text.empty() || !parse_number(text, result)) return std::nullopt;
    return result;
}

std::optional<std::int64_t> Builder::number_attribute(const Element& element, std::string_view name) {
    auto text = attribute(element, name);
    if (text.ends_with("px")) text.remove_suffix(2);
    return number(text);
}

std::optional<double> Builder::real_attribute(const Element& element, std::string_view name) {
    double result = 0;
    const auto text = attribute(element, name);
    if (text.empty() || !parse_number(text, result)) return std::nullopt;
    return result;
}

Date Builder::read_date(std::string_view text) {
    if (text.empty()) return {};
    Date result{text, parse_date(text)};
    if (!result.time)
        report_.add(Severity::kError, Problem::kDate, text,
                    "no date that anybody could read: \"" + std::string(text.substr(0, 60)) + "\"");
    return result;
}

Date Builder::date(const Element& element) {
    return read_date(value(element));
}

std::string_view Builder::repaired(std::string_view text) {
    // What was UTF-8 and was taken for windows-1252 begins with a letter that was a lead byte (U+00C2 to
    // U+00F4), and another character beyond ASCII follows.
    const auto first = find_beyond_ascii(text, 0);
    if (first + 2 >= text.size() || text[first] != '\xC3' ||
        static_cast<unsigned char>(text[first + 2]) < 0x80)
        return text;
    std::string result;
    return undo_double_encoding(text, result) ? arena_.copy(result) : text;
}

// An Atom text construct (RFC 4287, section 3.1), Atom 0.3's with type and mode, or an RSS text, which says
// nothing about itself.
Text Builder::text_construct(const Element& element, TextType fallback) {
    Text text;
    text.base = element.base;
    text.language = element.language;
    const auto type = attribute(element, "type");
    const auto mode = attribute(element, "mode");
    if (type.find('/') != npos) text.media_type = type;
    const auto inside = capture(element);

    const bool xml_mode = iequals(mode, "xml");
    bool markup = false;
    if (type.empty()) {
        text.type = fallback;
        if (inside.has_tags) {
            markup = inside.balanced || !has_escaped_tags(inside.raw);
            text.type = markup ? TextType::kXhtml : TextType::kHtml;
        }
    } else if (is_xhtml_type(type) || (is_html_type(type) && xml_mode)) {
        text.type = TextType::kXhtml;
        markup = inside.has_tags || !has_escaped_tags(inside.raw);
        // Escaped all the same: what it says is not what it is.
        if (!markup) text.type = TextType::kHtml;
    } else if (is_html_type(type)) {
        text.type = TextType::kHtml;
        markup = inside.has_tags && inside.balanced && !has_escaped_tags(inside.raw);
    } else if (iequals(type, "text") || iequals(type, "text/plain") || iequals(type, "plain")) {
        text.type = TextType::kText;
        if (inside.has_tags) {
            markup = inside.balanced || !has_escaped_tags(inside.raw);
            text.type = markup ? TextType::kXhtml : TextType::kHtml;
        }
    } else if (type.ends_with("+xml") || type.ends_with("/xml")) {
        text.type = TextType::kOther;
        markup = true;
    } else if (istarts_with(type, "text/")) {
        text.type = iequals(type, "text/markdown") ? TextType::kMarkdown : TextType::kOther;
    } else if (type.find('/') != npos) {
        text.type = TextType::kOther;
    } else {
        text.type = inside.has_tags ? TextType::kXhtml : fallback;  // a type that there is not
        markup = inside.has_tags;
    }

    if (markup) {
        // Only RFC 4287 puts a div around what it means.
        const bool wrapped =
            text.type == TextType::kXhtml && (iequals(type, "xhtml") || feed_.format == Format::kAtom10);
        const bool unwrap = wrapped && is_xhtml_type(type) && inside.has_tags;
        const auto raw = unwrap ? inside.inner : trim(inside.raw);
        const bool as_it_is =
            text.type == TextType::kOther ||
            (!inside.has_sections && !decoder_.has_entities() &&
             (unwrap ? inside.inner_is_html : inside.is_html) && find_special<false>(raw, 0) == npos);
        text.value = as_it_is ? raw : trim(decoder_.markup(raw));
    } else if (inside.has_tags) {
        text.value = trim(decoder_.mixed(inside.raw, true));
    } else {
        text.value = trim(decoded(inside));
    }
    bool plain = inside.plain;
    // Atom 0.3 says so, Atom 1.0 means it of every type that is no text (RFC 4287, section 4.1.3.3). What is
    // no text stays encoded.
    if (iequals(mode, "base64") ||
        (text.type == TextType::kOther && !markup && !istarts_with(type, "text/"))) {
        if (auto bytes = from_base64(text.value); utf8::is_valid(bytes) && bytes.find('\0') == npos) {
            text.value = trim(arena_.copy(bytes));
            plain = false;
            if (text.type == TextType::kOther && looks_like_html(text.value)) text.type = TextType::kHtml;
        }
    }
    const bool bare = plain && !inside.is_section;  // no `<` and no `&`
    if (text.type == TextType::kText && !is_atom_ && !bare && looks_like_html(text.value))
        text.type = TextType::kHtml;
    if (!plain || !inside.ascii) text.value = repaired(text.value);
    return text;
}

}  // namespace orrery::feed::xml
