#include "orrery/feed/json.hpp"
#include "orrery/feed/writer.hpp"

#include <cstdint>
#include <cstdlib>

// Any bytes as a JSON Feed; what is read survives being written and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orrery::feed;
    const auto parsed = parse("{" + std::string(reinterpret_cast<const char*>(data), size));
    if (!parsed) return 0;
    (void)to_json(*parsed);
    const auto again = parse(write_json_feed(parsed->feed()));
    if (!again || again->feed().entries.size() > parsed->feed().entries.size()) std::abort();
    return 0;
}
