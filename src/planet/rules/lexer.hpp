#pragma once

#include "orrery/planet/rule.hpp"

#include <expected>
#include <string>
#include <string_view>

/// The parts that conditions and actions are written with.
namespace orrery::planet::rules {

enum class TokenType { kEnd, kWord, kText, kAmount, kOperator, kOpen, kClose, kComma };

struct Token {
    TokenType type = TokenType::kEnd;
    std::string_view text;  ///< of kText without its quotes, still escaped
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Texts stand in " or ' and keep every backslash, as regular expressions want it; only a backslash before
/// the quote keeps the text from ending there. Amounts are numbers, dates and lengths of time: 300,
/// 2024-05-01, 30d.
class Lexer {
  public:
    explicit Lexer(std::string_view source) : source_(source) {}

    [[nodiscard]] std::expected<Token, RuleError> next();

  private:
    [[nodiscard]] Token take(TokenType type, std::size_t bytes);
    [[nodiscard]] std::expected<Token, RuleError> take_text();
    [[nodiscard]] RuleError unexpected_character() const;

    std::string_view source_;
    std::size_t position_ = 0;
};

/// The text that a kText token stands for.
[[nodiscard]] std::string unescaped(const Token& token, std::string_view source);

[[nodiscard]] std::unexpected<RuleError> refuse(const Token& token, std::string what,
                                                std::string remedy = {});

}  // namespace orrery::planet::rules
