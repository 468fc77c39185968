// How fast posts go through the HTML library, beside UTF-8 validation and a bare tokenizer run as limits.
// The posts are the escaped and CDATA contents of the real feeds in the corpus: `./orrery_bench_html
// [folder]`.

#include "orrery/base/utf8.hpp"
#include "orrery/html/prose.hpp"
#include "orrery/html/sanitize.hpp"
#include "orrery/html/text.hpp"
#include "orrery/html/tokenizer.hpp"
#include "orrery/html/tree.hpp"
#include "real_posts.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <benchmark/benchmark.h>

namespace {

using namespace orrery;
using namespace orrery::html;

const std::vector<std::string>& posts() {
    static const auto all = [] {
        std::vector<std::string> found;
        const std::filesystem::path folder = ORRERY_SOURCE_DIR "/../shared/corpus/real";
        if (!std::filesystem::exists(folder)) return found;
        for (const auto& file : std::filesystem::directory_iterator(folder)) {
            std::ifstream stream(file.path(), std::ios::binary);
            add_posts({(std::istreambuf_iterator<char>(stream)), {}}, found);
        }
        return found;
    }();
    return all;
}

template <class Work>
void run(benchmark::State& state, Work work) {
    if (posts().empty()) return state.SkipWithError("no corpus");
    std::int64_t bytes = 0;
    for (const auto& post : posts())
        bytes += static_cast<std::int64_t>(post.size());
    for (auto _ : state) {
        for (const auto& post : posts())
            work(post);
    }
    state.SetBytesProcessed(state.iterations() * bytes);
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(posts().size()));
}

void validate_utf8(benchmark::State& state) {
    run(state, [](const std::string& post) { benchmark::DoNotOptimize(utf8::is_valid(post)); });
}

void tokenize(benchmark::State& state) {
    Tokenizer tokenizer;
    run(state, [&](const std::string& post) {
        tokenizer.reset(post);
        while (tokenizer.next().type != TokenType::kEnd) {
        }
    });
}

void sanitize_posts(benchmark::State& state) {
    const auto policy = Policy::feed();
    const auto base = Url::parse("https://blog.example/post/");
    Sanitizer sanitizer(policy);
    std::string out;
    run(state, [&](const std::string& post) {
        out.clear();
        sanitizer.sanitize(post, &*base, out);
        benchmark::DoNotOptimize(out.data());
    });
}

void parse_to_tree(benchmark::State& state) {
    run(state, [](const std::string& post) { benchmark::DoNotOptimize(parse_fragment(post).root); });
}

void plain_text(benchmark::State& state) {
    std::string out;
    run(state, [&](const std::string& post) {
        out.clear();
        append_text(out, post);
        benchmark::DoNotOptimize(out.data());
    });
}

void fingerprint_posts(benchmark::State& state) {
    run(state, [](const std::string& post) { benchmark::DoNotOptimize(fingerprint(post)); });
}

void excerpt_posts(benchmark::State& state) {
    run(state, [](const std::string& post) { benchmark::DoNotOptimize(excerpt(post, 280).data()); });
}

BENCHMARK(validate_utf8);
BENCHMARK(tokenize);
BENCHMARK(sanitize_posts);
BENCHMARK(parse_to_tree);
BENCHMARK(plain_text);
BENCHMARK(fingerprint_posts);
BENCHMARK(excerpt_posts);

}  // namespace

BENCHMARK_MAIN();
