#pragma once

#include <string>
#include <string_view>

/// Comparisons that take no account of the case of letters, by Unicode's simple case folding: the same that
/// (?i) of a regular expression means.
namespace orrery::planet::rules {

[[nodiscard]] std::u32string folded(std::string_view text);

/// `needle` must be folded().
[[nodiscard]] bool equals_folded(std::string_view text, std::u32string_view needle);
[[nodiscard]] bool starts_with_folded(std::string_view text, std::u32string_view needle);
[[nodiscard]] bool ends_with_folded(std::string_view text, std::u32string_view needle);
/// `en` is the language of `en` and `en-GB`; only an empty text is the language of an empty needle.
[[nodiscard]] bool language_is(std::string_view tag, std::u32string_view needle);

}  // namespace orrery::planet::rules
