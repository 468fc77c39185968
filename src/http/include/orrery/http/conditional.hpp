#pragma once

#include "orrery/base/time.hpp"
#include "orrery/http/request.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace orrery::http {

/// A moment of an HTTP header in any of its three forms (RFC 9110, section 5.6.7).
[[nodiscard]] std::optional<Timestamp> parse_http_date(std::string_view text);

/// A strong entity tag made of the contents: `"9c56cc51b374c3ba…"`, quotes included.
[[nodiscard]] std::string etag_of(std::string_view contents);

/// Whether the client already has what these validators stand for, so that the answer is 304 (RFC 9110,
/// section 13.2.2): If-None-Match by weak comparison where it is given, else If-Modified-Since. Only GET and
/// HEAD are ever answered so. The server asks this itself about every 200; a handler calls it to save itself
/// the work of making the page.
[[nodiscard]] bool is_fresh(const Request& request, std::string_view etag, std::string_view last_modified);

}  // namespace orrery::http
