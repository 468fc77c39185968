#include "orrery/base/hash.hpp"
#include "orrery/base/text.hpp"
#include "orrery/feed/writer.hpp"
#include "xml_writer.hpp"

#include <algorithm>

namespace orrery::feed {

namespace {

std::string iso(const std::optional<Timestamp>& time) {
    return time ? format_rfc3339(*time) : std::string();
}

// XHTML was made HTML by the reader, and goes out as such.
std::string_view atom_type(const Text& text) {
    if (text.is_markup()) return "html";
    if (text.type == TextType::kMarkdown) return "text/markdown";
    return text.type == TextType::kOther && text.media_type.starts_with("text/") ? text.media_type : "text";
}

void write_construct(XmlWriter& xml, std::string_view name, const Text& text) {
    if (text.empty()) return;
    const auto type = atom_type(text);
    xml.text(name, text.value,
             {{"type", type.starts_with("text/") && name != "content" ? "text" : type},
              {"xml:lang", text.language},
              {"xml:base", text.base}});
}

void write_person(XmlWriter& xml, std::string_view name, const Person& person) {
    xml.begin(name);
    xml.text("name", !person.name.empty() ? person.name : !person.email.empty() ? person.email : person.uri);
    xml.optional("uri", person.uri);
    if (person.email.find('@') != std::string_view::npos) xml.optional("email", person.email);
    xml.end();
}

void write_category(XmlWriter& xml, const Category& category) {
    xml.empty("category", {{"term", category.term.empty() ? category.label : category.term},
                           {"scheme", category.scheme},
                           {"label", category.label}});
}

void write_link(XmlWriter& xml, const Link& link) {
    const auto count = link.thread_count ? std::to_string(*link.thread_count) : std::string();
    const auto updated = iso(link.thread_updated.time);
    if (link.href.empty()) return;
    xml.empty("link", {{"rel", link.rel},
                       {"type", link.type},
                       {"hreflang", link.hreflang},
                       {"title", link.title},
                       {"length", link.length},
                       {"href", link.href},
                       {"thr:count", count},
                       {"thr:updated", updated}});
}

struct LinkKey {
    std::string_view rel;
    std::string_view href;
};

bool has_link(const List<Link>& links, LinkKey key) {
    return std::any_of(links.begin(), links.end(),
                       [&](const Link& link) { return iequals(link.rel, key.rel) && link.href == key.href; });
}

void write_links(XmlWriter& xml, const List<Link>& links, std::initializer_list<LinkKey> more) {
    // The chosen page first: readers take the first alternate.
    for (const auto& key : more) {
        if (key.href.empty() || has_link(links, key)) continue;
        xml.empty("link", {{"rel", key.rel}, {"href", key.href}});
    }
    // RFC 4287, 4.1.1: no two alternates of one type and language.
    std::vector<const Link*> written;
    for (const auto& link : links) {
        const bool clashes = iequals(link.rel, "alternate") &&
                             std::any_of(written.begin(), written.end(), [&](const Link* other) {
                                 return iequals(other->rel, "alternate") && other->type == link.type &&
                                        other->hreflang == link.hreflang;
                             });
        if (clashes) continue;
        write_link(xml, link);
        written.push_back(&link);
    }
}

void write_generator(XmlWriter& xml, const Generator& generator) {
    xml.optional("generator", generator.name, {{"uri", generator.uri}, {"version", generator.version}});
}

std::string made_up_id(std::string_view seed) {
    auto hex = hash128_hex(seed);
    // Shaped as a UUID (RFC 9562, version 8: made by our own rule).
    hex[12] = '8';
    hex[16] = "89ab"[(hex[16] >= 'a' ? hex[16] - 'a' + 10 : hex[16] - '0') & 3];
    return "urn:uuid:" + hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
           hex.substr(16, 4) + "-" + hex.substr(20);
}

// An atom:id is an absolute IRI; other formats have ids of any kind.
std::string atom_id(std::string_view id, std::string_view link, std::string_view rest) {
    const auto colon = id.find(':');
    const bool absolute = colon != std::string_view::npos && colon > 0 &&
                          id.find_first_of(" \t\n<>\"") == std::string_view::npos;
    if (absolute) return std::string(id);
    if (id.empty() && !link.empty()) return std::string(link);
    return made_up_id(id.empty() ? rest : id);
}

std::optional<Timestamp> newest(const Feed& feed) {
    auto time = feed.updated.time ? feed.updated.time : feed.published.time;
    if (time) return time;
    for (const auto& entry : feed.entries) {
        const auto candidate = entry.updated.time ? entry.updated.time : entry.published.time;
        if (candidate && (!time || *candidate > *time)) time = candidate;
    }
    return time;
}

void write_source(XmlWriter& xml, const Source& source) {
    xml.begin("source");
    xml.optional("id", source.id);
    write_construct(xml, "title", source.title);
    write_construct(xml, "subtitle", source.subtitle);
    write_links(xml, source.links, {{"alternate", source.link}, {"self", source.self}});
    for (const auto& author : source.authors)
        write_person(xml, "author", author);
    for (const auto& person : source.contributors)
        write_person(xml, "contributor", person);
    for (const auto& category : source.categories)
        write_category(xml, category);
    xml.optional("updated", iso(source.updated.time));
    write_construct(xml, "rights", source.rights);
    write_generator(xml, source.generator);
    xml.optional("icon", source.icon);
    xml.optional("logo", source.logo);
    xml.end();
}

void write_entry(XmlWriter& xml, const Entry& entry, const std::string& fallback_date) {
    xml.begin("entry");
    xml.text("id", atom_id(entry.id, entry.link,
                           std::string(entry.title.value) + std::string(entry.content.value)));
    if (entry.title.empty()) {
        xml.text("title", "");
    } else {
        write_construct(xml, "title", entry.title);
    }
    write_links(xml, entry.links, {{"alternate", entry.link}});
    for (const auto& file : entry.enclosures) {
        if (has_link(entry.links, {"enclosure", file.url})) continue;
        const auto length = file.length ? std::to_string(*file.length) : std::string();
        xml.empty("link", {{"rel", "enclosure"},
                           {"type", file.type},
                           {"title", file.title},
                           {"length", length},
                           {"href", file.url}});
    }
    auto updated = iso(entry.updated.time);
    const auto published = iso(entry.published.time);
    if (updated.empty()) updated = published;
    xml.optional("published", published);
    xml.text("updated", updated.empty() ? fallback_date : updated);
    for (const auto& author : entry.authors)
        write_person(xml, "author", author);
    for (const auto& person : entry.contributors)
        write_person(xml, "contributor", person);
    for (const auto& category : entry.categories)
        write_category(xml, category);
    for (const auto& reply : entry.in_reply_to)
        xml.empty("thr:in-reply-to",
                  {{"ref", reply.ref}, {"href", reply.href}, {"type", reply.type}, {"source", reply.source}});
    if (entry.comments.count) xml.text("thr:total", std::to_string(*entry.comments.count));
    write_construct(xml, "summary", entry.summary);
    if (!entry.content_src.empty()) {
        xml.empty("content", {{"src", entry.content_src}, {"type", entry.content.media_type}});
    } else {
        write_construct(xml, "content", entry.content);
    }
    write_construct(xml, "rights", entry.rights);
    if (entry.source != nullptr) write_source(xml, *entry.source);
    xml.end();
}

}  // namespace

std::string write_atom(const Feed& feed) {
    XmlWriter xml;
    const bool threads = std::any_of(feed.entries.begin(), feed.entries.end(), [](const Entry& entry) {
        return entry.comments.count || !entry.in_reply_to.empty() ||
               std::any_of(entry.links.begin(), entry.links.end(),
                           [](const Link& link) { return link.thread_count || link.thread_updated; });
    });
    const bool history = feed.complete || feed.archive;
    xml.begin("feed", {{"xmlns", "http://www.w3.org/2005/Atom"},
                       {"xmlns:thr", threads ? "http://purl.org/syndication/thread/1.0" : ""},
                       {"xmlns:fh", history ? "http://purl.org/syndication/history/1.0" : ""},
                       {"xml:lang", feed.language}});
    auto updated = iso(newest(feed));
    if (updated.empty()) updated = "1970-01-01T00:00:01Z";  // required, and nothing is known
    xml.text("id", atom_id(feed.id, feed.self.empty() ? feed.link : feed.self, feed.title.value));
    if (feed.title.empty()) {
        xml.text("title", "");
    } else {
        write_construct(xml, "title", feed.title);
    }
    write_construct(xml, "subtitle", feed.subtitle);
    write_links(xml, feed.links,
                {{"alternate", feed.link},
                 {"self", feed.self},
                 {"next", feed.next_page},
                 {"prev-archive", feed.previous_archive}});
    for (const auto hub : feed.hubs)
        if (!has_link(feed.links, {"hub", hub})) xml.empty("link", {{"rel", "hub"}, {"href", hub}});
    xml.text("updated", updated);
    for (const auto& author : feed.authors)
        write_person(xml, "author", author);
    // RFC 4287, 4.1.1: an author for the feed unless every entry has one.
    const bool authors_everywhere = std::all_of(feed.entries.begin(), feed.entries.end(),
                                                [](const Entry& entry) { return !entry.authors.empty(); });
    if (feed.authors.empty() && !(authors_everywhere && !feed.entries.empty()))
        write_person(xml, "author",
                     {.name = feed.title.is_markup() || feed.title.empty() ? "unknown" : feed.title.value});
    for (const auto& person : feed.contributors)
        write_person(xml, "contributor", person);
    for (const auto& category : feed.categories)
        write_category(xml, category);
    write_construct(xml, "rights", feed.rights);
    write_generator(xml, feed.generator);
    xml.optional("icon", feed.icon);
    xml.optional("logo", feed.logo.empty() ? feed.image.url : feed.logo);
    if (feed.complete) xml.empty("fh:complete", {});
    if (feed.archive) xml.empty("fh:archive", {});
    for (const auto& entry : feed.entries)
        write_entry(xml, entry, updated);
    xml.end();
    return xml.take();
}

}  // namespace orrery::feed
