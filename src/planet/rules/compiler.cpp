#include "compiler.hpp"

#include "fold.hpp"
#include "orrery/base/hint.hpp"

#include <array>

#include <fmt/format.h>

// `return` hands an error on; rules have errors of their own, with a range instead of a place.
#define RULE_CHECK(...)                                                                      \
    do {                                                                                     \
        if (auto checked = (__VA_ARGS__); !checked) return std::unexpected(checked.error()); \
    } while (false)

namespace orrery::planet::rules {

namespace {

struct Synonym {
    std::string_view written;
    std::string_view meant;
};

constexpr std::array kFieldSynonyms = {
    Synonym{"body", "text"},
    Synonym{"content", "text"},
    Synonym{"summary", "text"},
    Synonym{"description", "text"},
    Synonym{"tag", "category"},
    Synonym{"tags", "category"},
    Synonym{"categories", "category"},
    Synonym{"label", "category"},
    Synonym{"lang", "language"},
    Synonym{"link", "url"},
    Synonym{"address", "url"},
    Synonym{"host", "url"},
    Synonym{"domain", "url"},
    Synonym{"source", "feed"},
    Synonym{"blog", "feed"},
    Synonym{"feed_title", "feed"},
    Synonym{"folder", "feed_category"},
    Synonym{"pubdate", "published"},
    Synonym{"created", "published"},
    Synonym{"modified", "updated"},
    Synonym{"length", "words"},
    Synonym{"attachments", "enclosures"},
    Synonym{"podcast", "enclosure_type"},
    Synonym{"name", "author"},
};

constexpr std::array kOperatorSynonyms = {
    Synonym{"==", "="},
    Synonym{"=~", "~"},
    Synonym{"~=", "~"},
    Synonym{"<>", "!="},
    Synonym{"=<", "<="},
    Synonym{"=>", ">="},
    Synonym{"is", "="},
    Synonym{"equals", "="},
    Synonym{"like", "~"},
    Synonym{"matches", "~"},
    Synonym{"has", "contains"},
    Synonym{"before", "<"},
    Synonym{"after", ">"},
    Synonym{"includes", "contains"},
    Synonym{"begins_with", "starts_with"},
};

constexpr std::array kLogicSynonyms = {
    Synonym{"&&", "and"}, Synonym{"&", "and"}, Synonym{"||", "or"}, Synonym{"|", "or"}, Synonym{"!", "not"},
};

template <class Synonyms>
std::string meant(const Synonyms& synonyms, std::string_view written) {
    for (const auto& synonym : synonyms)
        if (synonym.written == written) return fmt::format("perhaps you meant \"{}\"", synonym.meant);
    return "";
}

template <class Words>
std::string nearest(const Words& words, std::string_view written) {
    std::vector<std::string_view> names;
    for (const auto& word : words)
        names.push_back(word.name);
    return perhaps_you_meant(written, names);
}

bool is_amount(RuleType type) {
    return type == RuleType::kTime || type == RuleType::kDuration || type == RuleType::kNumber;
}

// What a comparison with a field of this type may look like.
std::string example(const RuleFieldWord& field) {
    switch (field.type) {
        case RuleType::kTime:
            return fmt::format("dates are compared by =, !=, <, <=, >, >= and in: {} >= 2024-05-01",
                               field.name);
        case RuleType::kDuration:
            return fmt::format("lengths of time are compared by =, !=, <, <=, >, >= and in: {} > 30d",
                               field.name);
        case RuleType::kNumber:
            return fmt::format("numbers are compared by =, !=, <, <=, >, >= and in: {} >= 100", field.name);
        default:
            return fmt::format(
                "texts are compared by ~, !~, =, !=, in, contains, starts_with and ends_with: {} ~ \"x\"",
                field.name);
    }
}

std::string quoted(const Token& token, std::string_view source) {
    if (token.type == TokenType::kEnd) return "the end";
    constexpr std::size_t kLongest = 40;
    const auto written = source.substr(token.begin, token.end - token.begin);
    return written.size() > kLongest ? "this" : fmt::format("\"{}\"", written);
}

}  // namespace

Compiler::Compiler(std::string_view source, const RuleLimits& limits)
    : source_(source), limits_(limits), lexer_(source) {
    // Open ends point into the program's tests, which therefore must not move.
    limits_.tests = std::min<std::size_t>(limits_.tests, kReject);
    // Nor can a test name more than 65535 values.
    limits_.expression_bytes = std::min<std::size_t>(limits_.expression_bytes, 0xFFFF);
    program_.tests.reserve(limits_.tests);
}

std::expected<Program, RuleError> Compiler::compile() {
    if (source_.size() > limits_.expression_bytes)
        return std::unexpected(
            RuleError{ErrorCode::kLimit,
                      fmt::format("this condition is longer than {} bytes", limits_.expression_bytes),
                      "make several rules of it", 0, source_.size()});
    RULE_CHECK(read());
    const auto close = [](const std::vector<std::uint16_t*>& ends, std::uint16_t target) {
        for (auto* end : ends)
            *end = target;
    };
    close(pieces_.back().if_true, kAccept);
    close(pieces_.back().if_false, kReject);
    program_.tests.shrink_to_fit();
    return std::move(program_);
}

Compiler::Step Compiler::advance() {
    auto token = lexer_.next();
    if (!token) return std::unexpected(token.error());
    token_ = *token;
    return {};
}

Compiler::Step Compiler::read() {
    RULE_CHECK(advance());
    if (token_.type == TokenType::kEnd)
        return refuse(token_, "there is no condition",
                      "write one such as title ~ \"postgres\", or true for every entry");
    bool wants_operand = true;
    while (wants_operand || token_.type != TokenType::kEnd) {
        if (wants_operand) {
            const auto complete = read_operand();
            RULE_CHECK(complete);
            wants_operand = !*complete;
        } else {
            const auto follows = read_operator();
            RULE_CHECK(follows);
            wants_operand = *follows;
        }
    }
    reduce(Waiting::kOr);
    if (!waiting_.empty()) return refuse(waiting_.back().token, "this \"(\" is not closed", "add a \")\"");
    return {};
}

std::expected<bool, RuleError> Compiler::read_operand() {
    if (token_.type == TokenType::kOpen || (token_.type == TokenType::kWord && token_.text == "not")) {
        RULE_CHECK(push(token_.type == TokenType::kOpen ? Waiting::kParenthesis : Waiting::kNot));
        RULE_CHECK(advance());
        return false;
    }
    if (token_.type != TokenType::kWord) {
        auto hint = meant(kLogicSynonyms, token_.text);
        if (hint.empty()) hint = "a condition starts with a field: title ~ \"postgres\"";
        return refuse(token_, fmt::format("a field should stand here instead of {}", quoted(token_, source_)),
                      hint);
    }
    if (token_.text == "true" || token_.text == "false") {
        RULE_CHECK(write({}, token_.text == "false", token_));
        RULE_CHECK(advance());
        return true;
    }
    if (token_.text == "has") {
        RULE_CHECK(read_has());
        return true;
    }
    RULE_CHECK(read_comparison());
    return true;
}

std::expected<bool, RuleError> Compiler::read_operator() {
    if (token_.type == TokenType::kClose) {
        reduce(Waiting::kOr);
        if (waiting_.empty()) return refuse(token_, "this \")\" closes nothing", "take it away");
        waiting_.pop_back();
        RULE_CHECK(advance());
        return false;
    }
    const bool is_and = token_.type == TokenType::kWord && token_.text == "and";
    const bool is_or = token_.type == TokenType::kWord && token_.text == "or";
    if (!is_and && !is_or) {
        auto hint = meant(kLogicSynonyms, token_.text);
        constexpr std::array<std::string_view, 2> kWords = {"and", "or"};
        if (hint.empty() && token_.type == TokenType::kWord) hint = perhaps_you_meant(token_.text, kWords);
        if (hint.empty()) hint = "conditions are joined by and, or";
        return refuse(
            token_, fmt::format("\"and\" or \"or\" should stand here instead of {}", quoted(token_, source_)),
            hint);
    }
    const auto type = is_and ? Waiting::kAnd : Waiting::kOr;
    reduce(type);
    waiting_.push_back({type, token_});
    RULE_CHECK(advance());
    return true;
}

Compiler::Step Compiler::push(Waiting type) {
    const auto depth = std::ranges::count_if(
        waiting_, [](auto& x) { return x.type == Waiting::kParenthesis || x.type == Waiting::kNot; });
    if (static_cast<std::size_t>(depth) >= limits_.depth) {
        auto error = refuse(token_, fmt::format("this is nested more than {} deep", limits_.depth),
                            "make several rules of it");
        error.error().code = ErrorCode::kLimit;
        return error;
    }
    waiting_.push_back({type, token_});
    return {};
}

void Compiler::reduce(Waiting least) {
    // The order of Waiting is how much each binds; a parenthesis is only taken away by its partner.
    while (!waiting_.empty() && waiting_.back().type != Waiting::kParenthesis &&
           waiting_.back().type >= least) {
        join(waiting_.back().type);
        waiting_.pop_back();
    }
}

void Compiler::join(Waiting type) {
    auto right = std::move(pieces_.back());
    if (type == Waiting::kNot) {
        std::swap(right.if_true, right.if_false);
        pieces_.back() = std::move(right);
        return;
    }
    pieces_.pop_back();
    auto& left = pieces_.back();
    auto& decided = type == Waiting::kAnd ? left.if_false : left.if_true;
    auto& open = type == Waiting::kAnd ? left.if_true : left.if_false;
    for (auto* end : open)
        *end = right.first;
    auto& right_open = type == Waiting::kAnd ? right.if_true : right.if_false;
    const auto& right_decided = type == Waiting::kAnd ? right.if_false : right.if_true;
    open = std::move(right_open);
    decided.insert(decided.end(), right_decided.begin(), right_decided.end());
}

Compiler::Step Compiler::write(const Test& test, bool is_negated, const Token& token) {
    if (program_.tests.size() >= limits_.tests) {
        auto error = refuse(token, fmt::format("this condition has more than {} comparisons", limits_.tests),
                            "compare with several values at once by in, or make several rules of it");
        error.error().code = ErrorCode::kLimit;
        return error;
    }
    auto& written = program_.tests.emplace_back(test);
    if (test.type != TestType::kAlways)
        program_.fields |= std::uint32_t{1} << static_cast<unsigned>(test.field);
    Piece piece{
        static_cast<std::uint16_t>(program_.tests.size() - 1), {&written.if_true}, {&written.if_false}};
    if (is_negated) std::swap(piece.if_true, piece.if_false);
    pieces_.push_back(std::move(piece));
    return {};
}

std::expected<const RuleFieldWord*, RuleError> Compiler::read_field() {
    for (const auto& word : rule_fields())
        if (token_.type == TokenType::kWord && token_.text == word.name) return &word;
    auto hint = meant(kFieldSynonyms, token_.text);
    if (hint.empty()) hint = nearest(rule_fields(), token_.text);
    if (hint.empty()) hint = nearest(rule_keywords(), token_.text);
    if (hint.empty()) {
        hint = "the fields are ";
        for (const auto& word : rule_fields())
            hint.append(&word == rule_fields().data() ? "" : ", ").append(word.name);
    }
    if (token_.type != TokenType::kWord)
        return refuse(token_, fmt::format("a field should stand here instead of {}", quoted(token_, source_)),
                      hint);
    return refuse(token_, fmt::format("unknown field {}", quoted(token_, source_)), hint);
}

Compiler::Step Compiler::read_has() {
    const auto has = token_;
    RULE_CHECK(advance());
    const auto field = read_field();
    RULE_CHECK(field);
    RULE_CHECK(write({TestType::kHas, (*field)->field}, false, has));
    return advance();
}

Compiler::Step Compiler::read_comparison() {
    const auto field_token = token_;
    const auto field = read_field();
    RULE_CHECK(field);
    RULE_CHECK(advance());
    const auto comparison = read_comparison_operator(**field, field_token);
    RULE_CHECK(comparison);
    Test test{TestType::kEquals, (*field)->field};
    RULE_CHECK(read_values(**field, *comparison, test));
    const auto op = comparison->word->op;
    const bool is_negated =
        comparison->is_negated || op == RuleOperator::kNotEqual || op == RuleOperator::kNotMatches;
    return write(test, is_negated, field_token);
}

std::expected<Compiler::Comparison, RuleError> Compiler::read_comparison_operator(const RuleFieldWord& field,
                                                                                  const Token& field_token) {
    Comparison comparison{nullptr, false, token_};
    if (token_.type == TokenType::kWord && token_.text == "not") {
        comparison.is_negated = true;
        RULE_CHECK(advance());
        comparison.token.end = token_.end;
        if (token_.text != "in" || token_.type != TokenType::kWord)
            return refuse(comparison.token, fmt::format("\"not\" stands before the field, or before \"in\""),
                          fmt::format("write not {} ..., or {} not in (...)", field.name, field.name));
    }
    const bool may_be_operator = token_.type == TokenType::kWord || token_.type == TokenType::kOperator;
    for (const auto& word : rule_operators())
        if (may_be_operator && token_.text == word.name) comparison.word = &word;
    const bool is_end = token_.type == TokenType::kEnd || token_.type == TokenType::kClose ||
                        token_.text == "and" || token_.text == "or";
    if (comparison.word == nullptr && is_end)
        return refuse(field_token,
                      fmt::format("\"{}\" is {}, not a condition", field.name, name_of(field.type)),
                      fmt::format("write has {}; or compare it: {}", field.name, example(field)));
    if (comparison.word == nullptr) {
        auto hint = meant(kOperatorSynonyms, token_.text);
        if (hint.empty() && may_be_operator) hint = nearest(rule_operators(), token_.text);
        if (hint.empty()) hint = example(field);
        return refuse(token_,
                      fmt::format("a comparison should stand here instead of {}", quoted(token_, source_)),
                      hint);
    }
    const bool fits = is_amount(field.type) ? comparison.word->for_amounts : comparison.word->for_texts;
    if (!fits)
        return refuse(comparison.token,
                      fmt::format("\"{}\" is {} and cannot be compared by {}", field.name,
                                  name_of(field.type), comparison.word->name),
                      example(field));
    RULE_CHECK(advance());
    return comparison;
}

Compiler::Step Compiler::read_values(const RuleFieldWord& field, const Comparison& comparison, Test& test) {
    const auto before_texts = program_.texts.size();
    const auto before_ranges = program_.ranges.size();
    const auto name = comparison.word->name;
    if (comparison.word->op != RuleOperator::kIn) {
        RULE_CHECK(read_value(field, comparison, test));
    } else {
        const bool amounts = is_amount(field.type);
        const auto form =
            fmt::format("write {} in ({})", field.name, amounts ? "2023, 2024" : "\"a\", \"b\"");
        if (token_.type != TokenType::kOpen)
            return refuse(token_, fmt::format("\"(\" should follow \"{}\"", name), form);
        do {
            RULE_CHECK(advance());
            RULE_CHECK(read_value(field, comparison, test));
        } while (token_.type == TokenType::kComma);
        if (token_.type != TokenType::kClose)
            return refuse(
                token_,
                fmt::format("\",\" or \")\" should stand here instead of {}", quoted(token_, source_)), form);
        RULE_CHECK(advance());
    }
    if (test.type == TestType::kPattern) return {};
    const bool ranges = test.type == TestType::kRange;
    test.first = static_cast<std::uint16_t>(ranges ? before_ranges : before_texts);
    test.count = static_cast<std::uint16_t>(ranges ? program_.ranges.size() - before_ranges
                                                   : program_.texts.size() - before_texts);
    return {};
}

Compiler::Step Compiler::read_value(const RuleFieldWord& field, const Comparison& comparison, Test& test) {
    if (is_amount(field.type)) {
        test.type = TestType::kRange;
        return read_amount(field, comparison);
    }
    if (token_.type != TokenType::kText)
        return refuse(token_, fmt::format("a text should stand here instead of {}", quoted(token_, source_)),
                      token_.type == TokenType::kWord || token_.type == TokenType::kAmount
                          ? fmt::format("put it between quotes: \"{}\"", token_.text)
                          : std::string("texts stand between quotes: \"jobs\""));
    switch (comparison.word->op) {
        case RuleOperator::kMatches:
        case RuleOperator::kNotMatches:
        case RuleOperator::kContains:
            return read_pattern(comparison, test);
        case RuleOperator::kStartsWith:
            test.type = TestType::kStartsWith;
            break;
        case RuleOperator::kEndsWith:
            test.type = TestType::kEndsWith;
            break;
        default:
            test.type = TestType::kEquals;
            break;
    }
    program_.texts.push_back(folded(unescaped(token_, source_)));
    return advance();
}

Compiler::Step Compiler::read_pattern(const Comparison& comparison, Test& test) {
    const bool is_literal = comparison.word->op == RuleOperator::kContains;
    // A regular expression keeps its \" : it means the same there, and places in it stay right.
    auto pattern = is_literal ? Pattern::literal(unescaped(token_, source_), limits_)
                              : Pattern::compile(token_.text, limits_);
    if (!pattern) {
        auto& refusal = pattern.error();
        RuleError error{refusal.code, std::move(refusal.what), std::move(refusal.remedy), token_.begin,
                        token_.end};
        if (!is_literal && refusal.end > refusal.begin) {
            error.begin = token_.begin + 1 + refusal.begin;
            error.end = std::min(token_.begin + 1 + refusal.end, token_.end);
        }
        return std::unexpected(std::move(error));
    }
    test.type = TestType::kPattern;
    test.first = static_cast<std::uint16_t>(program_.patterns.size());
    test.count = 1;
    program_.patterns.push_back(std::move(*pattern));
    return advance();
}

Compiler::Step Compiler::read_amount(const RuleFieldWord& field, const Comparison& comparison) {
    const bool is_value = token_.type == TokenType::kAmount || token_.type == TokenType::kText;
    if (!is_value)
        return refuse(
            token_,
            fmt::format("{} should stand here instead of {}", name_of(field.type), quoted(token_, source_)),
            example(field));
    const auto range = parse_amount(token_.text, field.type);
    if (!range) {
        const auto& why = range.error();
        return refuse(token_, fmt::format("\"{}\" is {}: {}", field.name, name_of(field.type), why.what),
                      why.remedy);
    }
    program_.ranges.push_back(range_for(comparison.word->op, *range));
    return advance();
}

}  // namespace orrery::planet::rules
