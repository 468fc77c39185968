#include "orrery/base/arena.hpp"
#include "orrery/feed/opml.hpp"
#include "orrery/feed/writer.hpp"
#include "orrery/site/html_writer.hpp"
#include "orrery/site/links.hpp"
#include "outputs.hpp"
#include "story_content.hpp"

namespace orrery::site {
namespace {

/// A story as an entry whose views point into the story, the planet and the arena.
void fill_entry(feed::Entry& entry, const store::Story& story, const Links& links, Arena& arena) {
    entry.id = arena.copy(links.absolute(links.story(story.id)));
    const auto url = web_url(story.url);
    entry.link = url.empty() ? entry.id : url;
    entry.links.assign(arena, {{.href = entry.link}});
    entry.title = {.value = story.title};
    entry.content = {.value = story.html, .type = feed::TextType::kHtml, .language = story.language};
    if (auto excerpt = excerpt_html(story)) {
        HtmlWriter rest;
        rest.add(SafeHtml::sanitized(*excerpt));
        if (!url.empty()) rest.add("\n<p><a href=\""_html, url, "\">Read the rest</a></p>"_html);
        entry.content.value = arena.copy(rest.text());
    }
    entry.language = story.language;
    if (story.author.empty()) {
        entry.authors.push_back(arena, {.name = story.feed_title, .uri = story.feed_site_url});
    } else {
        entry.authors.push_back(arena, {.name = story.author});
    }
    entry.published.time = story.published;
    // Atom wants a time of every entry; one without a date of its own has that of its place in the planet.
    entry.updated.time = story.updated ? story.updated : story.published ? story.published : story.date;
    for (const auto& category : shown_categories(story))
        entry.categories.push_back(arena, {.term = category});
    for (const auto& enclosure : story.enclosures) {
        feed::Enclosure file{.url = enclosure.url, .type = enclosure.type};
        if (enclosure.length > 0) file.length = static_cast<std::uint64_t>(enclosure.length);
        entry.enclosures.push_back(arena, file);
    }
    auto* source = arena.make<feed::Source>();
    source->id = story.feed_url;
    source->title = {.value = story.feed_title};
    source->link = story.feed_site_url;
    source->self = story.feed_url;
    source->updated = entry.updated;
    entry.source = source;
}

}  // namespace

std::string write_merged_feed(const PageContext& context, std::span<const store::Story> stories,
                              const Output& output) {
    const auto& planet = context.planet;
    const Links links(planet.url);
    Arena arena;
    feed::Feed merged;
    merged.id = planet.url.href();
    merged.link = planet.url.href();
    merged.title = {.value = planet.title};
    merged.subtitle = {.value = planet.description};
    merged.language = planet.language;
    merged.self = arena.copy(links.absolute(Links(planet.url, context.query).file(output.file())));
    merged.generator = {.name = "Orrery", .uri = {}, .version = ORRERY_VERSION};
    if (!stories.empty()) merged.updated.time = stories.front().date;
    if (!planet.owner_name.empty()) {
        merged.authors.push_back(arena, {.name = planet.owner_name, .email = planet.owner_email});
    }
    for (const auto& story : stories)
        fill_entry(merged.entries.emplace_back(arena), story, links, arena);

    switch (output.kind) {
        case Output::Kind::kAtom:
            return feed::write_atom(merged);
        case Output::Kind::kRss:
            return feed::write_rss(merged);
        case Output::Kind::kJson:
        case Output::Kind::kOpml:
            break;
    }
    return feed::write_json_feed(merged);
}

std::string write_subscriptions(const PageContext& context, std::span<const store::FeedRecord> feeds) {
    feed::SubscriptionList list;
    list.title = context.planet.title;
    list.owner_name = context.planet.owner_name;
    list.owner_email = context.planet.owner_email;
    list.owner_id = context.planet.url.href();
    list.modified = context.sky;
    for (const auto& feed : feeds) {
        feed::Subscription subscription;
        subscription.title = feed.title();
        subscription.feed_url = feed.url;
        subscription.page_url = feed.info.site_url;
        subscription.description = feed.info.subtitle;
        subscription.language = feed.info.language;
        if (!feed.category.empty()) subscription.categories.push_back(feed.category);
        list.feeds.push_back(std::move(subscription));
    }
    return feed::write_opml(list);
}

}  // namespace orrery::site
