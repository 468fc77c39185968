#include "xml/character_data.hpp"

#include "blocks.hpp"
#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"
#include "orrery/html/references.hpp"
#include "windows_1252.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>

namespace orrery::feed::xml {

namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t kLongestEntityValue = 4096;
constexpr std::size_t kMostEntities = 1024;
constexpr std::size_t kLongestReference = 40;
constexpr std::size_t kShort = 256;  // of a text: what many attributes are

// Numeric references by the rules of browsers; 0 when it is none.
char32_t numeric(std::string_view text, std::size_t at, std::size_t& length) {
    auto i = at + 2;
    const bool hexadecimal = i < text.size() && (text[i] == 'x' || text[i] == 'X');
    if (hexadecimal) ++i;
    char32_t value = 0;
    const auto first = i;
    for (; i < text.size(); ++i) {
        const int digit = hexadecimal ? hex_value(text[i]) : is_digit(text[i]) ? text[i] - '0' : -1;
        if (digit < 0) break;
        if (value < 0x110000) value = value * (hexadecimal ? 16 : 10) + static_cast<char32_t>(digit);
    }
    if (i == first) return 0;
    length = i - at + (i < text.size() && text[i] == ';' ? 1 : 0);
    return value >= 0x80 && value < 0xA0 ? windows_1252(static_cast<unsigned char>(value)) : value;
}

constexpr std::array<std::string_view, 16> kVoid = {"area",  "base",  "basefont", "br",    "col",    "embed",
                                                    "frame", "hr",    "img",      "input", "keygen", "link",
                                                    "meta",  "param", "source",   "track"};

bool is_void(std::string_view name) {
    for (const auto candidate : kVoid)
        if (iequals(candidate, name)) return true;
    return iequals(name, "wbr");
}

std::string_view without_prefix(std::string_view name) {
    const auto colon = name.rfind(':');
    return colon == npos ? name : name.substr(colon + 1);
}

}  // namespace

void Entities::read(std::string_view doctype) {
    for (auto at = doctype.find("<!ENTITY"); at != npos; at = doctype.find("<!ENTITY", at)) {
        at += 8;
        if (values_.size() >= kMostEntities) return;
        const auto skip = [&] {
            while (at < doctype.size() && is_space(doctype[at]))
                ++at;
        };
        skip();
        const auto name_start = at;
        while (at < doctype.size() && !is_space(doctype[at]) && doctype[at] != '"' && doctype[at] != '>')
            ++at;
        const auto name = doctype.substr(name_start, at - name_start);
        skip();
        if (name.empty() || name == "%" || at >= doctype.size() ||
            (doctype[at] != '"' && doctype[at] != '\''))
            continue;
        const auto end = doctype.find(doctype[at], at + 1);
        if (end == npos) return;
        const auto value = doctype.substr(at + 1, end - at - 1);
        at = end;
        std::size_t length = 0;
        const bool one_character =
            value.starts_with("&#") && numeric(value, 0, length) != 0 && length == value.size();
        if (value.size() > kLongestEntityValue || (!one_character && value.find_first_of("&<%") != npos))
            continue;
        values_.emplace_back(name, value);
    }
}

const std::string_view* Entities::find(std::string_view name) {
    for (const auto& [known, value] : values_) {
        if (known != name) continue;
        if (value.size() > budget_) return nullptr;
        budget_ -= value.size();
        return &value;
    }
    return nullptr;
}

// At `raw[at]` stands a `&` that begins none of the references that copies decode.
void Decoder::reference(std::string_view raw, std::size_t& at, std::string& out) {
    const auto rest = raw.substr(at, kLongestReference);
    if (rest.starts_with("&apos;")) {
        at += 6;
        out += '\'';
        return;
    }
    if (rest.starts_with("&#")) {
        std::size_t length = 0;
        const auto c = numeric(rest, 0, length);
        if (length != 0) {
            at += length;
            if (c >= 0x20 || c == '\t' || c == '\n' || c == '\r') return utf8::append(out, c);
            report_.set_broken();
            report_.add(Severity::kWarning, Problem::kControlCharacter, rest,
                        "reference to a control character");
            return;
        }
    } else if (const auto semicolon = rest.find(';'); semicolon != npos && semicolon > 1) {
        if (!entities_.empty()) {
            if (const auto* value = entities_.find(rest.substr(1, semicolon - 1))) {
                at += semicolon + 1;
                std::size_t length = 0;
                if (value->starts_with("&#")) return utf8::append(out, numeric(*value, 0, length));
                out.append(*value);
                return;
            }
        }
        const auto known = html::read_reference(raw, at, html::ReferenceContext::kText);
        if (known.length == semicolon + 1) {
            report_.set_broken();
            at += known.length;
            utf8::append(out, known.first);
            if (known.second != 0) utf8::append(out, known.second);
            return;
        }
    }
    const auto end = rest.find_first_of(" \t\r\n<&;=", 1);
    report_.set_broken();
    report_.add(Severity::kError, Problem::kUndefinedEntity, rest,
                end != npos && end > 1 && rest[end] == ';'
                    ? "undefined entity \"" + std::string(rest.substr(0, end + 1)) + "\""
                    : std::string("\"&\" that begins no reference"));
    out += '&';
    ++at;
}

namespace {

// Where decoded text is written: into the arena, and elsewhere once it outgrows what was asked for, which
// only the document's own entities can make it do.
class Output {
  public:
    Output(Arena& arena, std::size_t room) : arena_(arena), begin_(arena.room(room)), room_(room) {}
    [[nodiscard]] char* begin() const { return begin_; }
    // Writes `text` at `out` and gives the place behind it, where there is room for `rest` bytes.
    [[nodiscard]] char* append(char* out, std::string_view text, std::size_t rest) {
        const auto size = static_cast<std::size_t>(out - begin_);
        if (const auto needed = size + text.size() + rest; needed > room_) {
            if (longer_.empty()) longer_.assign(begin_, size);
            room_ = std::max(needed, room_ * 2);
            longer_.resize(room_);
            begin_ = longer_.data();
            out = begin_ + size;
        }
        std::memcpy(out, text.data(), text.size());
        return out + text.size();
    }
    // `text`, as nothing of it is to be written.
    [[nodiscard]] std::string_view drop(std::string_view text) {
        static_cast<void>(arena_.take(0));
        return text;
    }
    // What was written up to `out`.
    [[nodiscard]] std::string_view finish(const char* out) {
        const auto size = static_cast<std::size_t>(out - begin_);
        return longer_.empty() ? arena_.take(size) : arena_.copy({begin_, size});
    }

  private:
    Arena& arena_;
    char* begin_;
    std::size_t room_;
    std::string longer_;
};

}  // namespace

// Up to where bytes may be read behind a text: to the end of the document where the text is a part of it.
inline const char* Decoder::readable_end(std::string_view raw) const {
    const std::less<const char*> before;
    const auto* end = document_.data() + document_.size();
    const bool inside = !before(raw.data(), document_.data()) && before(raw.data(), end);
    return inside ? end : raw.data() + raw.size();
}

template <bool kReferences>
std::string_view Decoder::decode(std::string_view raw) {
    const auto* end = raw.data() + raw.size();
    // Most that is not short was found before to have something to decode; but room is not asked for in vain.
    if (raw.size() > kShort &&
        (kReferences ? scan_.find_reference : scan_.find_control)(raw.data(), end) == end)
        return raw;
    const auto* readable = readable_end(raw);
    // What is left of the input always fits.
    Output output(arena_, raw.size() + kCopySlack);
    const auto copy = kReferences ? scan_.copy_references : scan_.copy_literal;
    auto copied = copy(raw.data(), end, readable, output.begin());
    if (copied.out == output.begin() + raw.size()) return output.drop(raw);
    for (;; copied = copy(copied.at, end, readable, copied.out)) {
        if (copied.at == end) return output.finish(copied.out);
        // What the copy leaves to us stands at `raw[at]`.
        auto at = static_cast<std::size_t>(copied.at - raw.data());
        const char c = raw[at];
        if (kReferences && c == '&') {
            expansion_.clear();
            reference(raw, at, expansion_);
            copied.out = output.append(copied.out, expansion_, raw.size() - at + kCopySlack);
        } else if (c == '\r') {
            *copied.out++ = '\n';
            at += at + 1 < raw.size() && raw[at + 1] == '\n' ? 2 : 1;
        } else {
            report_.set_broken();
            report_.add(Severity::kWarning, Problem::kControlCharacter, raw.substr(at),
                        "control character left out");
            ++at;
        }
        copied.at = raw.data() + at;
    }
}

std::string_view Decoder::text(std::string_view raw) {
    return decode<true>(raw);
}
std::string_view Decoder::literal(std::string_view raw) {
    return decode<false>(raw);
}

std::string_view Decoder::mixed(std::string_view raw, bool keep_tags) {
    // White space around a single CDATA section counts for nothing, and nothing is copied.
    if (const auto trimmed = trim(raw); trimmed.starts_with("<![CDATA[") && trimmed.ends_with("]]>") &&
                                        trimmed.find("]]>") == trimmed.size() - 3)
        return literal(trimmed.substr(9, trimmed.size() - 12));
    std::string out;
    Scanner scanner(raw);
    for (auto token = scanner.next(); token.type != TokenType::kEnd; token = scanner.next()) {
        if (token.type == TokenType::kText) {
            out.append(text(token.raw));
        } else if (token.type == TokenType::kCData) {
            out.append(literal(token.text));
        } else if (keep_tags && (token.type == TokenType::kStartTag || token.type == TokenType::kEndTag)) {
            out.append(token.raw);
        }
    }
    return arena_.copy(out);
}

bool Decoder::is_html(const Token& tag) {
    return tag.name.find(':') == npos && !(tag.self_closing && !is_void(tag.name)) &&
           tag.text.find("xmlns") == npos;
}

std::string_view Decoder::markup(std::string_view raw) {
    std::string out;
    out.reserve(raw.size() + raw.size() / 16);
    Scanner scanner(raw);
    for (auto token = scanner.next(); token.type != TokenType::kEnd; token = scanner.next()) {
        if (token.type == TokenType::kText) {
            // References stay references, but for the document's own, which HTML would not know.
            if (entities_.empty()) {
                out.append(token.plain ? token.raw : literal(token.raw));
            } else {
                append_escaped(out, text(token.raw));
            }
        } else if (token.type == TokenType::kCData) {
            append_escaped(out, literal(token.text));
        } else if (token.type == TokenType::kStartTag) {
            const auto name = without_prefix(token.name);
            out.append("<").append(name);
            RawAttribute attribute;
            for (AttributeWalk walk(token.text); walk.next(attribute);) {
                if (attribute.name == "xmlns" || attribute.name.starts_with("xmlns:")) continue;
                out.append(" ").append(attribute.name == "xml:lang" ? "lang" : attribute.name).append("=\"");
                append_escaped(out, text(attribute.value));
                out += '"';
            }
            out += token.self_closing && is_void(name) ? " />" : ">";
            if (token.self_closing && !is_void(name)) out.append("</").append(name).append(">");
        } else if (token.type == TokenType::kEndTag) {
            out.append("</").append(without_prefix(token.name)).append(">");
        }
    }
    return arena_.copy(out);
}

}  // namespace orrery::feed::xml
