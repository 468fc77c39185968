#include "layout.hpp"
#include "orrery/html/text.hpp"
#include "orrery/planet/diff.hpp"
#include "orrery/site/pages.hpp"
#include "story_view.hpp"

namespace orrery::site {
namespace {

using planet::DiffRun;

// What stayed the same is shortened to so many bytes beside each change.
constexpr std::size_t kAround = 300;

/// The text up to the last space before `size`; all of it where there is none.
std::string_view beginning_of(std::string_view text, std::size_t size) {
    if (text.size() <= size) return text;
    return text.substr(0, text.find_last_of(" \n", size));
}

std::string_view end_of(std::string_view text, std::size_t size) {
    if (text.size() <= size) return text;
    const auto space = text.find_first_of(" \n", text.size() - size);
    return space == std::string_view::npos ? text : text.substr(space);
}

void add_unchanged(HtmlWriter& page, std::string_view text, bool is_first, bool is_last) {
    const auto before = is_first ? std::string_view() : beginning_of(text, kAround);
    const auto after = is_last ? std::string_view() : end_of(text, kAround);
    if (before.size() + after.size() >= text.size()) {
        page.add(text);
        return;
    }
    page.add(before, "<span class=\"left-out\"> … </span>"_html, after);
}

/// Whether there was any difference.
bool add_difference(HtmlWriter& page, std::string_view before, std::string_view after) {
    const auto runs = planet::diff(before, after);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        switch (runs[i].kind) {
            case DiffRun::Kind::kEqual:
                add_unchanged(page, runs[i].text, i == 0, i + 1 == runs.size());
                break;
            case DiffRun::Kind::kDelete:
                page.add("<del>"_html, runs[i].text, "</del>"_html);
                break;
            case DiffRun::Kind::kInsert:
                page.add("<ins>"_html, runs[i].text, "</ins>"_html);
                break;
        }
    }
    return runs.size() > 1 || (runs.size() == 1 && runs.front().kind != DiffRun::Kind::kEqual);
}

void add_choice(HtmlWriter& page, const Links& links, std::span<const store::Revision> revisions,
                const store::Story& before, const store::Story& after) {
    const auto row = [&](Markup label, int chosen, auto link) {
        page.add("<p>"_html, label);
        for (const auto& revision : revisions) {
            if (revision.number == chosen) {
                page.add(" <strong>"_html, revision.number, "</strong>"_html);
            } else {
                page.add(" <a href=\""_html, link(revision.number), "\">"_html, revision.number, "</a>"_html);
            }
        }
        page.add("</p>\n"_html);
    };
    if (revisions.size() < 3) return;
    page.add("<nav class=\"choice\" aria-label=\"Revisions\">\n"_html);
    row("From revision"_html, before.revision,
        [&](int number) { return links.changes(after.id, number, after.revision); });
    row("to revision"_html, after.revision,
        [&](int number) { return links.changes(after.id, before.revision, number); });
    page.add("</nav>\n"_html);
}

}  // namespace

std::string render_changes(const PageContext& context, std::span<const store::Revision> revisions,
                           const store::Story& before, const store::Story& after) {
    const Links links(context.planet.url, context.query);
    HtmlWriter page;
    open_page(page, context, links,
              {.title = "Changes of " + story_title(after),
               .description = {},
               .path = links.changes(after.id, before.revision, after.revision),
               .section = Section::kStories});
    page.add("<section class=\"changes\">\n<h1>Changes of <a href=\""_html, links.story(after.id),
             "\" dir=\"auto\">"_html, story_title(after), "</a></h1>\n<p class=\"lead\">From revision "_html,
             before.revision, " to revision "_html, after.revision, " of "_html, revisions.size(),
             ".</p>\n"_html);
    add_choice(page, links, revisions, before, after);

    HtmlWriter title;
    if (add_difference(title, before.title, after.title))
        page.add("<h2 dir=\"auto\">"_html, SafeHtml::sanitized(title.text()), "</h2>\n"_html);
    HtmlWriter text;
    if (add_difference(text, html::text(before.html), html::text(after.html))) {
        page.add("<div class=\"diff\" dir=\"auto\">"_html, SafeHtml::sanitized(text.text()), "</div>\n"_html);
    } else {
        page.add("<p>The words of the text are the same.</p>\n"_html);
    }
    page.add("</section>\n"_html);
    close_page(page, context, links);
    return page.take();
}

}  // namespace orrery::site
