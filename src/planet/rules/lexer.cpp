#include "lexer.hpp"

#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"

#include <array>

#include <fmt/format.h>

namespace orrery::planet::rules {

namespace {

constexpr std::string_view kOperatorCharacters = "~!=<>&|";

bool is_word(char c) {
    return is_alnum(c) || c == '_';
}

bool is_amount(char c) {
    return is_alnum(c) || c == '-' || c == ':' || c == '.' || c == '+';
}

}  // namespace

Token Lexer::take(TokenType type, std::size_t bytes) {
    const Token token{type, source_.substr(position_, bytes), position_, position_ + bytes};
    position_ += bytes;
    return token;
}

std::expected<Token, RuleError> Lexer::next() {
    while (position_ < source_.size() && is_space(source_[position_]))
        ++position_;
    if (position_ == source_.size()) return take(TokenType::kEnd, 0);
    const auto rest = source_.substr(position_);
    const auto length_of = [&](auto belongs) {
        return static_cast<std::size_t>(std::ranges::find_if_not(rest, belongs) - rest.begin());
    };
    const char c = rest.front();
    if (c == '"' || c == '\'') return take_text();
    if (c == '(') return take(TokenType::kOpen, 1);
    if (c == ')') return take(TokenType::kClose, 1);
    if (c == ',') return take(TokenType::kComma, 1);
    if (is_digit(c)) return take(TokenType::kAmount, length_of(is_amount));
    if (is_word(c)) return take(TokenType::kWord, length_of(is_word));
    const auto is_operator = [](char x) { return kOperatorCharacters.find(x) != std::string_view::npos; };
    if (is_operator(c)) return take(TokenType::kOperator, length_of(is_operator));
    return std::unexpected(unexpected_character());
}

std::expected<Token, RuleError> Lexer::take_text() {
    const char quote = source_[position_];
    for (auto at = position_ + 1; at < source_.size(); ++at) {
        if (source_[at] == '\\') {
            ++at;
        } else if (source_[at] == quote) {
            auto token = take(TokenType::kText, at + 1 - position_);
            token.text = token.text.substr(1, token.text.size() - 2);
            return token;
        }
    }
    return std::unexpected(RuleError{ErrorCode::kInvalid, "this text does not end",
                                     fmt::format("close it with {}", quote), position_, source_.size()});
}

RuleError Lexer::unexpected_character() const {
    auto end = position_;
    const auto code_point = utf8::decode(source_, end);
    const auto written = source_.substr(position_, end - position_);
    std::string remedy;
    constexpr std::array kQuotes = {U'\u2018', U'\u2019', U'\u201C', U'\u201D', U'\u201E', U'\u00AB', U'`'};
    if (std::ranges::find(kQuotes, code_point) != kQuotes.end()) {
        remedy = "texts stand between straight quotes: \"jobs\"";
    } else if (written == "/") {
        remedy = "a regular expression is a text: title ~ \"postgres\"";
    } else if (written == "-") {
        remedy = "numbers here are not negative";
    }
    const bool is_printable = code_point >= ' ' && code_point != utf8::kReplacement && code_point != 0x7F;
    const auto what = is_printable ? fmt::format("\"{}\" has no meaning here", written)
                                   : std::string("this character has no meaning here");
    return {ErrorCode::kInvalid, what, std::move(remedy), position_, end};
}

std::string unescaped(const Token& token, std::string_view source) {
    const char quote = source[token.begin];
    std::string text;
    for (std::size_t i = 0; i < token.text.size(); ++i) {
        const bool is_escape =
            token.text[i] == '\\' && i + 1 < token.text.size() && token.text[i + 1] == quote;
        if (!is_escape) text += token.text[i];
    }
    return text;
}

std::unexpected<RuleError> refuse(const Token& token, std::string what, std::string remedy) {
    return std::unexpected(
        RuleError{ErrorCode::kInvalid, std::move(what), std::move(remedy), token.begin, token.end});
}

}  // namespace orrery::planet::rules
