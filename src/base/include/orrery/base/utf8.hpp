#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// UTF-8 as RFC 3629 has it: no surrogates, nothing above U+10FFFF, no overlong forms.
namespace orrery::utf8 {

inline constexpr char32_t kReplacement = 0xFFFD;

[[nodiscard]] bool is_valid(std::string_view text);

/// Reads the code point at `position` and moves past it. A byte that starts none, or a sequence that breaks
/// off, gives kReplacement and moves past the longest part that could have been a beginning, as the WHATWG
/// decoder does. `position` must be less than text.size().
[[nodiscard]] char32_t decode(std::string_view text, std::size_t& position);

/// Appends `code_point`; what is no scalar value is written as kReplacement.
void append(std::string& out, char32_t code_point);

/// `text` with every malformed sequence replaced by U+FFFD.
[[nodiscard]] std::string repaired(std::string_view text);

/// How many code points a valid text has.
[[nodiscard]] std::size_t length(std::string_view text);

/// The longest beginning of at most `bytes` bytes that ends between two code points.
[[nodiscard]] std::string_view truncated(std::string_view text, std::size_t bytes);

}  // namespace orrery::utf8
