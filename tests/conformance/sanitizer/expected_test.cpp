// What other sanitizers' tests expect of their payloads, beside what ours makes of them. Where the two
// differ, the reasons are looked for among those below, each of which takes one kind of difference out of
// both; the fewest that make them equal are the reasons. They stand in differences.txt, so that a difference
// that appears or vanishes fails the test.

#include "orrery/base/file.hpp"
#include "orrery/base/text.hpp"
#include "orrery/html/sanitize.hpp"
#include "orrery/html/tree.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>

#include <gtest/gtest.h>
#include <simdjson.h>

namespace orrery::html {
namespace {

const std::filesystem::path kPayloads = ORRERY_SOURCE_DIR "/../shared/corpus/sanitizer";
const std::filesystem::path kDifferences = ORRERY_SOURCE_DIR "/tests/conformance/sanitizer/differences.txt";

struct Item {
    enum Kind { kOpen, kClose, kText } kind = kText;
    std::string name;  // of an element
    std::map<std::string, std::string> attributes;
    std::string text;

    friend bool operator==(const Item&, const Item&) = default;
};
using Items = std::vector<Item>;

Items items_of(std::string_view html) {
    const auto document = parse_fragment(html);
    Items items;
    const Node* node = document.root->first_child;
    while (node != nullptr) {
        if (node->type == NodeType::kText) items.push_back({.text = std::string(node->text)});
        if (node->is_element()) {
            Item item{.kind = Item::kOpen, .name = std::string(node->name), .attributes = {}, .text = {}};
            for (const auto& attribute : node->attributes)
                item.attributes.emplace(attribute.name, attribute.value);
            items.push_back(std::move(item));
        }
        if (node->first_child != nullptr) {
            node = node->first_child;
            continue;
        }
        while (true) {
            if (node->is_element()) items.push_back({.kind = Item::kClose, .name = std::string(node->name)});
            if (node->next != nullptr || node->parent == document.root) break;
            node = node->parent;
        }
        node = node->next;
    }
    return items;
}

using Names = std::set<std::string>;
using Change = void (*)(Items& ours, Items& theirs);

void for_both(Items& ours, Items& theirs, void (*change)(Items&)) {
    change(ours);
    change(theirs);
}

void erase_attributes(Items& items, const Names& names) {
    for (auto& item : items)
        std::erase_if(item.attributes,
                      [&](const auto& attribute) { return names.contains(attribute.first); });
}

Names attributes_in(const Items& items) {
    Names names;
    for (const auto& item : items) {
        for (const auto& [name, value] : item.attributes)
            names.insert(item.name + " " + name);
    }
    return names;
}

void keep_attributes(Items& items, const Names& kept) {
    for (auto& item : items) {
        std::erase_if(item.attributes, [&](const auto& attribute) {
            return !kept.contains(item.name + " " + attribute.first);
        });
    }
}

Names elements_in(const Items& items) {
    Names names;
    for (const auto& item : items)
        names.insert(item.name);
    return names;
}

void keep_elements(Items& items, const Names& kept) {
    std::erase_if(items,
                  [&](const Item& item) { return item.kind != Item::kText && !kept.contains(item.name); });
}

// Elements and all inside them.
void erase_whole(Items& items, const Names& names) {
    Items kept;
    std::size_t depth = 0;
    for (auto& item : items) {
        const bool named = item.kind != Item::kText && names.contains(item.name);
        if (named && item.kind == Item::kOpen) ++depth;
        if (depth == 0) kept.push_back(std::move(item));
        if (named && item.kind == Item::kClose) --depth;
    }
    items = std::move(kept);
}

void join_texts(Items& items) {
    Items joined;
    for (auto& item : items) {
        if (item.kind == Item::kText && !joined.empty() && joined.back().kind == Item::kText) {
            joined.back().text += item.text;
        } else {
            joined.push_back(std::move(item));
        }
    }
    items = std::move(joined);
}

void erase_space(Items& items) {
    join_texts(items);
    for (auto& item : items)
        std::erase_if(item.text, [](char c) { return is_space(c); });
    std::erase_if(items, [](const Item& item) { return item.kind == Item::kText && item.text.empty(); });
}

void erase_texts(Items& items) {
    std::erase_if(items, [](const Item& item) { return item.kind == Item::kText; });
}

std::string text_of(const Items& items) {
    std::string text;
    for (const auto& item : items)
        text += item.text;
    std::erase_if(text, [](char c) { return is_space(c); });
    return text;
}

// When the text of `part` is that of `whole` but for what was left out.
void erase_texts_if_within(const Items& whole, const Items& part, Items& ours, Items& theirs) {
    const auto text = text_of(part);
    std::size_t at = 0;
    for (const char c : text_of(whole)) {
        if (at < text.size() && text[at] == c) ++at;
    }
    if (at == text.size()) for_both(ours, theirs, erase_texts);
}

void erase_written_tags(Items& items) {
    join_texts(items);
    for (auto& item : items) {
        for (auto at = item.text.find('<'); at != std::string::npos; at = item.text.find('<', at)) {
            const auto end = item.text.find('>', at);
            item.text.erase(at, end == std::string::npos ? end : end - at + 1);
        }
    }
    std::erase_if(items, [](const Item& item) { return item.kind == Item::kText && item.text.empty(); });
}

struct Reason {
    std::string_view name;
    std::string_view meaning;
    Change apply;
};

// In the order in which they are applied.
constexpr Reason kReasons[] = {
    {"whole", "we drop an element with its contents (svg, textarea, template, select, title …), they keep it",
     [](Items&, Items& theirs) {
         erase_whole(theirs, {"annotation", "annotation-xml", "datalist", "iframe", "noembed", "noframes",
                              "noscript", "object", "option", "plaintext", "script", "select", "style", "svg",
                              "template", "textarea", "title", "xmp"});
     }},
    {"set", "an attribute whose value we set ourselves, or never let through for that",
     [](Items& ours, Items& theirs) {
         const Names names{"controls",       "crossorigin", "loading", "preload",
                           "referrerpolicy", "rel",         "target"};
         erase_attributes(ours, names);
         erase_attributes(theirs, names);
     }},
    {"ids", "we put a prefix before ids and names, they keep or drop them",
     [](Items& ours, Items& theirs) {
         const Names names{"id", "name"};
         erase_attributes(ours, names);
         erase_attributes(theirs, names);
         for (auto& item : ours) {
             const auto href = item.attributes.find("href");
             if (href != item.attributes.end() && href->second.starts_with("#post-"))
                 href->second.erase(1, 5);
         }
     }},
    {"styles", "another choice of CSS properties and values, or another way to write them",
     [](Items& ours, Items& theirs) {
         erase_attributes(ours, {"style"});
         erase_attributes(theirs, {"style"});
     }},
    {"urls", "another choice of URLs, or another way to write them",
     [](Items& ours, Items& theirs) {
         const Names names{"action", "background", "cite", "href", "poster", "src", "srcset"};
         erase_attributes(ours, names);
         erase_attributes(theirs, names);
     }},
    {"attributes-fewer", "attributes that they keep and our policy does not name, or not with that value",
     [](Items& ours, Items& theirs) { keep_attributes(theirs, attributes_in(ours)); }},
    {"elements-fewer", "elements that they keep and our policy does not name; the contents stay",
     [](Items& ours, Items& theirs) { keep_elements(theirs, elements_in(ours)); }},
    {"elements-more", "elements that our policy names and they drop",
     [](Items& ours, Items& theirs) { keep_elements(ours, elements_in(theirs)); }},
    {"space", "white space only", [](Items& ours, Items& theirs) { for_both(ours, theirs, erase_space); }},
    {"spelling", "they show a tag as text, as they would write it: we do not, or as it stands in the input",
     [](Items& ours, Items& theirs) {
         if (text_of(theirs).find('<') != std::string::npos) for_both(ours, theirs, erase_written_tags);
     }},
    {"text-fewer", "we drop an element with the text inside, they keep the text",
     [](Items& ours, Items& theirs) { erase_texts_if_within(theirs, ours, ours, theirs); }},
    {"text-more", "they drop an element with the text inside, we keep the text",
     [](Items& ours, Items& theirs) { erase_texts_if_within(ours, theirs, ours, theirs); }},
};

using Chosen = std::vector<const Reason*>;

bool equal_but_for(const Chosen& reasons, Items ours, Items theirs) {
    for (const auto* reason : reasons)
        reason->apply(ours, theirs);
    join_texts(ours);
    join_texts(theirs);
    return ours == theirs;
}

// The fewest that will do, or nothing when all together will not.
std::optional<Chosen> reasons_between(const Items& ours, const Items& theirs) {
    Chosen chosen;
    for (const auto& reason : kReasons)
        chosen.push_back(&reason);
    if (!equal_but_for(chosen, ours, theirs)) return {};
    for (auto i = chosen.size(); i-- > 0;) {
        auto fewer = chosen;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        if (equal_but_for(fewer, ours, theirs)) chosen = std::move(fewer);
    }
    return chosen;
}

// "" when one of the expected texts is what we make; else the reasons, as few as one of them gives.
std::string verdict(const Items& ours, const std::vector<std::string>& expected) {
    std::string best = "other";
    std::size_t fewest = std::size(kReasons) + 1;
    for (const auto& text : expected) {
        const auto reasons = reasons_between(ours, items_of(text));
        if (!reasons || reasons->size() >= fewest) continue;
        fewest = reasons->size();
        best.clear();
        for (const auto* reason : *reasons)
            best += (best.empty() ? "" : "+") + std::string(reason->name);
    }
    return best;
}

std::vector<std::string> texts_in(simdjson::dom::element value) {
    std::vector<std::string> texts;
    if (std::string_view text; value.get(text) == simdjson::SUCCESS) texts.emplace_back(text);
    if (simdjson::dom::array list; value.get(list) == simdjson::SUCCESS) {
        for (const auto item : list)
            texts.emplace_back(item.get_string().value());
    }
    if (simdjson::dom::object object; value.get(object) == simdjson::SUCCESS) {
        for (const auto [name, item] : object) {
            if (std::string_view text; item.get(text) == simdjson::SUCCESS) texts.emplace_back(text);
        }
    }
    return texts;
}

// "bluemonday set+ids: 3 17 20", a line for each file and set of reasons.
using Differences = std::map<std::string, std::vector<std::size_t>>;

Differences found_differences(std::size_t& compared) {
    Differences found;
    auto policy = Policy::feed();
    policy.drop_tracking = false;
    for (const auto& file : std::filesystem::directory_iterator(kPayloads)) {
        if (file.path().extension() != ".jsonl") continue;
        simdjson::dom::parser parser;
        std::ifstream lines(file.path());
        std::size_t number = 0;
        for (std::string line; std::getline(lines, line);) {
            ++number;
            simdjson::dom::element vector;
            if (parser.parse(line).get(vector) != simdjson::SUCCESS) continue;
            auto expected = texts_in(vector["expected"].value());
            if (simdjson::dom::element more; vector["alternatives"].get(more) == simdjson::SUCCESS) {
                for (auto& text : texts_in(more))
                    expected.push_back(std::move(text));
            }
            if (expected.empty()) continue;
            ++compared;
            const auto reasons =
                verdict(items_of(sanitize(vector["payload"].get_string().value(), policy)), expected);
            if (!reasons.empty()) found[file.path().stem().string() + " " + reasons].push_back(number);
        }
    }
    return found;
}

std::string written(const Differences& differences) {
    std::string text;
    for (const auto& [name, numbers] : differences) {
        text += name + ":";
        for (const auto number : numbers)
            text += " " + std::to_string(number);
        text += "\n";
    }
    return text;
}

// Without the comments.
std::string listed() {
    const auto text = read_file(kDifferences);
    std::string lines;
    for (const auto line : split(text ? std::string_view(*text) : std::string_view(), '\n')) {
        if (!line.empty() && !line.starts_with('#')) lines.append(line) += '\n';
    }
    return lines;
}

TEST(SanitizerVectors, DifferFromWhatOthersExpectOnlyForTheReasonsListed) {
    if (!std::filesystem::exists(kPayloads)) GTEST_SKIP() << "no corpus at " << kPayloads;
    std::size_t compared = 0;
    const auto found = written(found_differences(compared));
    EXPECT_GT(compared, 900u);
    EXPECT_EQ(found, listed()) << "what is found belongs into " << kDifferences;
}

TEST(SanitizerVectors, EveryReasonIsExplained) {
    const auto text = read_file(kDifferences);
    ASSERT_TRUE(text);
    for (const auto& reason : kReasons) {
        EXPECT_NE(text->find("# " + std::string(reason.name) + ": " + std::string(reason.meaning)),
                  std::string::npos)
            << reason.name;
    }
}

}  // namespace
}  // namespace orrery::html
