// Oracles: the output is valid UTF-8 without control characters, sanitizing again changes nothing, our own
// parser makes exactly the written elements of it, and its size is bounded by the input's.

#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"
#include "orrery/html/sanitize.hpp"
#include "orrery/html/text.hpp"
#include "orrery/html/tree.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace orrery;
using namespace orrery::html;

void require(bool holds) {
    if (!holds) std::abort();
}

Policy policy_of(std::uint8_t choice) {
    auto policy = (choice & 1) != 0 ? Policy::feed() : Policy::strict();
    if ((choice & 2) != 0) policy = Policy::feed_with_embeds({"www.youtube.com"});
    if ((choice & 32) != 0) {
        policy = Policy();
        for (const auto* element :
             {"a", "b", "div", "dd", "h1", "li", "math", "pre", "ruby", "rt", "table", "ul"}) {
            policy.allow_element(element);
        }
        for (const auto* attribute : {"class", "href", "id", "style", "headers", "srcset"})
            policy.allow_attribute("*", attribute);
        policy.allow_style("padding");
        policy.any_class = true;
        policy.max_depth = 10;
    }
    if ((choice & 4) != 0) policy.disallowed = Disallowed::kEscape;
    if ((choice & 8) != 0) policy.top_heading = 3;
    return policy;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    static const auto base = Url::parse("https://blog.example/post/");
    const auto policy = policy_of(data[0]);
    const Url* relative_to = (data[0] & 16) != 0 ? &*base : nullptr;
    const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);

    const auto once = sanitize(input, policy, relative_to);
    require(utf8::is_valid(once));
    for (const char c : once)
        require(static_cast<unsigned char>(c) >= ' ' || c == '\n' || c == '\t');
    require(sanitize(once, policy, relative_to) == once);
    const auto document = parse_fragment(once);
    require(replace_all(serialize(*document.root), "&nbsp;", "\u00A0") == once);
    for (const Node* node = document.root; node != nullptr; node = next_in_order(node, document.root)) {
        if (node->is_element()) require(policy.allows(node->tag));
    }
    require(utf8::is_valid(excerpt(input, 50)));
    return 0;
}
