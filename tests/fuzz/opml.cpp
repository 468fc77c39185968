#include "orrery/feed/opml.hpp"

#include <cstdint>
#include <cstdlib>

// Any bytes as a subscription list; written and read again it has the same feeds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto list = orrery::feed::read_opml(std::string(reinterpret_cast<const char*>(data), size));
    if (!list) return 0;
    const auto again = orrery::feed::read_opml(orrery::feed::write_opml(*list));
    if (!again || again->feeds.size() != list->feeds.size()) std::abort();
    return 0;
}
