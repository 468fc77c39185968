#include "orrery/html/select.hpp"

#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"

#include <algorithm>
#include <limits>

namespace orrery::html {
namespace {

struct Complex;
using SelectorList = std::vector<Complex>;

enum class Kind { kType, kId, kClass, kAttribute, kIs, kNot, kHas, kNth, kOnly, kEmpty, kRoot };

struct Simple {
    Kind kind = Kind::kType;
    std::string name;   // lower-case for types and attributes
    std::string value;  // of an attribute
    char match = 0;     // of an attribute: 0 present, '=', '~', '|', '^', '$', '*'
    bool ignore_case = false;
    bool from_end = false;
    bool of_type = false;
    std::int64_t step = 0;  // an+b
    std::int64_t offset = 0;
    SelectorList list;
};

// Compounds from left to right; combinators[i] stands before compounds[i] (the first one counts only in
// :has).
struct Complex {
    std::vector<std::vector<Simple>> compounds;
    std::vector<char> combinators;
};

bool is_name(char c) {
    return is_alnum(c) || c == '-' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

class Parser {
  public:
    explicit Parser(std::string_view css) : css_(css) {}

    Result<SelectorList> parse() {
        auto list = selector_list(0, false);
        if (ok_ && at_ < css_.size()) bad("unexpected character");
        if (!ok_) return fail(code_, what_, "selector:" + std::to_string(at_ + 1));
        return list;
    }

  private:
    void bad(std::string what, ErrorCode code = ErrorCode::kInvalid) {
        if (!ok_) return;
        ok_ = false;
        what_ = std::move(what);
        code_ = code;
    }
    [[nodiscard]] char peek() const { return at_ < css_.size() ? css_[at_] : '\0'; }
    bool skip_space() {
        const auto before = at_;
        while (at_ < css_.size() && is_space(css_[at_]))
            ++at_;
        return at_ > before;
    }
    bool take(char c) {
        if (peek() != c) return false;
        ++at_;
        return true;
    }
    void expect(char c) {
        if (!take(c)) bad(std::string("expected ") + c);
    }

    // Behind a backslash: a code point in up to six hexadecimal digits and a space, or any other character.
    void escape(std::string& text) {
        constexpr std::size_t kMostDigits = 6;
        char32_t value = 0;
        std::size_t digits = 0;
        for (; digits < kMostDigits && hex_value(peek()) >= 0; ++digits, ++at_)
            value = value * 16 + static_cast<char32_t>(hex_value(peek()));
        if (digits == 0) {
            text += css_[at_++];
            return;
        }
        const bool valid = value > 0 && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
        utf8::append(text, valid ? value : utf8::kReplacement);
        if (at_ < css_.size() && is_space(css_[at_])) ++at_;
    }

    std::string name() {
        std::string text;
        while (at_ < css_.size()) {
            if (css_[at_] == '\\' && at_ + 1 < css_.size()) {
                ++at_;
                escape(text);
            } else if (is_name(css_[at_])) {
                text += css_[at_++];
            } else {
                break;
            }
        }
        if (text.empty()) bad("expected a name");
        return text;
    }

    SelectorList selector_list(std::size_t depth, bool relative) {
        SelectorList list;
        if (depth > kMaxSelectorDepth) bad("selector nested too deeply", ErrorCode::kLimit);
        do {
            if (!ok_) break;
            list.push_back(complex(depth, relative));
        } while (ok_ && take(','));
        return list;
    }

    Complex complex(std::size_t depth, bool relative) {
        Complex result;
        skip_space();
        char combinator = ' ';
        if (relative && std::string_view(">+~").find(peek()) != std::string_view::npos && peek() != '\0') {
            combinator = css_[at_++];
            skip_space();
        }
        while (ok_) {
            result.combinators.push_back(combinator);
            result.compounds.push_back(compound(depth));
            const bool space = skip_space();
            const char next = peek();
            if (next == '>' || next == '+' || next == '~') {
                combinator = next;
                ++at_;
                skip_space();
            } else if (space && next != ',' && next != ')' && next != '\0') {
                combinator = ' ';
            } else {
                break;
            }
        }
        return result;
    }

    std::vector<Simple> compound(std::size_t depth) {
        std::vector<Simple> parts;
        const auto start = at_;
        if (take('*')) {
        } else if (is_name(peek()) || peek() == '\\') {
            parts.push_back({.kind = Kind::kType, .name = to_lower(name())});
        }
        while (ok_) {
            if (take('#')) {
                parts.push_back({.kind = Kind::kId, .name = name()});
            } else if (take('.')) {
                parts.push_back({.kind = Kind::kClass, .name = name()});
            } else if (take('[')) {
                parts.push_back(attribute());
            } else if (take(':')) {
                parts.push_back(pseudo(depth));
            } else {
                break;
            }
        }
        if (at_ == start) bad("expected a selector");
        return parts;
    }

    Simple attribute() {
        Simple part{.kind = Kind::kAttribute};
        skip_space();
        part.name = to_lower(name());
        skip_space();
        if (take(']')) return part;
        part.match = peek();
        if (part.match != '=') {
            if (part.match == '\0' || std::string_view("~|^$*").find(part.match) == std::string_view::npos) {
                bad("expected ]");
                return part;
            }
            ++at_;
        }
        expect('=');
        skip_space();
        if (const char quote = peek(); quote == '"' || quote == '\'') {
            ++at_;
            const auto end = css_.find(quote, at_);
            if (end == std::string_view::npos) {
                bad("the quotation mark is not closed");
                return part;
            }
            part.value = css_.substr(at_, end - at_);
            at_ = end + 1;
        } else {
            part.value = name();
        }
        if (skip_space() && (peek() == 'i' || peek() == 'I')) {
            part.ignore_case = true;
            ++at_;
            skip_space();
        }
        expect(']');
        return part;
    }

    Simple pseudo(std::size_t depth) {
        const auto word = to_lower(name());
        Simple part;
        if (word == "is" || word == "where" || word == "matches" || word == "not" || word == "has") {
            part.kind = word == "not" ? Kind::kNot : word == "has" ? Kind::kHas : Kind::kIs;
            expect('(');
            part.list = selector_list(depth + 1, part.kind == Kind::kHas);
            expect(')');
        } else if (word.starts_with("nth-")) {
            part.kind = Kind::kNth;
            part.from_end = word.starts_with("nth-last-");
            part.of_type = word.ends_with("-of-type");
            if (!part.of_type && !word.ends_with("-child"))
                bad("unknown pseudo-class :" + word, ErrorCode::kUnsupported);
            expect('(');
            nth(part);
            expect(')');
        } else if (word == "first-child" || word == "last-child" || word == "first-of-type" ||
                   word == "last-of-type") {
            part.kind = Kind::kNth;
            part.from_end = word.starts_with("last");
            part.of_type = word.ends_with("type");
            part.offset = 1;
        } else if (word == "only-child" || word == "only-of-type") {
            part.kind = Kind::kOnly;
            part.of_type = word == "only-of-type";
        } else if (word == "empty") {
            part.kind = Kind::kEmpty;
        } else if (word == "root") {
            part.kind = Kind::kRoot;
        } else {
            bad("unknown pseudo-class :" + word, ErrorCode::kUnsupported);
        }
        return part;
    }

    // an+b, odd, even
    void nth(Simple& part) {
        const auto end = std::min(css_.find(')', at_), css_.size());
        auto text = to_lower(replace_all(css_.substr(at_, end - at_), " ", ""));
        at_ = end;
        if (text == "odd") text = "2n+1";
        if (text == "even") text = "2n";
        if (const auto n = text.find('n'); n != std::string::npos) {
            auto step = text.substr(0, n);
            if (step.starts_with('+')) step.erase(0, 1);
            if (step.empty() || step == "-") step += '1';
            if (!parse_number(step, part.step)) bad("expected an+b");
            text.erase(0, n + 1);
            if (text.empty()) return;
        }
        if (text.starts_with('+')) text.erase(0, 1);
        if (!parse_number(text, part.offset)) bad("expected an+b");
    }

    std::string_view css_;
    std::size_t at_ = 0;
    bool ok_ = true;
    std::string what_;
    ErrorCode code_ = ErrorCode::kInvalid;
};

const Node* parent_element(const Node* node) {
    return node->parent != nullptr && node->parent->is_element() ? node->parent : nullptr;
}
const Node* sibling(const Node* node, bool forward) {
    do {
        node = forward ? node->next : node->previous;
    } while (node != nullptr && !node->is_element());
    return node;
}

class Matcher {
  public:
    [[nodiscard]] bool exhausted() const { return steps_ > kMaxSelectorSteps; }

    bool matches_any(const SelectorList& list, const Node* node, const Node* scope) {
        return std::ranges::any_of(list, [&](const Complex& complex) {
            return matches(complex, complex.compounds.size() - 1, node, scope);
        });
    }

  private:
    // Whether compounds[0..index] match with the last at `node`. `scope`: what a relative selector (in :has)
    // hangs on, else null. Recurses once a compound, which kMaxSelectorBytes bounds.
    bool matches(const Complex& complex, std::size_t index, const Node* node, const Node* scope) {
        if (++steps_ > kMaxSelectorSteps) return false;
        const auto& compound = complex.compounds[index];
        if (!std::ranges::all_of(compound, [&](const Simple& simple) { return matches(simple, node); }))
            return false;
        const char combinator = complex.combinators[index];
        if (index == 0 && scope == nullptr) return true;
        const auto before = [&](const Node* other) {
            return index == 0 ? other == scope : matches(complex, index - 1, other, scope);
        };
        switch (combinator) {
            case '>': {
                const auto* parent = parent_element(node);
                return parent != nullptr && before(parent);
            }
            case '+': {
                const auto* previous = sibling(node, false);
                return previous != nullptr && before(previous);
            }
            case '~':
                for (const auto* other = sibling(node, false); other != nullptr;
                     other = sibling(other, false)) {
                    if (++steps_ > kMaxSelectorSteps) return false;
                    if (before(other)) return true;
                }
                return false;
            default:
                for (const auto* other = parent_element(node); other != nullptr;
                     other = parent_element(other)) {
                    if (++steps_ > kMaxSelectorSteps) return false;
                    if (before(other)) return true;
                }
                return false;
        }
    }

    bool matches(const Simple& simple, const Node* node) {
        switch (simple.kind) {
            case Kind::kType:
                return iequals(node->name, simple.name);
            case Kind::kId:
                return node->value("id") == simple.name;
            case Kind::kClass:
                return has_word(node->value("class"), simple.name, false);
            case Kind::kAttribute:
                return matches_attribute(simple, node);
            case Kind::kIs:
                return matches_any(simple.list, node, nullptr);
            case Kind::kNot:
                return !matches_any(simple.list, node, nullptr);
            case Kind::kHas:
                return has(simple.list, node);
            case Kind::kNth:
                return matches_nth(simple, position(simple, node, simple.from_end));
            case Kind::kOnly:
                return position(simple, node, false) == 1 && position(simple, node, true) == 1;
            case Kind::kEmpty:
                return is_empty(node);
            case Kind::kRoot:
                return parent_element(node) == nullptr;
        }
        return false;
    }

    static bool has_word(std::string_view words, std::string_view wanted, bool ignore_case) {
        for (std::size_t at = 0; at < words.size();) {
            while (at < words.size() && is_space(words[at]))
                ++at;
            auto end = at;
            while (end < words.size() && !is_space(words[end]))
                ++end;
            const auto word = words.substr(at, end - at);
            if (!word.empty() && (ignore_case ? iequals(word, wanted) : word == wanted)) return true;
            at = end;
        }
        return false;
    }

    static bool matches_attribute(const Simple& simple, const Node* node) {
        const auto* found = node->attribute(simple.name);
        if (found == nullptr) return false;
        if (simple.match == 0) return true;
        if (simple.match == '~') return has_word(found->value, simple.value, simple.ignore_case);
        const auto value = simple.ignore_case ? to_lower(found->value) : std::string(found->value);
        const auto wanted = simple.ignore_case ? to_lower(simple.value) : simple.value;
        switch (simple.match) {
            case '=':
                return value == wanted;
            case '|':
                return value == wanted || value.starts_with(wanted + "-");
            case '^':
                return !wanted.empty() && value.starts_with(wanted);
            case '$':
                return !wanted.empty() && value.ends_with(wanted);
            default:
                return !wanted.empty() && value.find(wanted) != std::string::npos;
        }
    }

    bool has(const SelectorList& list, const Node* node) {
        // What hangs on the node stands below it or below its later siblings.
        const bool beside = std::ranges::any_of(list, [](const Complex& complex) {
            return complex.combinators[0] == '+' || complex.combinators[0] == '~';
        });
        const auto* root = beside && node->parent != nullptr ? node->parent : node;
        for (const auto* other = beside ? next_after_children(node, root) : next_in_order(node, root);
             other != nullptr && !exhausted(); other = next_in_order(other, root)) {
            if (other->is_element() && matches_any(list, other, node)) return true;
        }
        return beside && has_below(list, node);
    }
    bool has_below(const SelectorList& list, const Node* node) {
        for (const auto* other = next_in_order(node, node); other != nullptr && !exhausted();
             other = next_in_order(other, node)) {
            if (other->is_element() && matches_any(list, other, node)) return true;
        }
        return false;
    }

    std::int64_t position(const Simple& simple, const Node* node, bool from_end) {
        std::int64_t count = 1;
        for (const auto* other = sibling(node, from_end); other != nullptr;
             other = sibling(other, from_end)) {
            ++steps_;
            if (!simple.of_type || other->name == node->name) ++count;
        }
        return count;
    }
    static bool matches_nth(const Simple& simple, std::int64_t position) {
        const auto rest = position - simple.offset;
        if (simple.step == 0) return rest == 0;
        return rest % simple.step == 0 && rest / simple.step >= 0;
    }
    static bool is_empty(const Node* node) {
        for (const auto* child = node->first_child; child != nullptr; child = child->next) {
            if (child->is_element() || (child->type == NodeType::kText && !child->text.empty())) return false;
        }
        return true;
    }

    std::size_t steps_ = 0;
};

}  // namespace

Result<std::vector<const Node*>> select(const Node& root, std::string_view css) {
    if (css.size() > kMaxSelectorBytes) return fail(ErrorCode::kLimit, "selector too long");
    ORRERY_TRY(const auto list, Parser(css).parse());
    Matcher matcher;
    std::vector<const Node*> found;
    for (const Node* node = next_in_order(&root, &root); node != nullptr; node = next_in_order(node, &root)) {
        if (node->is_element() && matcher.matches_any(list, node, nullptr)) found.push_back(node);
        if (matcher.exhausted()) return fail(ErrorCode::kLimit, "the selector takes too long on this page");
    }
    return found;
}

Result<std::vector<const Node*>> select(const Document& document, std::string_view css) {
    return select(*document.root, css);
}

}  // namespace orrery::html
