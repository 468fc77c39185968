#include "orrery/base/utf8.hpp"
#include "orrery/feed/json.hpp"
#include "orrery/feed/writer.hpp"

#include <cstdint>
#include <cstdlib>

// Any bytes as a feed, checked too: no crash; the model is valid UTF-8 within the limits; what our writers
// make of it is well-formed and has the same entries.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orrery::feed;
    ParseOptions options;
    options.url = "http://feed.example/a/b";
    options.limits.entries = 50;
    options.limits.depth = 20;
    options.limits.entity_bytes = 1000;
    options.check = true;
    const auto parsed = parse(std::string(reinterpret_cast<const char*>(data), size), options);
    if (!parsed) return 0;
    if (!orrery::utf8::is_valid(to_json(*parsed))) std::abort();
    for (const auto& text : {write_atom(parsed->feed()), write_rss(parsed->feed())}) {
        const auto again = parse(text, options);
        if (!again || !again->well_formed()) std::abort();
        if (again->feed().entries.size() != parsed->feed().entries.size()) std::abort();
    }
    return 0;
}
