#pragma once

#include "orrery/base/url.hpp"

#include <string>
#include <string_view>

namespace orrery::html {

/// `fragment` with every URL made absolute against `base` (links, sources, srcset, poster, cite and the
/// others of section 4.3 of the feed notes), and nothing else changed: bytes that are no such attribute value
/// stay as they are. Links to a fragment of the same document (`#note`) stay. Not safe by itself: sanitize
/// afterwards.
[[nodiscard]] std::string resolve_urls(std::string_view fragment, const Url& base);

}  // namespace orrery::html
