#pragma once

#include "orrery/base/url.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace orrery::html {

enum class UrlUse { kLink, kImage, kMedia };

struct UrlRules {
    const std::vector<std::string>& link_schemes;
    const Url* base = nullptr;
    bool data_images = false;
    bool drop_tracking = false;
};

/// `value` without what a browser takes off before it reads a URL, and without control characters.
[[nodiscard]] std::string_view stripped_url(std::string_view value, std::string& storage);

/// An http or https URL that is written as browsers write it and has neither query nor fragment nor anything
/// that must be escaped: safe as it is, but for what a policy says of its scheme. Bytes up to `end` may be
/// read behind it.
[[nodiscard]] bool is_plain_http(std::string_view url, const char* end);

[[nodiscard]] bool is_allowed_scheme(std::string_view scheme, const UrlRules& rules);

/// Appends the URL that a browser would make of `value` (references decoded) if its scheme is allowed for
/// this use. False, with nothing appended, when it is not or when it is no URL. `tracking` counts the
/// parameters taken off.
[[nodiscard]] bool append_safe_url(std::string& out, std::string_view value, UrlUse use,
                                   const UrlRules& rules, std::size_t& tracking);

/// The same for each candidate of a `srcset`; false when none is left.
[[nodiscard]] bool append_safe_srcset(std::string& out, std::string_view srcset, const UrlRules& rules,
                                      std::size_t& tracking);

/// Whether scripts or documents of the attacker's choice could come through this scheme, whatever a policy
/// says.
[[nodiscard]] bool is_unsafe_scheme(std::string_view scheme);

/// Whether an image at this URL only counts readers.
[[nodiscard]] bool is_tracking_url(std::string_view url);

}  // namespace orrery::html
