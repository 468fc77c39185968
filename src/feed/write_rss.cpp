#include "orrery/base/text.hpp"
#include "orrery/feed/writer.hpp"
#include "output_modules.hpp"
#include "output_values.hpp"
#include "text_rules.hpp"
#include "xml/writer.hpp"

#include <array>

#include <fmt/format.h>

namespace orrery::feed {

namespace {

constexpr std::string_view kItunesScheme = "http://www.itunes.com/";
// RSS 2.0, `image`.
constexpr std::int64_t kMostWidth = 144;
constexpr std::int64_t kMostHeight = 400;

// An HTML parser could take something in it for a tag or a character reference.
bool resembles_markup(std::string_view text) {
    for (auto at = text.find_first_of("&<"); at != std::string_view::npos && at + 1 < text.size();
         at = text.find_first_of("&<", at + 1)) {
        const char next = text[at + 1];
        if (is_alpha(next)) return true;
        if (text[at] == '&' ? next == '#' : next == '/' || next == '!' || next == '?') return true;
    }
    return false;
}

// For elements that some readers take for text and others for HTML. As it is where both see the same; where
// they would not, as HTML: a reader that takes it for text shows too much, but nobody runs what it says.
std::string plain(std::string text) {
    return resembles_markup(text) ? html_of({.value = text}) : text;
}

std::string number_text(double number) {
    return fmt::format("{}", number);
}

class RssWriter {
  public:
    std::string write(const Feed& feed);

  private:
    void write_flag(std::string_view name, std::optional<bool> flag, std::string_view yes,
                    std::string_view no);
    void write_date(std::string_view name, const Date& date);
    void write_link(std::string_view rel, std::string_view address);
    void write_mail(std::string_view name, const Person& person);
    void write_authors(std::string_view mail_element, const List<Person>& authors);
    void write_categories(const List<Category>& categories, bool channel);
    void write_image(const Feed& feed, const std::string& title, const std::string& link);
    void write_poll_hints(const PollHints& hints);
    void write_channel(const Feed& feed);
    void write_podcast(const Feed& feed, const FeedPodcast& podcast);
    void write_podcast(const EntryPodcast& podcast);
    void write_enclosures(const Entry& entry);
    void write_item(const Feed& feed, const Entry& entry);

    xml::Writer xml_;
};

void RssWriter::write_flag(std::string_view name, std::optional<bool> flag, std::string_view yes,
                           std::string_view no) {
    if (flag) xml_.optional(name, *flag ? yes : no);
}

void RssWriter::write_date(std::string_view name, const Date& date) {
    if (date.time) xml_.element(name, format_rfc822(*date.time));
}

void RssWriter::write_link(std::string_view rel, std::string_view address) {
    if (address.empty()) return;
    xml_.start("atom:link").attribute("rel", rel).attribute("href", iri(address));
    if (rel == "self") xml_.attribute("type", "application/rss+xml");
    xml_.end();
}

// RSS wants a mail address wherever it names somebody.
void RssWriter::write_mail(std::string_view name, const Person& person) {
    if (!is_email(person.email)) return;
    if (person.name.empty()) {
        xml_.element(name, person.email);
    } else {
        xml_.element(name, fmt::format("{} ({})", person.email, person.name));
    }
}

void RssWriter::write_authors(std::string_view mail_element, const List<Person>& authors) {
    if (authors.size() == 1) write_mail(mail_element, authors.front());
    for (const auto& author : authors)
        xml_.optional("dc:creator", name_of(author));
}

void RssWriter::write_categories(const List<Category>& categories, bool channel) {
    for (const auto& category : categories) {
        const auto term = category.term.empty() ? category.label : category.term;
        if (term.empty()) continue;
        if (channel && category.scheme == kItunesScheme) {
            xml_.start("itunes:category").attribute("text", term).end();
        } else {
            xml_.start("category").optional_attribute("domain", category.scheme).text(term).end();
        }
    }
}

void RssWriter::write_image(const Feed& feed, const std::string& title, const std::string& link) {
    const auto& image = feed.image;
    const auto address = image.url.empty() ? feed.logo : image.url;
    if (address.empty()) return;
    xml_.start("image").element("url", iri(address));
    xml_.element("title", image.title.empty() ? title : std::string(image.title));
    xml_.element("link", image.link.empty() ? link : iri(image.link));
    const auto size = [&](std::string_view name, std::optional<std::int64_t> pixels, std::int64_t most) {
        if (pixels && *pixels > 0 && *pixels <= most) xml_.element(name, std::to_string(*pixels));
    };
    size("width", image.width, kMostWidth);
    size("height", image.height, kMostHeight);
    xml_.optional("description", image.description).end();
}

void RssWriter::write_poll_hints(const PollHints& hints) {
    static constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                              "Thursday", "Friday", "Saturday"};
    if (hints.ttl_minutes) xml_.element("ttl", std::to_string(*hints.ttl_minutes));
    if (hints.skip_hours != 0) {
        xml_.start("skipHours");
        for (int hour = 0; hour < 24; ++hour)
            if ((hints.skip_hours >> hour) & 1) xml_.element("hour", std::to_string(hour));
        xml_.end();
    }
    if (hints.skip_days != 0) {
        xml_.start("skipDays");
        for (std::size_t day = 0; day < kDays.size(); ++day)
            if ((hints.skip_days >> day) & 1) xml_.element("day", kDays[day]);
        xml_.end();
    }
    xml_.optional("sy:updatePeriod", hints.period);
    if (hints.frequency) xml_.element("sy:updateFrequency", std::to_string(*hints.frequency));
    if (hints.base.time) xml_.element("sy:updateBase", format_rfc3339(*hints.base.time));
}

void RssWriter::write_channel(const Feed& feed) {
    const auto title = plain(title_of(feed));
    auto link = iri(feed.link.empty() ? feed.self : feed.link);
    if (link.empty()) link = id_of(feed);
    if (!is_safe_url(link)) link = id_of(Feed{.title = feed.title});
    xml_.element("title", title).element("link", link);
    xml_.element("description", feed.subtitle.empty() ? title : html_of(feed.subtitle));
    if (is_language_tag(feed.language)) xml_.element("language", feed.language);
    write_link("self", feed.self);
    for (const auto hub : feed.hubs)
        write_link("hub", hub);
    write_link("next", feed.next_page);
    write_link("prev-archive", feed.previous_archive);
    xml_.optional("copyright", plain(plain_line(feed.rights)));
    for (const auto license : feed.licenses)
        xml_.optional("creativeCommons:license", iri(license));
    write_authors("managingEditor", feed.authors);
    for (const auto& person : feed.contributors)
        xml_.optional("dc:contributor", name_of(person));
    if (feed.publisher != nullptr) xml_.optional("dc:publisher", name_of(*feed.publisher));
    if (feed.webmaster != nullptr) write_mail("webMaster", *feed.webmaster);
    write_date("pubDate", feed.published);
    if (const auto updated = updated_of(feed)) xml_.element("lastBuildDate", format_rfc822(*updated));
    write_categories(feed.categories, true);
    if (!feed.generator.name.empty()) {
        auto generator = std::string(feed.generator.name);
        if (!feed.generator.version.empty()) generator.append(" ").append(feed.generator.version);
        xml_.element("generator", generator);
    }
    xml_.element("docs", feed.docs.empty() ? "https://www.rssboard.org/rss-specification" : iri(feed.docs));
    if (const auto* cloud = feed.cloud; cloud != nullptr) {
        xml_.start("cloud").attribute("domain", cloud->domain).attribute("port", cloud->port);
        xml_.attribute("path", cloud->path).attribute("registerProcedure", cloud->register_procedure);
        xml_.attribute("protocol", cloud->protocol).end();
    }
    write_poll_hints(feed.poll_hints);
    write_image(feed, title, link);
    if (const auto* input = feed.text_input; input != nullptr) {
        xml_.start("textInput").element("title", input->title).element("description", input->description);
        xml_.element("name", input->name).element("link", iri(input->link)).end();
    }
    xml_.optional("itunes:new-feed-url", iri(feed.new_location));
    if (feed.podcast != nullptr) write_podcast(feed, *feed.podcast);
    write_feed_modules(xml_, feed);
}

void RssWriter::write_podcast(const Feed& feed, const FeedPodcast& podcast) {
    if (!feed.authors.empty()) xml_.optional("itunes:author", name_of(feed.authors.front()));
    if (!feed.image.url.empty()) xml_.start("itunes:image").attribute("href", iri(feed.image.url)).end();
    write_flag("itunes:explicit", podcast.is_explicit, "true", "false");
    write_flag("itunes:block", podcast.block, "Yes", "");
    write_flag("itunes:complete", podcast.complete, "Yes", "");
    xml_.optional("itunes:type", podcast.type).optional("itunes:title", podcast.title);
    if (podcast.owner != nullptr) {
        xml_.start("itunes:owner").optional("itunes:name", podcast.owner->name);
        xml_.optional("itunes:email", podcast.owner->email).end();
    }
    if (podcast.locked) {
        xml_.start("podcast:locked").optional_attribute("owner", podcast.locked_owner);
        xml_.text(*podcast.locked ? "yes" : "no").end();
    }
    xml_.optional("podcast:guid", podcast.guid).optional("podcast:medium", podcast.medium);
    for (const auto& funding : podcast.funding)
        xml_.start("podcast:funding").attribute("url", iri(funding.url)).text(funding.text).end();
}

void RssWriter::write_podcast(const EntryPodcast& podcast) {
    if (podcast.duration_seconds) {
        xml_.element("itunes:duration", number_text(*podcast.duration_seconds));
    } else {
        xml_.optional("itunes:duration", podcast.duration);
    }
    write_flag("itunes:explicit", podcast.is_explicit, "true", "false");
    write_flag("itunes:block", podcast.block, "Yes", "");
    write_flag("itunes:isClosedCaptioned", podcast.closed_captioned, "Yes", "");
    xml_.optional("itunes:title", podcast.title).optional("itunes:subtitle", plain_line(podcast.subtitle));
    xml_.optional("itunes:season", podcast.season).optional("itunes:episode", podcast.episode);
    xml_.optional("itunes:episodeType", podcast.episode_type).optional("itunes:order", podcast.order);
    if (!podcast.chapters_url.empty())
        xml_.start("podcast:chapters")
            .attribute("url", iri(podcast.chapters_url))
            .attribute("type",
                       podcast.chapters_type.empty() ? "application/json+chapters" : podcast.chapters_type)
            .end();
    for (const auto& transcript : podcast.transcripts) {
        xml_.start("podcast:transcript").attribute("url", iri(transcript.url));
        xml_.attribute("type", transcript.type.empty() ? "text/plain" : transcript.type);
        xml_.optional_attribute("language", transcript.language);
        xml_.optional_attribute("rel", transcript.rel).end();
    }
}

// An item of RSS has one enclosure at most; Media RSS has room for the others.
void RssWriter::write_enclosures(const Entry& entry) {
    bool first = true;
    for (const auto& file : entry.enclosures) {
        if (file.url.empty()) continue;
        const auto length = file.length ? std::to_string(*file.length) : std::string();
        if (first) {
            xml_.start("enclosure").attribute("url", iri(file.url));
            xml_.attribute("length", length.empty() ? "0" : length);
            xml_.attribute("type", media_type_or_unknown(file.type)).end();
        }
        // What `enclosure` has no place for.
        if (!first || !file.title.empty() || file.duration_seconds) {
            xml_.start("media:content").attribute("url", iri(file.url));
            xml_.optional_attribute("fileSize", length).optional_attribute("type", file.type);
            xml_.optional_attribute("medium", file.medium);
            if (file.duration_seconds) xml_.attribute("duration", number_text(*file.duration_seconds));
            if (!file.title.empty()) xml_.element("media:title", file.title);
            xml_.end();
        }
        first = false;
    }
}

void RssWriter::write_item(const Feed& feed, const Entry& entry) {
    xml_.start("item");
    xml_.optional("title", plain(plain_line(entry.title)));
    xml_.optional("link", iri(entry.link));
    const auto id = entry.id.empty() ? id_of(feed, entry) : std::string(entry.id);
    xml_.start("guid").attribute("isPermaLink", id == entry.link || entry.id_is_link ? "true" : "false");
    xml_.text(id).end();
    write_date("pubDate", entry.published.time ? entry.published : entry.updated);
    if (entry.updated.time && entry.published.time)
        xml_.element("atom:updated", format_rfc3339(*entry.updated.time));
    // A whole text alone is the description, which every reader knows.
    const bool both = !entry.content.empty() && !entry.summary.empty();
    const auto& description = both || entry.content.empty() ? entry.summary : entry.content;
    if (!description.empty()) {
        xml_.element("description", html_of(description));
    } else if (entry.title.empty()) {
        xml_.element("description", "");
    }
    if (both) xml_.element("content:encoded", html_of(entry.content));
    if (!inherits_authors(feed, entry)) write_authors("author", entry.authors);
    for (const auto& person : entry.contributors)
        xml_.optional("dc:contributor", name_of(person));
    if (is_language_tag(entry.language) && entry.language != feed.language)
        xml_.element("dc:language", entry.language);
    xml_.optional("dc:rights", plain(plain_line(entry.rights)));
    for (const auto license : entry.licenses)
        xml_.optional("creativeCommons:license", iri(license));
    write_categories(entry.categories, false);
    xml_.optional("comments", iri(entry.comments.page));
    write_enclosures(entry);
    if (const auto* source = entry.source; source != nullptr && !source->self.empty()) {
        xml_.start("source").attribute("url", iri(source->self));
        xml_.text(plain(plain_line(source->title))).end();
    }
    if (entry.podcast != nullptr) write_podcast(*entry.podcast);
    write_entry_modules(xml_, entry);
    xml_.end();
}

std::string RssWriter::write(const Feed& feed) {
    xml_.start("rss").attribute("version", "2.0");
    xml_.attribute("xmlns:atom", "http://www.w3.org/2005/Atom");
    xml_.attribute("xmlns:content", "http://purl.org/rss/1.0/modules/content/");
    xml_.attribute("xmlns:creativeCommons", "http://backend.userland.com/creativeCommonsRssModule");
    xml_.attribute("xmlns:dc", "http://purl.org/dc/elements/1.1/");
    xml_.attribute("xmlns:itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd");
    xml_.attribute("xmlns:podcast", "https://podcastindex.org/namespace/1.0");
    xml_.attribute("xmlns:sy", "http://purl.org/rss/1.0/modules/syndication/");
    write_namespaces(xml_);
    xml_.start("channel");
    write_channel(feed);
    for (const auto& entry : feed.entries)
        write_item(feed, entry);
    xml_.end().end();
    return xml_.take();
}

}  // namespace

std::string write_rss(const Feed& feed) {
    return RssWriter().write(feed);
}

}  // namespace orrery::feed
