#include "orrery/html/tokenizer.hpp"

#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"
#include "orrery/html/references.hpp"
#include "scan.hpp"
#include "tag_pieces.hpp"

#include <algorithm>
#include <array>

namespace orrery::html {
namespace {

// What ends a tag name, an attribute name and an unquoted value.
enum : std::uint8_t { kEndsName = 1, kEndsAttribute = 2, kEndsValue = 4, kUpper = 8 };
constexpr auto kClass = [] {
    std::array<std::uint8_t, 256> table{};
    for (const unsigned char c : {'\t', '\n', '\f', ' '})
        table[c] = kEndsName | kEndsAttribute | kEndsValue;
    table['>'] = kEndsName | kEndsAttribute | kEndsValue;
    table['/'] = kEndsName | kEndsAttribute;
    table['='] = kEndsAttribute;
    for (unsigned char c = 'A'; c <= 'Z'; ++c)
        table[c] = kUpper;
    return table;
}();

bool has_class(char c, std::uint8_t classes) {
    return (kClass[static_cast<unsigned char>(c)] & classes) != 0;
}

constexpr std::size_t kUsualAttributes = 16;

std::size_t find_byte(std::string_view text, char byte, std::size_t from) {
    if (from >= text.size()) return text.size();
    const auto* found = static_cast<const char*>(std::memchr(text.data() + from, byte, text.size() - from));
    return found == nullptr ? text.size() : static_cast<std::size_t>(found - text.data());
}

struct ScannedName {
    std::size_t end;
    bool has_upper = false;
};

// The name from `at` to the next byte of the class kEndsName or kEndsAttribute, or to the end. Byte by byte
// is as fast as in blocks: a processor that guesses the length goes on before it is known.
template <std::uint8_t kEnds>
ScannedName scan_name(std::string_view text, std::size_t at) {
    std::uint8_t classes = 0;
    for (; at < text.size(); ++at) {
        const auto c = kClass[static_cast<unsigned char>(text[at])];
        if ((c & kEnds) != 0) break;
        classes |= c;
    }
    return {at, (classes & kUpper) != 0};
}

}  // namespace

Input::Input(std::string_view preprocessed)
    : text(preprocessed), has_controls(survey(preprocessed).has_stray_controls) {}

Input preprocessed(std::string_view input, std::string& storage) {
    const auto [has_controls, is_ascii] = survey(input);
    if (!is_ascii && !utf8::is_valid(input)) {
        storage = utf8::repaired(input);
        input = storage;
    }
    const auto first = has_controls ? find_byte(input, '\r', 0) : input.size();
    if (first == input.size()) return {input, has_controls};
    if (input.data() != storage.data()) {
        storage.assign(input);
    }
    auto write = first;
    for (auto read = first; read < storage.size();) {
        storage[write++] = '\n';
        read += read + 1 < storage.size() && storage[read + 1] == '\n' ? 2 : 1;
        const auto next = find_byte(storage, '\r', read);
        std::memmove(storage.data() + write, storage.data() + read, next - read);
        write += next - read;
        read = next;
    }
    storage.resize(write);
    return Input(storage);
}

std::string_view Attribute::decoded_value(std::string& scratch) const {
    if (!has_references) return value;
    scratch.clear();
    append_decoded(scratch, value, ReferenceContext::kAttribute);
    return scratch;
}

const Attribute* Token::attribute(std::string_view wanted) const {
    for (const auto& attribute : attributes) {
        if (attribute.name == wanted) return &attribute;
    }
    return nullptr;
}

// Each on its own: assigned from one another, GCC reads back what it has just written in halves, and waits.
void Token::clear() {
    type = TokenType::kEnd;
    tag = Tag::kUnknown;
    self_closing = false;
    has_references = false;
    is_plain = false;
    has_nul = false;
    force_quirks = false;
    name = {};
    text = {};
    raw = {};
    attributes = {};
}

Tokenizer::Tokenizer(const Input& input) {
    attributes_.reserve(kUsualAttributes);
    reset(input);
}

void Tokenizer::reset(const Input& input) {
    input_ = input.text;
    input_has_controls_ = input.has_controls;
    input_has_nul_ = input.has_controls && find_byte(input_, '\0', 0) < input_.size();
    cdata_allowed_ = false;
    seek(0);
}

void Tokenizer::seek(std::size_t position) {
    position_ = position;
    state_ = State::kData;
}

bool Tokenizer::skip_end_tag(Tag tag) {
    const auto& expected = kEndTags[static_cast<std::size_t>(tag)];
    if (state_ != State::kData || expected.size() == 0) return false;
#ifdef __SSE2__
    if (position_ + sse2::kBlock <= input_.size() && expected.size() <= sse2::kBlock) {
        const auto equal = _mm_cmpeq_epi8(sse2::load(input_.data() + position_),
                                          _mm_loadu_si128(reinterpret_cast<const __m128i*>(expected.data())));
        const auto differing = ~sse2::bits(equal) & ((1U << expected.size()) - 1);
        if (differing != 0) return false;
        position_ += expected.size();
        return true;
    }
#endif
    if (!input_.substr(position_).starts_with(std::string_view(expected.data(), expected.size())))
        return false;
    position_ += expected.size();
    return true;
}

void Tokenizer::set_state(State state, std::string_view end_tag) {
    state_ = state;
    end_tag_ = end_tag;
}

Tokenizer::State Tokenizer::state_for(Tag tag) {
    switch (tag) {
        case Tag::kTitle:
        case Tag::kTextarea:
            return State::kRcdata;
        case Tag::kStyle:
        case Tag::kXmp:
        case Tag::kIframe:
        case Tag::kNoembed:
        case Tag::kNoframes:
            return State::kRawtext;
        case Tag::kScript:
            return State::kScriptData;
        case Tag::kPlaintext:
            return State::kPlaintext;
        default:
            return State::kData;
    }
}

void Tokenizer::set_state_for(Tag tag) {
    if (const auto state = state_for(tag); state != State::kData) set_state(state, name_of(tag));
}

const Token& Tokenizer::next() {
    attributes_.clear();
    if (scratch_used_) {
        scratch_.reset();
        scratch_used_ = false;
    }
    token_.clear();
    switch (state_) {
        case State::kData:
            return next_data();
        case State::kRcdata:
            return next_raw(true, find_raw_end(position_));
        case State::kRawtext:
            return next_raw(false, find_raw_end(position_));
        case State::kScriptData:
            return next_raw(false, find_script_end(position_));
        case State::kPlaintext:
            return next_raw(false, input_.size());
        case State::kCdata: {
            const auto end = std::min(input_.find("]]>", position_), input_.size());
            const auto begin = position_;
            position_ = std::min(end + 3, input_.size());
            state_ = State::kData;
            if (begin == end) return next_data();
            const auto after = position_;
            text_token(begin, end, false);
            position_ = after;
            return token_;
        }
    }
    return token_;
}

const Token& Tokenizer::text_token(std::size_t begin, std::size_t end, bool references) {
    const std::string_view piece(input_.data() + begin, end - begin);
    token_.type = TokenType::kText;
    token_.text = piece;
    token_.raw = piece;
    token_.has_references = references && find_byte(token_.text, '&', 0) < token_.text.size();
    token_.has_nul = input_has_nul_ && find_byte(token_.text, '\0', 0) < token_.text.size();
    position_ = end;
    return token_;
}

// 13.2.5.1 Data state and 13.2.5.6 Tag open state: text goes on over every `<` that begins no markup.
const Token& Tokenizer::next_data() {
    while (true) {
        const auto begin = position_;
        auto text = scan_text(input_, begin);
        bool is_plain = true;
        while (text.end < input_.size() && !begins_markup(text.end)) {
            const auto more = scan_text(input_, text.end + 1);
            text = {more.end, text.has_ampersand || more.has_ampersand};
            is_plain = false;
        }
        const auto at = text.end;
        if (at > begin) {
            const std::string_view piece(input_.data() + begin, at - begin);
            token_.type = TokenType::kText;
            token_.text = piece;
            token_.raw = piece;
            token_.has_references = text.has_ampersand;
            token_.is_plain =
                is_plain && !text.has_ampersand && !text.has_greater_than && !input_has_controls_;
            token_.has_nul = input_has_nul_ && find_byte(token_.text, '\0', 0) < token_.text.size();
            position_ = at;
            return token_;
        }
        if (at == input_.size()) {
            token_.type = TokenType::kEnd;
            return token_;
        }
        if (read_markup(at)) {
            token_.raw = input_.substr(at, position_ - at);
            return token_;
        }
    }
}

// False when there is no token of it: `</>`, an empty CDATA section, or a tag that the end of the input cuts
// off.
bool Tokenizer::read_markup(std::size_t at) {
    switch (const char c = input_[at + 1]) {
        case '!':
            return read_markup_declaration(at);
        case '?':
            read_bogus_comment(at + 1);
            return true;
        case '/':
            if (is_alpha(input_[at + 2])) return read_tag(at + 2, TokenType::kEndTag);
            if (input_[at + 2] == '>') {
                position_ = at + 3;
                return false;
            }
            read_bogus_comment(at + 2);
            return true;
        default:
            static_cast<void>(c);
            return read_tag(at + 1, TokenType::kStartTag);
    }
}

// 13.2.5.8 Tag name state up to 13.2.5.40 Self-closing start tag state.
bool Tokenizer::read_tag(std::size_t name_start, TokenType type) {
    const auto size = input_.size();
    const auto scanned_name = scan_name<kEndsName>(input_, name_start);
    auto at = scanned_name.end;
    const auto raw_name = input_.substr(name_start, at - name_start);

    while (true) {
        while (at < size && is_space(input_[at]))
            ++at;
        if (at == size) break;
        const char c = input_[at];
        if (c == '>') {
            token_.type = type;
            token_.name = scanned_name.has_upper ? lower_name(raw_name) : without_nul(raw_name);
            token_.tag = tag_of(token_.name);
            token_.attributes = attributes_;
            position_ = at + 1;
            return true;
        }
        if (c == '/') {
            ++at;
            token_.self_closing = at < size && input_[at] == '>';
            continue;
        }
        // A `=` here is a part of the name.
        const auto scanned = scan_name<kEndsAttribute>(input_, at + (c == '=' ? 1 : 0));
        const auto raw = input_.substr(at, scanned.end - at);
        const auto name = scanned.has_upper ? lower_name(raw) : without_nul(raw);
        at = scanned.end;
        while (at < size && is_space(input_[at]))
            ++at;
        if (at == size) break;
        if (input_[at] != '=') {
            add_attribute(name, {}, false);
            continue;
        }
        ++at;
        while (at < size && is_space(input_[at]))
            ++at;
        if (at == size) break;
        const char quote = input_[at];
        if (quote == '"' || quote == '\'') {
            const auto value = scan_value(input_, at + 1, quote);
            if (value.end == size) break;
            add_attribute(name, input_.substr(at + 1, value.end - at - 1), value.has_ampersand);
            at = value.end + 1;
            continue;
        }
        const auto value_start = at;
        while (at < size && !has_class(input_[at], kEndsValue))
            ++at;
        if (at == size) break;
        const auto value = input_.substr(value_start, at - value_start);
        add_attribute(name, value, find_byte(value, '&', 0) < value.size());
    }
    position_ = size;
    token_.self_closing = false;
    attributes_.clear();
    return false;
}

void Tokenizer::add_attribute(std::string_view name, std::string_view value, bool has_references) {
    if (attributes_.size() == kMaxAttributes) return;
    for (const auto& attribute : attributes_) {
        if (attribute.name.size() == name.size() && attribute.name.front() == name.front() &&
            attribute.name == name) {
            return;
        }
    }
    attributes_.push_back({name, without_nul(value), has_references});
}

std::string_view Tokenizer::lower_name(std::string_view raw) {
    const auto clean = without_nul(raw);
    auto* bytes = static_cast<char*>(scratch_.allocate(clean.size(), 1));
    scratch_used_ = true;
    for (std::size_t i = 0; i < clean.size(); ++i)
        bytes[i] = to_lower(clean[i]);
    return {bytes, clean.size()};
}

std::string_view Tokenizer::replaced_nul(std::string_view raw) {
    if (find_byte(raw, '\0', 0) == raw.size()) return raw;
    scratch_used_ = true;
    return scratch_.copy(replace_all(raw, std::string_view("\0", 1), "\uFFFD"));
}

const Token& Tokenizer::next_raw(bool references, std::size_t end) {
    if (end > position_) {
        text_token(position_, end, references);
        if (token_.has_nul) {
            token_.text = without_nul(token_.text);
            token_.has_nul = false;
        }
        return token_;
    }
    state_ = State::kData;
    const auto at = position_;
    if (at < input_.size() && read_tag(at + 2, TokenType::kEndTag)) {
        token_.raw = input_.substr(at, position_ - at);
    } else {
        token_.type = TokenType::kEnd;
    }
    return token_;
}

// The "appropriate end tag token" of the raw states, at a `<`.
bool Tokenizer::is_end_tag_at(std::size_t at) const {
    const auto after = at + 2 + end_tag_.size();
    return !end_tag_.empty() && after < input_.size() && input_[at + 1] == '/' &&
           has_class(input_[after], kEndsName) && iequals(input_.substr(at + 2, end_tag_.size()), end_tag_);
}

std::size_t Tokenizer::find_raw_end(std::size_t from) const {
    auto at = find_byte(input_, '<', from);
    while (at < input_.size() && !is_end_tag_at(at))
        at = find_byte(input_, '<', at + 1);
    return at;
}

// 13.2.5.15 Script data less-than sign state up to 13.2.5.31: `<!--` hides end tags that follow another
// `<script`.
std::size_t Tokenizer::find_script_end(std::size_t from) const {
    enum { kPlain, kEscaped, kDoubleEscaped } mode = kPlain;
    int dashes = 0;
    const auto is_script_at = [&](std::size_t name) {
        const auto after = name + 6;
        return after < input_.size() && has_class(input_[after], kEndsName) &&
               iequals(input_.substr(name, 6), "script");
    };
    for (auto at = from; at < input_.size(); ++at) {
        if (mode == kPlain) {
            at = find_byte(input_, '<', at);
            if (at == input_.size() || is_end_tag_at(at)) return at;
            if (input_.substr(at, 4) == "<!--") {
                mode = kEscaped;
                dashes = 2;
                at += 3;
            }
            continue;
        }
        const char c = input_[at];
        if (c == '-') {
            ++dashes;
            continue;
        }
        if (c == '>' && dashes >= 2) mode = kPlain;
        dashes = 0;
        if (c != '<') continue;
        if (mode == kEscaped) {
            if (is_end_tag_at(at)) return at;
            if (is_script_at(at + 1)) mode = kDoubleEscaped;
        } else if (mode == kDoubleEscaped && at + 1 < input_.size() && input_[at + 1] == '/' &&
                   is_script_at(at + 2)) {
            mode = kEscaped;
        }
    }
    return input_.size();
}

void Tokenizer::read_bogus_comment(std::size_t start) {
    const auto end = find_byte(input_, '>', start);
    token_.type = TokenType::kComment;
    token_.text = without_nul(input_.substr(start, end - start));
    position_ = std::min(end + 1, input_.size());
}

// 13.2.5.43 Comment start state up to 13.2.5.52.
void Tokenizer::read_comment(std::size_t start) {
    const auto rest = input_.substr(start);
    token_.type = TokenType::kComment;
    if (rest.starts_with(">") || rest.starts_with("->")) {
        position_ = start + (rest[0] == '>' ? 1 : 2);
        return;
    }
    for (auto at = rest.find("--"); at != std::string_view::npos; at = rest.find("--", at + 1)) {
        const auto after = rest.substr(at + 2, 2);
        if (after.starts_with(">") || after == "!>") {
            token_.text = without_nul(rest.substr(0, at));
            position_ = start + at + 2 + (after[0] == '>' ? 1 : 2);
            return;
        }
    }
    auto text = rest;
    if (text.ends_with("--!")) {
        text.remove_suffix(3);
    } else if (text.ends_with("--")) {
        text.remove_suffix(2);
    } else if (text.ends_with("-")) {
        text.remove_suffix(1);
    }
    token_.text = without_nul(text);
    position_ = input_.size();
}

bool Tokenizer::read_markup_declaration(std::size_t at) {
    const auto rest = input_.substr(at + 2);
    if (rest.starts_with("--")) {
        read_comment(at + 4);
    } else if (istarts_with(rest, "doctype")) {
        read_doctype(at + 9);
    } else if (cdata_allowed_ && rest.starts_with("[CDATA[")) {
        const auto begin = at + 9;
        const auto end = std::min(input_.find("]]>", begin), input_.size());
        if (end > begin) text_token(begin, end, false);
        position_ = std::min(end + 3, input_.size());
        return end > begin;
    } else {
        read_bogus_comment(at + 2);
    }
    return true;
}

// 13.2.5.53 DOCTYPE state up to 13.2.5.68.
void Tokenizer::read_doctype(std::size_t at) {
    token_.type = TokenType::kDoctype;
    token_.public_id = token_.system_id = {};
    const auto size = input_.size();
    const auto skip_space = [&] {
        while (at < size && is_space(input_[at]))
            ++at;
    };
    const auto finish = [&](bool quirks) {
        token_.force_quirks = token_.force_quirks || quirks;
        position_ = std::min(find_byte(input_, '>', at) + 1, size);
    };
    skip_space();
    const auto name_start = at;
    while (at < size && input_[at] != '>' && !is_space(input_[at]))
        ++at;
    if (at > name_start) token_.name = lower_name(input_.substr(name_start, at - name_start));
    if (at == name_start || at == size) return finish(true);
    skip_space();
    if (at == size) return finish(true);
    if (input_[at] == '>') return finish(false);

    // A quoted identifier at `at`; false when there is none or it does not end.
    const auto read_identifier = [&](std::string_view& identifier) {
        const char quote = at < size ? input_[at] : '>';
        if (quote != '"' && quote != '\'') return false;
        const auto start = ++at;
        while (at < size && input_[at] != quote && input_[at] != '>')
            ++at;
        identifier = without_nul(input_.substr(start, at - start));
        if (at == size || input_[at] == '>') return false;
        ++at;
        return true;
    };
    const auto keyword = input_.substr(at, 6);
    const bool is_public = iequals(keyword, "public");
    if (!is_public && !iequals(keyword, "system")) return finish(true);
    at += 6;
    skip_space();
    if (is_public) {
        if (!read_identifier(token_.public_id)) return finish(true);
        skip_space();
        if (at < size && input_[at] == '>') return finish(false);
    }
    if (!read_identifier(token_.system_id)) return finish(true);
    skip_space();
    // What stands behind the system identifier is an error, but no reason for quirks; the end of the input
    // is.
    finish(at == size);
}

}  // namespace orrery::html
