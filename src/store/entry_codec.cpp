#include "entry_codec.hpp"

#include "orrery/base/hash.hpp"
#include "orrery/base/json_writer.hpp"
#include "orrery/html/prose.hpp"

#include <algorithm>

#include <simdjson.h>

namespace orrery::store {

namespace {

// Numbers are stored least byte first.
template <class Number>
void append_number(std::string& bytes, Number number) {
    for (std::size_t byte = 0; byte < sizeof number; ++byte)
        bytes.push_back(static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * byte)));
}

template <class Number>
Number take_number(std::string_view& bytes) {
    std::uint64_t number = 0;
    const auto size = std::min(bytes.size(), sizeof(Number));
    for (std::size_t byte = 0; byte < size; ++byte)
        number |= std::uint64_t{static_cast<unsigned char>(bytes[byte])} << (8 * byte);
    bytes.remove_prefix(size);
    return static_cast<Number>(number);
}

}  // namespace

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

std::string encode_source(const Source& source) {
    if (source.empty()) return {};
    JsonWriter json(JsonWriter::Style::kCompact);
    json.begin_object().optional("title", source.title).optional("feed", source.feed_url);
    return json.optional("site", source.site_url).end_object().take();
}

Source decode_source(std::string_view text) {
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    if (text.empty() ||
        parser.parse(simdjson::padded_string(text)).get_object().get(object) != simdjson::SUCCESS)
        return {};
    const auto member = [&](std::string_view name) {
        std::string_view value;
        return object[name].get_string().get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
    };
    return {member("title"), member("feed"), member("site")};
}

std::string encode_identity(const planet::EntryKeys& keys) {
    std::string bytes;
    for (const auto key : {keys.guid, keys.link, keys.page, keys.title})
        append_number(bytes, key);
    append_number(bytes, static_cast<std::uint8_t>((keys.local_guid ? 1 : 0) | (keys.shares_link ? 2 : 0)));
    return bytes;
}

planet::EntryKeys decode_identity(std::string_view bytes) {
    planet::EntryKeys keys;
    for (auto* key : {&keys.guid, &keys.link, &keys.page, &keys.title})
        *key = take_number<std::uint64_t>(bytes);
    const auto flags = take_number<std::uint8_t>(bytes);
    keys.local_guid = (flags & 1) != 0;
    keys.shares_link = (flags & 2) != 0;
    return keys;
}

std::string encode_traits(const planet::TextTraits& traits) {
    std::string bytes;
    for (const auto number : {traits.fingerprint, traits.opening, traits.beginnings})
        append_number(bytes, number);
    append_number(bytes, traits.letters);
    append_number(bytes, traits.numbers);
    return bytes;
}

planet::TextTraits decode_traits(std::string_view bytes) {
    planet::TextTraits traits;
    for (auto* number : {&traits.fingerprint, &traits.opening, &traits.beginnings})
        *number = take_number<std::uint64_t>(bytes);
    traits.letters = take_number<std::uint32_t>(bytes);
    traits.numbers = take_number<std::uint32_t>(bytes);
    return traits;
}

std::string encode_keys(std::span<const std::uint64_t> keys) {
    std::string bytes;
    for (const auto key : keys)
        append_number(bytes, key);
    return bytes;
}

std::vector<std::uint64_t> decode_keys(std::string_view bytes) {
    std::vector<std::uint64_t> keys;
    while (!bytes.empty())
        keys.push_back(take_number<std::uint64_t>(bytes));
    return keys;
}

std::vector<std::int64_t> lookup_keys(const planet::EntryKeys& identity) {
    std::vector<std::int64_t> keys;
    for (const auto key : {identity.guid, identity.link, identity.page})
        if (key != 0) keys.push_back(static_cast<std::int64_t>(key));
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

planet::TextTraits traits_of(std::string_view text) {
    return planet::text_traits(text, html::prose::fingerprint(text));
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
