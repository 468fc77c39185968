#include "h_feed_reader.hpp"

#include "links.hpp"
#include "orrery/base/text.hpp"
#include "orrery/feed/date.hpp"
#include "orrery/html/tree.hpp"

// Microformats 2 by their parsing rules (https://microformats.org/wiki/microformats2-parsing), as far as
// h-feed, h-entry and h-card need them. The properties of an element are those below it that stand in no
// other h-* element.

namespace orrery::feed {

namespace {

using html::Node;

// Properties nest, and each has its own copy of the text inside: so many of one kind for an entry, no more.
constexpr std::size_t kMostValues = 64;

template <class Visit>
void each_class(const Node& node, Visit visit) {
    auto rest = node.value("class");
    while (!rest.empty()) {
        const auto end = std::min(rest.find_first_of(" \t\n\r\f"), rest.size());
        if (end > 0) visit(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

bool has_class(const Node& node, std::string_view name) {
    bool found = false;
    if (node.is_element()) each_class(node, [&](std::string_view each) { found = found || each == name; });
    return found;
}

bool is_microformat(const Node& node) {
    bool found = false;
    if (node.is_element())
        each_class(node, [&](std::string_view name) { found = found || name.starts_with("h-"); });
    return found;
}

class HFeedReader {
  public:
    HFeedReader(ParsedFeed::State& state, const Limits& limits, std::string_view base,
                std::string_view language)
        : arena_(state.arena),
          feed_(state.feed),
          limits_(limits),
          links_(arena_),
          base_(base),
          language_(language) {}

    bool read(const html::Document& document);

  private:
    // Calls visit(element, property) for every property of `root`, and says nothing of what is inside other
    // microformats.
    template <class Visit>
    void each_property(const Node& root, Visit visit);
    std::string_view text(const Node& node);
    std::string_view url(const Node& node);
    Date date(const Node& node);
    Person person(const Node& node);
    void entry(const Node& root);
    Text plain(std::string_view value) const { return {value, TextType::kText, language_, base_, {}}; }

    Arena& arena_;
    Feed& feed_;
    const Limits& limits_;
    LinkResolver links_;
    std::string_view base_;
    std::string_view language_;
};

template <class Visit>
void HFeedReader::each_property(const Node& root, Visit visit) {
    for (const auto* node = html::next_in_order(&root, &root); node != nullptr;) {
        const bool nested = is_microformat(*node);
        if (node->is_element()) {
            each_class(*node, [&](std::string_view name) {
                if (name.starts_with("p-") || name.starts_with("u-") || name.starts_with("e-") ||
                    name.starts_with("dt-"))
                    visit(*node, name);
            });
        }
        node = nested ? html::next_after_children(node, &root) : html::next_in_order(node, &root);
    }
}

std::string_view HFeedReader::text(const Node& node) {
    for (const auto name : {"title", "value", "alt"}) {
        const bool fits =
            (node.name == "abbr" && name == std::string_view("title")) ||
            ((node.name == "data" || node.name == "input") && name == std::string_view("value")) ||
            ((node.name == "img" || node.name == "area") && name == std::string_view("alt"));
        if (fits && node.attribute(name) != nullptr) return arena_.copy(trim(node.value(name)));
    }
    return arena_.copy(collapse_space(html::text_content(node)));
}

std::string_view HFeedReader::url(const Node& node) {
    for (const auto name : {"href", "src", "data", "poster"})
        if (node.attribute(name) != nullptr) return links_.resolve(base_, arena_.copy(node.value(name)));
    return links_.resolve(base_, text(node));
}

Date HFeedReader::date(const Node& node) {
    const auto written =
        node.attribute("datetime") != nullptr ? arena_.copy(trim(node.value("datetime"))) : text(node);
    return {written, parse_date(written)};
}

// An h-card, or just a name.
Person HFeedReader::person(const Node& node) {
    Person person;
    if (has_class(node, "h-card")) {
        each_property(node, [&](const Node& part, std::string_view property) {
            if (property == "p-name" && person.name.empty()) person.name = text(part);
            if (property == "u-url" && person.uri.empty()) person.uri = url(part);
            if (property == "u-photo" && person.avatar.empty()) person.avatar = url(part);
            if (property == "u-email" && person.email.empty()) person.email = url(part);
        });
        if (istarts_with(person.email, "mailto:")) person.email.remove_prefix(7);
        if (person.uri.empty() && node.attribute("href") != nullptr) person.uri = url(node);
    }
    if (person.name.empty()) person.name = text(node);
    return person;
}

void HFeedReader::entry(const Node& root) {
    auto& entry = feed_.entries.emplace_back(arena_);
    entry.language = language_;
    each_property(root, [&](const Node& node, std::string_view property) {
        if (property == "p-name" && entry.title.empty()) {
            entry.title = plain(text(node));
        } else if (property == "u-url" && entry.link.empty()) {
            entry.link = url(node);
            if (!entry.link.empty()) entry.links.push_back(arena_, {.href = entry.link});
        } else if (property == "u-uid" && entry.id.empty()) {
            entry.id = url(node);
        } else if (property == "e-content" && entry.content.empty()) {
            entry.content = {arena_.copy(trim(html::serialize(node))), TextType::kHtml, language_, base_, {}};
        } else if (property == "p-summary" && entry.summary.empty()) {
            entry.summary = plain(text(node));
        } else if (property == "dt-published" && !entry.published) {
            entry.published = date(node);
        } else if (property == "dt-updated" && !entry.updated) {
            entry.updated = date(node);
        } else if ((property == "p-author" || property == "u-author") && entry.authors.size() < kMostValues) {
            entry.authors.push_back(arena_, person(node));
        } else if (property == "p-category" && entry.categories.size() < kMostValues) {
            if (const auto term = text(node); !term.empty())
                entry.categories.push_back(arena_, {term, {}, {}});
        } else if (property == "u-photo" && entry.image.empty()) {
            entry.image = url(node);
        } else if (property == "u-audio" || property == "u-video") {
            entry.enclosures.push_back(arena_, {.url = url(node), .medium = property.substr(2)});
        } else if (property == "u-in-reply-to") {
            entry.in_reply_to.push_back(arena_, {.href = url(node)});
        } else if (property == "u-comment" && entry.comments.page.empty()) {
            entry.comments.page = url(node);
        }
    });
    if (entry.id.empty()) entry.id = entry.link;
    if (entry.content.empty()) std::swap(entry.content, entry.summary);
    // A note has no title: what stands there is its text once more.
    if (entry.title.value == entry.content.value) entry.title = {};
}

bool HFeedReader::read(const html::Document& document) {
    const Node* root = document.root;
    for (; root != nullptr; root = html::next_in_order(root, document.root))
        if (has_class(*root, "h-feed")) break;
    if (root == nullptr) return false;

    if (const auto* page = document.find(html::Tag::kHtml); language_.empty() && page != nullptr)
        language_ = arena_.copy(page->value("lang"));
    if (const auto* element = document.find(html::Tag::kBase);
        element != nullptr && element->attribute("href") != nullptr)
        base_ = links_.resolve(base_, arena_.copy(element->value("href")));
    feed_.format = Format::kHFeed;
    feed_.language = language_;
    each_property(*root, [&](const Node& node, std::string_view property) {
        if (has_class(node, "h-entry")) return;
        if (property == "p-name" && feed_.title.empty()) feed_.title = plain(text(node));
        if (property == "p-summary" && feed_.subtitle.empty()) feed_.subtitle = plain(text(node));
        if (property == "u-url" && feed_.link.empty()) feed_.link = url(node);
        if (property == "u-photo" && feed_.image.url.empty()) feed_.image.url = url(node);
        if (property == "p-author") feed_.authors.push_back(arena_, person(node));
    });
    if (feed_.link.empty()) feed_.link = base_;
    if (const auto* title = document.find(html::Tag::kTitle); feed_.title.empty() && title != nullptr)
        feed_.title = plain(text(*title));
    std::size_t entries = 0;
    for (const auto* node = root; node != nullptr && entries < limits_.entries;) {
        const bool is_entry = has_class(*node, "h-entry");
        if (is_entry) {
            entry(*node);
            ++entries;
        }
        node = is_entry ? html::next_after_children(node, root) : html::next_in_order(node, root);
    }
    for (auto& entry : feed_.entries)
        if (entry.authors.empty()) entry.authors = feed_.authors;
    return true;
}

}  // namespace

bool read_h_feed(ParsedFeed::State& state, const ParseOptions& options, std::string_view base,
                 std::string_view language) {
    if (state.bytes.find("h-feed") == std::string::npos) return false;
    return HFeedReader(state, options.limits, base, language).read(html::parse_document(state.bytes));
}

}  // namespace orrery::feed
