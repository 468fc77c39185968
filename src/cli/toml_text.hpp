#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace orrery::cli {

/// `text` as a TOML string with its quotes.
[[nodiscard]] std::string toml_string(std::string_view text);

/// The words of `text` in lines of at most `columns`.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

}  // namespace orrery::cli
