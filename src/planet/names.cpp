#include "names.hpp"

#include "orrery/base/text.hpp"
#include "title.hpp"

#include <algorithm>
#include <array>

namespace orrery::planet {

namespace {

constexpr auto kParts = std::to_array<std::string_view>(
    {"admin",  "administrator", "anonymous", "author",   "authors",   "blog", "blogger",
     "editor", "editorial",     "editors",   "guest",    "info",      "mail", "news",
     "nobody", "none",          "noreply",   "post",     "redaktion", "root", "staff",
     "team",   "unknown",       "user",      "webmaster"});

bool says_only_a_part(const std::vector<std::string>& words) {
    return std::ranges::all_of(words, [](const auto& word) {
        return std::ranges::find(kParts, std::string_view(word)) != kParts.end();
    });
}

std::vector<std::string_view> parts_of(std::string_view text) {
    std::vector<std::string_view> parts;
    for (const auto separator : {" and ", " und ", " et ", " & "}) {
        const auto at = ifind(text, separator);
        if (at == std::string_view::npos) continue;
        for (const auto half : {text.substr(0, at), text.substr(at + std::string_view(separator).size())}) {
            const auto inner = parts_of(half);
            parts.insert(parts.end(), inner.begin(), inner.end());
        }
        return parts;
    }
    std::size_t start = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        if (at < text.size() && std::string_view(",;/|()<>").find(text[at]) == std::string_view::npos)
            continue;
        const auto part = trim(text.substr(start, at - start));
        if (!part.empty()) parts.push_back(part);
        start = at + 1;
    }
    return parts;
}

// An address of mail names a person before the @.
std::string_view without_host(std::string_view name) {
    const auto at = name.find('@');
    return at != std::string_view::npos && at > 0 && name.find(' ') == std::string_view::npos
               ? name.substr(0, at)
               : name;
}

}  // namespace

Names read_names(std::string_view text) {
    // Longer is no list of names.
    constexpr std::size_t kMostBytes = 500;
    Names names;
    for (const auto part : parts_of(text.substr(0, kMostBytes))) {
        auto words = read_title(replace_all(without_host(part), "no-reply", "noreply")).words;
        if (words.empty() || says_only_a_part(words)) continue;
        std::ranges::sort(words);
        names.people.push_back(joined(words));
        names.words.insert(names.words.end(), words.begin(), words.end());
    }
    std::ranges::sort(names.words);
    const auto repeated = std::ranges::unique(names.words);
    names.words.erase(repeated.begin(), repeated.end());
    return names;
}

NameRelation compare(const Names& a, const Names& b) {
    if (a.empty() || b.empty()) return NameRelation::kUnknown;
    if (a.words == b.words) return NameRelation::kSame;
    for (const auto& person : a.people) {
        if (std::ranges::find(b.people, person) != b.people.end()) return NameRelation::kSame;
    }
    std::vector<std::string> both;
    std::ranges::set_intersection(a.words, b.words, std::back_inserter(both));
    return both.empty() ? NameRelation::kDifferent : NameRelation::kUnknown;
}

}  // namespace orrery::planet
