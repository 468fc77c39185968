#pragma once

#include "orrery/base/url.hpp"
#include "orrery/html/sanitize.hpp"

#include <string>

namespace orrery::html {

/// Whether the URLs differ in nothing but the fragment and http or https.
[[nodiscard]] bool is_same_place(std::string_view a, std::string_view b);

/// Goes once more over what sanitize() appended to `out` from `begin` on, now that it is known which ids the
/// post has, and makes its links with a fragment work: one to a place on `page` that is in the post leads
/// there, and one to a place that is not in it leads to the page.
void settle_fragment_links(std::string& out, std::size_t begin, const Policy& policy, const Url& page);

}  // namespace orrery::html
