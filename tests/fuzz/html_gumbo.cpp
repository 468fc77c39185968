// Oracle: gumbo builds the same tree, known deviations aside (tests/support/gumbo_trees.cpp). The first byte
// chooses where the text stands.

#include "gumbo_trees.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t kLongest = std::size_t{32} * 1024;  // gumbo's nodes are walked by recursion
    if (size == 0 || size > kLongest) return 0;
    const auto& contexts = orrery::html::kComparedContexts;
    const std::string context(contexts[data[0] % contexts.size()]);
    const auto input = orrery::html::comparable(
        std::string_view(reinterpret_cast<const char*>(data) + 1, size - 1), !context.empty());
    const auto [ours, gumbos] = orrery::html::trees_of(input, context);
    if (ours == gumbos) return 0;
    std::fprintf(stderr, "in \"%s\": %s\n-- ours\n%s-- gumbo's\n%s", context.c_str(), input.c_str(),
                 ours.c_str(), gumbos.c_str());
    std::abort();
}
