// Damaged bytes give an Error or a wrong answer, never a crash: what sanitizers watch here.
#include "orrery/base/hash.hpp"
#include "reference.hpp"

namespace orrery::search {
namespace {

/// Chunks of which any can be changed.
class DamagedSegment : public SegmentSource {
  public:
    explicit DamagedSegment(const MemorySegment& whole) {
        for (const auto& chunk : whole.chunks())
            chunks.push_back(*chunk);
    }
    Result<ChunkBytes> read(std::uint32_t chunk) override {
        if (chunk >= chunks.size()) return fail(ErrorCode::kCorrupt, "no such chunk");
        return std::make_shared<const std::string>(chunks[chunk]);
    }
    std::vector<std::string> chunks;
};

void use(const SegmentView& view) {
    const Searcher searcher({view});
    for (const auto* text :
         {"the", "the of", "\"the of\"", "po*", "-rare", "author:ada", "feed:1", "after:2020", "东京"}) {
        auto query = *parse_query(text);
        (void)resolve_feeds(query, [](std::string_view) { return std::vector<std::int64_t>{1}; });
        (void)searcher.newest(query, {.limit = 30});
        (void)searcher.ranked(query, {.limit = 30});
        (void)searcher.count(query);
    }
    for (std::uint64_t key = 0; key < 3; ++key)
        (void)searcher.find_key(key);
    (void)view.segment->find(5);
    MemorySegment merged;
    const std::vector<SegmentView> views{view, view};
    (void)merge(views, merged);
}

std::vector<Post> posts() {
    std::vector<Post> all(700);
    std::mt19937 random(3);
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i].id = static_cast<std::int64_t>(i);
        all[i].date =
            std::chrono::sys_days(std::chrono::year(2020) / 1 / 1) + std::chrono::hours(random() % 50000);
        all[i].author = "Ada";
        all[i].feed = 1;
        all[i].keys = {random() % 5};
        all[i].text = "the of the";
        if (random() % 50 == 0) all[i].text += " rare post posts posting 東京";
        all[i].text += " w" + std::to_string(random() % 300);
    }
    return all;
}

TEST(Corruption, ChangedBytesNeverCrash) {
    const auto all = posts();
    std::vector<const Post*> pointers;
    for (const auto& post : all)
        pointers.push_back(&post);
    SegmentBuilder builder;
    for (const auto* post : pointers)
        builder.add(post->view());
    MemorySegment whole;
    const auto summary = builder.finish(whole);
    ASSERT_TRUE(summary);
    const auto source = std::make_shared<DamagedSegment>(whole);
    std::mt19937 random(4);
    for (int round = 0; round < 600; ++round) {
        source->chunks.clear();
        for (const auto& chunk : whole.chunks())
            source->chunks.push_back(*chunk);
        auto& chunk = source->chunks[random() % source->chunks.size()];
        if (round % 10 == 0) chunk.resize(random() % chunk.size());
        for (auto changes = 1 + random() % 4; changes > 0 && !chunk.empty(); --changes)
            chunk[random() % chunk.size()] = static_cast<char>(random());
        auto segment = Segment::open(summary->header, source);
        ASSERT_TRUE(segment);
        use({*segment, nullptr});
    }
}

TEST(Corruption, AHeaderIsCheckedWhole) {
    const auto all = posts();
    SegmentBuilder builder;
    builder.add(all.front().view());
    MemorySegment whole;
    const auto header = builder.finish(whole)->header;
    const auto source = std::make_shared<DamagedSegment>(whole);
    ASSERT_TRUE(Segment::open(header, source));
    for (std::size_t i = 0; i < header.size(); ++i) {
        auto changed = header;
        changed[i] = static_cast<char>(changed[i] + 1);
        EXPECT_EQ(Segment::open(changed, source).error().code, ErrorCode::kCorrupt);
        EXPECT_EQ(Segment::open(header.substr(0, i), source).error().code, ErrorCode::kCorrupt);
    }
}

TEST(Corruption, AHeaderThatLiesNeverCrashes) {
    const auto all = posts();
    SegmentBuilder builder;
    for (const auto& post : all)
        builder.add(post.view());
    MemorySegment whole;
    const auto header = builder.finish(whole)->header;
    const auto source = std::make_shared<DamagedSegment>(whole);
    std::mt19937 random(5);
    for (int round = 0; round < 2000; ++round) {
        auto changed = header.substr(0, header.size() - 8);
        changed[12 + random() % (changed.size() - 12)] = static_cast<char>(random());
        const auto hash = hash64(changed);
        changed.append(reinterpret_cast<const char*>(&hash), 8);
        const auto segment = Segment::open(changed, source);
        if (segment) use({*segment, nullptr});
    }
}

TEST(Corruption, AChunkThatIsNotWhatWasWrittenIsTold) {
    const auto all = posts();
    SegmentBuilder builder;
    builder.add(all.front().view());
    MemorySegment whole;
    ASSERT_TRUE(builder.finish(whole));
    auto chunk = *whole.chunks().front();
    EXPECT_TRUE(check_chunk(chunk));
    chunk[3] = static_cast<char>(chunk[3] ^ 1);
    EXPECT_EQ(check_chunk(chunk).error().code, ErrorCode::kCorrupt);
    EXPECT_EQ(check_chunk("").error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace orrery::search
