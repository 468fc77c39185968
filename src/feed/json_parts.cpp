#include "json_parts.hpp"

namespace orrery::feed {

void write_text_value(JsonWriter& json, const Text& text) {
    json.begin_object();
    json.key("value").value(text.value).key("type").value(name_of(text.type));
    json.optional("language", text.language)
        .optional("base", text.base)
        .optional("media_type", text.media_type);
    json.end_object();
}

void write_text(JsonWriter& json, std::string_view name, const Text& text) {
    if (!text.empty()) write_text_value(json.key(name), text);
}

void write_date(JsonWriter& json, std::string_view name, const Date& date) {
    if (date.text.empty() && !date.time) return;
    json.key(name).begin_object();
    json.optional("text", date.text);
    if (date.time) json.key("time").value(format_rfc3339(*date.time));
    json.end_object();
}

void write_true(JsonWriter& json, std::string_view name, bool flag) {
    if (flag) json.key(name).value(true);
}

void write_flag(JsonWriter& json, std::string_view name, std::optional<bool> flag) {
    if (flag) json.key(name).value(*flag);
}

void write_number(JsonWriter& json, std::string_view name, std::optional<std::int64_t> number) {
    if (number) json.key(name).value(*number);
}
void write_number(JsonWriter& json, std::string_view name, std::optional<std::uint64_t> number) {
    if (number) json.key(name).value(*number);
}
void write_number(JsonWriter& json, std::string_view name, std::optional<double> number) {
    if (number) json.key(name).value(*number);
}

void write_strings(JsonWriter& json, std::string_view name, const List<std::string_view>& list) {
    write_list(json, name, list, [](JsonWriter& out, std::string_view text) { out.value(text); });
}

void write_enclosure(JsonWriter& json, const Enclosure& file) {
    json.begin_object();
    json.key("url").value(file.url);
    json.optional("type", file.type);
    write_number(json, "length", file.length);
    json.optional("title", file.title);
    write_number(json, "duration_seconds", file.duration_seconds);
    json.optional("medium", file.medium)
        .optional("expression", file.expression)
        .optional("language", file.language);
    json.optional("player", file.player).optional("thumbnail", file.thumbnail);
    write_number(json, "width", file.width);
    write_number(json, "height", file.height);
    write_number(json, "bitrate", file.bitrate);
    write_number(json, "framerate", file.framerate);
    write_number(json, "samplingrate", file.samplingrate);
    write_number(json, "channels", file.channels);
    write_true(json, "is_default", file.is_default);
    if (file.group != 0) json.key("group").value(static_cast<std::uint64_t>(file.group));
    json.end_object();
}

void write_shape(JsonWriter& json, const Shape& shape) {
    json.begin_object();
    json.key("kind").value(name_of(shape.kind));
    write_list(json, "coordinates", shape.coordinates, [](JsonWriter& out, const Coordinate& c) {
        out.begin_object().key("latitude").value(c.latitude).key("longitude").value(c.longitude);
        write_number(out, "elevation", c.elevation);
        out.end_object();
    });
    json.optional("name", shape.name).optional("srs_name", shape.srs_name);
    json.end_object();
}

void write_chapter(JsonWriter& json, const Chapter& chapter) {
    json.begin_object();
    json.key("start_seconds").value(chapter.start_seconds);
    json.optional("start", chapter.start).optional("title", chapter.title).optional("href", chapter.href);
    json.optional("image", chapter.image);
    json.end_object();
}

void write_media(JsonWriter& json, const Media& media) {
    json.key("media").begin_object();
    write_text(json, "title", media.title);
    write_text(json, "description", media.description);
    write_list(json, "thumbnails", media.thumbnails, [](JsonWriter& out, const Thumbnail& thumbnail) {
        out.begin_object().key("url").value(thumbnail.url);
        write_number(out, "width", thumbnail.width);
        write_number(out, "height", thumbnail.height);
        out.optional("time", thumbnail.time).end_object();
    });
    write_strings(json, "keywords", media.keywords);
    write_list(json, "credits", media.credits, [](JsonWriter& out, const Credit& credit) {
        out.begin_object().key("name").value(credit.name);
        out.optional("role", credit.role).optional("scheme", credit.scheme).end_object();
    });
    json.optional("player", media.player)
        .optional("copyright", media.copyright)
        .optional("rating", media.rating);
    json.optional("rating_scheme", media.rating_scheme);
    json.optional("hash", media.hash).optional("hash_algorithm", media.hash_algorithm);
    json.optional("restriction", media.restriction).optional("restriction_type", media.restriction_type);
    json.optional("restriction_relationship", media.restriction_relationship);
    write_number(json, "star_average", media.star_average);
    write_number(json, "star_min", media.star_min);
    write_number(json, "star_max", media.star_max);
    write_number(json, "star_count", media.star_count);
    write_number(json, "views", media.views);
    write_number(json, "favorites", media.favorites);
    json.end_object();
}

}  // namespace orrery::feed
