// The engine gives the answers of the reference, whatever the query is and however posts are spread over
// segments.
#include "reference.hpp"

namespace orrery::search {
namespace {

const Timestamp kNow = std::chrono::sys_days(std::chrono::year(2024) / 5 / 25);

class Random {
  public:
    explicit Random(std::uint32_t seed) : engine_(seed) {}
    std::size_t below(std::size_t limit) { return engine_() % limit; }
    bool one_in(std::size_t n) { return below(n) == 0; }
    /// Low numbers are far more frequent.
    std::size_t skewed(std::size_t limit) { return below(below(limit) + 1); }
    template <class T>
    const T& of(const std::vector<T>& all) {
        return all[skewed(all.size())];
    }

  private:
    std::mt19937 engine_;
};

const std::vector<std::string> kWords = {
    "the",   "of",    "planet", "C++",     "node.js", "café",     "Straße",     "東京都",
    "東京",  "京",    "post",   "posts",   "posting", "postgres", "snake_case", "C#",
    "don't", "2024",  "9.6",    "ünïcode", "データ",  "한국어",   "Привет",     "x",
    "y",     "alpha", "beta",   "gamma",   "delta",   "rare1",    "rare2",      "Notepad++"};
const std::vector<std::string> kNames = {"Ada Lovelace", "Grace Hopper", "ada", "Kernighan", ""};
const std::vector<std::string> kLanguages = {"en", "en-gb", "de", ""};

std::string words(Random& random, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += random.of(kWords) + (random.one_in(7) ? ". " : " ");
    return text;
}

std::vector<Post> random_posts(Random& random, std::size_t count, std::size_t longest) {
    std::vector<Post> posts(count);
    for (std::size_t i = 0; i < count; ++i) {
        auto& post = posts[i];
        post.id = static_cast<std::int64_t>(i * 7919 % 100003) - 500;
        // Many posts share a date.
        post.date = kNow - std::chrono::days(random.below(count / 2 + 1) * 4);
        post.title = words(random, random.below(4));
        post.author = random.of(kNames);
        post.text = words(random, random.below(longest + 1));
        post.feed = static_cast<std::int64_t>(random.skewed(5));
        post.language = random.of(kLanguages);
        for (std::size_t key = random.below(3); key > 0; --key)
            post.keys.push_back(random.below(count));
    }
    return posts;
}

std::string random_part(Random& random, int depth) {
    std::string part = random.one_in(5) ? "-" : "";
    switch (random.below(depth > 0 ? 11 : 9)) {
        case 0:
            return part + '"' + words(random, 2 + random.below(2)) + '"';
        case 1:
            return part + (random.one_in(2) ? "po*" : "al*");
        case 2:
            return part + "author:" + (random.one_in(2) ? "ada" : "\"grace hopper\"");
        case 3:
            return part + "feed:" + std::to_string(random.below(6));
        case 4:
            return part + "lang:" + (random.one_in(2) ? "en" : "en-gb");
        case 5:
            return part + (random.one_in(2) ? "before:" : "after:") + std::to_string(2019 + random.below(6));
        case 6:
            return part + "\"the po*\"";
        case 9:
        case 10: {
            part += "(";
            const auto count = 1 + random.below(3);
            for (std::size_t i = 0; i < count; ++i)
                part += (i > 0 ? (random.one_in(2) ? " or " : " ") : "") + random_part(random, depth - 1);
            return part + ")";
        }
        default:
            return part + random.of(kWords);
    }
}

Query random_query(Random& random, std::string& text) {
    text.clear();
    const auto count = 1 + random.below(3);
    for (std::size_t i = 0; i < count; ++i)
        text += (i > 0 ? (random.one_in(3) ? " or " : " ") : "") + random_part(random, 2);
    auto query = parse_query(text);
    EXPECT_TRUE(query) << text << ": " << query.error().message();
    EXPECT_TRUE(resolve_feeds(*query, [](std::string_view name) {
        return std::vector<std::int64_t>{std::stoi(std::string(name)), 99};
    }));
    return *query;
}

std::vector<Hit> page(const std::vector<Hit>& hits, std::size_t offset, std::size_t limit) {
    const auto first = std::min(offset, hits.size());
    return {hits.begin() + static_cast<std::ptrdiff_t>(first),
            hits.begin() + static_cast<std::ptrdiff_t>(std::min(first + limit, hits.size()))};
}

/// Posts spread over segments, some of them dead, beside the reference that holds the living.
class Archive {
  public:
    Archive(const std::vector<Post>& posts, Random& random, std::size_t segments, std::size_t dead) {
        std::vector<std::vector<const Post*>> shares(segments);
        for (const auto& post : posts)
            shares[random.below(segments)].push_back(&post);
        for (const auto& share : shares) {
            if (!share.empty()) parts.push_back(build_part(share));
        }
        for (std::size_t i = 0; i < dead; ++i)
            kill(posts[random.below(posts.size())].id);
        for (const auto& post : posts) {
            if (!killed.contains(post.id)) live.push_back(&post);
        }
    }

    void kill(std::int64_t id) {
        killed.insert(id);
        for (const auto& part : parts) {
            if (const auto document = part.segment->find(id).value()) part.dead->add(*document);
        }
    }

    std::vector<Part> parts;
    std::set<std::int64_t> killed;
    std::vector<const Post*> live;
};

void expect_same(const Searcher& searcher, const Reference& reference, Random& random, int queries) {
    std::string text;
    for (int i = 0; i < queries; ++i) {
        const auto query = random_query(random, text);
        SCOPED_TRACE(text + "  =  " + to_string(query));
        const auto newest = reference.newest(query);
        const auto ranked = reference.ranked(query, kNow);
        const auto offset = random.one_in(3) ? random.below(30) : 0;
        const auto limit = 1 + random.below(25);

        ASSERT_EQ(searcher.newest(query, {.limit = limit, .offset = offset}).value(),
                  page(newest, offset, limit));
        ASSERT_EQ(searcher.newest(query, {.limit = 1000000}).value(), newest);
        ASSERT_EQ(searcher.ranked(query, {.limit = limit, .offset = offset, .now = kNow}).value(),
                  page(ranked, offset, limit));
        ASSERT_EQ(searcher.ranked(query, {.limit = 1000000, .now = kNow}).value(), ranked);
        if (!newest.empty()) {
            const auto last = random.below(newest.size());
            ASSERT_EQ(
                searcher
                    .newest(query, {.limit = limit, .behind = EntryRef{newest[last].id, newest[last].date}})
                    .value(),
                page(newest, last + 1, limit));
        }
        const auto count = searcher.count(query, limit).value();
        if (count.exact)
            ASSERT_EQ(count.value, newest.size());
        else
            ASSERT_TRUE(count.value >= limit && count.value < newest.size());
    }
}

TEST(Engine, AnswersAsTheReferenceDoesHoweverPostsAreSpread) {
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
        SCOPED_TRACE(seed);
        Random random(seed);
        const auto posts = random_posts(random, 1 + random.below(120), 30);
        Archive archive(posts, random, 1 + random.below(6), random.one_in(2) ? random.below(40) : 0);
        expect_same(searcher_of(archive.parts), Reference(archive.live), random, 40);
    }
}

TEST(Engine, AnswersTheSameAfterAnyMerges) {
    for (std::uint32_t seed = 100; seed < 130; ++seed) {
        SCOPED_TRACE(seed);
        Random random(seed);
        const auto posts = random_posts(random, 200, 20);
        Archive archive(posts, random, 8, random.below(60));
        const Reference reference(archive.live);
        while (archive.parts.size() > 1) {
            std::vector<Part> merged;
            for (auto count = 1 + random.below(archive.parts.size()); count > 0; --count) {
                merged.push_back(std::move(archive.parts.back()));
                archive.parts.pop_back();
            }
            archive.parts.insert(archive.parts.begin(), merge_parts(merged));
            ASSERT_TRUE(archive.parts.front().dead->empty());
            expect_same(searcher_of(archive.parts), reference, random, 10);
        }
        ASSERT_EQ(archive.parts.front().segment->documents(), archive.live.size());
    }
}

TEST(Engine, AMergedSegmentIsTheOneThatWouldHaveBeenBuiltAtOnce) {
    Random random(7);
    const auto posts = random_posts(random, 500, 60);
    Archive archive(posts, random, 5, 50);
    const auto merged = merge_parts(archive.parts);
    const auto built = build_part(archive.live);
    ASSERT_EQ(merged.chunks->chunks().size(), built.chunks->chunks().size());
    for (std::size_t i = 0; i < merged.chunks->chunks().size(); ++i)
        EXPECT_EQ(*merged.chunks->chunks()[i], *built.chunks->chunks()[i]) << i;
}

TEST(Engine, AnswersAsTheReferenceDoesWhereListsHaveManyBlocks) {
    Random random(42);
    const auto posts = random_posts(random, 6000, 12);
    Archive archive(posts, random, 3, 100);
    const Reference reference(archive.live);
    expect_same(searcher_of(archive.parts), reference, random, 12);
    std::vector<Part> merged;
    merged.push_back(merge_parts(archive.parts));
    expect_same(searcher_of(merged), reference, random, 12);
}

TEST(Engine, AnswersAsTheReferenceDoesWhereListsAreLongerThanAChunk) {
    Random random(43);
    std::vector<Post> posts(150000);
    for (std::size_t i = 0; i < posts.size(); ++i) {
        posts[i].id = static_cast<std::int64_t>(i);
        posts[i].date = kNow - std::chrono::minutes(random.below(20'000'000));
        posts[i].text = "the of";
        for (auto more = random.skewed(8); more > 0; --more)
            posts[i].text += ' ' + random.of(kWords);
    }
    Archive archive(posts, random, 2, 30);
    archive.parts.push_back(merge_parts(archive.parts));
    archive.parts.erase(archive.parts.begin(), archive.parts.begin() + 2);
    ASSERT_EQ(archive.parts.size(), 1u);
    const Reference reference(archive.live);
    const auto searcher = searcher_of(archive.parts);
    for (const auto* text :
         {"the", "the of", "\"the of\"", "of -planet", "rare1 the", "po*", "planet or rare2",
          "\"of the\" after:2010", "rare1 or rare2", "\"the of the\""}) {
        SCOPED_TRACE(text);
        const auto query = *parse_query(text);
        const auto newest = reference.newest(query);
        EXPECT_EQ(searcher.newest(query, {.limit = 50}).value(), page(newest, 0, 50));
        EXPECT_EQ(searcher.newest(query, {.limit = 50, .offset = newest.size() / 2}).value(),
                  page(newest, newest.size() / 2, 50));
        EXPECT_EQ(searcher.ranked(query, {.limit = 50, .now = kNow}).value(),
                  page(reference.ranked(query, kNow), 0, 50));
        EXPECT_EQ(searcher.count(query, 1000000).value().value, newest.size());
    }
}

TEST(Engine, FindsKeysOfTheLiving) {
    Random random(5);
    const auto posts = random_posts(random, 3000, 2);
    Archive archive(posts, random, 4, 300);
    for (int merged = 0; merged < 2; ++merged) {
        const auto searcher = searcher_of(archive.parts);
        for (std::uint64_t key = 0; key < 300; ++key) {
            std::vector<EntryRef> expected;
            for (const auto* post : archive.live) {
                if (std::find(post->keys.begin(), post->keys.end(), key) != post->keys.end())
                    expected.push_back({post->id, post->date});
            }
            std::sort(expected.begin(), expected.end(), [](const EntryRef& a, const EntryRef& b) {
                return std::tie(a.date, a.id) > std::tie(b.date, b.id);
            });
            ASSERT_EQ(searcher.find_key(key).value(), expected) << key;
        }
        auto whole = merge_parts(archive.parts);
        archive.parts.clear();
        archive.parts.push_back(std::move(whole));
    }
}

TEST(Engine, RefusesExpressions) {
    Random random(1);
    const auto posts = random_posts(random, 3, 5);
    Archive archive(posts, random, 1, 0);
    const auto hits = searcher_of(archive.parts).newest(*parse_query("a /b/"), {});
    ASSERT_FALSE(hits);
    EXPECT_EQ(hits.error().code, ErrorCode::kUnsupported);
}

TEST(Engine, HasNoHitsWithoutSegments) {
    const Searcher searcher({});
    EXPECT_TRUE(searcher.newest(*parse_query(""), {}).value().empty());
    EXPECT_TRUE(searcher.ranked(*parse_query("a"), {}).value().empty());
    EXPECT_EQ(searcher.count(*parse_query("a")).value().value, 0u);
}

}  // namespace
}  // namespace orrery::search
