#include "xml/writer.hpp"

#include "orrery/base/utf8.hpp"

namespace orrery::feed::xml {

namespace {

enum class Place { kText, kAttribute };

// How a byte is written; null when as it is. A carriage return, and in attributes every kind of white space
// but the space, would not survive a parser's normalisation (XML 1.0, sections 2.11 and 3.3.3).
const char* replacement(unsigned char c, Place place) {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return place == Place::kAttribute ? "&quot;" : nullptr;
        case '\t':
            return place == Place::kAttribute ? "&#9;" : nullptr;
        case '\n':
            return place == Place::kAttribute ? "&#10;" : nullptr;
        case '\r':
            return "&#13;";
        default:
            return c < 0x20 ? "" : nullptr;
    }
}

void append(std::string& out, std::string_view text, Place place) {
    std::string repaired;
    if (!utf8::is_valid(text)) {
        repaired = utf8::repaired(text);
        text = repaired;
    }
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const auto* instead = replacement(c, place);
        std::size_t length = 1;
        // U+FFFE and U+FFFF are no characters of XML.
        if (c == 0xEF && (text.substr(i, 3) == "\xEF\xBF\xBE" || text.substr(i, 3) == "\xEF\xBF\xBF")) {
            instead = "";
            length = 3;
        }
        if (instead == nullptr) continue;
        out.append(text.substr(plain, i - plain)).append(instead);
        i += length - 1;
        plain = i + 1;
    }
    out.append(text.substr(plain));
}

}  // namespace

Writer::Writer() : out_("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n") {}

void Writer::close_tag() {
    if (in_tag_) out_ += '>';
    in_tag_ = false;
}

void Writer::new_line() {
    out_ += '\n';
    out_.append(open_.size() * 2, ' ');
}

Writer& Writer::start(std::string_view name) {
    close_tag();
    if (!open_.empty()) {
        open_.back().has_children = true;
        new_line();
    }
    out_.append("<").append(name);
    open_.push_back({name});
    in_tag_ = true;
    return *this;
}

Writer& Writer::attribute(std::string_view name, std::string_view value) {
    out_.append(" ").append(name).append("=\"");
    append(out_, value, Place::kAttribute);
    out_ += '"';
    return *this;
}

Writer& Writer::optional_attribute(std::string_view name, std::string_view value) {
    return value.empty() ? *this : attribute(name, value);
}

Writer& Writer::text(std::string_view value) {
    close_tag();
    append(out_, value, Place::kText);
    return *this;
}

Writer& Writer::end() {
    const auto element = open_.back();
    open_.pop_back();
    if (in_tag_) {
        out_ += "/>";
        in_tag_ = false;
        return *this;
    }
    if (element.has_children) new_line();
    out_.append("</").append(element.name).append(">");
    return *this;
}

Writer& Writer::element(std::string_view name, std::string_view value) {
    return start(name).text(value).end();
}

Writer& Writer::optional(std::string_view name, std::string_view value) {
    return value.empty() ? *this : element(name, value);
}

std::string Writer::take() {
    out_ += '\n';
    return std::move(out_);
}

}  // namespace orrery::feed::xml
