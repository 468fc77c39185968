#pragma once

#include "orrery/base/text.hpp"
#include "orrery/html/sanitize.hpp"
#include "orrery/html/tree.hpp"

#include <string>

namespace orrery::html {

/// Where sanitized text may end up, each with rules of its own for what it reads.
inline constexpr FragmentContext kContexts[] = {{"div"},
                                                {"p"},
                                                {"table"},
                                                {"tr"},
                                                {"select"},
                                                {"template"},
                                                {"noscript"},
                                                {"textarea"},
                                                {"title"},
                                                {"svg", Namespace::kSvg},
                                                {"foreignObject", Namespace::kSvg},
                                                {"math", Namespace::kMathml},
                                                {"mtext", Namespace::kMathml},
                                                {"annotation-xml", Namespace::kMathml}};

/// What stands in the tree though the policy, or any policy, does not let it through; empty when nothing
/// does.
[[nodiscard]] inline std::string harm_in(const Document& document, const Policy& policy) {
    for (const Node* node = document.root; node != nullptr; node = next_in_order(node, document.root)) {
        if (node->type == NodeType::kComment) return "a comment";
        if (!node->is_element() || node->is(Tag::kBody) || node->is(Tag::kHtml)) continue;
        if (!policy.allows(node->tag)) return "<" + std::string(node->name) + ">";
        for (const auto& [name, value, foreign] : node->attributes) {
            if (name.starts_with("on") || name == "srcdoc") return std::string(name);
            const bool is_url = name == "href" || name == "src" || name == "cite" || name == "poster";
            if (!is_url) continue;
            const auto url = to_lower(value);
            if (url.starts_with("javascript:") || url.starts_with("vbscript:") ||
                (url.starts_with("data:") && !url.starts_with("data:image/"))) {
                return url;
            }
        }
    }
    return {};
}

}  // namespace orrery::html
