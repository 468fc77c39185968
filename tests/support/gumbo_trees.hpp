#pragma once

#include <array>
#include <string>
#include <string_view>

namespace orrery::html {

/// The trees that the two parsers make of an input, as html5lib's vectors write them.
struct Trees {
    std::string ours;
    std::string gumbos;
};

/// Where inputs are compared: as a document, or inside an element of that name.
inline constexpr std::array<std::string_view, 14> kComparedContexts = {
    "",  "body",  "caption", "colgroup", "div",      "head",  "noscript",
    "p", "table", "tbody",   "td",       "template", "title", "tr"};

/// `input` without what gumbo 0.10 (of 2015) is known to read in another way than today's HTML Standard. What
/// and why stands in gumbo_trees.cpp; nothing else is taken out.
[[nodiscard]] std::string comparable(std::string_view input, bool in_fragment);

/// `input`: as comparable() gives it. `context`: the name of the HTML element that it stands in, or empty for
/// a whole document.
[[nodiscard]] Trees trees_of(const std::string& input, const std::string& context = {});

}  // namespace orrery::html
