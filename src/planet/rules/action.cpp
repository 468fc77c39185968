#include "lexer.hpp"
#include "orrery/base/hint.hpp"
#include "orrery/base/text.hpp"
#include "orrery/planet/rule_set.hpp"

#include <fmt/format.h>

namespace orrery::planet {

namespace {

using rules::refuse;
using rules::Token;
using rules::TokenType;

std::expected<const RuleActionWord*, RuleError> action_word(const Token& token) {
    std::vector<std::string_view> names;
    for (const auto& word : rule_actions()) {
        if (token.type == TokenType::kWord && token.text == word.name) return &word;
        names.push_back(word.name);
    }
    auto hint = token.type == TokenType::kWord ? perhaps_you_meant(token.text, names) : "";
    if (hint.empty()) hint = "the actions are hide, hold, feature, excerpt 300, tag \"x\" and category \"x\"";
    if (token.type == TokenType::kEnd) return refuse(token, "there is no action", hint);
    return refuse(token, fmt::format("unknown action \"{}\"", token.text), hint);
}

std::expected<std::string, RuleError> name_argument(const Token& token, const RuleActionWord& word,
                                                    std::string_view source) {
    if (token.type != TokenType::kText)
        return refuse(token, fmt::format("{} needs a text", word.name), fmt::format("write {}", word.form));
    auto text = collapse_space(rules::unescaped(token, source));
    if (text.empty()) return refuse(token, fmt::format("{} needs a text that is not empty", word.name));
    if (text.size() > kLongestRuleName) {
        auto error =
            refuse(token, fmt::format("this is longer than {} bytes", kLongestRuleName), "shorten it");
        error.error().code = ErrorCode::kLimit;
        return error;
    }
    return text;
}

std::expected<std::int64_t, RuleError> length_argument(const Token& token, const RuleActionWord& word) {
    std::int64_t characters = 0;
    if (token.type != TokenType::kAmount || !parse_number(token.text, characters) || characters < 1 ||
        characters > kLongestExcerpt)
        return refuse(token,
                      fmt::format("{} takes a number of characters from 1 to {}", word.name, kLongestExcerpt),
                      fmt::format("write {}", word.form));
    return characters;
}

}  // namespace

std::expected<RuleAction, RuleError> parse_rule_action(std::string_view source) {
    rules::Lexer lexer(source);
    const auto first = lexer.next();
    if (!first) return std::unexpected(first.error());
    const auto word = action_word(*first);
    if (!word) return std::unexpected(word.error());
    RuleAction action{(*word)->kind, "", 0};
    auto token = lexer.next();
    if (!token) return std::unexpected(token.error());
    bool has_argument = false;
    if (action.kind == RuleActionKind::kTag || action.kind == RuleActionKind::kCategory) {
        auto text = name_argument(*token, **word, source);
        if (!text) return std::unexpected(std::move(text.error()));
        action.text = std::move(*text);
        has_argument = true;
    } else if (action.kind == RuleActionKind::kExcerpt) {
        action.characters = kExcerptCharacters;
        if (token->type != TokenType::kEnd) {
            const auto characters = length_argument(*token, **word);
            if (!characters) return std::unexpected(characters.error());
            action.characters = *characters;
            has_argument = true;
        }
    }
    if (has_argument) token = lexer.next();
    if (!token) return std::unexpected(token.error());
    if (token->type != TokenType::kEnd)
        return refuse({token->type, token->text, token->begin, source.size()},
                      fmt::format("nothing should follow \"{}\"", trim(source.substr(0, token->begin))),
                      "several actions are a list: do = [\"hide\", 'tag \"x\"']");
    return action;
}

}  // namespace orrery::planet
