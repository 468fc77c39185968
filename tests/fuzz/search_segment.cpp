// A segment whose bytes are not what was written: every use of it ends with an answer or with an error. The
// input is a list of changes, four bytes each: chunk, place (two bytes), value; chunk 255 is the header,
// whose hash is made to fit again.
#include "orrery/base/hash.hpp"
#include "orrery/search/merge.hpp"
#include "orrery/search/searcher.hpp"
#include "orrery/search/segment_builder.hpp"

#include <cstdlib>
#include <cstring>

namespace {

using namespace orrery;
using namespace orrery::search;

struct Whole {
    MemorySegment chunks;
    SegmentSummary summary;
};

const Whole& whole() {
    static const Whole made = [] {
        Whole result;
        SegmentBuilder builder;
        for (std::uint64_t i = 0; i < 280; ++i) {
            auto text = "the of the w" + std::to_string(i * 7 % 30);
            if (i % 50 == 0) text += " rare post posts 東京";
            const std::uint64_t keys[] = {i % 5};
            builder.add({.id = static_cast<std::int64_t>(i),
                         .date = Timestamp(std::chrono::hours(i * 31 % 997)),
                         .title = "Planet",
                         .author = "Ada",
                         .text = text,
                         .feed = 1,
                         .keys = keys});
        }
        auto summary = builder.finish(result.chunks);
        if (!summary) std::abort();
        result.summary = std::move(*summary);
        return result;
    }();
    return made;
}

class Changed : public SegmentSource {
  public:
    Result<ChunkBytes> read(std::uint32_t chunk) override {
        if (chunk >= chunks.size()) return fail(ErrorCode::kCorrupt, "no such chunk");
        return chunks[chunk];
    }
    std::vector<ChunkBytes> chunks;
};

void use(const std::shared_ptr<const Segment>& segment) {
    DeadSet dead;
    dead.add(3);
    const SegmentView view{segment, &dead};
    const Searcher searcher({view});
    for (const auto* text :
         {"the of", "\"the of\"", "po* or rare", "the -rare", "author:ada feed:1 after:1970-01-05"}) {
        auto query = *parse_query(text);
        (void)resolve_feeds(query, [](std::string_view) { return std::vector<std::int64_t>{1}; });
        (void)searcher.newest(query,
                              {.limit = 30, .behind = EntryRef{5, Timestamp(std::chrono::hours(900))}});
        (void)searcher.ranked(query, {.limit = 30});
        (void)searcher.count(query);
    }
    (void)searcher.find_key(2);
    (void)segment->find(5);
    MemorySegment merged;
    (void)merge({&view, 1}, merged);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto source = std::make_shared<Changed>();
    source->chunks = whole().chunks.chunks();
    auto header = whole().summary.header;
    header.resize(header.size() - 8);
    for (std::size_t i = 0; i + 4 <= size; i += 4) {
        auto& chunk = source->chunks[data[i] % source->chunks.size()];
        std::string bytes = data[i] == 255 ? header : *chunk;
        const std::size_t place = data[i + 1] | static_cast<std::size_t>(data[i + 2]) << 8;
        if (bytes.empty()) continue;
        // The highest places cut the chunk short.
        if (place >= 0xFF00)
            bytes.resize(bytes.size() - std::min<std::size_t>(bytes.size(), place & 0xFF));
        else
            bytes[place % bytes.size()] = static_cast<char>(data[i + 3]);
    }
    const auto hash = hash64(header);
    header.append(reinterpret_cast<const char*>(&hash), 8);
    if (const auto segment = Segment::open(header, source)) use(*segment);
    return 0;
}
