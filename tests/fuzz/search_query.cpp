// Any text is a query or an error that says where; a query can be asked, whatever it is, and a snippet made
// for it.
#include "orrery/base/utf8.hpp"
#include "orrery/search/searcher.hpp"
#include "orrery/search/segment_builder.hpp"
#include "orrery/search/snippet.hpp"

#include <cstdlib>

namespace {

using namespace orrery;
using namespace orrery::search;

void require(bool condition) {
    if (!condition) std::abort();
}

const Searcher& searcher() {
    static const Searcher all = [] {
        SegmentBuilder builder;
        for (int i = 0; i < 300; ++i) {
            const auto text = "the planet of C++ node.js 東京都 the " + std::to_string(i % 7);
            builder.add({.id = i,
                         .date = Timestamp(std::chrono::days(i)),
                         .title = "Café",
                         .author = "Ada",
                         .text = text});
        }
        auto chunks = std::make_shared<MemorySegment>();
        const auto summary = builder.finish(*chunks);
        require(summary.has_value());
        return Searcher({{*Segment::open(summary->header, chunks), nullptr}});
    }();
    return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    auto query = parse_query(text);
    if (!query) {
        const auto& error = query.error();
        require(error.code == ErrorCode::kInvalid && error.where.starts_with("column "));
        const auto column = std::strtoull(error.where.c_str() + 7, nullptr, 10);
        require(column >= 1 && column <= text.size() + 1);
        return 0;
    }
    require(!to_string(*query).empty());
    require(resolve_feeds(*query, [](std::string_view) { return std::vector<std::int64_t>{0}; }).has_value());
    const auto loose = candidates(*query);
    require(!has_regex(loose));
    require(has_regex(*query) || loose == *query);

    const auto newest = searcher().newest(loose, {.limit = 400});
    const auto ranked = searcher().ranked(loose, {.limit = 400});
    const auto count = searcher().count(loose, 400);
    require(newest && ranked && count);
    require(newest->size() == ranked->size() && count->exact && count->value == newest->size());

    const auto snippet = make_snippet(text, *query, 20);
    std::size_t at = 0;
    for (const auto& mark : snippet.marks) {
        require(mark.begin >= at && mark.begin < mark.end && mark.end <= snippet.text.size());
        at = mark.end;
    }
    require(!utf8::is_valid(text) || utf8::is_valid(snippet.text));
    return 0;
}
