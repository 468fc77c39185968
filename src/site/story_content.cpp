#include "story_content.hpp"

#include "orrery/base/text.hpp"
#include "orrery/html/text.hpp"

#include <algorithm>

namespace orrery::site {

std::optional<std::string> excerpt_html(const store::Story& story) {
    if (!story.excerpt) return {};
    const auto beginning = html::excerpt(story.html, static_cast<std::size_t>(*story.excerpt));
    if (beginning == collapse_space(html::text(story.html))) return {};
    std::string html = "<p>";
    append_escaped(html, beginning);
    return html += "</p>";
}

std::vector<std::string_view> shown_categories(const store::Story& story) {
    std::vector<std::string_view> shown;
    if (story.category.empty()) {
        shown.assign(story.categories.begin(), story.categories.end());
    } else {
        shown.emplace_back(story.category);
    }
    for (const auto& tag : story.tags)
        if (std::ranges::find(shown, tag) == shown.end()) shown.emplace_back(tag);
    return shown;
}

}  // namespace orrery::site
