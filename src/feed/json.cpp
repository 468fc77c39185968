#include "orrery/feed/json.hpp"

#include "json_parts.hpp"

#include <array>

// The names that are written here are documented in docs/feed-model.md and docs/feed-model.schema.json; a
// test compares.

namespace orrery::feed {

namespace {

void write_person(JsonWriter& json, const Person& person) {
    json.begin_object();
    json.optional("name", person.name).optional("email", person.email).optional("uri", person.uri);
    json.optional("avatar", person.avatar).optional("role", person.role).optional("group", person.group);
    json.end_object();
}

void write_link(JsonWriter& json, const Link& link) {
    json.begin_object();
    json.key("href").value(link.href);
    json.optional("rel", link.rel).optional("type", link.type).optional("hreflang", link.hreflang);
    json.optional("title", link.title).optional("length", link.length);
    write_number(json, "thread_count", link.thread_count);
    write_date(json, "thread_updated", link.thread_updated);
    json.end_object();
}

void write_category(JsonWriter& json, const Category& category) {
    json.begin_object();
    json.optional("term", category.term)
        .optional("scheme", category.scheme)
        .optional("label", category.label);
    json.end_object();
}

void write_generator(JsonWriter& json, const Generator& generator) {
    if (generator.name.empty() && generator.uri.empty()) return;
    json.key("generator").begin_object();
    json.optional("name", generator.name)
        .optional("uri", generator.uri)
        .optional("version", generator.version);
    json.end_object();
}

void write_image(JsonWriter& json, const Image& image) {
    if (image.url.empty() && image.title.empty()) return;
    json.key("image").begin_object();
    json.optional("url", image.url).optional("title", image.title).optional("link", image.link);
    json.optional("description", image.description);
    write_number(json, "width", image.width);
    write_number(json, "height", image.height);
    json.end_object();
}

void write_extension_start(JsonWriter& json, const Extension& extension) {
    json.begin_object();
    json.optional("namespace", extension.namespace_uri).optional("prefix", extension.prefix);
    json.key("name").value(extension.name);
    json.optional("text", extension.text);
    write_list(json, "attributes", extension.attributes, [](JsonWriter& out, const Attribute& attribute) {
        out.begin_object();
        out.optional("namespace", attribute.namespace_uri).key("name").value(attribute.name);
        out.key("value").value(attribute.value).end_object();
    });
}

// Extensions nest as deep as the document did: no recursion.
void write_extensions(JsonWriter& json, const List<Extension>& extensions) {
    if (extensions.empty()) return;
    struct Level {
        List<Extension>::const_iterator at;
        List<Extension>::const_iterator end;
    };
    json.key("extensions").begin_array();
    std::vector<Level> levels{{extensions.begin(), extensions.end()}};
    while (!levels.empty()) {
        auto& level = levels.back();
        if (level.at == level.end) {
            levels.pop_back();
            json.end_array();
            if (!levels.empty()) json.end_object();
            continue;
        }
        const auto& extension = *level.at;
        ++level.at;
        write_extension_start(json, extension);
        if (extension.children.empty()) {
            json.end_object();
        } else {
            json.key("children").begin_array();
            levels.push_back({extension.children.begin(), extension.children.end()});
        }
    }
}

void write_source(JsonWriter& json, const Source& source) {
    json.key("source").begin_object();
    json.optional("id", source.id);
    write_text(json, "title", source.title);
    write_text(json, "subtitle", source.subtitle);
    json.optional("link", source.link).optional("self", source.self);
    write_list(json, "links", source.links, write_link);
    write_list(json, "authors", source.authors, write_person);
    write_list(json, "contributors", source.contributors, write_person);
    write_list(json, "categories", source.categories, write_category);
    write_date(json, "updated", source.updated);
    write_text(json, "rights", source.rights);
    write_generator(json, source.generator);
    json.optional("icon", source.icon).optional("logo", source.logo);
    json.end_object();
}

void write_comments(JsonWriter& json, const Comments& comments) {
    if (comments.page.empty() && comments.feed.empty() && comments.post_to.empty() && !comments.count) return;
    json.key("comments").begin_object();
    json.optional("page", comments.page)
        .optional("feed", comments.feed)
        .optional("post_to", comments.post_to);
    write_number(json, "count", comments.count);
    json.end_object();
}

void write_entry(JsonWriter& json, const Entry& entry) {
    json.begin_object();
    json.optional("id", entry.id);
    write_true(json, "id_is_link", entry.id_is_link);
    json.optional("link", entry.link).optional("external_url", entry.external_url);
    write_list(json, "links", entry.links, write_link);
    write_text(json, "title", entry.title);
    write_text(json, "summary", entry.summary);
    write_text(json, "content", entry.content);
    json.optional("content_src", entry.content_src);
    if (!entry.content_src.empty()) json.optional("content_type", entry.content.media_type);
    write_list(json, "alternatives", entry.alternatives, write_text_value);
    write_list(json, "authors", entry.authors, write_person);
    write_list(json, "contributors", entry.contributors, write_person);
    if (entry.publisher != nullptr) write_person(json.key("publisher"), *entry.publisher);
    write_list(json, "categories", entry.categories, write_category);
    write_date(json, "published", entry.published);
    write_date(json, "updated", entry.updated);
    write_date(json, "created", entry.created);
    write_date(json, "expired", entry.expired);
    write_date(json, "valid_from", entry.valid_from);
    write_list(json, "enclosures", entry.enclosures, write_enclosure);
    json.optional("image", entry.image).optional("banner", entry.banner);
    write_comments(json, entry.comments);
    write_list(json, "in_reply_to", entry.in_reply_to, [](JsonWriter& out, const InReplyTo& reply) {
        out.begin_object();
        out.optional("ref", reply.ref).optional("href", reply.href).optional("type", reply.type);
        out.optional("source", reply.source).end_object();
    });
    if (entry.source != nullptr) write_source(json, *entry.source);
    write_text(json, "rights", entry.rights);
    write_strings(json, "licenses", entry.licenses);
    json.optional("language", entry.language);
    write_list(json, "places", entry.places, write_shape);
    write_list(json, "chapters", entry.chapters, write_chapter);
    if (entry.media != nullptr) write_media(json, *entry.media);
    if (entry.podcast != nullptr) write_podcast(json, *entry.podcast);
    if (entry.slash != nullptr) {
        json.key("slash").begin_object();
        json.optional("section", entry.slash->section).optional("department", entry.slash->department);
        json.optional("hit_parade", entry.slash->hit_parade).end_object();
    }
    write_extensions(json, entry.extensions);
    write_true(json, "draft", entry.draft);
    write_date(json, "edited", entry.edited);
    json.end_object();
}

void write_poll_hints(JsonWriter& json, const PollHints& hints) {
    static constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                              "Thursday", "Friday", "Saturday"};
    if (!hints.ttl_minutes && hints.skip_hours == 0 && hints.skip_days == 0 && hints.period.empty() &&
        !hints.frequency && hints.base.text.empty())
        return;
    json.key("poll_hints").begin_object();
    write_number(json, "ttl_minutes", hints.ttl_minutes);
    if (hints.skip_hours != 0) {
        json.key("skip_hours").begin_array();
        for (int hour = 0; hour < 24; ++hour)
            if ((hints.skip_hours >> hour) & 1) json.value(hour);
        json.end_array();
    }
    if (hints.skip_days != 0) {
        json.key("skip_days").begin_array();
        for (std::size_t day = 0; day < 7; ++day)
            if ((hints.skip_days >> day) & 1) json.value(kDays[day]);
        json.end_array();
    }
    json.optional("period", hints.period);
    write_number(json, "frequency", hints.frequency);
    write_date(json, "base", hints.base);
    json.end_object();
}

void write_feed(JsonWriter& json, const Feed& feed) {
    json.optional("id", feed.id);
    write_text(json, "title", feed.title);
    write_text(json, "subtitle", feed.subtitle);
    write_text(json, "info", feed.info);
    json.optional("link", feed.link).optional("self", feed.self);
    write_list(json, "links", feed.links, write_link);
    write_strings(json, "hubs", feed.hubs);
    json.optional("next_page", feed.next_page).optional("previous_archive", feed.previous_archive);
    json.optional("new_location", feed.new_location);
    write_true(json, "complete", feed.complete);
    write_true(json, "archive", feed.archive);
    write_true(json, "expired", feed.expired);
    write_list(json, "authors", feed.authors, write_person);
    write_list(json, "contributors", feed.contributors, write_person);
    if (feed.publisher != nullptr) write_person(json.key("publisher"), *feed.publisher);
    if (feed.webmaster != nullptr) write_person(json.key("webmaster"), *feed.webmaster);
    json.optional("error_contact", feed.error_contact);
    write_list(json, "categories", feed.categories, write_category);
    write_date(json, "published", feed.published);
    write_date(json, "updated", feed.updated);
    write_date(json, "created", feed.created);
    write_date(json, "valid_from", feed.valid_from);
    write_date(json, "valid_until", feed.valid_until);
    write_text(json, "rights", feed.rights);
    write_strings(json, "licenses", feed.licenses);
    json.optional("language", feed.language);
    write_image(json, feed.image);
    json.optional("icon", feed.icon).optional("logo", feed.logo);
    write_generator(json, feed.generator);
    json.optional("docs", feed.docs);
    write_poll_hints(json, feed.poll_hints);
    if (feed.cloud != nullptr) {
        json.key("cloud").begin_object();
        json.optional("domain", feed.cloud->domain)
            .optional("port", feed.cloud->port)
            .optional("path", feed.cloud->path);
        json.optional("register_procedure", feed.cloud->register_procedure)
            .optional("protocol", feed.cloud->protocol);
        json.end_object();
    }
    if (feed.text_input != nullptr) {
        json.key("text_input").begin_object();
        json.optional("title", feed.text_input->title).optional("description", feed.text_input->description);
        json.optional("name", feed.text_input->name).optional("link", feed.text_input->link).end_object();
    }
    write_list(json, "places", feed.places, write_shape);
    if (feed.media != nullptr) write_media(json, *feed.media);
    if (feed.podcast != nullptr) write_podcast(json, *feed.podcast);
    write_extensions(json, feed.extensions);
    json.key("entries").begin_array();
    for (const auto& entry : feed.entries)
        write_entry(json, entry);
    json.end_array();
}

}  // namespace

std::string to_json(const ParsedFeed& parsed) {
    JsonWriter json;
    const auto& feed = parsed.feed();
    json.begin_object();
    json.key("format").value(name_of(feed.format));
    json.optional("version", feed.version);
    json.key("encoding").value(parsed.encoding());
    json.optional("declared_encoding", parsed.declared_encoding());
    json.key("well_formed").value(parsed.well_formed());
    write_feed(json, feed);
    json.key("diagnostics").begin_array();
    for (const auto& diagnostic : parsed.diagnostics()) {
        json.begin_object();
        json.key("severity")
            .value(name_of(diagnostic.severity))
            .key("problem")
            .value(name_of(diagnostic.problem));
        json.key("line").value(static_cast<std::uint64_t>(diagnostic.line));
        json.key("column").value(static_cast<std::uint64_t>(diagnostic.column));
        json.key("message").value(diagnostic.message).end_object();
    }
    json.end_array();
    if (parsed.suppressed_diagnostics() > 0)
        json.key("suppressed_diagnostics").value(static_cast<std::uint64_t>(parsed.suppressed_diagnostics()));
    json.end_object();
    return json.take();
}

}  // namespace orrery::feed
