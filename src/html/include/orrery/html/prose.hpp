#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

/// Measures of plain text (valid UTF-8), as html::text() gives it.
namespace orrery::html::prose {

/// At most `characters` grapheme clusters in one line: whole sentences if they fill half of that, else whole
/// words and an ellipsis. A text that fits comes back whole.
[[nodiscard]] std::string excerpt(std::string_view text, std::size_t characters);

/// Words as Unicode segments them (UAX 29); Chinese, Japanese and Thai by dictionary.
[[nodiscard]] std::size_t word_count(std::string_view text);

/// At kWordsPerMinute, and kIdeographsPerMinute for Chinese and Japanese.
inline constexpr int kWordsPerMinute = 230;
inline constexpr int kIdeographsPerMinute = 400;
[[nodiscard]] std::chrono::seconds reading_time(std::string_view text);

/// See html::language().
[[nodiscard]] std::string language(std::string_view text);

/// See html::fingerprint(). Case, punctuation and white space do not count.
[[nodiscard]] std::uint64_t fingerprint(std::string_view text);

}  // namespace orrery::html::prose
