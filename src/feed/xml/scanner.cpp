#include "xml/scanner.hpp"

#include "blocks.hpp"
#include "orrery/base/text.hpp"

#include <algorithm>
#include <array>

namespace orrery::feed::xml {

namespace {

constexpr std::size_t npos = std::string_view::npos;

constexpr bool is_name_start(char c) {
    return is_alpha(c) || c == '_' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}

// Where a tag's name may end.
constexpr auto kEndsName = [] {
    std::array<bool, 256> table{};
    for (const char c : {' ', '\t', '\n', '\r', '\f', '/', '>', '<', '=', '"', '\'', '\0'})
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

constexpr auto kEndsAttributeName = [] {
    std::array<bool, 256> table{};
    for (const char c : {' ', '\t', '\n', '\r', '\f', '=', '/', '>', '"', '\''})
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

#ifdef __SSE2__
// A bit for each byte that no name should have: below the letters, names have but digits, `-`, `.` and `:`.
unsigned ends_of_names(__m128i block) {
    const auto low = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(',')), block);
    const auto angle = _mm_cmpeq_epi8(_mm_and_si128(block, _mm_set1_epi8('\xFC')), _mm_set1_epi8('<'));
    return sse2::bits(_mm_or_si128(_mm_or_si128(low, angle), sse2::equal(block, '/')));
}
#endif

// The first byte at or after `at` that ends the name of a tag, or the size.
inline std::size_t end_of_name(std::string_view text, std::size_t at) {
#ifdef __SSE2__
    if (at + sse2::kBlock <= text.size()) {
        const auto ends = ends_of_names(sse2::load(text.data() + at));
        at += ends == 0 ? sse2::kBlock : sse2::first(ends);
    }
#endif
    while (at < text.size() && !kEndsName[static_cast<unsigned char>(text[at])])
        ++at;
    return at;
}

// What a walk through a tag has to stop at.
constexpr auto kStopsTag = [] {
    std::array<bool, 256> table{};
    for (const char c : {'>', '<', '"', '\''})
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

}  // namespace

std::optional<Run> Scanner::section(std::size_t from, char doubled, std::size_t& absent) {
    if (from >= absent) return std::nullopt;
    const auto run = scan_.section(document_, from, doubled);
    if (run.end < document_.size()) return run;
    absent = from;
    return std::nullopt;
}

std::size_t Scanner::find(char byte, std::size_t from, std::size_t& absent) const {
    if (from >= absent) return document_.size();
    const auto found = find_byte(document_, byte, from);
    if (found == document_.size()) absent = from;
    return found;
}

// Where the quote at `quote` stands again, or the size.
std::size_t Scanner::find_quote(std::size_t quote) {
    const char c = document_[quote];
    return find(c, quote + 1, c == '"' ? no_double_quote_ : no_single_quote_);
}

inline bool Scanner::starts_markup(std::size_t at) const {
    if (at + 1 >= document_.size()) return false;
    const char c = document_[at + 1];
    if (c == '/') return at + 2 < document_.size() && is_name_start(document_[at + 2]);
    return is_name_start(c) || c == '!' || c == '?';
}

inline Run Scanner::find_markup(std::size_t from) const {
    auto run = scan_.text(document_, from);
    while (run.end < document_.size() && !starts_markup(run.end)) [[unlikely]] {
        const auto more = scan_.text(document_, run.end + 1);
        run = {more.end, run.plain && more.plain, run.ascii && more.ascii};
    }
    return run;
}

Token Scanner::finish(TokenType type, std::size_t begin, std::size_t end) {
    position_ = end;
    Token token;
    token.type = type;
    token.raw = document_.substr(begin, end - begin);
    return token;
}

Token Scanner::finish_text(const Run& run) {
    const auto text = document_.substr(position_, run.end - position_);
    position_ = run.end;
    Token token;
    token.type = TokenType::kText;
    token.plain = run.plain;
    token.ascii = run.ascii;
    token.raw = text;
    token.text = text;
    return token;
}

Token Scanner::next() {
    if (position_ >= document_.size()) return finish(TokenType::kEnd, document_.size(), document_.size());
    const auto run = find_markup(position_);
    return run.end == position_ ? markup_at(run.end) : finish_text(run);
}

Token Scanner::next_markup() {
    auto at = find_byte(document_, '<', position_);
    while (at < document_.size() && !starts_markup(at))
        at = find_byte(document_, '<', at + 1);
    if (at >= document_.size()) return finish(TokenType::kEnd, document_.size(), document_.size());
    return markup_at(at);
}

std::optional<Run> Scanner::text_of(std::string_view name) {
    const auto run = find_markup(position_);
    const auto rest = document_.substr(run.end);
    if (rest.size() < name.size() + 3 || rest[1] != '/' || rest[name.size() + 2] != '>' ||
        !same_name(rest.substr(2, name.size()), name))
        return std::nullopt;
    position_ = run.end + name.size() + 3;
    return run;
}

Token Scanner::markup_at(std::size_t at) {
    const char c = document_[at + 1];
    if (c == '/') return end_tag(at);
    if (c == '!') return declaration(at);
    if (c != '?') return start_tag(at);

    auto end = at + 2 >= no_instruction_end_ ? npos : document_.find("?>", at + 2);
    const bool broken = end == npos;
    if (broken) no_instruction_end_ = std::min(no_instruction_end_, at + 2);
    if (broken) {
        end = std::min(find('>', at, no_greater_) + 1, document_.size());
    } else {
        end += 2;
    }
    auto token = finish(TokenType::kInstruction, at, end);
    token.broken = broken;
    token.text = token.raw;
    return token;
}

// Where the quoted value that begins at `quote` ends: at its closing quote, or npos when the quote was never
// closed. A closing quote must be followed by what may follow one; else it opens the next value, and this one
// lost its own.
std::size_t Scanner::quoted_end(std::size_t quote) {
    const auto end = find_quote(quote);
    if (end == document_.size()) return npos;
    if (end + 1 >= document_.size()) return end;
    const char after = document_[end + 1];
    if (is_space(after) || after == '>' || after == '/' || after == '?') return end;
    // Two attributes without a space between them are common; a value that runs over a tag's end is not.
    return document_.substr(quote, end - quote).find('>') == npos ? end : npos;
}

// Reads attributes from `at` on, each after white space as `name="value"` without a space between, up to the
// `>` and gives the place of that. At anything else npos.
std::size_t Scanner::strict_attributes(std::size_t at) {
    if (attributes_ != nullptr) attributes_->clear();
    strict_ = false;
    const auto size = document_.size();
    for (;;) {
        const auto gap = at;
        while (at < size && is_space(document_[at]))
            ++at;
        if (at + 1 >= size) return npos;
        if (document_[at] == '>' || (document_[at] == '/' && document_[at + 1] == '>')) {
            strict_ = true;
            return document_[at] == '>' ? at : at + 1;
        }
        if (at == gap) return npos;
        RawAttribute attribute;
        const auto name = at;
#ifdef __SSE2__
        if (at + sse2::kBlock <= size) {
            const auto block = sse2::load(document_.data() + at);
            const auto ends = ends_of_names(block) | 1U << sse2::kBlock;
            const auto colons = sse2::bits(sse2::equal(block, ':')) & ((ends & (0 - ends)) - 1);
            if (colons != 0) attribute.colon = sse2::first(colons);
            at += sse2::first(ends);
        }
#endif
        for (; at < size && !kEndsAttributeName[static_cast<unsigned char>(document_[at])]; ++at) {
            if (document_[at] == ':' && attribute.colon == npos) attribute.colon = at - name;
            if (document_[at] == '<') return npos;
        }
        if (at == name || at + 1 >= size || document_[at] != '=') return npos;
        const char quote = document_[at + 1];
        if (quote != '"' && quote != '\'') return npos;
        const auto end = find_quote(at + 1);
        if (end == size) return npos;
        attribute.name = document_.substr(name, at - name);
        attribute.value = document_.substr(at + 2, end - at - 2);
        if (attributes_ != nullptr) attributes_->push_back(attribute);
        at = end + 1;
    }
}

Token Scanner::start_tag(std::size_t at) {
    const auto name_end = end_of_name(document_, at + 1);

    if (name_end < document_.size() && document_[name_end] == '>') {
        auto token = finish(TokenType::kStartTag, at, name_end + 1);
        token.name = document_.substr(at + 1, name_end - at - 1);
        if (attributes_ != nullptr) attributes_->clear();
        strict_ = true;
        return token;
    }
    if (const auto end = strict_attributes(name_end); end != npos) {
        const bool self_closing = document_[end - 1] == '/';
        auto token = finish(TokenType::kStartTag, at, end + 1);
        token.name = document_.substr(at + 1, name_end - at - 1);
        token.text = document_.substr(name_end, end - name_end - (self_closing ? 1 : 0));
        token.self_closing = self_closing;
        return token;
    }

    bool broken = false;
    auto end = name_end;
    for (;; ++end) {
        while (end < document_.size() && !kStopsTag[static_cast<unsigned char>(document_[end])])
            ++end;
        if (end >= document_.size() || document_[end] == '>' || document_[end] == '<') break;
        auto before = end;
        while (before > name_end && is_space(document_[before - 1]))
            --before;
        if (document_[before - 1] != '=') continue;  // a quote that quotes nothing
        if (const auto closing = quoted_end(end); closing != npos) {
            end = closing;
        } else {
            broken = true;
            end = find('>', end, no_greater_);
            break;
        }
    }
    const bool closed = end < document_.size() && document_[end] == '>';
    auto attributes_end = end;
    const bool self_closing = closed && end > name_end && document_[end - 1] == '/';
    if (self_closing) --attributes_end;
    auto token = finish(TokenType::kStartTag, at, closed ? end + 1 : end);
    token.name = document_.substr(at + 1, name_end - at - 1);
    token.text = document_.substr(name_end, attributes_end - name_end);
    token.self_closing = self_closing;
    token.broken = broken || !closed;
    return token;
}

Token Scanner::end_tag(std::size_t at) {
    const auto name_end = end_of_name(document_, at + 2);
    auto end = name_end;
    while (end < document_.size() && document_[end] != '>' && document_[end] != '<')
        ++end;
    const bool closed = end < document_.size() && document_[end] == '>';
    auto token = finish(TokenType::kEndTag, at, closed ? end + 1 : end);
    token.name = document_.substr(at + 2, name_end - at - 2);
    token.broken = !closed;
    return token;
}

Token Scanner::declaration(std::size_t at) {
    const auto rest = document_.substr(at);
    if (rest.starts_with("<!--")) {
        const auto inside = section(at + 4, '-', no_comment_end_);
        const bool broken = !inside;
        const auto end =
            inside ? inside->end + 3 : std::min(find('>', at, no_greater_) + 1, document_.size());
        auto token = finish(TokenType::kComment, at, end);
        token.broken = broken;
        return token;
    }
    if (rest.starts_with("<![CDATA[")) {
        const auto inside = section(at + 9, ']', no_cdata_end_);
        const auto end = inside ? inside->end : document_.size();
        auto token = finish(TokenType::kCData, at, inside ? end + 3 : end);
        token.text = document_.substr(at + 9, end - at - 9);
        token.broken = !inside;
        token.plain = inside && inside->plain;
        token.ascii = inside && inside->ascii;
        return token;
    }
    // <!DOCTYPE name [ <!ENTITY …> ]>: brackets and quotes hide a '>'.
    const bool doctype = istarts_with(rest, "<!doctype");
    auto end = at + 2;
    std::size_t brackets = 0;
    for (; end < document_.size(); ++end) {
        const char c = document_[end];
        if (c == '[') {
            ++brackets;
        } else if (c == ']' && brackets > 0) {
            --brackets;
        } else if (c == '>' && (brackets == 0 || !doctype)) {
            break;
        } else if (doctype && (c == '"' || c == '\'')) {
            const auto closing = quoted_end(end);
            if (closing != npos) end = closing;
        } else if (c == '<' && brackets == 0) {
            break;
        }
    }
    const bool closed = end < document_.size() && document_[end] == '>';
    auto token = finish(doctype ? TokenType::kDoctype : TokenType::kComment, at, closed ? end + 1 : end);
    token.broken = !closed || !doctype;
    if (doctype) token.text = document_.substr(at + 9, end - at - 9);
    return token;
}

bool AttributeWalk::next(RawAttribute& attribute) {
    while (!rest_.empty() && kEndsAttributeName[static_cast<unsigned char>(rest_.front())]) {
        broken_ = broken_ || !is_space(rest_.front());
        rest_.remove_prefix(1);
    }
    if (rest_.empty()) return false;
    std::size_t size = 0;
    attribute.colon = npos;
    for (; size < rest_.size() && !kEndsAttributeName[static_cast<unsigned char>(rest_[size])]; ++size)
        if (rest_[size] == ':' && attribute.colon == npos) attribute.colon = size;
    attribute.name = rest_.substr(0, size);
    attribute.value = {};
    rest_.remove_prefix(size);

    auto after = rest_;
    while (!after.empty() && is_space(after.front()))
        after.remove_prefix(1);
    if (after.empty() || after.front() != '=') {
        broken_ = true;
        return true;
    }
    after.remove_prefix(1);
    while (!after.empty() && is_space(after.front()))
        after.remove_prefix(1);
    if (after.empty()) {
        broken_ = true;
        rest_ = {};
        return true;
    }
    const char quote = after.front();
    if (quote == '"' || quote == '\'') {
        const auto end = after.find(quote, 1);
        attribute.value = after.substr(1, end == npos ? npos : end - 1);
        broken_ = broken_ || end == npos;
        rest_ = end == npos ? std::string_view() : after.substr(end + 1);
        return true;
    }
    broken_ = true;
    size = 0;
    while (size < after.size() && !is_space(after[size]) && after[size] != '>')
        ++size;
    attribute.value = after.substr(0, size);
    rest_ = after.substr(size);
    return true;
}

}  // namespace orrery::feed::xml
