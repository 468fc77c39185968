#pragma once

#include "orrery/base/error.hpp"
#include "orrery/base/time.hpp"

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// The condition of a rule: `title ~ "(?i)postgres" and not category in ("jobs")`. docs/rules.md is its
/// manual.
namespace orrery::planet {

/// What a condition can ask about an entry. rule_language.hpp has their names and meanings.
enum class RuleField : std::uint8_t {
    kTitle,
    kAuthor,
    kText,
    kHtml,
    kUrl,
    kLanguage,
    kCategory,
    kFeed,
    kFeedUrl,
    kFeedCategory,
    kPublished,
    kUpdated,
    kDate,
    kAge,
    kWords,
    kEnclosures,
    kEnclosureType,
};

/// An entry as rules see it: views of valid UTF-8 that somebody else owns. What a condition does not read
/// need not be filled in; RuleExpression::reads() and RuleSet::reads() tell.
struct RuleSubject {
    std::string_view title;  ///< plain text, as everything but `html`
    std::string_view author;
    std::string_view text;  ///< the content without its markup
    std::string_view html;
    std::string_view url;
    std::string_view language;                     ///< BCP 47, empty when unknown
    std::span<const std::string_view> categories;  ///< as the feed gave them
    std::string_view feed;                         ///< what the feed is called
    std::string_view feed_url;
    std::string_view feed_category;  ///< the maintainer's folder, `A/B`
    std::optional<Timestamp> published;
    std::optional<Timestamp> updated;
    Timestamp date{};                                   ///< where it stands in the order of stories
    Timestamp first_seen{};                             ///< when a poll first brought it
    std::int64_t words = 0;                             ///< of `text`
    std::span<const std::string_view> enclosure_types;  ///< a media type an enclosure, empty when unknown
};

/// What bounds a condition, so that no configuration and no entry can stop the planet.
struct RuleLimits {
    std::size_t expression_bytes = 8 * 1024;
    std::size_t depth = 64;                             ///< of parentheses and `not`
    std::size_t tests = 500;                            ///< comparisons in one condition
    std::size_t pattern_bytes = 2 * 1024;               ///< of one regular expression
    std::size_t pattern_memory = std::size_t{2} << 20;  ///< bytes of one linear-time expression
    std::size_t set_memory = std::size_t{32} << 20;     ///< bytes of all those on one field together
    /// Steps that a search with lookaround or backreferences may take: items of the pattern tried, and
    /// characters passed over. A step takes some nanoseconds.
    std::uint32_t steps = 5'000'000;
    std::uint32_t heap_kib = 8 * 1024;  ///< memory of such a search
    std::size_t rules = 1'000;          ///< of a planet
};

/// What is wrong with a condition or an action, and where in its text.
struct RuleError {
    ErrorCode code = ErrorCode::kInvalid;
    std::string what;
    std::string remedy;     ///< what to write instead
    std::size_t begin = 0;  ///< bytes of the text; begin == end only at its end
    std::size_t end = 0;

    /// `1:7: unknown field "titel" (perhaps you meant "title")`, with the place in `source`.
    [[nodiscard]] Error at(std::string_view source) const;
    /// The line of `source` with carets under what is wrong, two lines without a line feed at the end.
    [[nodiscard]] std::string picture(std::string_view source) const;
};

enum class RuleVerdict {
    kNo,
    kYes,
    kLimit,  ///< a search with lookaround or backreferences was given up (RuleLimits::steps): nobody knows
};

namespace rules {
struct Program;
}

/// A condition, compiled. Immutable and thread-safe.
class RuleExpression {
  public:
    [[nodiscard]] static std::expected<RuleExpression, RuleError> compile(std::string_view source,
                                                                          const RuleLimits& limits = {});

    explicit RuleExpression(std::unique_ptr<rules::Program> program);
    RuleExpression(RuleExpression&&) noexcept;
    RuleExpression& operator=(RuleExpression&&) noexcept;
    ~RuleExpression();

    /// Does the condition hold? Allocates nothing but what RE2 keeps within its memory, and what a search
    /// with lookaround takes.
    [[nodiscard]] RuleVerdict matches(const RuleSubject& subject) const;

    /// Must the subject have this field?
    [[nodiscard]] bool reads(RuleField field) const;

    /// For RuleSet.
    [[nodiscard]] rules::Program& program() { return *program_; }
    [[nodiscard]] const rules::Program& program() const { return *program_; }

  private:
    std::unique_ptr<rules::Program> program_;
};

}  // namespace orrery::planet
