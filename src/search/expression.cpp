#include "orrery/search/expression.hpp"

#include "orrery/base/utf8.hpp"

#include <algorithm>

#include <re2/re2.h>

namespace orrery::search {

namespace {

// The program and the states that are made of it while it runs: an expression that needs more is no use.
constexpr std::int64_t kMemory = std::int64_t{8} << 20;

// Where the parenthesis stands that has no partner: the last one open, or the first that closes nothing.
std::size_t lonely_parenthesis(std::string_view text) {
    std::vector<std::size_t> open;
    bool in_class = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        switch (text[i]) {
            case '\\':
                ++i;
                break;
            case '[':
                // A `]` right behind the beginning of a class is one of its characters.
                if (!in_class)
                    i += text.substr(i + 1).starts_with("^]")  ? 2
                         : text.substr(i + 1).starts_with(']') ? 1
                                                               : 0;
                in_class = true;
                break;
            case ']':
                in_class = false;
                break;
            case '(':
                if (!in_class) open.push_back(i);
                break;
            case ')':
                if (in_class) break;
                if (open.empty()) return i;
                open.pop_back();
                break;
            default:
                break;
        }
    }
    return open.empty() ? text.size() : open.back();
}

std::size_t valid_beginning(std::string_view text) {
    std::size_t at = 0;
    for (auto next = at; next < text.size(); at = next)
        if (utf8::decode(text, next) == utf8::kReplacement && text.substr(at, next - at) != "\uFFFD") break;
    return at;
}

// In bytes from the beginning of the expression.
std::size_t place_of_mistake(const re2::RE2& compiled, std::string_view text) {
    const auto code = compiled.error_code();
    const auto& fragment = compiled.error_arg();
    if (code == re2::RE2::ErrorTrailingBackslash) return text.size() - 1;
    if (code == re2::RE2::ErrorBadUTF8) return valid_beginning(text);
    if (code == re2::RE2::ErrorUnexpectedParen || (code == re2::RE2::ErrorMissingParen && fragment == text))
        return lonely_parenthesis(text);
    const auto at = text.find(fragment);
    return at == std::string_view::npos ? 0 : at;
}

std::string what_is_wrong(const re2::RE2& compiled) {
    switch (compiled.error_code()) {
        case re2::RE2::ErrorMissingParen:
            return "a parenthesis of the expression is never closed";
        case re2::RE2::ErrorUnexpectedParen:
            return "there is no ( for this ) of the expression";
        case re2::RE2::ErrorMissingBracket:
            return "a [ of the expression is never closed";
        case re2::RE2::ErrorTrailingBackslash:
            return "nothing stands behind the \\ at the end of the expression";
        case re2::RE2::ErrorRepeatArgument:
        case re2::RE2::ErrorRepeatOp:
            return "there is nothing that " + compiled.error_arg() + " could repeat";
        case re2::RE2::ErrorBadUTF8:
            return "the expression is not valid UTF-8";
        default:
            return "this is not a valid expression: " + compiled.error();
    }
}

std::string remedy_for(const re2::RE2& compiled) {
    const auto& fragment = compiled.error_arg();
    const bool looks_around =
        fragment.starts_with("(?=") || fragment.starts_with("(?!") || fragment.starts_with("(?<");
    const bool refers_back = compiled.error_code() == re2::RE2::ErrorBadEscape && fragment.size() == 2 &&
                             fragment[1] >= '1' && fragment[1] <= '9';
    if (looks_around || refers_back)
        return "lookaround and backreferences are not to be had: expressions are found in linear time";
    switch (compiled.error_code()) {
        case re2::RE2::ErrorMissingParen:
        case re2::RE2::ErrorUnexpectedParen:
        case re2::RE2::ErrorMissingBracket:
        case re2::RE2::ErrorRepeatArgument:
            return "write a \\ before a sign that stands for itself";
        default:
            return "";
    }
}

// Where byte `place` of the expression stands in what was typed: there every `/` has a `\` before it.
std::string column_of(const Query& query, std::size_t place) {
    if (query.column == 0) return "column " + std::to_string(place + 1);
    const auto slashes = std::ranges::count(query.text.substr(0, place), '/');
    return "column " + std::to_string(query.column + 1 + place + static_cast<std::size_t>(slashes));
}

}  // namespace

Expression::Expression(std::unique_ptr<re2::RE2> compiled) : compiled_(std::move(compiled)) {}
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

Result<Expression> Expression::compile(const Query& query) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kMemory);
    options.set_case_sensitive(!query.ignore_case);
    auto compiled = std::make_unique<re2::RE2>(query.text, options);
    if (compiled->ok()) return Expression(std::move(compiled));
    if (compiled->error_code() == re2::RE2::ErrorPatternTooLarge)
        return fail(ErrorCode::kLimit, "this expression is too large once it is compiled",
                    column_of(query, 0), "", "repeat less in it");
    const auto place = place_of_mistake(*compiled, query.text);
    return fail(ErrorCode::kInvalid, what_is_wrong(*compiled), column_of(query, place), "",
                remedy_for(*compiled));
}

bool Expression::matches(std::string_view text) const {
    const re2::StringPiece piece(text.data(), text.size());
    return compiled_->Match(piece, 0, piece.size(), re2::RE2::UNANCHORED, nullptr, 0);
}

std::optional<Expression::Found> Expression::find(std::string_view text, std::size_t from,
                                                  std::size_t& tries) const {
    const re2::StringPiece piece(text.data(), text.size());
    for (re2::StringPiece match; from <= text.size() && tries > 0; ++from) {
        --tries;
        if (!compiled_->Match(piece, from, piece.size(), re2::RE2::UNANCHORED, &match, 1)) return {};
        const auto begin = static_cast<std::size_t>(match.data() - piece.data());
        if (!match.empty()) return Found{begin, begin + match.size()};
        from = begin;
    }
    return {};
}

}  // namespace orrery::search
