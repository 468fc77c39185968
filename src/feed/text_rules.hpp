#pragma once

#include "orrery/base/arena.hpp"
#include "orrery/feed/media.hpp"
#include "orrery/feed/text.hpp"

#include <optional>
#include <string_view>

/// What feeds mean by their texts: rules that no format writes down.
namespace orrery::feed {

/// Whether text that is labelled plain is HTML all the same: it has an end tag or a character reference, and
/// every tag and reference in it is one that HTML knows.
[[nodiscard]] bool looks_like_html(std::string_view text);

/// `mail (name)`, `name (mail)`, `name <mail>`, `mail`, `name`.
[[nodiscard]] Person split_person(std::string_view text);

/// Seconds, `MM:SS`, `HH:MM:SS`, with fractions.
[[nodiscard]] std::optional<double> parse_clock(std::string_view text);

/// yes, true, explicit; no, false, clean.
[[nodiscard]] std::optional<bool> parse_flag(std::string_view text);

/// Coordinates in pairs (or triples), latitude first unless `longitude_first`, with spaces or commas between
/// them. An empty list when there are none, or one is off the earth.
[[nodiscard]] List<Coordinate> parse_coordinates(Arena& arena, std::string_view text, bool longitude_first,
                                                 int dimensions);

/// Whether a URL of this scheme may stand in the model. Relative references may.
[[nodiscard]] bool is_safe_url(std::string_view url);
/// Where the scheme of `url` ends (at the colon), or 0 when it has none.
[[nodiscard]] std::size_t scheme_length(std::string_view url);

}  // namespace orrery::feed
