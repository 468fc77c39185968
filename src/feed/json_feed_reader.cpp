#include "json_feed_reader.hpp"

#include "json_document.hpp"
#include "links.hpp"
#include "orrery/base/text.hpp"
#include "orrery/feed/date.hpp"
#include "text_rules.hpp"

#include <map>

namespace orrery::feed {

namespace {

using json::Type;
using json::Value;

// The model points into the document, or into the arena where a text has escapes.
class JsonReader {
  public:
    JsonReader(ParsedFeed::State& state, Report& report, const ParseOptions& options, std::string_view base)
        : arena_(state.arena),
          feed_(state.feed),
          report_(report),
          limits_(options.limits),
          links_(arena_),
          base_(base) {}

    bool read(const Value& root);

  private:
    std::string_view text(const Value& object, std::string_view key);
    std::string_view url(const Value& object, std::string_view key) {
        return links_.resolve(base_, text(object, key));
    }
    Text plain(std::string_view value) { return {value, TextType::kText, language_, base_, {}}; }
    Date date(const Value& object, std::string_view key);
    std::optional<double> number(const Value& object, std::string_view key);
    List<Person> authors(const Value& object);
    List<Extension> extensions(const Value& object);
    void entry(const Value& object);
    const Source* source(const Value& object);
    void attachments(const Value& object, Entry& entry);
    template <class Visit>
    static void each(const Value& object, std::string_view key, Visit visit);

    Arena& arena_;
    Feed& feed_;
    Report& report_;
    const Limits& limits_;
    std::size_t entries_ = 0;
    LinkResolver links_;
    std::string_view base_;
    std::string_view language_;
};

// Text, or a number as text: ids are numbers now and then.
std::string_view JsonReader::text(const Value& object, std::string_view key) {
    const auto value = object.find(key);
    return value ? trim(value->text(arena_)) : std::string_view();
}

std::optional<double> JsonReader::number(const Value& object, std::string_view key) {
    double result = 0;
    if (!parse_number(text(object, key), result)) return std::nullopt;
    return result;
}

Date JsonReader::date(const Value& object, std::string_view key) {
    const auto value = text(object, key);
    if (value.empty()) return {};
    Date result{value, parse_date(value)};
    if (!result.time)
        report_.add(Severity::kError, Problem::kDate, object.find(key)->raw(),
                    "no date that anybody could read: \"" + std::string(value.substr(0, 60)) + "\"");
    return result;
}

template <class Visit>
void JsonReader::each(const Value& object, std::string_view key, Visit visit) {
    if (const auto array = object.find(key)) array->elements(visit);
}

List<Person> JsonReader::authors(const Value& object) {
    List<Person> list;
    const auto add = [&](const Value& author) {
        Person person;
        person.name = text(author, "name");
        person.uri = url(author, "url");
        person.avatar = url(author, "avatar");
        if (istarts_with(person.uri, "mailto:")) person.email = person.uri.substr(7);
        if (person != Person{}) list.push_back(arena_, person);
    };
    each(object, "authors", add);
    if (list.empty())
        if (const auto single = object.find("author")) add(*single);
    return list;
}

List<Extension> JsonReader::extensions(const Value& object) {
    List<Extension> list;
    object.members(arena_, [&](std::string_view name, const Value& value) {
        if (!name.starts_with("_") || name == "_source" || list.size() >= limits_.attributes) return;
        JsonWriter written(JsonWriter::Style::kCompact);
        Arena scratch;
        value.write(written, scratch);
        Extension extension;
        extension.name = name;
        extension.text = arena_.copy(written.text());
        list.push_back(arena_, extension);
    });
    return list;
}

// What write_json_feed() writes for an entry that came from another feed.
const Source* JsonReader::source(const Value& object) {
    const auto inside = object.find("_source");
    if (!inside || inside->type() != Type::kObject) return nullptr;
    auto* source = arena_.make<Source>();
    source->id = text(*inside, "id");
    source->title = plain(text(*inside, "title"));
    source->link = url(*inside, "home_page_url");
    source->self = url(*inside, "feed_url");
    return source;
}

void JsonReader::attachments(const Value& object, Entry& entry) {
    std::map<std::string_view, Enclosure*> by_title;
    std::uint32_t groups = 0;
    each(object, "attachments", [&](const Value& attachment) {
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

void JsonReader::entry(const Value& object) {
    Entry entry;
    entry.id = text(object, "id");
    if (entry.id.empty()) {
        report_.add(Severity::kError, Problem::kMissing, object.raw(), "an item without an id is left out");
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
    each(object, "tags", [&](const Value& element) {
        const auto tag = trim(element.text(arena_));
        if (!tag.empty()) entry.categories.push_back(arena_, {tag, {}, {}});
    });
    attachments(object, entry);
    entry.source = source(object);
    entry.extensions = extensions(object);
    language_ = feed_language;
    feed_.entries.push_back(arena_, entry);
    ++entries_;
}

bool JsonReader::read(const Value& root) {
    feed_.version = text(root, "version");
    const auto at = feed_.version.find("jsonfeed.org/version/");
    const auto items = root.find("items");
    const bool has_items = items && items->type() == Type::kArray;
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
    const auto expired = root.find("expired");
    feed_.expired = expired && expired->type() == Type::kTrue;
    each(root, "hubs", [&](const Value& hub) {
        if (const auto address = url(hub, "url"); !address.empty()) feed_.hubs.push_back(arena_, address);
    });
    feed_.extensions = extensions(root);

    if (!has_items) return true;
    bool told = false;
    items->elements([&](const Value& item) {
        if (item.type() != Type::kObject) {
            report_.add(Severity::kError, Problem::kValue, item.raw(), "an item that is no object");
        } else if (entries_ < limits_.entries) {
            entry(item);
        } else if (!std::exchange(told, true)) {
            report_.add(Severity::kError, Problem::kLimit, item.raw(), "too many entries");
        }
    });
    for (auto& entry : feed_.entries)
        if (entry.authors.empty()) entry.authors = feed_.authors;
    return true;
}

}  // namespace

bool read_json_feed(ParsedFeed::State& state, Report& report, const ParseOptions& options,
                    std::string_view base) {
    const json::Document document(state.bytes, report, options.limits.depth);
    return JsonReader(state, report, options, base).read(document.root());
}

}  // namespace orrery::feed
