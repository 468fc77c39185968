#include "encoding.hpp"
#include "orrery/base/quantity.hpp"
#include "orrery/base/text.hpp"
#include "orrery/feed/date.hpp"
#include "orrery/feed/opml.hpp"
#include "report.hpp"
#include "xml/character_data.hpp"
#include "xml/scanner.hpp"

#include <algorithm>
#include <map>

namespace orrery::feed {

namespace {

constexpr std::size_t kMostDiagnostics = 100;
constexpr std::size_t kDeepest = 64;
constexpr std::size_t kMostAttributes = 64;
constexpr std::size_t kLongestName = 128;  // of an attribute, with the space before it
// Of a broken outline: finding the ends of its attributes takes a look ahead at every quote.
constexpr std::size_t kLongestBroken = std::size_t{16} << 10;
constexpr std::size_t kEntityBytes = std::size_t{1} << 20;

struct Outline {
    std::map<std::string, std::string_view> attributes;  // names in lower case
    [[nodiscard]] std::string_view get(const char* name) const {
        const auto found = attributes.find(name);
        return found == attributes.end() ? std::string_view() : found->second;
    }
};

// Whether a quote before `rest` ends its attribute: nothing follows, or another attribute does.
bool ends_attribute(std::string_view rest) {
    rest = rest.substr(0, kLongestName);
    if (trim(rest).empty() || trim(rest) == "/") return true;
    if (!is_space(rest.front())) return false;
    rest = trim(rest);
    const auto equals = rest.find('=');
    if (equals == 0 || equals == std::string_view::npos || equals + 1 >= rest.size()) return false;
    return rest.substr(0, equals).find_first_of(" \t\r\n\"'") == std::string_view::npos &&
           (rest[equals + 1] == '"' || rest[equals + 1] == '\'');
}

// Walks through attributes whose values contain the quotes that they stand in, as lists made without escaping
// do: `description="On "Sea" and sky" xmlUrl="…"`.
bool next_with_quotes(std::string_view& rest, xml::RawAttribute& attribute) {
    rest = trim(rest);
    const auto equals = rest.find('=');
    if (equals == std::string_view::npos || equals + 1 >= rest.size()) return false;
    const char quote = rest[equals + 1];
    if (quote != '"' && quote != '\'') return false;
    const auto start = equals + 2;
    for (auto end = rest.find(quote, start); end != std::string_view::npos; end = rest.find(quote, end + 1)) {
        if (!ends_attribute(rest.substr(end + 1))) continue;
        attribute = {trim(rest.substr(0, equals)), rest.substr(start, end - start)};
        rest.remove_prefix(end + 1);
        return true;
    }
    return false;
}

class OpmlReader {
  public:
    explicit OpmlReader(std::string_view document)
        : report_(document, kMostDiagnostics),
          entities_(kEntityBytes),
          decoder_(document, arena_, report_, entities_),
          scanner_(document) {}

    bool read(SubscriptionList& list);

  private:
    void outline(const xml::Token& token, SubscriptionList& list);
    void head(const xml::Token& token, SubscriptionList& list);
    void add(const Outline& outline, SubscriptionList& list);
    void add_category(Subscription& feed, std::string category);
    [[nodiscard]] std::string folder() const;

    Arena arena_;
    Report report_;
    xml::Entities entities_;
    xml::Decoder decoder_;
    xml::Scanner scanner_;
    std::vector<std::string> folders_;  // of the open outlines; empty for one that is no folder
    std::size_t overflow_ = 0;
    std::map<std::string, std::size_t, std::less<>> by_url_;
    bool found_ = false;
};

std::string OpmlReader::folder() const {
    std::string path;
    for (const auto& name : folders_) {
        if (name.empty()) continue;
        if (!path.empty()) path += '/';
        path += name;
    }
    return path;
}

void OpmlReader::add_category(Subscription& feed, std::string category) {
    while (category.starts_with('/'))
        category.erase(0, 1);
    while (category.ends_with('/'))
        category.pop_back();
    if (!category.empty() &&
        std::find(feed.categories.begin(), feed.categories.end(), category) == feed.categories.end())
        feed.categories.push_back(std::move(category));
}

void OpmlReader::add(const Outline& outline, SubscriptionList& list) {
    Subscription feed;
    feed.feed_url = outline.get("xmlurl");
    feed.page_url = outline.get("htmlurl");
    // What `title` says is the feed's; `text` may be the subscriber's own name for it, which people want to
    // keep.
    feed.title = outline.get("text");
    if (feed.title.empty()) feed.title = outline.get("title");
    feed.description = outline.get("description");
    feed.language = outline.get("language");
    if (feed.title.empty()) feed.title = feed.feed_url.empty() ? feed.page_url : feed.feed_url;
    const auto& key = feed.feed_url.empty() ? feed.page_url : feed.feed_url;
    const auto [known, is_new] = by_url_.try_emplace(key, list.feeds.size());
    if (is_new) list.feeds.push_back(std::move(feed));
    auto& target = list.feeds[known->second];
    add_category(target, folder());
    for (const auto category : split(outline.get("category"), ','))
        add_category(target, std::string(trim(category)));
}

void OpmlReader::outline(const xml::Token& token, SubscriptionList& list) {
    found_ = true;
    Outline outline;
    xml::RawAttribute attribute;
    xml::AttributeWalk walk(token.text);
    while (walk.next(attribute) && outline.attributes.size() < kMostAttributes)
        outline.attributes.try_emplace(to_lower(attribute.name), trim(decoder_.text(attribute.value)));
    if (walk.broken()) {
        report_.broken(token.raw, "attributes without quotes or values, or with quotes in them");
        std::map<std::string, std::string_view> others;
        auto rest = token.text.substr(0, kLongestBroken);
        while (next_with_quotes(rest, attribute) && others.size() < kMostAttributes)
            others.try_emplace(to_lower(attribute.name), trim(decoder_.text(attribute.value)));
        if (trim(rest).empty() || trim(rest) == "/") outline.attributes = std::move(others);
    }

    const auto type = outline.get("type");
    const auto url = outline.get("url");
    std::string name;
    if (!outline.get("xmlurl").empty()) {
        add(outline, list);
    } else if (!url.empty() &&
               (iequals(type, "include") || (iequals(type, "link") && url.ends_with(".opml")))) {
        list.includes.emplace_back(url);
    } else if (!outline.get("htmlurl").empty() && token.self_closing) {
        add(outline, list);
    } else {
        const auto text = outline.get("text").empty() ? outline.get("title") : outline.get("text");
        name = replace_all(text, "/", "\u2215");  // a slash divides folders
    }
    if (token.self_closing) return;
    if (folders_.size() >= kDeepest) {
        ++overflow_;
    } else {
        folders_.push_back(std::move(name));
    }
}

void OpmlReader::head(const xml::Token& token, SubscriptionList& list) {
    if (token.self_closing) return;
    const auto is = [&](std::string_view name) { return iequals(token.name, name); };
    if (!is("title") && !is("ownerName") && !is("ownerEmail") && !is("ownerId") && !is("dateCreated") &&
        !is("dateModified"))
        return;
    const auto begin = scanner_.position();
    const auto next = scanner_.next_markup();
    if (next.type == xml::TokenType::kCData)
        scanner_.seek(scanner_.offset_of(next.raw.data()) + next.raw.size());
    const auto end =
        scanner_.offset_of(next.raw.data()) + (next.type == xml::TokenType::kCData ? next.raw.size() : 0);
    const auto text = trim(decoder_.mixed(scanner_.document().substr(begin, end - begin), false));
    if (is("title") && list.title.empty()) list.title = text;
    if (is("ownerName")) list.owner_name = text;
    if (is("ownerEmail")) list.owner_email = text;
    if (is("ownerId")) list.owner_id = text;
    if (is("dateCreated")) list.created = parse_date(text);
    if (is("dateModified")) list.modified = parse_date(text);
}

bool OpmlReader::read(SubscriptionList& list) {
    bool in_head = false;
    for (auto token = scanner_.next_markup(); token.type != xml::TokenType::kEnd;
         token = scanner_.next_markup()) {
        if (token.broken) report_.broken(token.raw, "markup that is not closed");
        if (token.type == xml::TokenType::kDoctype) {
            entities_.read(token.text);
        } else if (token.type == xml::TokenType::kStartTag) {
            if (iequals(token.name, "outline")) {
                outline(token, list);
            } else if (iequals(token.name, "head")) {
                in_head = !token.self_closing;
            } else if (in_head) {
                head(token, list);
            }
            found_ = found_ || iequals(token.name, "opml");
        } else if (token.type == xml::TokenType::kEndTag) {
            if (iequals(token.name, "head")) in_head = false;
            if (!iequals(token.name, "outline")) continue;
            if (overflow_ > 0) {
                --overflow_;
            } else if (!folders_.empty()) {
                folders_.pop_back();
            } else {
                report_.broken(token.raw, "end tag \"</outline>\" without a start tag");
            }
        }
    }
    list.diagnostics = report_.take();
    return found_;
}

}  // namespace

Result<SubscriptionList> read_opml(std::string bytes, std::size_t max_bytes) {
    if (bytes.size() > max_bytes)
        return fail(ErrorCode::kLimit, "the list is larger than " + format_bytes(max_bytes));
    const auto decoded = decode_document(std::move(bytes), "");
    SubscriptionList list;
    if (!OpmlReader(decoded.text).read(list))
        return fail(ErrorCode::kUnsupported, "this is no OPML", "", "there is no outline in it",
                    "export the subscriptions of the other program as OPML");
    return list;
}

}  // namespace orrery::feed
