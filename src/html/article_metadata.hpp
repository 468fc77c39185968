#pragma once

#include "orrery/html/article.hpp"

namespace orrery::html {

/// Everything about the article but its text: from `meta` elements (Open Graph, Dublin Core, Twitter …),
/// JSON-LD and the markup.
void read_metadata(const Document& document, const Url& url, Article& article);

}  // namespace orrery::html
