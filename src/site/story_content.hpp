#pragma once

#include "orrery/store/records.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What readers see of a story that the planet's rules changed.
namespace orrery::site {

/// The beginning of the story as HTML, where a rule says `excerpt` and the story is longer than that; nothing
/// where it is shown whole.
[[nodiscard]] std::optional<std::string> excerpt_html(const store::Story& story);

/// The planet's category in the place of the feed's, then the planet's tags, each word once.
[[nodiscard]] std::vector<std::string_view> shown_categories(const store::Story& story);

}  // namespace orrery::site
