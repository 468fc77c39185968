#include "layout.hpp"
#include "orrery/site/pages.hpp"

namespace orrery::site {

std::string render_tombstone(const PageContext& context, const store::Judgement& judgement) {
    const Links links(context.planet.url, context.query);
    HtmlWriter page;
    open_page(page, context, links, {.title = "Taken down", .description = {}, .path = {}});
    page.add("<section class=\"notice\">\n<h1>This story was taken down</h1>\n<p>"_html);
    if (judgement.decided) {
        page.add("On "_html);
        add_day(page, *judgement.decided);
        page.add(judgement.reason.empty() ? "."_html : ": "_html);
    }
    page.add(judgement.reason, "</p>\n<p>It came from <span dir=\"auto\">"_html, judgement.feed_title,
             "</span>. Nothing of it is kept here.</p>\n<p><a href=\""_html, links.front(),
             "\">Go to the newest stories</a></p>\n</section>\n"_html);
    close_page(page, context, links);
    return page.take();
}

std::string render_pruned(const PageContext& context, const store::Pruned& pruned) {
    const Links links(context.planet.url, context.query);
    HtmlWriter page;
    open_page(page, context, links, {.title = "No longer kept", .description = {}, .path = {}});
    page.add(
        "<section class=\"notice\">\n<h1>This story is no longer kept</h1>\n<p>It came from <a href=\""_html,
        links.feed(pruned.feed), "\" dir=\"auto\">"_html, pruned.feed_title,
        "</a>, of which this planet keeps the newest stories. It went on "_html);
    add_day(page, pruned.time);
    page.add(".</p>\n<p><a href=\""_html, links.front(),
             "\">Go to the newest stories</a></p>\n</section>\n"_html);
    close_page(page, context, links);
    return page.take();
}

std::string render_error(const PageContext& context, int status, std::string_view path) {
    const Links links(context.planet.url, context.query);
    HtmlWriter page;
    if (status == 404) {
        open_page(page, context, links, {.title = "Not found", .description = {}, .path = {}});
        page.add("<section class=\"notice\">\n<h1>Nothing in this orbit</h1>\n<p>There is no page "_html);
        if (!path.empty()) page.add("<code>"_html, path, "</code> "_html);
        page.add("on this planet.</p>\n"_html);
    } else if (status == 400) {
        open_page(page, context, links, {.title = "No such time", .description = {}, .path = {}});
        page.add(
            "<section class=\"notice\">\n<h1>No such time</h1>\n<p>To see the planet as it stood then, write "
            "a day like "
            "<code>?at=2015-12-01</code>, a month or a year behind an address.</p>\n"_html);
    } else {
        open_page(page, context, links, {.title = "Something went wrong", .description = {}, .path = {}});
        page.add(
            "<section class=\"notice\">\n<h1>Something went wrong</h1>\n<p>The page could not be made (error "_html,
            status,
            "). The people who run this planet find the reason in its log. Trying again in a minute may "
            "help.</p>\n"_html);
    }
    page.add("<p><a href=\""_html, links.front(), "\">Go to the newest stories</a> or to <a href=\""_html,
             links.feeds(), "\">the list of feeds</a>.</p>\n</section>\n"_html);
    close_page(page, context, links);
    return page.take();
}

}  // namespace orrery::site
