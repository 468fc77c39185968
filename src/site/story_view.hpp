#pragma once

#include "orrery/site/html_writer.hpp"
#include "orrery/site/links.hpp"
#include "orrery/store/records.hpp"

#include <string>
#include <string_view>

namespace orrery::site {

/// Appends the `<article>` of a story, its title as an h2. `planet_language`: what needs no lang attribute.
void add_story(HtmlWriter& page, const Links& links, const store::Story& story,
               std::string_view planet_language);

/// The story's title, or what stands for one.
[[nodiscard]] std::string story_title(const store::Story& story);

/// `By AUTHOR from FEED`, as plain text.
[[nodiscard]] std::string byline(const store::Story& story);

}  // namespace orrery::site
