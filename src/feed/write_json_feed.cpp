#include "json_parts.hpp"
#include "orrery/base/text.hpp"
#include "orrery/feed/writer.hpp"

namespace orrery::feed {

namespace {

void write_author(JsonWriter& json, const Person& person) {
    json.begin_object();
    json.optional("name", person.name.empty() ? person.email : person.name);
    if (!person.uri.empty()) {
        json.key("url").value(person.uri);
    } else if (!person.email.empty()) {
        json.key("url").value("mailto:" + std::string(person.email));
    }
    json.optional("avatar", person.avatar);
    json.end_object();
}

void write_time(JsonWriter& json, std::string_view name, const Date& date) {
    if (date.time) json.key(name).value(format_rfc3339(*date.time));
}

void write_entry(JsonWriter& json, const Entry& entry) {
    json.begin_object();
    json.key("id").value(!entry.id.empty() ? entry.id : !entry.link.empty() ? entry.link : entry.title.value);
    json.optional("url", entry.link).optional("external_url", entry.external_url);
    json.optional("title", entry.title.value);
    const auto* text = entry.content.is_markup() ? nullptr : &entry.content;
    for (const auto& other : entry.alternatives)
        if (other.type == TextType::kText && text == nullptr) text = &other;
    if (entry.content.is_markup()) json.optional("content_html", entry.content.value);
    if (text != nullptr && !text->empty()) {
        json.key("content_text").value(text->value);
    } else if (entry.content.empty()) {
        json.key("content_text").value("");  // one of the two is required
    }
    json.optional("summary", entry.summary.value);
    json.optional("image", entry.image).optional("banner_image", entry.banner);
    write_time(json, "date_published", entry.published);
    write_time(json, "date_modified", entry.updated);
    write_list(json, "authors", entry.authors, write_author);
    if (!entry.categories.empty()) {
        json.key("tags").begin_array();
        for (const auto& category : entry.categories)
            json.value(category.label.empty() ? category.term : category.label);
        json.end_array();
    }
    json.optional("language", entry.language);
    write_list(json, "attachments", entry.enclosures, [](JsonWriter& out, const Enclosure& file) {
        out.begin_object();
        out.key("url").value(file.url);
        out.key("mime_type").value(file.type.empty() ? "application/octet-stream" : file.type);
        out.optional("title", file.title);
        write_number(out, "size_in_bytes", file.length);
        write_number(out, "duration_in_seconds", file.duration_seconds);
        out.end_object();
    });
    json.end_object();
}

}  // namespace

std::string write_json_feed(const Feed& feed) {
    JsonWriter json;
    json.begin_object();
    json.key("version").value("https://jsonfeed.org/version/1.1");
    json.key("title").value(feed.title.value);
    json.optional("home_page_url", feed.link).optional("feed_url", feed.self);
    json.optional("description", feed.subtitle.value).optional("user_comment", feed.info.value);
    json.optional("next_url", feed.next_page).optional("icon", feed.image.url).optional("favicon", feed.icon);
    write_list(json, "authors", feed.authors, write_author);
    json.optional("language", feed.language);
    write_true(json, "expired", feed.expired);
    write_list(json, "hubs", feed.hubs, [](JsonWriter& out, std::string_view hub) {
        out.begin_object().key("type").value("WebSub").key("url").value(hub).end_object();
    });
    json.key("items").begin_array();
    for (const auto& entry : feed.entries)
        write_entry(json, entry);
    json.end_array().end_object();
    return json.take();
}

}  // namespace orrery::feed
