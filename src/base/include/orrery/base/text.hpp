#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Text as bytes: what formats and protocols mean by letters and white space, which is always ASCII.
/// Nothing here looks at the locale. For Unicode see utf8.hpp.
namespace orrery {

[[nodiscard]] constexpr bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
[[nodiscard]] constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
[[nodiscard]] constexpr bool is_alnum(char c) {
    return is_alpha(c) || is_digit(c);
}
[[nodiscard]] constexpr char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/// The value of a hexadecimal digit, or -1.
[[nodiscard]] constexpr int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

[[nodiscard]] std::string to_lower(std::string_view text);

namespace detail {
[[nodiscard]] bool iequals_of_one_size(std::string_view a, std::string_view b);
}  // namespace detail

/// Equal but for the case of ASCII letters.
[[nodiscard]] inline bool iequals(std::string_view a, std::string_view b) {
    // Most that are compared are of different sizes.
    return a.size() == b.size() && detail::iequals_of_one_size(a, b);
}
[[nodiscard]] bool istarts_with(std::string_view text, std::string_view prefix);
/// Where `needle` first stands in `text` whatever the case of ASCII letters, or npos.
[[nodiscard]] std::size_t ifind(std::string_view text, std::string_view needle, std::size_t from = 0);

/// Without the ASCII white space at both ends.
[[nodiscard]] constexpr std::string_view trim(std::string_view text) {
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_space(text.back()))
        text.remove_suffix(1);
    return text;
}

/// Every run of white space becomes one space; none is left at the ends.
[[nodiscard]] std::string collapse_space(std::string_view text);

/// The parts between separators; n separators give n + 1 parts, some of them perhaps empty.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// A whole number with nothing around it; false when it is none or does not fit.
[[nodiscard]] bool parse_number(std::string_view text, std::int64_t& value);
[[nodiscard]] bool parse_number(std::string_view text, double& value);

/// `text` with every `from` replaced by `to`.
[[nodiscard]] std::string replace_all(std::string_view text, std::string_view from, std::string_view to);

/// Appends `text` with `& < > " '` written as character references: safe in HTML and XML, text and
/// attributes.
void append_escaped(std::string& out, std::string_view text);
[[nodiscard]] std::string escaped(std::string_view text);

/// The place of a byte in a text, both counted from 1; the column counts bytes.
struct LineColumn {
    std::size_t line = 1;
    std::size_t column = 1;
};
[[nodiscard]] LineColumn line_column(std::string_view text, std::size_t offset);

}  // namespace orrery
