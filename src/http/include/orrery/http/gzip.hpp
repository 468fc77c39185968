#pragma once

#include <string>
#include <string_view>

namespace orrery::http {

/// `text` as a gzip file (RFC 1952). Levels 1 (fast) to 12 (small). For pages that are kept, see
/// Response::gzip_body.
[[nodiscard]] std::string gzip(std::string_view text, int level = 6);

/// Whether an Accept-Encoding header allows gzip (RFC 9110, section 12.5.3).
[[nodiscard]] bool accepts_gzip(std::string_view accept_encoding);

/// Whether a body of this Content-Type gets smaller: text, XML, JSON, scripts, SVG.
[[nodiscard]] bool is_compressible(std::string_view content_type);

}  // namespace orrery::http
