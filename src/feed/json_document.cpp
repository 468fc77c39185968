#include "json_document.hpp"

#include "blocks.hpp"
#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <string>

namespace orrery::feed::json {

namespace {

constexpr std::size_t kBytesOfNode = 48;  // of a feed's document, about

// RFC 8259 knows no form feed.
constexpr bool is_json_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct Escape {
    char32_t character = 0;
    std::size_t length = 0;  // 0 where it is cut off by the end
    bool valid = true;
};

// What the letter behind a backslash stands for, if one byte says it.
constexpr auto kShortEscapes = [] {
    std::array<char, 256> table{};
    table['"'] = '"';
    table['\\'] = '\\';
    table['/'] = '/';
    table['b'] = '\b';
    table['f'] = '\f';
    table['n'] = '\n';
    table['r'] = '\r';
    table['t'] = '\t';
    return table;
}();

constexpr auto kHexValues = [] {
    std::array<std::int8_t, 256> table{};
    for (unsigned i = 0; i < table.size(); ++i)
        table[i] = static_cast<std::int8_t>(hex_value(static_cast<char>(i)));
    return table;
}();

// 0 where there is none.
inline char short_escape(std::string_view text, std::size_t at) {
    return at + 1 < text.size() ? kShortEscapes[static_cast<unsigned char>(text[at + 1])] : '\0';
}

// Four hexadecimal digits, or less than 0.
inline std::int32_t four_digits(std::string_view text, std::size_t at) {
    if (at + 4 > text.size()) return -1;
    const auto digit = [&](std::size_t i) -> std::int32_t {
        return kHexValues[static_cast<unsigned char>(text[at + i])];
    };
    // That of what is no digit is less than 0, and so is all of it then.
    const auto any = digit(0) | digit(1) | digit(2) | digit(3);
    return any < 0 ? -1 : digit(0) << 12 | digit(1) << 8 | digit(2) << 4 | digit(3);
}

// At `text[at]` stands a backslash. What cannot be an escape means what stands behind the backslash.
Escape read_escape(std::string_view text, std::size_t at) {
    if (at + 1 >= text.size()) return {0, 0, false};
    if (const char c = short_escape(text, at); c != '\0') return {static_cast<unsigned char>(c), 2, true};
    // Only the backslash goes; what follows may be a letter of several bytes.
    if (text[at + 1] != 'u') return {0, 1, false};
    const auto unit = four_digits(text, at + 2);
    if (unit < 0) return {0, 1, false};
    if (unit < 0xD800 || unit > 0xDFFF) return {static_cast<char32_t>(unit), 6, true};
    // A pair of surrogates, or half of one.
    if (unit < 0xDC00 && text.substr(at + 6, 2) == "\\u") {
        const auto low = four_digits(text, at + 8);
        if (low >= 0xDC00 && low <= 0xDFFF)
            return {static_cast<char32_t>(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)), 12, true};
    }
    return {utf8::kReplacement, 6, false};
}

// The first quote, backslash or control character at or after `at`, or the size.
std::size_t find_in_string(std::string_view text, char quote, std::size_t at) {
    const auto stops = [quote](char c) {
        return c == quote || c == '\\' || static_cast<unsigned char>(c) < 0x20;
    };
#ifdef __SSE2__
    for (; at + sse2::kBlock <= text.size(); at += sse2::kBlock) {
        const auto block = sse2::load(text.data() + at);
        const auto low = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1F)), block);
        const auto marks = _mm_or_si128(sse2::equal(block, quote), sse2::equal(block, '\\'));
        if (const auto found = sse2::bits(_mm_or_si128(low, marks)); found != 0)
            return at + sse2::first(found);
    }
#endif
    while (at < text.size() && !stops(text[at]))
        ++at;
    return at;
}

std::string_view unescaped(std::string_view raw, Arena& arena) {
    constexpr std::size_t kSlack = 16;  // no escape is shorter than what it stands for; blocks run over
    auto* begin = arena.room(raw.size() + kSlack);
    auto* out = begin;
    for (std::size_t at = 0; at < raw.size();) {
        if (raw[at] == '\\') {
            if (const char c = short_escape(raw, at); c != '\0') {
                *out++ = c;
                at += 2;
            } else if (const auto escape = read_escape(raw, at); escape.length > 1) {
                const auto letter = utf8::encode(escape.character);
                std::memcpy(out, letter.bytes.data(), letter.bytes.size());
                out += letter.size;
                at += escape.length;
            } else {
                // It stands for nothing, and what follows for itself, even if that is a backslash.
                if (++at < raw.size()) *out++ = raw[at++];
            }
            if (at < raw.size() && raw[at] == '\\') continue;
        }
        bool found = false;
#ifdef __SSE2__
        for (; at + sse2::kBlock <= raw.size(); at += sse2::kBlock, out += sse2::kBlock) {
            const auto block = sse2::load(raw.data() + at);
            sse2::store(out, block);
            if (const auto marks = sse2::bits(sse2::equal(block, '\\')); marks != 0) {
                at += sse2::first(marks);
                out += sse2::first(marks);
                found = true;
                break;
            }
        }
#endif
        for (; !found && at < raw.size() && raw[at] != '\\'; ++at)
            *out++ = raw[at];
    }
    return arena.take(static_cast<std::size_t>(out - begin));
}

// number = [ minus ] int [ frac ] [ exp ]
bool is_number(std::string_view word) {
    std::size_t at = 0;
    const auto digits = [&] {
        const auto first = at;
        while (at < word.size() && is_digit(word[at]))
            ++at;
        return at > first;
    };
    const auto next = [&](std::string_view any) {
        if (at >= word.size() || any.find(word[at]) == std::string_view::npos) return false;
        ++at;
        return true;
    };
    next("-");
    const bool zero = at < word.size() && word[at] == '0';
    if (zero ? !next("0") : !digits()) return false;
    if (next(".") && !digits()) return false;
    if (next("eE")) {
        next("+-");
        if (!digits()) return false;
    }
    return at == word.size();
}

class Parser {
  public:
    Parser(std::string_view text, Report& report, std::size_t depth, std::size_t most,
           std::vector<Node>& nodes)
        : text_(text), report_(report), depth_(std::max<std::size_t>(depth, 1)), most_(most), nodes_(nodes) {}

    void run();

  private:
    // What was read last in the innermost container.
    enum class Last : std::uint8_t { kNothing, kValue, kComma };

    void broken(std::size_t at, const char* message) {
        report_.broken(text_.substr(std::min(at, text_.size()), 0), message);
    }
    void skip_space() {
        while (at_ < text_.size() && is_json_space(text_[at_]))
            ++at_;
    }
    [[nodiscard]] bool ended() const { return at_ >= text_.size(); }
    Node& add(Type type, std::string_view raw);
    void key();
    void value();
    void word();
    void string(Type type);
    void open(Type type);
    void skip_container();
    void close(Type type);
    void finish_container(std::size_t end);
    [[nodiscard]] std::size_t behind_space(std::size_t at) const;
    [[nodiscard]] bool member_follows(std::size_t at) const;
    [[nodiscard]] bool more_follows(std::size_t at);
    [[nodiscard]] std::string_view word_at() const;

    std::string_view text_;
    Report& report_;
    std::size_t depth_;
    std::size_t most_;
    std::vector<Node>& nodes_;
    std::vector<std::uint32_t> open_;
    std::size_t at_ = 0;
    std::size_t brackets_end_ =
        0;  // all before it, from some place that was asked about, is space and brackets
    Last last_ = Last::kNothing;
    bool depth_told_ = false;
};

Node& Parser::add(Type type, std::string_view raw) {
    auto& node = nodes_.emplace_back();
    node.begin = static_cast<std::uint32_t>(raw.data() - text_.data());
    node.size = static_cast<std::uint32_t>(raw.size());
    node.end = static_cast<std::uint32_t>(nodes_.size());
    node.type = type;
    last_ = Last::kValue;
    return node;
}

void Parser::run() {
    for (skip_space(); !ended(); skip_space()) {
        if (open_.empty()) {
            if (!nodes_.empty()) return broken(at_, "something stands behind the end of the document");
            value();
            continue;
        }
        if (nodes_.size() >= most_) {
            report_.add(Severity::kError, Problem::kLimit, text_.substr(at_, 0), "too many values");
            break;
        }
        const char c = text_[at_];
        if (c == ':') {
            broken(at_, "a colon without a name before it");
            ++at_;
        } else if (c == ',') {
            if (last_ != Last::kValue) broken(at_, "a comma without a value before it");
            last_ = Last::kComma;
            ++at_;
        } else if (c == '}' || c == ']') {
            close(c == '}' ? Type::kObject : Type::kArray);
        } else {
            if (last_ == Last::kValue) broken(at_, "no comma between two values");
            if (nodes_[open_.back()].type == Type::kObject) {
                key();
            } else {
                value();
            }
        }
    }
    if (!open_.empty() && ended()) broken(at_, "the document ends before its values do");
    while (!open_.empty())
        finish_container(at_);
}

// A name with the value behind it: always both, so that names and values take turns.
void Parser::key() {
    const char c = text_[at_];
    if (c == '"' || c == '\'') {
        string(Type::kKey);
    } else if (const auto word = word_at(); !word.empty()) {
        broken(at_, "a name without quotes");
        add(Type::kKey, word);
        at_ += word.size();
    } else {
        broken(at_, "a value without a name");
        add(Type::kKey, text_.substr(at_, 0));
    }
    skip_space();
    if (!ended() && text_[at_] != ':') broken(at_, "no colon behind a name");
    for (bool again = false; !ended() && text_[at_] == ':'; again = true, skip_space()) {
        if (again) broken(at_, "a colon without a name before it");
        ++at_;
    }
    const bool absent = ended() || text_[at_] == ',' || text_[at_] == '}' || text_[at_] == ']';
    if (!absent) return value();
    if (!ended()) broken(at_, "a name without a value");
    add(Type::kNull, text_.substr(std::min(at_, text_.size()), 0));
}

void Parser::value() {
    switch (text_[at_]) {
        case '{':
            return open(Type::kObject);
        case '[':
            return open(Type::kArray);
        case '"':
        case '\'':
            return string(Type::kString);
        default:
            return word();
    }
}

std::string_view Parser::word_at() const {
    auto end = at_;
    while (end < text_.size() && !is_json_space(text_[end]) &&
           std::string_view(",:{}[]\"").find(text_[end]) == std::string_view::npos)
        ++end;
    return text_.substr(at_, end - at_);
}

void Parser::word() {
    const auto word = word_at();
    if (word == "null") {
        add(Type::kNull, word);
    } else if (word == "true") {
        add(Type::kTrue, word);
    } else if (word == "false") {
        add(Type::kFalse, word);
    } else if (is_number(word)) {
        add(Type::kNumber, word);
    } else {
        broken(at_, "a value that JSON does not have");
        // What most would take for a number is given as the text that it is: 007, +1, .5
        const bool like_number =
            !word.empty() && std::string_view("+-.0123456789").find(word[0]) != std::string_view::npos;
        add(like_number ? Type::kString : Type::kNull, word);
        if (word.empty()) ++at_;  // at the beginning of the document
    }
    at_ += word.size();
}

void Parser::string(Type type) {
    const auto start = at_;
    const char quote = text_[at_++];
    if (quote == '\'') broken(start, "a text in single quotes");
    const auto begin = at_;
    bool escaped = false;
    bool told = false;
    for (;;) {
        at_ = find_in_string(text_, quote, at_);
        if (ended() || text_[at_] == quote) break;
        const char* wrong = nullptr;
        if (text_[at_] != '\\') {
            wrong = "a control character in a text";
            ++at_;
        } else if (escaped = true; short_escape(text_, at_) != '\0') {
            at_ += 2;
        } else {
            const auto escape = read_escape(text_, at_);
            if (!escape.valid && at_ + 1 < text_.size()) wrong = "an escape that JSON does not have";
            at_ = std::min(at_ + std::max<std::size_t>(escape.length, 2), text_.size());
        }
        if (wrong != nullptr && !told) broken(at_ - 1, wrong);
        told = told || wrong != nullptr;
    }
    add(type, text_.substr(begin, at_ - begin)).escaped = escaped;
    if (ended()) return broken(at_, "a text that is not closed");
    ++at_;
}

void Parser::open(Type type) {
    if (open_.size() >= depth_) return skip_container();
    open_.push_back(static_cast<std::uint32_t>(nodes_.size()));
    add(type, text_.substr(at_, 1));
    last_ = Last::kNothing;
    ++at_;
}

// Passes an object or array that is too deep, up to the bracket that ends it.
void Parser::skip_container() {
    if (!depth_told_)
        report_.add(Severity::kError, Problem::kLimit, text_.substr(at_, 0), "values nested too deep");
    depth_told_ = true;
    const auto begin = at_;
    std::size_t depth = 0;
    for (; !ended(); ++at_) {
        const char c = text_[at_];
        if (c == '"') {
            for (at_ = find_in_string(text_, '"', at_ + 1); !ended() && text_[at_] != '"';
                 at_ = find_in_string(text_, '"', at_))
                at_ = std::min(at_ + (text_[at_] == '\\' ? 2 : 1), text_.size());
            if (ended()) break;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            ++at_;
            break;
        }
    }
    add(Type::kNull, text_.substr(begin, at_ - begin));
}

void Parser::finish_container(std::size_t end) {
    auto& node = nodes_[open_.back()];
    node.size = static_cast<std::uint32_t>(end - node.begin);
    node.end = static_cast<std::uint32_t>(nodes_.size());
    open_.pop_back();
    last_ = Last::kValue;
}

std::size_t Parser::behind_space(std::size_t at) const {
    while (at < text_.size() && is_json_space(text_[at]))
        ++at;
    return at;
}

// Whether `, "name" :` stands there: what comes next belongs to an object.
bool Parser::member_follows(std::size_t at) const {
    at = behind_space(at);
    if (at >= text_.size() || text_[at] != ',') return false;
    at = behind_space(at + 1);
    if (at >= text_.size() || text_[at] != '"') return false;
    for (at = find_in_string(text_, '"', at + 1); at < text_.size() && text_[at] == '\\';)
        at = find_in_string(text_, '"', at + 2);
    at = behind_space(at + 1);
    return at < text_.size() && text_[at] == ':';
}

// Whether there is more than space and brackets.
bool Parser::more_follows(std::size_t at) {
    brackets_end_ = std::max(brackets_end_, at);
    while (brackets_end_ < text_.size() && (is_json_space(text_[brackets_end_]) ||
                                            text_[brackets_end_] == '}' || text_[brackets_end_] == ']'))
        ++brackets_end_;
    return brackets_end_ < text_.size();
}

// At a closing bracket of that type. One of the other type than what is open stands for the right one where
// the object around an array goes on; it counts for nothing where it would end the document before its end;
// else it ends what is open within as well.
void Parser::close(Type type) {
    if (last_ == Last::kComma) broken(at_, "a comma without a value behind it");
    if (nodes_[open_.back()].type != type) {
        broken(at_, "a bracket that closes nothing");
        const auto innermost = std::find_if(open_.rbegin(), open_.rend(),
                                            [&](std::uint32_t index) { return nodes_[index].type == type; });
        if (type == Type::kObject && innermost == open_.rbegin() + 1 && member_follows(at_ + 1)) {
            finish_container(++at_);
            return;
        }
        if (innermost == open_.rend() || (innermost == open_.rend() - 1 && more_follows(at_ + 1))) {
            ++at_;
            return;
        }
        while (nodes_[open_.back()].type != type)
            finish_container(at_);
    }
    ++at_;
    finish_container(at_);
}

}  // namespace

Document::Document(std::string_view text, Report& report, std::size_t depth, std::size_t most)
    : text_(text.substr(0, std::numeric_limits<std::uint32_t>::max() / 2)) {
    nodes_.reserve(std::min(text_.size() / kBytesOfNode, most) + 1);
    Parser(text_, report, depth, most, nodes_).run();
    if (nodes_.empty()) nodes_.emplace_back().end = 1;
}

std::string_view Value::text(Arena& arena) const {
    switch (type()) {
        case Type::kString:
        case Type::kKey:
            return node().escaped ? unescaped(raw(), arena) : raw();
        case Type::kNumber:
            return raw();
        default:
            return {};
    }
}

std::optional<Value> Value::find(std::string_view name) const {
    if (type() != Type::kObject) return std::nullopt;
    for (auto i = index_ + 1; i < node().end; i = (*nodes_)[i + 1].end) {
        const auto key = at(i);
        if (!key.node().escaped) {
            if (same_name(key.raw(), name)) return at(i + 1);
        } else {
            Arena scratch(256);
            if (key.text(scratch) == name) return at(i + 1);
        }
    }
    return std::nullopt;
}

void Value::write(JsonWriter& json, Arena& scratch) const {
    std::vector<std::size_t> open;
    const auto end_open = [&] {
        const bool object = (*nodes_)[open.back()].type == Type::kObject;
        open.pop_back();
        object ? json.end_object() : json.end_array();
    };
    for (auto i = index_; i < node().end; ++i) {
        while (!open.empty() && (*nodes_)[open.back()].end == i)
            end_open();
        switch (const auto& part = (*nodes_)[i]; part.type) {
            case Type::kNull:
                json.null();
                break;
            case Type::kFalse:
            case Type::kTrue:
                json.value(part.type == Type::kTrue);
                break;
            case Type::kNumber:
                json.number(at(i).raw());
                break;
            case Type::kString:
                json.value(at(i).text(scratch));
                break;
            case Type::kKey:
                json.key(at(i).text(scratch));
                break;
            case Type::kArray:
                json.begin_array();
                open.push_back(i);
                break;
            case Type::kObject:
                json.begin_object();
                open.push_back(i);
                break;
        }
    }
    while (!open.empty())
        end_open();
}

}  // namespace orrery::feed::json
