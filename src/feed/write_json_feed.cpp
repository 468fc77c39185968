#include "orrery/base/json_writer.hpp"
#include "orrery/feed/writer.hpp"
#include "output_values.hpp"

namespace orrery::feed {

namespace {

void write_date(JsonWriter& json, std::string_view name, const Date& date) {
    if (date.time) json.key(name).value(format_rfc3339(*date.time));
}

void write_language(JsonWriter& json, std::string_view language) {
    if (is_language_tag(language)) json.key("language").value(language);
}

void write_authors(JsonWriter& json, const List<Person>& authors) {
    bool open = false;
    for (const auto& person : authors) {
        if (name_of(person).empty() && person.avatar.empty()) continue;
        if (!open) json.key("authors").begin_array();
        open = true;
        json.begin_object().optional("name", person.name);
        if (!person.uri.empty()) {
            json.key("url").value(iri(person.uri));
        } else if (is_email(person.email)) {
            json.key("url").value("mailto:" + iri(person.email));
        }
        json.optional("avatar", iri(person.avatar)).end_object();
    }
    if (open) json.end_array();
}

// Exactly one of content_html and content_text is required, both are allowed.
void write_content(JsonWriter& json, const Entry& entry) {
    const auto& text = entry.content.empty() ? entry.summary : entry.content;
    if (!text.is_markup()) {
        json.key("content_text").value(text.value);
        return;
    }
    json.key("content_html").value(text.value);
    for (const auto& other : entry.alternatives) {
        if (other.type != TextType::kText || other.empty()) continue;
        json.key("content_text").value(other.value);
        break;
    }
}

void write_attachments(JsonWriter& json, const List<Enclosure>& files) {
    if (files.empty()) return;
    json.key("attachments").begin_array();
    for (const auto& file : files) {
        json.begin_object();
        json.key("url").value(iri(file.url)).key("mime_type").value(media_type_or_unknown(file.type));
        json.optional("title", file.title);
        if (file.length) json.key("size_in_bytes").value(*file.length);
        if (file.duration_seconds) json.key("duration_in_seconds").value(*file.duration_seconds);
        json.end_object();
    }
    json.end_array();
}

// JSON Feed has no word for where an entry came from: an extension, as its section "Extensions" wants it.
void write_source(JsonWriter& json, const Source& source) {
    json.key("_source").begin_object();
    json.key("about").value("https://www.rfc-editor.org/rfc/rfc4287#section-4.2.11");
    json.optional("id", source.id).optional("title", plain_line(source.title));
    json.optional("home_page_url", iri(source.link)).optional("feed_url", iri(source.self));
    json.end_object();
}

void write_item(JsonWriter& json, const Feed& feed, const Entry& entry) {
    json.begin_object();
    json.key("id").value(entry.id.empty() ? id_of(feed, entry) : std::string(entry.id));
    json.optional("url", iri(entry.link)).optional("external_url", iri(entry.external_url));
    json.optional("title", plain_line(entry.title));
    write_content(json, entry);
    if (!entry.content.empty()) json.optional("summary", plain_line(entry.summary));
    json.optional("image", iri(entry.image)).optional("banner_image", iri(entry.banner));
    write_date(json, "date_published", entry.published);
    write_date(json, "date_modified", entry.updated);
    if (!inherits_authors(feed, entry)) write_authors(json, entry.authors);
    if (!entry.categories.empty()) {
        json.key("tags").begin_array();
        for (const auto& category : entry.categories)
            json.value(category.label.empty() ? category.term : category.label);
        json.end_array();
    }
    if (entry.language != feed.language) write_language(json, entry.language);
    write_attachments(json, entry.enclosures);
    if (entry.source != nullptr) write_source(json, *entry.source);
    json.end_object();
}

}  // namespace

std::string write_json_feed(const Feed& feed) {
    JsonWriter json;
    json.begin_object();
    json.key("version").value("https://jsonfeed.org/version/1.1").key("title").value(title_of(feed));
    json.optional("home_page_url", iri(feed.link)).optional("feed_url", iri(feed.self));
    json.optional("description", plain_line(feed.subtitle)).optional("user_comment", plain_line(feed.info));
    json.optional("next_url", iri(feed.next_page));
    json.optional("icon", iri(feed.image.url.empty() ? feed.logo : feed.image.url));
    json.optional("favicon", iri(feed.icon));
    write_authors(json, feed.authors);
    write_language(json, feed.language);
    if (feed.expired) json.key("expired").value(true);
    if (!feed.hubs.empty()) {
        json.key("hubs").begin_array();
        for (const auto hub : feed.hubs)
            json.begin_object().key("type").value("WebSub").key("url").value(iri(hub)).end_object();
        json.end_array();
    }
    json.key("items").begin_array();
    for (const auto& entry : feed.entries)
        write_item(json, feed, entry);
    json.end_array().end_object();
    return json.take();
}

}  // namespace orrery::feed
