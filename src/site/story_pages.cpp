#include "layout.hpp"
#include "orrery/html/text.hpp"
#include "orrery/site/pages.hpp"
#include "story_view.hpp"

namespace orrery::site {
namespace {

/// A generous guess at what a page will take, so that it grows once.
std::size_t size_of(std::span<const store::Story> stories) {
    std::size_t bytes = 16 * 1024;
    for (const auto& story : stories)
        bytes += story.html.size() + 2048;
    return bytes;
}

void add_first_steps(HtmlWriter& page, const PageContext& context, const Links& links) {
    if (context.at) {
        page.add(
            "<section class=\"notice\">\n<h2>Nothing to read yet</h2>\n<p>The planet had no story then.</p>\n</section>\n"_html);
        return;
    }
    page.add("<section class=\"notice\">\n<h2>Nothing to read yet</h2>\n"_html);
    if (context.counts.feeds == 0) {
        page.add(
            "<p>This planet does not follow any feed. Add the first one, or a whole list at once:</p>\n"
            "<pre><code>orrery add https://example.org/blog/\norrery import feeds.opml</code></pre>\n"
            "<p>A page will do as the address: Orrery looks for its feed. While <code>orrery run</code> is "
            "at work, the "
            "stories appear here by themselves.</p>\n"_html);
    } else {
        page.add("<p>This planet follows "_html, count_of(context.counts.feeds, "feed", "feeds"),
                 ", and none of them has brought a story so far. <a href=\""_html, links.feeds(),
                 "\">The list of feeds</a> says how each is doing and when it is polled next. To poll them "
                 "now:</p>\n"
                 "<pre><code>orrery poll</code></pre>\n"_html);
    }
    page.add("</section>\n"_html);
}

/// For search engines and previews of links: how the story begins.
std::string description_of(const store::Story& story) {
    constexpr std::size_t kCharacters = 200;
    auto beginning = html::excerpt(story.html, kCharacters);
    return beginning.empty() ? byline(story) : beginning;
}

void add_also_in(HtmlWriter& page, const Links& links, const store::Story& story,
                 std::span<const store::StoryMember> members) {
    if (members.size() < 2 && story.source.empty()) return;
    page.add(
        "<section class=\"also-in\" aria-labelledby=\"also-in\">\n<h3 id=\"also-in\">Also in</h3>\n<ul>\n"_html);
    for (const auto& member : members) {
        if (member.id == story.id) continue;
        const auto url = web_url(member.url);
        page.add("<li><a href=\""_html, links.feed(member.feed), "\" dir=\"auto\">"_html, member.feed_title,
                 "</a>"_html);
        if (!url.empty()) {
            page.add(": <a href=\""_html, url, "\" rel=\"noopener\" dir=\"auto\">"_html, member.title,
                     "</a>"_html);
        } else {
            page.add(": <span dir=\"auto\">"_html, member.title, "</span>"_html);
        }
        if (!member.why.empty()) page.add(" <span class=\"why\">("_html, member.why, ")</span>"_html);
        page.add("</li>\n"_html);
    }
    if (!story.source.empty()) {
        const auto site =
            web_url(story.source.site_url.empty() ? story.source.feed_url : story.source.site_url);
        const auto& name = story.source.title.empty() ? story.source.site_url : story.source.title;
        page.add("<li>First in "_html);
        if (site.empty()) {
            page.add("<span dir=\"auto\">"_html, name, "</span>"_html);
        } else {
            page.add("<a href=\""_html, site, "\" rel=\"noopener\" dir=\"auto\">"_html,
                     name.empty() ? std::string(site) : name, "</a>"_html);
        }
        page.add("</li>\n"_html);
    }
    page.add("</ul>\n</section>\n"_html);
}

void add_revisions(HtmlWriter& page, const Links& links, const store::Story& story,
                   std::span<const store::Revision> revisions) {
    if (revisions.size() < 2) return;
    page.add(
        "<section class=\"revisions\" id=\"revisions\" aria-labelledby=\"revisions-title\">\n"
        "<h3 id=\"revisions-title\">Revisions</h3>\n<ol>\n"_html);
    for (const auto& revision : revisions) {
        page.add("<li value=\""_html, revision.number, "\">"_html);
        add_moment(page, revision.seen);
        if (revision.title != story.title)
            page.add(", as “<span dir=\"auto\">"_html, revision.title, "</span>”"_html);
        if (revision.number > 1)
            page.add(": <a href=\""_html, links.changes(story.id, revision.number - 1, revision.number),
                     "\">what changed<span class=\"hidden\"> in revision "_html, revision.number,
                     "</span></a>"_html);
        page.add("</li>\n"_html);
    }
    page.add("</ol>\n"_html);
    const auto newest = revisions.back().number;
    if (newest > 2)
        page.add("<p><a href=\""_html, links.changes(story.id, 1, newest),
                 "\">Everything that changed since the first</a></p>\n"_html);
    page.add("</section>\n"_html);
}

}  // namespace

std::string render_front(const PageContext& context, std::span<const store::Story> stories,
                         const Paging& paging) {
    const Links links(context.planet.url, context.query);
    Frame frame{.path = links.front(paging.behind), .section = Section::kStories, .heads_with_planet = true};
    if (!paging.is_first()) {
        frame.title = "Up to " + day_of(stories);
        frame.previous = links.front(paging.newer);
    }
    if (paging.older) frame.next = links.front(paging.older);

    HtmlWriter page;
    page.reserve(size_of(stories));
    open_page(page, context, links, frame);
    if (stories.empty()) add_first_steps(page, context, links);
    for (const auto& story : stories)
        add_story(page, links, story, context.planet.language);
    add_paging(page, stories, frame.previous, frame.next);
    close_page(page, context, links);
    return page.take();
}

std::string render_story(const PageContext& context, const store::Story& story,
                         std::span<const store::StoryMember> members,
                         std::span<const store::Revision> revisions) {
    const Links links(context.planet.url, context.query);
    HtmlWriter page;
    page.reserve(size_of({&story, 1}));
    open_page(page, context, links,
              {.title = story_title(story),
               .description = description_of(story),
               .path = links.story(story.id),
               .section = Section::kStories,
               .heads_with_planet = true,
               .previous = {},
               .next = {},
               .published = story.date});
    add_story(page, links, story, context.planet.language);
    add_also_in(page, links, story, members);
    add_revisions(page, links, story, revisions);
    page.add("<nav class=\"paging\" aria-label=\"Elsewhere\">\n<a href=\""_html, links.front(),
             "\">← All stories</a>\n<a href=\""_html, links.feed(story.feed),
             "\">More from <span dir=\"auto\">"_html, story.feed_title, "</span> →</a>\n</nav>\n"_html);
    close_page(page, context, links);
    return page.take();
}

}  // namespace orrery::site
