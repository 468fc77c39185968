#include "json_feed_reader.hpp"

#include "links.hpp"
#include "orrery/base/text.hpp"
#include "orrery/feed/date.hpp"
#include "text_rules.hpp"

#include <charconv>
#include <map>

#include <simdjson.h>

namespace orrery::feed {

namespace {

namespace dom = simdjson::dom;

// The model points into the strings of the parsed document, which outlive it (State::strings).
class JsonReader {
  public:
    JsonReader(ParsedFeed::State& state, Report& report, const ParseOptions& options, std::string_view base)
        : arena_(state.arena),
          feed_(state.feed),
          report_(report),
          limits_(options.limits),
          links_(arena_),
          base_(base) {}

    bool read(const dom::object& root);

  private:
    std::string_view text(const dom::object& object, const char* key);
    std::string_view url(const dom::object& object, const char* key) {
        return links_.resolve(base_, text(object, key));
    }
    Text plain(std::string_view value) { return {value, TextType::kText, language_, base_, {}}; }
    Date date(const dom::object& object, const char* key);
    std::optional<double> number(const dom::object& object, const char* key);
    List<Person> authors(const dom::object& object);
    List<Extension> extensions(const dom::object& object);
    void entry(const dom::object& object);
    const Source* source(const dom::object& object);
    void attachments(const dom::object& object, Entry& entry);
    template <class Visit>
    static void each(const dom::object& object, const char* key, Visit visit);

    Arena& arena_;
    Feed& feed_;
    Report& report_;
    const Limits& limits_;
    std::size_t entries_ = 0;
    LinkResolver links_;
    std::string_view base_;
    std::string_view language_;
};

// Text, or a number or flag as text: ids are numbers now and then.
std::string_view JsonReader::text(const dom::object& object, const char* key) {
    dom::element value;
    if (object.at_key(key).get(value) != simdjson::SUCCESS) return {};
    if (value.is_string()) return trim(value.get_string().value_unsafe());
    if (value.is_number()) return arena_.copy(simdjson::minify(value));
    return {};
}

std::optional<double> JsonReader::number(const dom::object& object, const char* key) {
    dom::element value;
    if (object.at_key(key).get(value) != simdjson::SUCCESS) return std::nullopt;
    if (value.is_number()) return value.get_double().value_unsafe();
    double result = 0;
    if (value.is_string() && parse_number(trim(value.get_string().value_unsafe()), result)) return result;
    return std::nullopt;
}

Date JsonReader::date(const dom::object& object, const char* key) {
    const auto value = text(object, key);
    if (value.empty()) return {};
    Date result{value, parse_date(value)};
    if (!result.time)
        report_.add(Severity::kError, Problem::kDate, std::size_t{0},
                    "no date that anybody could read: \"" + std::string(value.substr(0, 60)) + "\"");
    return result;
}

template <class Visit>
void JsonReader::each(const dom::object& object, const char* key, Visit visit) {
    dom::array array;
    if (object.at_key(key).get(array) != simdjson::SUCCESS) return;
    for (const auto element : array)
        visit(element);
}

List<Person> JsonReader::authors(const dom::object& object) {
    List<Person> list;
    const auto add = [&](const dom::element& element) {
        dom::object author;
        if (element.get(author) != simdjson::SUCCESS) return;
        Person person;
        person.name = text(author, "name");
        person.uri = url(author, "url");
        person.avatar = url(author, "avatar");
        if (istarts_with(person.uri, "mailto:")) person.email = person.uri.substr(7);
        if (person != Person{}) list.push_back(arena_, person);
    };
    each(object, "authors", add);
    dom::element single;
    if (list.empty() && object.at_key("author").get(single) == simdjson::SUCCESS) add(single);
    return list;
}

List<Extension> JsonReader::extensions(const dom::object& object) {
    List<Extension> list;
    for (const auto& field : object) {
        if (!field.key.starts_with("_") || field.key == "_source" || list.size() >= limits_.attributes)
            continue;
        Extension extension;
        extension.name = field.key;
        extension.text = arena_.copy(simdjson::minify(field.value));
        list.push_back(arena_, extension);
    }
    return list;
}

// What write_json_feed() writes for an entry that came from another feed.
const Source* JsonReader::source(const dom::object& object) {
    dom::object inside;
    if (object.at_key("_source").get(inside) != simdjson::SUCCESS) return nullptr;
    auto* source = arena_.make<Source>();
    source->id = text(inside, "id");
    source->title = plain(text(inside, "title"));
    source->link = url(inside, "home_page_url");
    source->self = url(inside, "feed_url");
    return source;
}

void JsonReader::attachments(const dom::object& object, Entry& entry) {
    std::map<std::string_view, Enclosure*> by_title;
    std::uint32_t groups = 0;
    each(object, "attachments", [&](const dom::element& element) {
        dom::object attachment;
        if (element.get(attachment) != simdjson::SUCCESS) return;
        Enclosure file;
        file.url = url(attachment, "url");
        file.type = text(attachment, "mime_type");
        file.title = text(attachment, "title");
        if (const auto size = number(attachment, "size_in_bytes"); size && *size >= 1 && *size < 1e18)
            file.length = static_cast<std::uint64_t>(*size);
        file.duration_seconds = number(attachment, "duration_in_seconds");
        if (file.url.empty()) return;
        auto& added = entry.enclosures.push_back(arena_, file);
        if (file.title.empty()) return;
        // The same title: the same thing in another form.
        auto& first = by_title[file.title];
        if (first == nullptr) {
            first = &added;
        } else {
            if (first->group == 0) first->group = ++groups;
            added.group = first->group;
        }
    });
}

void JsonReader::entry(const dom::object& object) {
    Entry entry;
    entry.id = text(object, "id");
    if (entry.id.empty()) {
        report_.add(Severity::kError, Problem::kMissing, std::size_t{0}, "an item without an id is left out");
        return;
    }
    entry.language = text(object, "language");
    const auto feed_language = language_;
    if (!entry.language.empty()) language_ = entry.language;
    entry.link = url(object, "url");
    if (!entry.link.empty()) entry.links.push_back(arena_, {.href = entry.link});
    entry.external_url = url(object, "external_url");
    if (!entry.external_url.empty())
        entry.links.push_back(arena_, {.href = entry.external_url, .rel = "related"});
    entry.title = plain(text(object, "title"));
    entry.summary = plain(text(object, "summary"));
    entry.content = plain(text(object, "content_html"));
    entry.content.type = TextType::kHtml;
    if (const auto other = plain(text(object, "content_text")); entry.content.empty()) {
        entry.content = other;
    } else if (!other.empty()) {
        entry.alternatives.push_back(arena_, other);
    }
    if (entry.content.empty()) {
        entry.content = entry.summary;
        entry.summary = {};
    } else if (entry.summary.value == entry.content.value) {
        entry.summary = {};
    }
    entry.image = url(object, "image");
    entry.banner = url(object, "banner_image");
    entry.published = date(object, "date_published");
    entry.updated = date(object, "date_modified");
    entry.authors = authors(object);
    each(object, "tags", [&](const dom::element& element) {
        std::string_view tag;
        if (element.get(tag) == simdjson::SUCCESS && !trim(tag).empty())
            entry.categories.push_back(arena_, {trim(tag), {}, {}});
    });
    attachments(object, entry);
    entry.source = source(object);
    entry.extensions = extensions(object);
    language_ = feed_language;
    feed_.entries.push_back(arena_, entry);
    ++entries_;
}

bool JsonReader::read(const dom::object& root) {
    feed_.version = text(root, "version");
    const auto at = feed_.version.find("jsonfeed.org/version/");
    dom::array items;
    const bool has_items = root.at_key("items").get(items) == simdjson::SUCCESS;
    if (at == std::string_view::npos && !(has_items && !text(root, "title").empty())) return false;
    feed_.format = feed_.version.ends_with("/1.1") ? Format::kJsonFeed11 : Format::kJsonFeed10;
    if (at == std::string_view::npos)
        report_.add(Severity::kWarning, Problem::kMissing, std::size_t{0},
                    "no version that says that this is a JSON Feed");

    feed_.language = language_ = text(root, "language");
    feed_.self = url(root, "feed_url");
    feed_.id = feed_.self;
    if (base_.empty()) base_ = feed_.self;
    feed_.title = plain(text(root, "title"));
    feed_.link = url(root, "home_page_url");
    if (!feed_.link.empty()) feed_.links.push_back(arena_, {.href = feed_.link});
    if (!feed_.self.empty()) feed_.links.push_back(arena_, {.href = feed_.self, .rel = "self"});
    feed_.subtitle = plain(text(root, "description"));
    feed_.info = plain(text(root, "user_comment"));
    feed_.next_page = url(root, "next_url");
    feed_.image.url = url(root, "icon");
    feed_.icon = url(root, "favicon");
    feed_.authors = authors(root);
    bool expired = false;
    feed_.expired = root.at_key("expired").get(expired) == simdjson::SUCCESS && expired;
    each(root, "hubs", [&](const dom::element& element) {
        dom::object hub;
        if (element.get(hub) != simdjson::SUCCESS) return;
        if (const auto address = url(hub, "url"); !address.empty()) feed_.hubs.push_back(arena_, address);
    });
    feed_.extensions = extensions(root);

    if (!has_items) return true;
    for (const auto element : items) {
        dom::object object;
        if (element.get(object) != simdjson::SUCCESS) {
            report_.add(Severity::kError, Problem::kValue, std::size_t{0}, "an item that is no object");
            continue;
        }
        if (entries_ >= limits_.entries) {
            report_.add(Severity::kError, Problem::kLimit, std::size_t{0}, "too many entries");
            break;
        }
        entry(object);
    }
    for (auto& entry : feed_.entries)
        if (entry.authors.empty()) entry.authors = feed_.authors;
    return true;
}

}  // namespace

bool read_json_feed(ParsedFeed::State& state, Report& report, const ParseOptions& options,
                    std::string_view base) {
    dom::parser parser;
    dom::document document;
    dom::object root;
    const auto size = state.bytes.size();
    if (parser.allocate(size, std::min<std::size_t>(options.limits.depth, 1024)) != simdjson::SUCCESS)
        return false;
    state.bytes.reserve(size + simdjson::SIMDJSON_PADDING);
    if (parser.parse_into_document(document, state.bytes.data(), size, false).get(root) != simdjson::SUCCESS)
        return false;
    if (!JsonReader(state, report, options, base).read(root)) return false;
    // As large as simdjson makes it: whatever the input, it holds every string.
    state.strings_size = size * 5 / 3 + simdjson::SIMDJSON_PADDING;
    state.strings = std::move(document.string_buf);
    return true;
}

}  // namespace orrery::feed
