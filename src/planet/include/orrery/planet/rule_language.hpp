#pragma once

#include "orrery/planet/rule.hpp"

#include <span>
#include <string_view>

/// The words of the rule language: the one place where they and their meanings stand.
namespace orrery::planet {

enum class RuleType : std::uint8_t {
    kText,
    kTexts,     ///< several: a comparison holds when it holds for one of them
    kLanguage,  ///< a text whose `=` takes "en" for "en-GB" too
    kTime,
    kDuration,
    kNumber,
};

/// `a text`, `a date`: for messages.
[[nodiscard]] std::string_view name_of(RuleType type);

struct RuleFieldWord {
    std::string_view name;
    RuleField field;
    RuleType type;
    std::string_view meaning;
};
[[nodiscard]] std::span<const RuleFieldWord> rule_fields();
[[nodiscard]] const RuleFieldWord& word_of(RuleField field);

enum class RuleOperator : std::uint8_t {
    kMatches,
    kNotMatches,
    kEqual,
    kNotEqual,
    kIn,
    kContains,
    kStartsWith,
    kEndsWith,
    kLess,
    kLessOrEqual,
    kGreater,
    kGreaterOrEqual,
};

struct RuleOperatorWord {
    std::string_view name;
    RuleOperator op;
    bool for_texts;    ///< takes kText, kTexts and kLanguage
    bool for_amounts;  ///< takes kTime, kDuration and kNumber
    std::string_view meaning;
};
[[nodiscard]] std::span<const RuleOperatorWord> rule_operators();

struct RuleKeyword {
    std::string_view name;
    std::string_view meaning;
};
/// and, or, not, has, true, false.
[[nodiscard]] std::span<const RuleKeyword> rule_keywords();

enum class RuleActionKind : std::uint8_t { kHide, kHold, kFeature, kExcerpt, kTag, kCategory };

struct RuleActionWord {
    std::string_view name;
    RuleActionKind kind;
    std::string_view form;  ///< as one writes it, `excerpt 300`
    std::string_view meaning;
};
[[nodiscard]] std::span<const RuleActionWord> rule_actions();

}  // namespace orrery::planet
