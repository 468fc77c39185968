#include "orrery/base/text.hpp"
#include "orrery/feed/writer.hpp"
#include "xml_writer.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace orrery::feed {

namespace {

std::string rfc822(const std::optional<Timestamp>& time) {
    return time ? format_rfc822(*time) : std::string();
}

// RSS texts do not say what they are: what is written must be read as HTML, or as what cannot be taken for
// it.
std::string as_html(const Text& text) {
    if (text.is_markup()) return std::string(text.value);
    return replace_all(replace_all(replace_all(text.value, "&", "&amp;"), "<", "&lt;"), ">", "&gt;");
}

void write_person(XmlWriter& xml, const Person& person) {
    if (person.email.empty()) {
        xml.optional("dc:creator", person.name.empty() ? person.uri : person.name);
    } else if (person.name.empty()) {
        xml.text("author", person.email);
    } else {
        xml.text("author", fmt::format("{} ({})", person.email, person.name));
    }
}

void write_category(XmlWriter& xml, const Category& category) {
    xml.optional("category", category.term.empty() ? category.label : category.term,
                 {{"domain", category.scheme}});
}

std::string duration(double seconds) {
    const auto whole = static_cast<long long>(seconds);
    return fmt::format("{:02}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string_view flag(bool value) {
    return value ? "true" : "false";
}

void write_podcast(XmlWriter& xml, const EntryPodcast& podcast) {
    if (podcast.duration_seconds) xml.text("itunes:duration", duration(*podcast.duration_seconds));
    if (podcast.is_explicit) xml.text("itunes:explicit", flag(*podcast.is_explicit));
    if (podcast.block && *podcast.block) xml.text("itunes:block", "Yes");
    xml.optional("itunes:title", podcast.title);
    xml.optional("itunes:episode", podcast.episode);
    xml.optional("itunes:season", podcast.season);
    xml.optional("itunes:episodeType", podcast.episode_type);
}

void write_entry(XmlWriter& xml, const Entry& entry) {
    xml.begin("item");
    if (!entry.title.empty()) xml.text("title", as_html(entry.title));
    xml.optional("link", entry.link);
    if (!entry.id.empty())
        xml.text("guid", entry.id,
                 {{"isPermaLink", entry.id_is_link || entry.id == entry.link ? "true" : "false"}});
    xml.optional("pubDate", rfc822(entry.published.time));
    if (entry.updated.time) xml.text("atom:updated", format_rfc3339(*entry.updated.time));
    for (const auto& author : entry.authors)
        write_person(xml, author);
    for (const auto& category : entry.categories)
        write_category(xml, category);
    xml.optional("comments", entry.comments.page);
    xml.optional("wfw:commentRss", entry.comments.feed);
    if (entry.comments.count) xml.text("slash:comments", std::to_string(*entry.comments.count));
    // One enclosure is what RSS readers expect; others are media:content to them.
    bool first = true;
    for (const auto& file : entry.enclosures) {
        const auto length = std::to_string(file.length.value_or(0));
        if (first) {
            xml.empty("enclosure", {{"url", file.url},
                                    {"length", length},
                                    {"type", file.type.empty() ? "application/octet-stream" : file.type}});
        } else {
            xml.empty("media:content",
                      {{"url", file.url}, {"fileSize", file.length ? length : ""}, {"type", file.type}});
        }
        first = false;
    }
    if (!entry.image.empty()) xml.empty("media:thumbnail", {{"url", entry.image}});
    if (!entry.summary.empty()) xml.text("description", as_html(entry.summary));
    if (!entry.content.empty())
        xml.text(entry.summary.empty() ? "description" : "content:encoded", as_html(entry.content));
    if (entry.source != nullptr && !entry.source->self.empty())
        xml.text("source", entry.source->title.value, {{"url", entry.source->self}});
    if (entry.podcast != nullptr) write_podcast(xml, *entry.podcast);
    xml.end();
}

void write_poll_hints(XmlWriter& xml, const PollHints& hints) {
    static constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                              "Thursday", "Friday", "Saturday"};
    if (hints.ttl_minutes) xml.text("ttl", std::to_string(*hints.ttl_minutes));
    if (hints.skip_hours != 0) {
        xml.begin("skipHours");
        for (int hour = 0; hour < 24; ++hour)
            if ((hints.skip_hours >> hour) & 1) xml.text("hour", std::to_string(hour));
        xml.end();
    }
    if (hints.skip_days != 0) {
        xml.begin("skipDays");
        for (std::size_t day = 0; day < 7; ++day)
            if ((hints.skip_days >> day) & 1) xml.text("day", kDays[day]);
        xml.end();
    }
}

bool has_podcast(const Feed& feed) {
    return feed.podcast != nullptr ||
           std::any_of(feed.entries.begin(), feed.entries.end(),
                       [](const Entry& entry) { return entry.podcast != nullptr; });
}

}  // namespace

std::string write_rss(const Feed& feed) {
    XmlWriter xml;
    xml.begin("rss",
              {{"version", "2.0"},
               {"xmlns:atom", "http://www.w3.org/2005/Atom"},
               {"xmlns:content", "http://purl.org/rss/1.0/modules/content/"},
               {"xmlns:dc", "http://purl.org/dc/elements/1.1/"},
               {"xmlns:media", "http://search.yahoo.com/mrss/"},
               {"xmlns:slash", "http://purl.org/rss/1.0/modules/slash/"},
               {"xmlns:wfw", "http://wellformedweb.org/CommentAPI/"},
               {"xmlns:itunes", has_podcast(feed) ? "http://www.itunes.com/dtds/podcast-1.0.dtd" : ""}});
    xml.begin("channel");
    xml.text("title", as_html(feed.title));
    xml.text("link", feed.link.empty() ? feed.self : feed.link);
    xml.text("description", as_html(feed.subtitle));
    if (!feed.self.empty())
        xml.empty("atom:link", {{"rel", "self"}, {"type", "application/rss+xml"}, {"href", feed.self}});
    for (const auto hub : feed.hubs)
        xml.empty("atom:link", {{"rel", "hub"}, {"href", hub}});
    if (!feed.next_page.empty()) xml.empty("atom:link", {{"rel", "next"}, {"href", feed.next_page}});
    xml.optional("language", feed.language);
    if (!feed.rights.empty()) xml.text("copyright", as_html(feed.rights));
    xml.optional("pubDate", rfc822(feed.published.time));
    xml.optional("lastBuildDate", rfc822(feed.updated.time));
    for (const auto& author : feed.authors)
        xml.optional("dc:creator", author.name.empty() ? author.email : author.name);
    for (const auto& category : feed.categories)
        write_category(xml, category);
    xml.optional("generator", feed.generator.name);
    xml.optional("docs", feed.docs);
    write_poll_hints(xml, feed.poll_hints);
    if (!feed.image.url.empty()) {
        xml.begin("image");
        xml.text("url", feed.image.url);
        xml.text("title", feed.image.title.empty() ? feed.title.value : feed.image.title);
        xml.text("link", !feed.image.link.empty() ? feed.image.link
                         : !feed.link.empty()     ? feed.link
                                                  : feed.self);
        xml.end();
    }
    for (const auto& entry : feed.entries)
        write_entry(xml, entry);
    xml.end();
    xml.end();
    return xml.take();
}

}  // namespace orrery::feed
