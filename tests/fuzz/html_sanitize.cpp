// Oracles: the output is valid UTF-8 without control characters and its size is bounded by the input's;
// sanitizing again changes nothing; our own parser makes exactly the written elements of it, the same after
// serializing; parsed as a fragment of whatever element, it holds nothing that is not allowed.

#include "harmless.hpp"
#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"
#include "orrery/html/sanitize.hpp"
#include "orrery/html/text.hpp"
#include "orrery/html/tree.hpp"
#include "tree_dump.hpp"

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
    // Each URL may grow by the base's length, each element by the attributes that are set.
    require(once.size() <= 40 * input.size() + 2048);
    const auto document = parse_fragment(once);
    const auto serialized = serialize(*document.root);
    require(replace_all(serialized, "&nbsp;", "\u00A0") == once);
    require(dump(parse_fragment(serialized)) == dump(document));
    for (const auto& context : kContexts)
        require(harm_in(parse_fragment(once, context), policy).empty());
    require(utf8::is_valid(excerpt(input, 50)));
    return 0;
}
