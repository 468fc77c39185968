#include "layout.hpp"

#include "orrery/site/assets.hpp"
#include "orrery_art.hpp"

#include <algorithm>

namespace orrery::site {
namespace {

void add_feed_link(HtmlWriter& page, const PageContext& context, const Links& links, Markup type,
                   std::string_view file, Markup name) {
    page.add("<link rel=\"alternate\" type=\""_html, type, "\" title=\""_html, context.planet.title,
             " ("_html, name, ")\" href=\""_html, links.file(file), "\">\n"_html);
}

void add_head(HtmlWriter& page, const PageContext& context, const Links& links, const Frame& frame) {
    const auto& planet = context.planet;
    const std::string_view title = frame.title.empty() ? planet.title : frame.title;
    const std::string_view description = frame.description.empty() ? planet.description : frame.description;

    page.add("<head>\n<meta charset=\"utf-8\">\n<title>"_html, title);
    if (!frame.title.empty()) page.add(" · "_html, planet.title);
    page.add("</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"_html);
    if (!description.empty())
        page.add("<meta name=\"description\" content=\""_html, description, "\">\n"_html);
    page.add(
        "<meta name=\"generator\" content=\"Orrery "_html, std::string_view(ORRERY_VERSION),
        "\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"theme-color\" content=\"#121a2e\">\n"_html);
    if (frame.path.empty() || context.at) {
        page.add("<meta name=\"robots\" content=\"noindex\">\n"_html);
    } else {
        const auto own = links.absolute(frame.path);
        page.add("<link rel=\"canonical\" href=\""_html, own,
                 "\">\n<meta property=\"og:url\" content=\""_html, own, "\">\n"_html);
    }
    page.add("<meta property=\"og:title\" content=\""_html, title,
             "\">\n<meta property=\"og:site_name\" content=\""_html, planet.title,
             "\">\n<meta property=\"og:type\" content=\""_html,
             frame.published ? "article"_html : "website"_html, "\">\n"_html);
    if (!description.empty())
        page.add("<meta property=\"og:description\" content=\""_html, description, "\">\n"_html);
    if (frame.published) {
        page.add("<meta property=\"article:published_time\" content=\""_html,
                 format_rfc3339(*frame.published), "\">\n"_html);
    }
    if (!frame.previous.empty()) page.add("<link rel=\"prev\" href=\""_html, frame.previous, "\">\n"_html);
    if (!frame.next.empty()) page.add("<link rel=\"next\" href=\""_html, frame.next, "\">\n"_html);
    add_feed_link(page, context, links, "application/atom+xml"_html, "atom.xml", "Atom"_html);
    add_feed_link(page, context, links, "application/rss+xml"_html, "rss.xml", "RSS"_html);
    add_feed_link(page, context, links, "application/feed+json"_html, "feed.json", "JSON Feed"_html);
    page.add("<link rel=\"outline\" type=\"text/x-opml\" title=\""_html, planet.title,
             " (OPML)\" href=\""_html, links.file("opml.xml"),
             "\">\n<link rel=\"icon\" type=\"image/svg+xml\" href=\""_html,
             links.asset(asset("favicon.svg").served_as), "\">\n<link rel=\"stylesheet\" href=\""_html,
             links.asset(asset("style.css").served_as), "\">\n<script defer src=\""_html,
             links.asset(asset("orrery.js").served_as), "\"></script>\n</head>\n"_html);
}

void add_tab(HtmlWriter& page, std::string_view href, Markup name, bool current) {
    page.add("<li><a href=\""_html, href, "\""_html, current ? " aria-current=\"true\""_html : ""_html,
             ">"_html, name, "</a></li>\n"_html);
}

void add_masthead(HtmlWriter& page, const PageContext& context, const Links& links, const Frame& frame) {
    const auto& planet = context.planet;
    page.add("<header class=\"masthead\">\n"_html);
    draw_orrery(page, context.sky);
    page.add("<div class=\"column\">\n"_html, frame.heads_with_planet ? "<h1"_html : "<p"_html,
             " class=\"name\" dir=\"auto\"><a href=\""_html, links.front(), "\" rel=\"home\">"_html,
             planet.title, "</a>"_html, frame.heads_with_planet ? "</h1>\n"_html : "</p>\n"_html);
    if (!planet.description.empty()) {
        page.add("<p class=\"tagline\" dir=\"auto\">"_html, planet.description, "</p>\n"_html);
    }
    page.add("<nav aria-label=\"Planet\"><ul>\n"_html);
    add_tab(page, links.front(), "Stories"_html, frame.section == Section::kStories);
    add_tab(page, links.feeds(), "Feeds"_html, frame.section == Section::kFeeds);
    add_tab(page, links.file("atom.xml"), "Subscribe"_html, false);
    page.add("</ul></nav>\n</div>\n</header>\n"_html);
}

/// `10:00` of that day in UTC.
std::string clock_of(Timestamp time) {
    const auto minutes =
        std::chrono::floor<std::chrono::minutes>(time - std::chrono::floor<std::chrono::days>(time)).count();
    const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return two(minutes / 60) + ":" + two(minutes % 60);
}

}  // namespace

void open_page(HtmlWriter& page, const PageContext& context, const Links& links, const Frame& frame) {
    const auto language = language_tag(context.planet.language);
    page.add("<!doctype html>\n<html lang=\""_html, language.empty() ? "en" : language, "\">\n"_html);
    add_head(page, context, links, frame);
    page.add("<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n"_html);
    add_masthead(page, context, links, frame);
    page.add("<main id=\"main\" class=\"column\" tabindex=\"-1\">\n"_html);
    if (context.at) {
        page.add("<p class=\"then\">The planet as it stood on "_html);
        add_day(page, *context.at);
        page.add("."_html);
        if (!context.query.empty())
            page.add(" <a href=\""_html, Links(context.planet.url).front(),
                     "\">Back to the present</a>"_html);
        page.add("</p>\n"_html);
    }
}

void close_page(HtmlWriter& page, const PageContext& context, const Links& links) {
    const auto& planet = context.planet;
    page.add("</main>\n<footer class=\"foot\">\n<div class=\"column\">\n<p><strong dir=\"auto\">"_html,
             planet.title, "</strong> follows <a href=\""_html, links.feeds(), "\">"_html,
             count_of(context.counts.feeds, "feed", "feeds"), "</a>"_html);
    if (!context.at) page.add(" and keeps "_html, count_of(context.counts.entries, "entry", "entries"));
    page.add("."_html);
    if (!planet.owner_name.empty()) {
        page.add(" It is run by <span dir=\"auto\">"_html, planet.owner_name, "</span>"_html);
        if (!planet.owner_email.empty()) {
            page.add(" (<a href=\"mailto:"_html, planet.owner_email, "\">"_html, planet.owner_email,
                     "</a>)"_html);
        }
        page.add("."_html);
    }
    if (const auto about = web_url(planet.about_url); !about.empty()) {
        page.add(" <a href=\""_html, about, "\">About this planet</a>."_html);
    }
    page.add("</p>\n<ul class=\"outputs\" aria-label=\"Subscribe\">\n"_html);
    const auto output = [&](std::string_view file, Markup name) {
        page.add("<li><a href=\""_html, links.file(file), "\">"_html, name, "</a></li>\n"_html);
    };
    output("atom.xml", "Atom"_html);
    output("rss.xml", "RSS"_html);
    output("feed.json", "JSON Feed"_html);
    output("opml.xml", "OPML"_html);
    page.add("</ul>\n<p class=\"colophon\">Drawn by Orrery "_html, std::string_view(ORRERY_VERSION),
             "."_html);
    if (context.sky) {
        page.add(" The planets at the top stand where they stood on "_html);
        add_day(page, *context.sky);
        page.add("."_html);
    }
    page.add("</p>\n</div>\n</footer>\n</body>\n</html>\n"_html);
}

void add_paging(HtmlWriter& page, std::span<const store::Story> stories, std::string_view newer,
                std::string_view older) {
    if (newer.empty() && older.empty()) return;
    page.add("<nav class=\"paging\" aria-label=\"Pages of stories\">\n"_html);
    if (!newer.empty()) page.add("<a rel=\"prev\" href=\""_html, newer, "\">← Newer</a>\n"_html);
    if (!stories.empty()) {
        page.add("<span>"_html);
        add_day(page, stories.front().date);
        if (day_of(stories) != day_of(stories.last(1))) {
            page.add(" to "_html);
            add_day(page, stories.back().date);
        }
        page.add("</span>\n"_html);
    }
    if (!older.empty()) page.add("<a rel=\"next\" href=\""_html, older, "\">Older →</a>\n"_html);
    page.add("</nav>\n"_html);
}

std::string day_of(std::span<const store::Story> stories) {
    return stories.empty() ? "" : format_day(stories.front().date);
}

void add_day(HtmlWriter& page, Timestamp time) {
    page.add("<time datetime=\""_html, format_rfc3339(time), "\">"_html, format_day(time), "</time>"_html);
}

void add_moment(HtmlWriter& page, Timestamp time) {
    page.add("<time datetime=\""_html, format_rfc3339(time), "\">"_html, format_day(time), ", "_html,
             clock_of(time), " UTC</time>"_html);
}

std::string count_of(std::int64_t number, std::string_view one, std::string_view many) {
    auto digits = std::to_string(number);
    for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3) {
        digits.insert(static_cast<std::size_t>(i), 1, ',');
    }
    return digits.append(" ").append(number == 1 ? one : many);
}

std::string_view language_tag(std::string_view language) {
    const auto primary = language.substr(0, language.find('-'));
    const bool is_tag =
        primary.size() >= 2 && primary.size() <= 3 && language.size() <= 35 && language.back() != '-' &&
        std::all_of(primary.begin(), primary.end(), is_alpha) &&
        std::all_of(language.begin(), language.end(), [](char c) { return is_alnum(c) || c == '-'; });
    return is_tag ? language : std::string_view();
}

void add_feed_disc(HtmlWriter& page, store::FeedId feed) {
    constexpr store::FeedId kColours = 12;
    page.add("<span class=\"disc disc-"_html, feed % kColours, "\" aria-hidden=\"true\"></span>"_html);
}

}  // namespace orrery::site
