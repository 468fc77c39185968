#include "orrery/base/text.hpp"
#include "orrery/feed/writer.hpp"
#include "output_modules.hpp"
#include "output_values.hpp"
#include "xml/writer.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace orrery::feed {

namespace {

bool is_xml_type(std::string_view type) {
    return type.ends_with("/xml") || type.ends_with("+xml");
}

// For what must have a date and has none: the first second that readers take for one.
constexpr Timestamp kUnknownDate{std::chrono::seconds(1)};

class AtomWriter {
  public:
    std::string write(const Feed& feed);

  private:
    // The links of one feed, entry or source: none twice, and one alternate for each type and language (RFC
    // 4287, section 4.1.1).
    struct LinkSet {
        std::set<std::pair<std::string, std::string_view>> targets;
        std::set<std::pair<std::string_view, std::string_view>> alternates;
    };

    void write_common(const Text& text);
    void write_text(std::string_view name, const Text& text);
    void write_content(const Entry& entry);
    void write_links(std::string_view page, std::string_view self, const List<Link>& links, LinkSet& set);
    void write_link(const Link& link, LinkSet& set);
    void write_people(std::string_view name, const List<Person>& people);
    void write_categories(const List<Category>& categories);
    void write_generator(const Generator& generator);
    void write_licenses(const List<std::string_view>& licenses, LinkSet& set);
    void write_source(const Source& source);
    void write_entry(const Feed& feed, const Entry& entry);

    xml::Writer xml_;
    std::string_view language_;  // in force
    Timestamp updated_;          // of the feed
};

void AtomWriter::write_common(const Text& text) {
    if (text.language != language_ && is_language_tag(text.language))
        xml_.attribute("xml:lang", text.language);
    if (text.is_markup() && is_absolute(text.base)) xml_.attribute("xml:base", iri(text.base));
}

void AtomWriter::write_text(std::string_view name, const Text& text) {
    xml_.start(name);
    write_common(text);
    // XHTML of the model is written for an HTML parser: HTML is what it is here.
    if (text.is_markup()) xml_.attribute("type", "html");
    xml_.text(text.value).end();
}

void AtomWriter::write_content(const Entry& entry) {
    const auto& content = entry.content;
    if (!entry.content_src.empty() && content.empty()) {
        xml_.start("content");
        if (is_media_type(content.media_type)) xml_.attribute("type", content.media_type);
        xml_.attribute("src", iri(entry.content_src)).end();
        // Section 4.1.2: content elsewhere needs a summary here.
        if (entry.summary.empty()) xml_.element("summary", plain_line(entry.title));
        return;
    }
    if (content.empty()) {
        // Section 4.1.2: an entry without a link needs content.
        if (entry.link.empty()) xml_.element("content", "");
        return;
    }
    const auto type = content.type == TextType::kMarkdown ? "text/markdown" : content.media_type;
    if (content.is_markup() || content.type == TextType::kText || !istarts_with(type, "text/") ||
        is_xml_type(type)) {
        return write_text("content", content);
    }
    xml_.start("content");
    write_common(content);
    xml_.attribute("type", type).text(content.value).end();
}

void AtomWriter::write_link(const Link& link, LinkSet& set) {
    if (link.href.empty() || trim(link.rel).empty()) return;
    auto address = iri(link.href);
    const auto type = is_media_type(link.type) ? link.type : std::string_view();
    const auto language = is_language_tag(link.hreflang) ? link.hreflang : std::string_view();
    if (iequals(link.rel, "alternate") && !set.alternates.emplace(type, language).second) return;
    if (!set.targets.emplace(address, link.rel).second) return;
    xml_.start("link").attribute("rel", link.rel).attribute("href", address);
    xml_.optional_attribute("type", type).optional_attribute("hreflang", language);
    xml_.optional_attribute("title", link.title);
    if (!link.length.empty() && std::ranges::all_of(link.length, is_digit))
        xml_.attribute("length", link.length);
    if (link.thread_count) xml_.attribute("thr:count", std::to_string(*link.thread_count));
    if (link.thread_updated.time) xml_.attribute("thr:updated", format_rfc3339(*link.thread_updated.time));
    xml_.end();
}

void AtomWriter::write_links(std::string_view page, std::string_view self, const List<Link>& links,
                             LinkSet& set) {
    // The page first: of several alternates, readers take the first.
    Link main{.href = page};
    for (const auto& link : links)
        if (link.href == page && iequals(link.rel, "alternate")) {
            main = link;
            break;
        }
    write_link(main, set);
    // A copy of a feed elsewhere is not at the address that the original gave for itself.
    write_link({.href = self, .rel = "self"}, set);
    for (const auto& link : links)
        if (!iequals(link.rel, "self")) write_link(link, set);
}

void AtomWriter::write_people(std::string_view name, const List<Person>& people) {
    for (const auto& person : people) {
        if (name_of(person).empty()) continue;
        xml_.start(name).element("name", name_of(person));
        xml_.optional("uri", iri(person.uri));
        if (is_email(person.email)) xml_.element("email", person.email);
        xml_.end();
    }
}

void AtomWriter::write_categories(const List<Category>& categories) {
    for (const auto& category : categories) {
        const auto term = category.term.empty() ? category.label : category.term;
        if (term.empty()) continue;
        xml_.start("category").attribute("term", term);
        if (is_absolute(category.scheme)) xml_.attribute("scheme", iri(category.scheme));
        xml_.optional_attribute("label", category.label).end();
    }
}

void AtomWriter::write_generator(const Generator& generator) {
    if (generator.name.empty()) return;
    xml_.start("generator").optional_attribute("uri", iri(generator.uri));
    xml_.optional_attribute("version", generator.version).text(generator.name).end();
}

void AtomWriter::write_licenses(const List<std::string_view>& licenses, LinkSet& set) {
    for (const auto address : licenses)
        write_link({.href = address, .rel = "license"}, set);
}

void AtomWriter::write_source(const Source& source) {
    xml_.start("source");
    const auto id = is_absolute(source.id) ? source.id : source.self;
    xml_.optional("id", iri(id));
    if (!source.title.empty()) write_text("title", source.title);
    if (!source.subtitle.empty()) write_text("subtitle", source.subtitle);
    if (source.updated.time) xml_.element("updated", format_rfc3339(*source.updated.time));
    LinkSet set;
    write_links(source.link, source.self, source.links, set);
    write_people("author", source.authors);
    write_people("contributor", source.contributors);
    write_categories(source.categories);
    if (!source.rights.empty()) write_text("rights", source.rights);
    write_generator(source.generator);
    xml_.optional("icon", iri(source.icon)).optional("logo", iri(source.logo));
    xml_.end();
}

void AtomWriter::write_entry(const Feed& feed, const Entry& entry) {
    xml_.start("entry");
    const auto outer_language = language_;
    if (entry.language != language_ && is_language_tag(entry.language)) {
        xml_.attribute("xml:lang", entry.language);
        language_ = entry.language;
    }
    xml_.element("id", id_of(feed, entry));
    write_text("title", entry.title);
    xml_.element("updated", format_rfc3339(updated_of(entry).value_or(updated_)));
    if (entry.published.time) xml_.element("published", format_rfc3339(*entry.published.time));

    LinkSet set;
    for (const auto& file : entry.enclosures) {
        const auto length = file.length ? std::to_string(*file.length) : std::string();
        Link link{.href = file.url, .rel = "enclosure", .type = file.type};
        link.title = file.title;
        link.length = length;
        write_link(link, set);
    }
    write_links(entry.link, {}, entry.links, set);
    if (!entry.external_url.empty()) write_link({.href = entry.external_url, .rel = "related"}, set);
    if (!entry.comments.page.empty()) {
        Link replies{.href = entry.comments.page, .rel = "replies", .type = "text/html"};
        replies.thread_count = entry.comments.count;
        write_link(replies, set);
    }
    write_licenses(entry.licenses, set);
    if (!inherits_authors(feed, entry)) write_people("author", entry.authors);
    write_people("contributor", entry.contributors);
    write_categories(entry.categories);
    if (!entry.summary.empty()) write_text("summary", entry.summary);
    write_content(entry);
    if (!entry.rights.empty()) write_text("rights", entry.rights);
    if (entry.source != nullptr) write_source(*entry.source);
    write_entry_modules(xml_, entry);
    language_ = outer_language;
    xml_.end();
}

std::string AtomWriter::write(const Feed& feed) {
    xml_.start("feed").attribute("xmlns", "http://www.w3.org/2005/Atom");
    write_namespaces(xml_);
    if (is_language_tag(feed.language)) {
        xml_.attribute("xml:lang", feed.language);
        language_ = feed.language;
    }
    xml_.element("id", id_of(feed));
    if (feed.title.empty()) {
        xml_.element("title", title_of(feed));
    } else {
        write_text("title", feed.title);
    }
    if (!feed.subtitle.empty()) write_text("subtitle", feed.subtitle);
    updated_ = updated_of(feed).value_or(kUnknownDate);
    xml_.element("updated", format_rfc3339(updated_));
    LinkSet set;
    write_links(feed.link, feed.self, feed.links, set);
    for (const auto hub : feed.hubs)
        write_link({.href = hub, .rel = "hub"}, set);
    write_link({.href = feed.next_page, .rel = "next"}, set);
    write_link({.href = feed.previous_archive, .rel = "prev-archive"}, set);
    write_licenses(feed.licenses, set);

    // Section 4.1.1: the feed has an author unless every entry has.
    const auto has_author = [](const Entry& entry) {
        return std::ranges::any_of(entry.authors, [](const Person& p) { return !name_of(p).empty(); });
    };
    const bool named = std::ranges::any_of(feed.authors, [](const Person& p) { return !name_of(p).empty(); });
    write_people("author", feed.authors);
    if (!named && (feed.entries.empty() || !std::ranges::all_of(feed.entries, has_author)))
        xml_.start("author").element("name", title_of(feed)).end();
    write_people("contributor", feed.contributors);
    write_categories(feed.categories);
    if (!feed.rights.empty()) write_text("rights", feed.rights);
    write_generator(feed.generator);
    xml_.optional("icon", iri(feed.icon));
    xml_.optional("logo", iri(feed.logo.empty() ? feed.image.url : feed.logo));
    write_feed_modules(xml_, feed);
    for (const auto& entry : feed.entries)
        write_entry(feed, entry);
    xml_.end();
    return xml_.take();
}

}  // namespace

std::string write_atom(const Feed& feed) {
    return AtomWriter().write(feed);
}

}  // namespace orrery::feed
