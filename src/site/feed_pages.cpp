#include "layout.hpp"
#include "orrery/site/pages.hpp"
#include "story_view.hpp"

#include <algorithm>

namespace orrery::site {
namespace {

using store::FeedRecord;
using store::PollOutcome;

struct Health {
    Markup css_class;
    Markup words;
};

Health health_of(const FeedRecord& feed) {
    switch (feed.state.outcome) {
        case PollOutcome::kNever:
            return {"new"_html, "Not polled yet"_html};
        case PollOutcome::kNew:
        case PollOutcome::kUnchanged:
            return {"healthy"_html, "Healthy"_html};
        case PollOutcome::kFailed:
            return {"failing"_html, "Failing"_html};
        case PollOutcome::kGone:
            break;
    }
    return {"gone"_html, "Gone"_html};
}

void add_health(HtmlWriter& page, const FeedRecord& feed) {
    const auto health = health_of(feed);
    page.add("<span class=\"health "_html, health.css_class, "\">"_html, health.words, "</span>"_html);
}

void add_fact(HtmlWriter& page, Markup name, std::optional<Timestamp> time, Markup otherwise) {
    page.add("<div><dt>"_html, name, "</dt><dd>"_html);
    if (time) {
        add_moment(page, *time);
    } else {
        page.add(otherwise);
    }
    page.add("</dd></div>\n"_html);
}

/// What the newest poll came to where it did not succeed, as exactly as it is known.
void add_reason(HtmlWriter& page, const FeedRecord& feed) {
    const auto& state = feed.state;
    if (state.outcome == PollOutcome::kGone) {
        page.add(
            "<p class=\"reason\">The server says that the feed is gone for good (410). It is polled no more; "
            "its entries "
            "stay.</p>\n"_html);
    }
    if (state.outcome != PollOutcome::kFailed) return;
    page.add("<p class=\"reason\">"_html);
    if (state.error) {
        auto error = *state.error;
        if (error.where == feed.url) error.where.clear();  // it stands below
        page.add(error.message());
    } else if (state.http_status != 0) {
        page.add("the server answered "_html, state.http_status);
    } else {
        page.add("no answer"_html);
    }
    if (state.failures > 1)
        page.add(". "_html, count_of(state.failures, "failure", "failures"), " in a row"_html);
    page.add(".</p>\n"_html);
}

void add_facts(HtmlWriter& page, const FeedRecord& feed) {
    page.add("<dl class=\"facts\">\n<div><dt>Entries</dt><dd>"_html, feed.entries, "</dd></div>\n"_html);
    add_fact(page, "Last success"_html, feed.state.last_success, "never"_html);
    if (feed.state.outcome == PollOutcome::kFailed)
        add_fact(page, "Last attempt"_html, feed.state.last_poll, "never"_html);
    add_fact(page, "Next poll"_html, feed.state.next_poll, "none"_html);
    page.add("</dl>\n"_html);
}

void add_addresses(HtmlWriter& page, const FeedRecord& feed) {
    page.add("<p class=\"addresses\">"_html);
    if (const auto site = web_url(feed.info.site_url); !site.empty()) {
        page.add("<a href=\""_html, site, "\" rel=\"noopener\">Site<span class=\"hidden\"> of "_html,
                 feed.title(), "</span></a> · "_html);
    }
    if (const auto url = web_url(feed.url); !url.empty()) {
        page.add("<a href=\""_html, url, "\" rel=\"noopener\">Feed<span class=\"hidden\"> of "_html,
                 feed.title(), "</span></a> · "_html);
    }
    page.add("<span class=\"address\">"_html, feed.url, "</span></p>\n"_html);
}

void add_summary(HtmlWriter& page, std::span<const FeedRecord> feeds) {
    const auto count = [&](auto... outcomes) {
        return std::count_if(feeds.begin(), feeds.end(), [&](const FeedRecord& feed) {
            return ((feed.state.outcome == outcomes) || ...);
        });
    };
    page.add("<p class=\"lead\">"_html, count_of(static_cast<std::int64_t>(feeds.size()), "feed", "feeds"),
             ": "_html, count(PollOutcome::kNew, PollOutcome::kUnchanged), " healthy"_html);
    if (const auto failing = count(PollOutcome::kFailed); failing > 0)
        page.add(", "_html, failing, " failing"_html);
    if (const auto waiting = count(PollOutcome::kNever); waiting > 0)
        page.add(", "_html, waiting, " not polled yet"_html);
    if (const auto gone = count(PollOutcome::kGone); gone > 0) page.add(", "_html, gone, " gone"_html);
    page.add(".</p>\n"_html);
}

}  // namespace

std::string render_feeds(const PageContext& context, std::span<const FeedRecord> feeds) {
    const Links links(context.planet.url, context.query);
    HtmlWriter page;
    page.reserve(16 * 1024 + feeds.size() * 1024);
    open_page(page, context, links,
              {.title = "Feeds",
               .description = "The feeds that " + context.planet.title + " follows, and how each is doing.",
               .path = links.feeds(),
               .section = Section::kFeeds});
    page.add("<h1>Feeds</h1>\n"_html);
    if (feeds.empty()) {
        page.add(
            "<p class=\"lead\">None yet. <code>orrery add https://example.org/blog/</code> adds one.</p>\n"_html);
    } else {
        add_summary(page, feeds);
        page.add("<ul class=\"feeds\">\n"_html);
    }
    for (const auto& feed : feeds) {
        page.add("<li id=\"feed-"_html, feed.id, "\">\n<div class=\"feed-head\"><h2>"_html);
        add_feed_disc(page, feed.id);
        page.add("<a dir=\"auto\" href=\""_html, links.feed(feed.id), "\">"_html, feed.title(),
                 "</a></h2>\n"_html);
        add_health(page, feed);
        page.add("</div>\n"_html);
        add_reason(page, feed);
        add_facts(page, feed);
        add_addresses(page, feed);
        page.add("</li>\n"_html);
    }
    if (!feeds.empty()) page.add("</ul>\n"_html);
    close_page(page, context, links);
    return page.take();
}

std::string render_feed(const PageContext& context, const FeedRecord& feed,
                        std::span<const store::Story> stories, const Paging& paging) {
    const Links links(context.planet.url, context.query);
    Frame frame{.title = feed.title(),
                .description = feed.info.subtitle,
                .path = links.feed(feed.id, paging.behind),
                .section = Section::kFeeds};
    if (!paging.is_first()) {
        frame.title += ", up to " + day_of(stories);
        frame.previous = links.feed(feed.id, paging.newer);
    }
    if (paging.older) frame.next = links.feed(feed.id, paging.older);

    HtmlWriter page;
    open_page(page, context, links, frame);
    page.add(
        "<section class=\"feed\" aria-labelledby=\"feed-title\">\n<div class=\"feed-head\"><h1 id=\"feed-title\" dir=\"auto\">"_html);
    add_feed_disc(page, feed.id);
    page.add(feed.title(), "</h1>\n"_html);
    add_health(page, feed);
    page.add("</div>\n"_html);
    if (!feed.info.subtitle.empty() && paging.is_first()) {
        page.add("<p class=\"lead\" dir=\"auto\">"_html, feed.info.subtitle, "</p>\n"_html);
    }
    add_reason(page, feed);
    if (!feed.flood.empty()) {
        page.add("<p class=\"reason\">"_html);
        if (feed.flood_time) {
            add_day(page, *feed.flood_time);
            page.add(": "_html);
        }
        page.add(feed.flood, ".</p>\n"_html);
    }
    add_facts(page, feed);
    add_addresses(page, feed);
    page.add("</section>\n"_html);
    if (stories.empty()) page.add("<p class=\"notice\">This feed has not brought a story so far.</p>\n"_html);
    for (const auto& story : stories)
        add_story(page, links, story, context.planet.language);
    add_paging(page, stories, frame.previous, frame.next);
    close_page(page, context, links);
    return page.take();
}

}  // namespace orrery::site
