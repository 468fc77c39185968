// orrery_bench_search DOCUMENTS FOLDER [CACHE_MB [BYTES]]: builds an index of so many posts the way a store
// does (a segment for every 16,000 posts, merges as the policy says, all in files) and searches it. One
// thread. The limits are the tokenizer by itself and a copy of the text. Times are those of the processor.

#include "orrery/search/merge.hpp"
#include "orrery/search/searcher.hpp"
#include "orrery/search/segment_builder.hpp"
#include "orrery/search/tokenizer.hpp"
#include "posts.hpp"
#include "segment_files.hpp"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>

namespace {

using namespace orrery;
using namespace orrery::search;
using bench::Posts;

constexpr std::size_t kPostsPerSegment = 16'000;
const Timestamp kNow = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);

double cpu_seconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// The processor's time, the system's part included: what others do on the machine shall not count.
double timed(const std::function<void()>& work) {
    const auto start = cpu_seconds();
    work();
    return cpu_seconds() - start;
}

template <class T>
T must(Result<T> result) {
    if (result) return std::move(*result);
    std::fprintf(stderr, "%s\n", result.error().message().c_str());
    std::exit(1);
}

Timestamp date_of(const Posts::Post& post) {
    return kNow - std::chrono::minutes(post.minute);
}

Document document_of(std::int64_t id, const Posts::Post& post) {
    return {id, date_of(post), post.title, post.author, post.text, post.feed, "en", {&post.key, 1}};
}

struct Live {
    std::shared_ptr<const Segment> segment;
    SegmentSize size;
};

class Index {
  public:
    Index(std::string folder, std::size_t cache_bytes) : folder_(std::move(folder)), cache_(cache_bytes) {
        std::filesystem::create_directories(folder_);
    }

    void build(const Posts& posts, std::size_t count) {
        SegmentBuilder builder;
        std::vector<Posts::Post> batch(kPostsPerSegment);
        std::uint64_t copied = 0;
        std::string copy;
        for (std::size_t first = 0; first < count; first += kPostsPerSegment) {
            const auto size = std::min(kPostsPerSegment, count - first);
            for (std::size_t i = 0; i < size; ++i) {
                posts.make(first + i, batch[i]);
                raw_ += batch[i].title.size() + batch[i].author.size() + batch[i].text.size();
            }
            tokenize_ += timed([&] {
                for (std::size_t i = 0; i < size; ++i) {
                    Tokenizer tokenizer(batch[i].text);
                    for (Token token; tokenizer.next(token);)
                        ++words_;
                }
            });
            copy_ += timed([&] {
                for (std::size_t i = 0; i < size; ++i) {
                    copy.assign(batch[i].text);
                    copied += static_cast<unsigned char>(copy[copy.size() / 2]);
                }
            });
            build_ += timed([&] {
                for (std::size_t i = 0; i < size; ++i)
                    builder.add(document_of(static_cast<std::int64_t>(first + i), batch[i]));
                auto file = std::make_shared<bench::FileSegment>(folder_, ++files_, cache_);
                const auto summary = must(builder.finish(*file));
                add(file, summary);
            });
            merge_ += timed([&] { merge_some(); });
        }
        if (copied == 0) std::exit(1);
        documents_ = count;
    }

    void report() const {
        std::uint64_t bytes = 0;
        for (const auto& live : live_)
            bytes += live.size.bytes;
        const double megabytes = static_cast<double>(raw_) / 1e6;
        const auto rate = [&](const char* name, double seconds) {
            std::printf("  %-22s %8.1f MB/s %9.0f entries/s %7.2f us/entry\n", name, megabytes / seconds,
                        static_cast<double>(documents_) / seconds,
                        seconds * 1e6 / static_cast<double>(documents_));
        };
        std::printf("%zu entries, %.2f KB each, %.0f words; %zu segments\n", documents_,
                    static_cast<double>(raw_) / static_cast<double>(documents_) / 1e3,
                    static_cast<double>(words_) / static_cast<double>(documents_), live_.size());
        rate("limit: copy", copy_);
        rate("limit: tokenize", tokenize_);
        rate("build segments", build_);
        rate("merge segments", merge_);
        rate("build and merge", build_ + merge_);
        std::printf("  build and merge cost %.2f tokenizer runs\n", (build_ + merge_) / tokenize_);
        std::printf("  index %.3f bytes per raw byte (%.0f B an entry), written %.2f times\n",
                    static_cast<double>(bytes) / static_cast<double>(raw_),
                    static_cast<double>(bytes) / static_cast<double>(documents_),
                    static_cast<double>(written_) / static_cast<double>(bytes));
    }

    void merge_all() {
        std::vector<std::size_t> all;
        for (std::size_t i = 0; i < live_.size(); ++i)
            all.push_back(i);
        const auto seconds = timed([&] { merge_these(all); });
        std::printf("  all into one segment: %.2f us/entry\n",
                    seconds * 1e6 / static_cast<double>(documents_));
    }

    [[nodiscard]] Searcher searcher() const {
        std::vector<SegmentView> views;
        for (const auto& live : live_)
            views.push_back({live.segment, nullptr});
        return Searcher(views);
    }

    [[nodiscard]] std::uint64_t reads() const { return cache_.reads(); }

  private:
    void add(const std::shared_ptr<bench::FileSegment>& file, const SegmentSummary& summary) {
        written_ += summary.bytes;
        live_.push_back({must(Segment::open(summary.header, file)), {summary.bytes, summary.documents, 0}});
    }

    void merge_some() {
        for (;;) {
            std::vector<SegmentSize> sizes;
            for (const auto& live : live_)
                sizes.push_back(live.size);
            const auto chosen = segments_to_merge(sizes);
            if (chosen.empty()) return;
            merge_these(chosen);
        }
    }

    void merge_these(const std::vector<std::size_t>& chosen) {
        std::vector<SegmentView> views;
        for (const auto i : chosen)
            views.push_back({live_[i].segment, nullptr});
        auto file = std::make_shared<bench::FileSegment>(folder_, ++files_, cache_);
        const auto summary = must(merge(views, *file));
        for (auto at = chosen.rbegin(); at != chosen.rend(); ++at)
            live_.erase(live_.begin() + static_cast<std::ptrdiff_t>(*at));
        add(file, summary);
    }

    std::string folder_;
    bench::ChunkCache cache_;
    std::vector<Live> live_;
    std::uint64_t files_ = 0;
    std::uint64_t raw_ = 0;
    std::uint64_t words_ = 0;
    std::uint64_t written_ = 0;
    std::size_t documents_ = 0;
    double tokenize_ = 0;
    double copy_ = 0;
    double build_ = 0;
    double merge_ = 0;
};

struct Percentiles {
    double median;
    double p99;
    double worst;
};

Percentiles percentiles(std::vector<double> seconds) {
    std::sort(seconds.begin(), seconds.end());
    return {seconds[seconds.size() / 2] * 1e3, seconds[seconds.size() * 99 / 100] * 1e3,
            seconds.back() * 1e3};
}

void measure(const Index& index, const Posts& posts) {
    bench::Draws draws(77);
    const auto word = [&](std::size_t from, std::size_t to) {
        return posts.word(from + draws.below(to - from));
    };
    const auto phrase = [&](std::size_t length, std::size_t documents) {
        Posts::Post post;
        posts.make(draws.below(documents), post);
        std::vector<std::string> words;
        Tokenizer tokenizer(post.text);
        for (Token token; tokenizer.next(token);)
            words.emplace_back(token.word);
        const auto first = draws.below(words.size() - length);
        std::string text = "\"";
        for (std::size_t i = 0; i < length; ++i)
            text += (i > 0 ? " " : "") + words[first + i];
        return text + '"';
    };
    const std::pair<const char*, std::function<std::string()>> classes[] = {
        {"the commonest word", [&] { return posts.word(0); }},
        {"a common word", [&] { return word(1, 50); }},
        {"a rare word", [&] { return word(20000, 200000); }},
        {"two common words", [&] { return word(0, 30) + ' ' + word(30, 100); }},
        {"two middling words", [&] { return word(500, 3000) + ' ' + word(500, 3000); }},
        {"common and rare", [&] { return word(0, 50) + ' ' + word(20000, 200000); }},
        {"phrase of two", [&] { return phrase(2, 10000); }},
        {"phrase of three", [&] { return phrase(3, 10000); }},
        {"phrase of common", [&] { return '"' + word(0, 30) + ' ' + word(30, 100) + '"'; }},
        {"prefix, 2 letters", [&] { return word(20, 3000).substr(0, 2) + '*'; }},
        {"prefix, 4 letters", [&] { return word(3000, 30000).substr(0, 4) + '*'; }},
        {"common -common", [&] { return word(0, 30) + " -" + word(30, 100); }},
        {"common or common", [&] { return word(0, 30) + " or " + word(30, 100); }},
        {"middling or rare", [&] { return word(500, 3000) + " or " + word(20000, 200000); }},
        {"common in a year", [&] { return word(0, 50) + " after:2014 before:2015"; }},
        {"common of an author", [&] { return word(0, 50) + " author:" + word(3000, 8000); }},
    };
    std::printf("  %-22s %27s %27s %18s %8s\n", "20 hits, ms", "newest: p50    p99  worst",
                "ranked: p50    p99  worst", "count: p50    p99", "reads");
    const auto searcher = index.searcher();
    for (const auto& [name, make] : classes) {
        std::vector<double> newest;
        std::vector<double> ranked;
        std::vector<double> count;
        const auto reads = index.reads();
        for (int i = 0; i < 200; ++i) {
            const auto query = must(parse_query(make()));
            newest.push_back(timed([&] { must(searcher.newest(query, {})); }));
            ranked.push_back(timed([&] { must(searcher.ranked(query, {.now = kNow})); }));
            count.push_back(timed([&] { must(searcher.count(query)); }));
        }
        const auto n = percentiles(newest);
        const auto r = percentiles(ranked);
        const auto c = percentiles(count);
        std::printf("  %-22s %13.3f %6.3f %6.3f %13.3f %6.2f %6.2f %11.3f %6.2f %8llu\n", name, n.median,
                    n.p99, n.worst, r.median, r.p99, r.worst, c.median, c.p99,
                    static_cast<unsigned long long>((index.reads() - reads) / 200));
    }
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 3) {
        std::fprintf(stderr, "usage: %s DOCUMENTS FOLDER [CACHE_MB [BYTES]]\n", arguments[0]);
        return 2;
    }
    const auto documents = static_cast<std::size_t>(std::atoll(arguments[1]));
    const auto cache_megabytes = static_cast<std::size_t>(count > 3 ? std::atoll(arguments[3]) : 1024);
    const Posts posts(static_cast<std::size_t>(count > 4 ? std::atoll(arguments[4]) : 3000));
    Index index(arguments[2], cache_megabytes << 20);
    index.build(posts, documents);
    index.report();
    measure(index, posts);
    index.merge_all();
    measure(index, posts);
}
