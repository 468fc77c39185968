#pragma once

#include <optional>
#include <string_view>

/// Names that stand in dates.
namespace orrery::feed {

/// 1 to 12 for the name of a month, in full or cut short, in English or another language that feeds are
/// written in.
[[nodiscard]] std::optional<int> month_number(std::string_view word);

/// Minutes east of Greenwich for the name of a time zone. Nothing for unknown ones, and for names that
/// several zones share (IST).
[[nodiscard]] std::optional<int> zone_minutes(std::string_view name);

/// Whether the word says "after noon" (true) or "before noon" (false), in English or Korean.
[[nodiscard]] std::optional<bool> is_afternoon(std::string_view word);

}  // namespace orrery::feed
