#include "xml_writer.hpp"

#include "orrery/base/utf8.hpp"

namespace orrery::feed {

void append_xml_escaped(std::string& out, std::string_view text) {
    std::string repaired;
    if (!utf8::is_valid(text)) {
        repaired = utf8::repaired(text);
        text = repaired;
    }
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        std::string_view replacement;
        std::size_t width = 1;
        switch (c) {
            case '&':
                replacement = "&amp;";
                break;
            case '<':
                replacement = "&lt;";
                break;
            case '>':
                replacement = "&gt;";
                break;
            case '"':
                replacement = "&quot;";
                break;
            case '\r':
                replacement = "&#13;";
                break;
            case '\t':
            case '\n':
                continue;
            case 0xEF:  // U+FFFE and U+FFFF are no characters of XML
                if (text.substr(i, 3) != "\xEF\xBF\xBE" && text.substr(i, 3) != "\xEF\xBF\xBF") continue;
                width = 3;
                break;
            default:
                if (c >= 0x20) continue;
        }
        out.append(text.substr(plain, i - plain)).append(replacement);
        plain = i + width;
        i += width - 1;
    }
    out.append(text.substr(plain));
}

XmlWriter::XmlWriter() : out_("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n") {}

void XmlWriter::indent() {
    out_.append(names_.size() * 2, ' ');
}

void XmlWriter::open(std::string_view name, Attributes attributes) {
    indent();
    out_.append("<").append(name);
    for (const auto& [key, value] : attributes) {
        if (value.empty()) continue;
        out_.append(" ").append(key).append("=\"");
        const auto start = out_.size();
        append_xml_escaped(out_, value);
        // A line end in an attribute is a space to XML, unless it is a reference.
        for (auto at = out_.find_first_of("\n\t", start); at != std::string::npos;
             at = out_.find_first_of("\n\t", at))
            out_.replace(at, 1, out_[at] == '\n' ? "&#10;" : "&#9;");
        out_ += '"';
    }
}

void XmlWriter::begin(std::string_view name, Attributes attributes) {
    open(name, attributes);
    out_ += ">\n";
    names_.emplace_back(name);
}

void XmlWriter::end() {
    const auto name = std::move(names_.back());
    names_.pop_back();
    indent();
    out_.append("</").append(name).append(">\n");
}

void XmlWriter::empty(std::string_view name, Attributes attributes) {
    open(name, attributes);
    out_ += "/>\n";
}

void XmlWriter::text(std::string_view name, std::string_view text, Attributes attributes) {
    open(name, attributes);
    out_ += '>';
    append_xml_escaped(out_, text);
    out_.append("</").append(name).append(">\n");
}

void XmlWriter::optional(std::string_view name, std::string_view text, Attributes attributes) {
    if (!text.empty()) this->text(name, text, attributes);
}

}  // namespace orrery::feed
