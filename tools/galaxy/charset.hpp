#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace orrery::galaxy {

/// `text` (UTF-8 markup) in another charset; what that one cannot say becomes a character reference. UTF-16
/// comes with a byte order mark. Nothing when the charset is not known.
[[nodiscard]] std::optional<std::string> encoded_markup(std::string_view text, std::string_view charset);

/// The reverse, strictly: nothing when a byte is wrong.
[[nodiscard]] std::optional<std::string> decoded(std::string_view bytes, std::string_view charset);

}  // namespace orrery::galaxy
