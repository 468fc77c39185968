#include "story_view.hpp"

#include "layout.hpp"
#include "orrery/base/quantity.hpp"
#include "orrery/base/url_clean.hpp"
#include "orrery/base/utf8.hpp"
#include "story_content.hpp"

namespace orrery::site {
namespace {

/// What to call a file: the last part of its address if that looks like a name, else the address's host.
std::string file_name(std::string_view address) {
    const auto url = Url::parse(address);
    if (!url) return std::string(address);
    auto name = percent_decode(url->path().substr(url->path().rfind('/') + 1));
    if (name.find('.') == std::string::npos || !utf8::is_valid(name))
        return "File at " + std::string(url->host());
    return name;
}

void add_enclosure(HtmlWriter& page, const store::Enclosure& enclosure) {
    const auto url = web_url(enclosure.url);
    if (url.empty()) return;
    const auto name = file_name(url);
    page.add("<li>"_html);
    if (istarts_with(enclosure.type, "audio/")) {
        page.add("<audio controls preload=\"none\" src=\""_html, url, "\" aria-label=\""_html, name,
                 "\"></audio>"_html);
    }
    page.add("<a href=\""_html, url, "\" rel=\"enclosure nofollow noopener\">"_html, name, "</a>"_html);
    if (!enclosure.type.empty() || enclosure.length > 0) {
        page.add(" <span>("_html, enclosure.type);
        if (!enclosure.type.empty() && enclosure.length > 0) page.add(", "_html);
        if (enclosure.length > 0) page.add(format_bytes(static_cast<std::uint64_t>(enclosure.length)));
        page.add(")</span>"_html);
    }
    page.add("</li>\n"_html);
}

void add_byline(HtmlWriter& page, const Links& links, const store::Story& story) {
    page.add("<p class=\"byline\">"_html);
    add_feed_disc(page, story.feed);
    if (!story.author.empty())
        page.add("By <span class=\"author\" dir=\"auto\">"_html, story.author, "</span> from "_html);
    if (story.author.empty()) page.add("From "_html);
    page.add("<a href=\""_html, links.feed(story.feed), "\" dir=\"auto\">"_html, story.feed_title,
             "</a>"_html);
    if (story.featured) page.add(" <span class=\"mark\">Featured</span>"_html);
    page.add("</p>\n"_html);
}

void add_foot(HtmlWriter& page, const Links& links, const store::Story& story) {
    page.add("<footer>\n"_html);
    if (const auto categories = shown_categories(story); !categories.empty()) {
        page.add("<ul class=\"categories\" aria-label=\"Categories\">"_html);
        for (const auto& category : categories)
            page.add("<li dir=\"auto\">"_html, category, "</li>"_html);
        page.add("</ul>\n"_html);
    }
    page.add("<p><a href=\""_html, links.story(story.id), "\">Permanent link<span class=\"hidden\"> to "_html,
             story_title(story), "</span></a>"_html);
    if (story.updated && story.published && *story.updated > *story.published) {
        page.add(" · updated "_html);
        add_day(page, *story.updated);
    }
    if (story.revisions > 1)
        page.add(" · <a href=\""_html, links.story(story.id), "#revisions\">"_html,
                 count_of(story.revisions, "revision", "revisions"), "</a>"_html);
    page.add("</p>\n</footer>\n"_html);
}

}  // namespace

std::string story_title(const store::Story& story) {
    return story.title.empty() ? "Untitled, " + format_day(story.date) : story.title;
}

std::string byline(const store::Story& story) {
    if (story.author.empty()) return "From " + story.feed_title;
    return "By " + story.author + " from " + story.feed_title;
}

void add_story(HtmlWriter& page, const Links& links, const store::Story& story,
               std::string_view planet_language) {
    page.add("<article class=\"story"_html, story.featured ? " featured"_html : ""_html,
             "\" id=\"story-"_html, story.id, "\""_html);
    if (const auto language = language_tag(story.language); language != planet_language) {
        page.attribute("lang"_html, language);
    }
    page.add(" aria-labelledby=\"title-"_html, story.id, "\">\n<header>\n<h2 id=\"title-"_html, story.id,
             "\" dir=\"auto\">"_html);
    const auto url = web_url(story.url);
    page.add("<a href=\""_html, url.empty() ? links.story(story.id) : std::string(url), "\""_html,
             url.empty() ? ""_html : " rel=\"noopener\""_html, ">"_html, story_title(story),
             "</a></h2>\n"_html);
    add_byline(page, links, story);
    page.add("<p class=\"date\">"_html);
    const bool is_dated = story.published || story.updated;
    if (!is_dated) page.add("Seen "_html);
    add_day(page, is_dated ? story.date : story.first_seen);
    page.add("</p>\n</header>\n<div class=\"content\" dir=\"auto\">\n"_html);
    if (const auto excerpt = excerpt_html(story)) {
        page.add(SafeHtml::sanitized(*excerpt), "\n"_html);
        if (!url.empty())
            page.add("<p class=\"rest\"><a href=\""_html, url,
                     "\" rel=\"noopener\">Read the rest<span class=\"hidden\"> of "_html, story_title(story),
                     "</span> →</a></p>\n"_html);
    } else {
        page.add(SafeHtml::sanitized(story.html), "\n"_html);
    }
    page.add("</div>\n"_html);
    if (!story.enclosures.empty()) {
        page.add("<ul class=\"enclosures\" aria-label=\"Files\">\n"_html);
        for (const auto& enclosure : story.enclosures)
            add_enclosure(page, enclosure);
        page.add("</ul>\n"_html);
    }
    add_foot(page, links, story);
    page.add("</article>\n"_html);
}

}  // namespace orrery::site
