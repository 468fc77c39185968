#pragma once

#include "orrery/feed/reader.hpp"
#include "orrery/html/sanitize.hpp"

namespace orrery::feed {

/// Makes every markup text of the feed and its entries safe by `policy`, in place: relative links are
/// resolved against the text's own base, and what was XHTML is HTML afterwards. Plain texts stay as they are.
void clean(ParsedFeed& parsed, const html::Policy& policy);

}  // namespace orrery::feed
