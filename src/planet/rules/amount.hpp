#pragma once

#include "orrery/base/error.hpp"
#include "orrery/planet/rule_language.hpp"

#include <cstdint>
#include <string_view>

namespace orrery::planet::rules {

/// From `low` to `high`, both included. A date is as long as what it names: 2024-05 is the whole month.
struct Range {
    std::int64_t low = 0;
    std::int64_t high = 0;

    friend bool operator==(const Range&, const Range&) = default;
};

/// `300`; `30d`; `2024`, `2024-05`, `2024-05-01`, `2024-05-01T10:00Z` in microseconds, UTC where no zone is
/// given.
[[nodiscard]] Result<Range> parse_amount(std::string_view text, RuleType type);

/// What `op` asks of a value to be in. kNotEqual gives what kEqual does.
[[nodiscard]] Range range_for(RuleOperator op, const Range& value);

}  // namespace orrery::planet::rules
