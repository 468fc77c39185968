#pragma once

#include "amount.hpp"
#include "orrery/planet/rule.hpp"
#include "pattern.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace orrery::planet::rules {

class SetResults;

enum class TestType : std::uint8_t {
    kAlways,
    kHas,
    kPattern,     ///< patterns[first]
    kEquals,      ///< one of texts[first, first + count)
    kStartsWith,  ///< texts[first]
    kEndsWith,    ///< texts[first]
    kRange,       ///< in one of ranges[first, first + count)
};

/// One question about one field, and where to go on with each answer. It always goes forward, so that an
/// evaluation takes at most a step a test; `not` and `!=` only swap the two ways and cost nothing.
struct Test {
    TestType type = TestType::kAlways;
    RuleField field{};
    std::uint16_t first = 0;
    std::uint16_t count = 0;
    std::uint16_t if_true = 0;
    std::uint16_t if_false = 0;
};

inline constexpr std::uint16_t kAccept = 0xFFFF;
inline constexpr std::uint16_t kReject = 0xFFFE;

struct Program {
    std::vector<Test> tests;
    std::vector<std::u32string> texts;  ///< folded
    std::vector<Range> ranges;
    std::vector<Pattern> patterns;
    std::uint32_t fields = 0;  ///< a bit for each that is read
};

/// `sets`: results of regular expressions that were searched for together; may be null.
[[nodiscard]] RuleVerdict run(const Program& program, const RuleSubject& subject, SetResults* sets);

/// The value of a field that has one text; empty for others.
[[nodiscard]] std::string_view text_of(RuleField field, const RuleSubject& subject);

}  // namespace orrery::planet::rules
