#pragma once

#include "lexer.hpp"
#include "orrery/planet/rule_language.hpp"
#include "program.hpp"

#include <expected>
#include <string_view>
#include <vector>

namespace orrery::planet::rules {

/// Reads a condition and writes its program in one pass: operators wait on a stack, and each operand is the
/// piece of program that was written for it, with its open ends. Nothing recurses.
class Compiler {
  public:
    Compiler(std::string_view source, const RuleLimits& limits);

    [[nodiscard]] std::expected<Program, RuleError> compile();

  private:
    enum class Waiting { kOr, kAnd, kNot, kParenthesis };
    struct Operator {
        Waiting type;
        Token token;
    };
    /// A piece of program: where it starts, and the answers that do not know yet where to go on.
    struct Piece {
        std::uint16_t first = 0;
        std::vector<std::uint16_t*> if_true;
        std::vector<std::uint16_t*> if_false;
    };
    using Step = std::expected<void, RuleError>;

    [[nodiscard]] Step advance();
    [[nodiscard]] Step read();
    /// Reads `not`, `(` or a comparison; true when an operand is complete.
    [[nodiscard]] std::expected<bool, RuleError> read_operand();
    /// Reads `and`, `or` or `)`; true when another operand has to follow.
    [[nodiscard]] std::expected<bool, RuleError> read_operator();
    [[nodiscard]] Step push(Waiting type);
    /// Joins what binds at least as much as `least`.
    void reduce(Waiting least);
    void join(Waiting type);

    [[nodiscard]] Step read_comparison();
    [[nodiscard]] Step read_has();
    [[nodiscard]] std::expected<const RuleFieldWord*, RuleError> read_field();
    struct Comparison {
        const RuleOperatorWord* word = nullptr;
        bool is_negated = false;  ///< `not in`
        Token token;
    };
    [[nodiscard]] std::expected<Comparison, RuleError> read_comparison_operator(const RuleFieldWord& field,
                                                                                const Token& field_token);
    [[nodiscard]] Step read_values(const RuleFieldWord& field, const Comparison& comparison, Test& test);
    [[nodiscard]] Step read_value(const RuleFieldWord& field, const Comparison& comparison, Test& test);
    [[nodiscard]] Step read_pattern(const Comparison& comparison, Test& test);
    [[nodiscard]] Step read_amount(const RuleFieldWord& field, const Comparison& comparison);

    [[nodiscard]] Step write(const Test& test, bool is_negated, const Token& token);

    std::string_view source_;
    RuleLimits limits_;
    Lexer lexer_;
    Token token_;
    std::vector<Operator> waiting_;
    std::vector<Piece> pieces_;
    Program program_;
};

}  // namespace orrery::planet::rules
