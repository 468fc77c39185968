#pragma once

#include "orrery/planet/rule.hpp"
#include "orrery/planet/rule_language.hpp"

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The rules of a planet, and what they make of an entry.
namespace orrery::planet {

/// A rule as its maintainer wrote it.
struct RuleSource {
    std::string name;
    std::string when;                  ///< a RuleExpression
    std::vector<std::string> actions;  ///< `hide`, `tag "x"`
    std::string place;                 ///< `orrery.toml:12`, for messages
};

struct RuleAction {
    RuleActionKind kind = RuleActionKind::kHide;
    std::string text;             ///< of kTag and kCategory
    std::int64_t characters = 0;  ///< of kExcerpt

    friend bool operator==(const RuleAction&, const RuleAction&) = default;
};

inline constexpr std::int64_t kExcerptCharacters = 300;  ///< of `excerpt` without a number
inline constexpr std::int64_t kLongestExcerpt = 100'000;
inline constexpr std::size_t kLongestRuleName = 200;  ///< bytes, of a rule, a tag and a category

[[nodiscard]] std::expected<RuleAction, RuleError> parse_rule_action(std::string_view source);

/// A rule that could not be compiled.
struct RuleProblem {
    enum class Part { kName, kWhen, kAction };

    std::size_t rule = 0;  ///< which, in the order given
    Part part = Part::kWhen;
    std::size_t action = 0;  ///< which, when it is an action
    RuleError error;         ///< its place is one in the text of that part
};

/// What the rules make of one entry. Every rule sees the entry as its feed gave it, never what another rule
/// did to it. Tags add up; of two categories or excerpts the later rule's holds.
struct RuleOutcome {
    bool hidden = false;                       ///< shown nowhere, but kept; wins over `held` and `featured`
    bool held = false;                         ///< waits for a moderator
    bool featured = false;                     ///< stands out
    std::optional<std::int64_t> excerpt;       ///< show at most so many characters of it
    std::optional<std::string_view> category;  ///< in the place of the feed's categories
    std::vector<std::string_view> tags;    ///< each once, in the order of the rules; views into the RuleSet
    std::vector<std::uint32_t> matched;    ///< which rules, ascending
    std::vector<std::uint32_t> undecided;  ///< rules that were given up (RuleVerdict::kLimit): did not match

    friend bool operator==(const RuleOutcome&, const RuleOutcome&) = default;
};

/// Immutable and thread-safe once compiled.
class RuleSet {
  public:
    /// Compiles all rules or names every problem of every rule. A name may be given once only.
    [[nodiscard]] static std::expected<RuleSet, std::vector<RuleProblem>> compile(
        std::span<const RuleSource> sources, const RuleLimits& limits = {});

    RuleSet();
    RuleSet(RuleSet&&) noexcept;
    RuleSet& operator=(RuleSet&&) noexcept;
    ~RuleSet();

    /// What the rules make of this entry. All regular expressions on one field are searched for in one pass.
    [[nodiscard]] RuleOutcome apply(const RuleSubject& subject) const;

    /// Must a subject have this field?
    [[nodiscard]] bool reads(RuleField field) const;

    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::string_view name(std::size_t rule) const;

    /// Changes when a rule does in any way that changes outcomes: an entry that was judged under another one
    /// has to be judged again. Stable between runs; of no rules it is 0.
    [[nodiscard]] std::uint64_t fingerprint() const;

  private:
    struct Rules;
    std::unique_ptr<Rules> rules_;
};

}  // namespace orrery::planet
