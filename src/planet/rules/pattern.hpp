#pragma once

#include "orrery/planet/rule.hpp"

#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace orrery::planet::rules {

/// A regular expression. What RE2 takes is searched for in linear time; what only PCRE2 takes (lookaround,
/// backreferences, possessive and atomic groups) under RuleLimits::steps.
class Pattern {
  public:
    /// Why a pattern was refused, and where: bytes from its beginning.
    struct Refusal {
        ErrorCode code = ErrorCode::kInvalid;
        std::string what;
        std::string remedy;
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    [[nodiscard]] static std::expected<Pattern, Refusal> compile(std::string_view source,
                                                                 const RuleLimits& limits);
    /// Finds exactly this text, whatever the case of its letters.
    [[nodiscard]] static std::expected<Pattern, Refusal> literal(std::string_view text,
                                                                 const RuleLimits& limits);

    Pattern(Pattern&&) noexcept;
    Pattern& operator=(Pattern&&) noexcept;
    ~Pattern();

    [[nodiscard]] RuleVerdict search(std::string_view text) const;

    [[nodiscard]] bool is_linear() const { return linear_ != nullptr; }
    /// As it was compiled, so that it can be compiled again among others.
    [[nodiscard]] const std::string& source() const { return source_; }

    static constexpr int kNowhere = -1;
    int place_in_set = kNowhere;  ///< its number in the PatternSets of a RuleSet

  private:
    struct Backtracking;
    Pattern();

    std::string source_;
    std::unique_ptr<re2::RE2> linear_;
    std::unique_ptr<Backtracking> backtracking_;
};

}  // namespace orrery::planet::rules
