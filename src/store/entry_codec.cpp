#include "entry_codec.hpp"

#include "orrery/base/hash.hpp"
#include "orrery/base/json_writer.hpp"

#include <simdjson.h>

namespace orrery::store {

std::string encode_categories(const std::vector<std::string>& categories) {
    if (categories.empty()) return {};
    JsonWriter json(JsonWriter::Style::kCompact);
    json.begin_array();
    for (const auto& category : categories)
        json.value(category);
    return json.end_array().take();
}

std::vector<std::string> decode_categories(std::string_view text) {
    std::vector<std::string> categories;
    simdjson::dom::parser parser;
    simdjson::dom::array list;
    if (text.empty() ||
        parser.parse(simdjson::padded_string(text)).get_array().get(list) != simdjson::SUCCESS)
        return categories;
    for (const auto item : list)
        if (std::string_view category; item.get_string().get(category) == simdjson::SUCCESS)
            categories.emplace_back(category);
    return categories;
}

std::string encode_enclosures(const std::vector<Enclosure>& enclosures) {
    if (enclosures.empty()) return {};
    JsonWriter json(JsonWriter::Style::kCompact);
    json.begin_array();
    for (const auto& enclosure : enclosures) {
        json.begin_object().key("url").value(enclosure.url).optional("type", enclosure.type);
        if (enclosure.length > 0) json.key("length").value(enclosure.length);
        json.end_object();
    }
    return json.end_array().take();
}

std::vector<Enclosure> decode_enclosures(std::string_view text) {
    std::vector<Enclosure> enclosures;
    simdjson::dom::parser parser;
    simdjson::dom::array list;
    if (text.empty() ||
        parser.parse(simdjson::padded_string(text)).get_array().get(list) != simdjson::SUCCESS)
        return enclosures;
    for (const auto item : list) {
        std::string_view url;
        std::string_view type;
        std::int64_t length = 0;
        if (item["url"].get_string().get(url) != simdjson::SUCCESS) continue;
        [[maybe_unused]] const auto no_type = item["type"].get_string().get(type);
        [[maybe_unused]] const auto no_length = item["length"].get_int64().get(length);
        enclosures.push_back({std::string(url), std::string(type), length});
    }
    return enclosures;
}

std::int64_t content_hash(const NewEntry& entry) {
    std::string all;
    all.reserve(entry.html.size() + 512);
    const auto add = [&](std::string_view part) { all.append(part).push_back('\0'); };
    add(entry.url);
    add(entry.title);
    add(entry.author);
    add(entry.language);
    add(encode_categories(entry.categories));
    add(encode_enclosures(entry.enclosures));
    add(entry.html);
    return static_cast<std::int64_t>(hash64(all));
}

}  // namespace orrery::store
