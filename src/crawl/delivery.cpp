#include "orrery/crawl/delivery.hpp"

#include "orrery/base/hash.hpp"
#include "orrery/base/text.hpp"
#include "orrery/base/url.hpp"
#include "orrery/html/text.hpp"
#include "orrery/planet/attribution.hpp"
#include "orrery/planet/dates.hpp"
#include "orrery/planet/identity.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

namespace orrery::crawl {

namespace {

// A post without a title is called by its beginning.
constexpr std::size_t kTitleCharacters = 80;
constexpr std::size_t kIdPrefixDigits = 8;
// A byline stands in so many bytes of the markup.
constexpr std::size_t kBylineBytes = 600;

// Plain text as HTML: an empty line parts paragraphs, a line end stays one.
std::string text_as_html(std::string_view text) {
    std::string html;
    bool open = false;
    for (const auto line : split(text, '\n')) {
        const auto content = trim(line);
        if (content.empty()) {
            if (open) html += "</p>\n";
            open = false;
            continue;
        }
        html += open ? "<br>\n" : "<p>";
        open = true;
        append_escaped(html, content);
    }
    if (open) html += "</p>\n";
    return html;
}

// What a reader comes for: the content, else the summary.
const feed::Text& body_of(const feed::Entry& entry) {
    const bool unreadable = entry.content.type == feed::TextType::kOther;
    return entry.content.empty() || (unreadable && !entry.summary.empty()) ? entry.summary : entry.content;
}

std::string clean(const feed::Text& text, const std::string& fallback_base, const html::Policy& policy) {
    if (text.empty()) return {};
    if (!text.is_markup()) return text_as_html(text.value);
    const auto base = Url::parse(text.base.empty() ? std::string_view(fallback_base) : text.base);
    return html::sanitize(text.value, policy, base ? &*base : nullptr);
}

std::string names(const feed::List<feed::Person>& people) {
    std::string joined;
    for (const auto& person : people) {
        const auto name = collapse_space(person.name.empty() ? person.email : person.name);
        if (name.empty()) continue;
        if (!joined.empty()) joined += ", ";
        joined += name;
    }
    return joined;
}

std::vector<std::string> category_names(const feed::List<feed::Category>& categories) {
    std::vector<std::string> result;
    for (const auto& category : categories) {
        auto name = collapse_space(category.label.empty() ? category.term : category.label);
        if (!name.empty() && std::find(result.begin(), result.end(), name) == result.end())
            result.push_back(std::move(name));
    }
    return result;
}

std::string_view page_of(const feed::Entry& entry) {
    if (!entry.link.empty()) return entry.link;
    if (!entry.external_url.empty()) return entry.external_url;
    if (istarts_with(entry.id, "http://") || istarts_with(entry.id, "https://")) return entry.id;
    return {};
}

// An item without anything to read or open, which broken nesting leaves behind.
bool is_empty(const feed::Entry& entry) {
    return entry.title.empty() && body_of(entry).empty() && page_of(entry).empty() &&
           entry.enclosures.empty();
}

std::string title_of(const feed::Entry& entry, const store::NewEntry& made) {
    auto title = plain_text(entry.title);
    if (title.empty()) title = html::excerpt(made.html, kTitleCharacters);
    return title.empty() ? made.url : title;
}

bool is_newer(const store::NewEntry& a, const store::NewEntry& b) {
    return a.updated && (!b.updated || *a.updated > *b.updated);
}

std::string first_line(std::string_view html) {
    const auto text = html::text(html.substr(0, kBylineBytes));
    return std::string(trim(split(trim(text), '\n').front()));
}

// Says who wrote the entries and which feed had them first, as far as the document tells.
void attribute(Delivery& delivery, const std::vector<const feed::Entry*>& sources, const Arrival& arrival) {
    std::vector<planet::TitleSample> samples;
    for (const auto& entry : delivery.entries)
        samples.push_back({entry.title, entry.author, entry.url});
    delivery.habit = planet::keep_habit(arrival.habit, samples, arrival.feed_url, delivery.info.site_url);
    const auto habit = delivery.habit.habit.value_or(planet::PrefixHabit::kNone);
    for (std::size_t i = 0; i < delivery.entries.size(); ++i) {
        auto& entry = delivery.entries[i];
        static const feed::Source kNone;
        const auto& source = sources[i]->source != nullptr ? *sources[i]->source : kNone;
        const auto source_title = plain_text(source.title);
        const auto source_author = names(source.authors);
        const auto line = first_line(entry.html);
        auto found = planet::attribute({.title = entry.title,
                                        .author = entry.author,
                                        .first_line = line,
                                        .url = entry.url,
                                        .source_title = source_title,
                                        .source_feed = source.self,
                                        .source_site = source.link,
                                        .source_id = source.id,
                                        .source_author = source_author,
                                        .feed_title = delivery.info.title,
                                        .feed_url = arrival.feed_url,
                                        .site_url = delivery.info.site_url,
                                        .feed_author = delivery.info.author},
                                       habit);
        if (found.author != delivery.info.author) entry.author = std::move(found.author);
        if (!found.title.empty()) entry.title = std::move(found.title);
        entry.is_copy = found.is_copy;
        entry.source = {std::move(found.source_title), std::move(found.source_feed),
                        std::move(found.source_site)};
    }
}

}  // namespace

html::Policy post_policy(const std::vector<std::string>& frame_hosts) {
    auto policy = frame_hosts.empty() ? html::Policy::feed() : html::Policy::feed_with_embeds(frame_hosts);
    policy.top_heading = 3;
    return policy;
}

std::string plain_text(const feed::Text& text) {
    return collapse_space(text.is_markup() ? html::text(text.value) : std::string(text.value));
}

Delivery make_delivery(const feed::Feed& feed, const Arrival& arrival, const html::Policy& policy) {
    Delivery delivery;
    delivery.info.title = plain_text(feed.title);
    delivery.info.subtitle = plain_text(feed.subtitle);
    delivery.info.site_url = feed.link;
    delivery.info.language = feed.language;
    delivery.info.author = names(feed.authors);
    delivery.info.icon = feed.icon.empty() ? feed.image.url : feed.icon;

    std::vector<planet::Identifiers> identifiers;
    std::vector<const feed::Entry*> entries;
    for (const auto& entry : feed.entries) {
        if (is_empty(entry)) continue;
        entries.push_back(&entry);
        identifiers.push_back({entry.id, page_of(entry), entry.title.value, body_of(entry).value});
    }
    const auto identities =
        planet::identify(identifiers, {arrival.feed, arrival.feed_url, delivery.info.site_url});

    auto entry_policy = policy;
    std::unordered_map<std::uint64_t, std::size_t> place_of_key;
    std::vector<const feed::Entry*> sources;  // of delivery.entries, in their order
    std::size_t position = 0;
    for (const auto* kept : entries) {
        const auto& entry = *kept;
        const auto& identity = identities[position];
        entry_policy.id_prefix = "p" +
                                 hash128_hex(fmt::format("{}\n{}", arrival.feed_url, identity.primary()))
                                     .substr(0, kIdPrefixDigits) +
                                 "-";

        store::NewEntry made;
        made.identity = identity;
        made.guid = entry.id;
        made.url = page_of(entry);
        entry_policy.page_url = made.url;
        made.html = clean(body_of(entry), made.url.empty() ? arrival.feed_url : made.url, entry_policy);
        made.title = title_of(entry, made);
        made.author = names(entry.authors);
        // The reader fills in the feed's authors; whoever shows the entry does that again.
        if (made.author == delivery.info.author) made.author.clear();
        made.language = entry.language;
        made.published = entry.published.time;
        made.updated = entry.updated.time;
        made.date =
            planet::story_date({made.published, made.updated, arrival.time, position, arrival.is_first_poll});
        made.categories = category_names(entry.categories);
        for (const auto& file : entry.enclosures)
            made.enclosures.push_back({std::string(file.url), std::string(file.type),
                                       static_cast<std::int64_t>(file.length.value_or(0))});

        const auto [place, is_first] = place_of_key.try_emplace(identity.primary(), delivery.entries.size());
        if (is_first) {
            delivery.entries.push_back(std::move(made));
            sources.push_back(&entry);
        } else if (is_newer(made, delivery.entries[place->second])) {
            delivery.entries[place->second] = std::move(made);
            sources[place->second] = &entry;
        }
        ++position;
    }
    attribute(delivery, sources, arrival);
    return delivery;
}

}  // namespace orrery::crawl
