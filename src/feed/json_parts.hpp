#pragma once

#include "orrery/base/json_writer.hpp"
#include "orrery/feed/model.hpp"

#include <optional>
#include <string_view>

/// The parts of the model as JSON. Each writes nothing when there is nothing to say.
namespace orrery::feed {

void write_text_value(JsonWriter& json, const Text& text);
void write_text(JsonWriter& json, std::string_view name, const Text& text);
void write_date(JsonWriter& json, std::string_view name, const Date& date);
void write_true(JsonWriter& json, std::string_view name, bool flag);
void write_flag(JsonWriter& json, std::string_view name, std::optional<bool> flag);
void write_number(JsonWriter& json, std::string_view name, std::optional<std::int64_t> number);
void write_number(JsonWriter& json, std::string_view name, std::optional<std::uint64_t> number);
void write_number(JsonWriter& json, std::string_view name, std::optional<double> number);
void write_strings(JsonWriter& json, std::string_view name, const List<std::string_view>& list);
void write_enclosure(JsonWriter& json, const Enclosure& file);
void write_shape(JsonWriter& json, const Shape& shape);
void write_chapter(JsonWriter& json, const Chapter& chapter);
void write_media(JsonWriter& json, const Media& media);
void write_podcast(JsonWriter& json, const EntryPodcast& podcast);
void write_podcast(JsonWriter& json, const FeedPodcast& podcast);

template <class T, class Write>
void write_list(JsonWriter& json, std::string_view name, const List<T>& list, Write write) {
    if (list.empty()) return;
    json.key(name).begin_array();
    for (const auto& item : list)
        write(json, item);
    json.end_array();
}

}  // namespace orrery::feed
