// How fast posts go through the HTML library, beside UTF-8 validation and a bare tokenizer run as limits.
// `--write-posts FILE` writes the posts as a JSON array for the peers instead.

#include "orrery/base/file.hpp"
#include "orrery/base/json_writer.hpp"
#include "orrery/base/utf8.hpp"
#include "orrery/html/prose.hpp"
#include "orrery/html/sanitize.hpp"
#include "orrery/html/text.hpp"
#include "orrery/html/tokenizer.hpp"
#include "orrery/html/tree.hpp"
#include "posts.hpp"
#include "real_posts.hpp"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <random>

#include <benchmark/benchmark.h>

namespace orrery::bench {

const std::vector<std::string>& posts() {
    static const auto all = [] {
        std::vector<std::string> found;
        const std::filesystem::path folder = ORRERY_SOURCE_DIR "/../shared/corpus/real";
        if (!std::filesystem::exists(folder)) return found;
        std::vector<std::filesystem::path> files;
        for (const auto& file : std::filesystem::directory_iterator(folder))
            files.push_back(file.path());
        std::ranges::sort(files);
        for (const auto& file : files) {
            if (const auto feed = read_file(file)) html::add_posts(*feed, found);
        }
        std::ranges::shuffle(found, std::mt19937(1));
        return found;
    }();
    return all;
}

}  // namespace orrery::bench

namespace {

using namespace orrery;
using namespace orrery::html;

void validate_utf8(benchmark::State& state) {
    bench::for_each_post(state,
                         [](const std::string& post) { benchmark::DoNotOptimize(utf8::is_valid(post)); });
}

void tokenize(benchmark::State& state) {
    Tokenizer tokenizer;
    bench::for_each_post(state, [&](const std::string& post) {
        tokenizer.reset(Input(post));
        while (tokenizer.next().type != TokenType::kEnd) {
        }
    });
}

void sanitize_posts(benchmark::State& state) {
    const auto policy = Policy::feed();
    const auto base = Url::parse("https://blog.example/post/");
    Sanitizer sanitizer(policy);
    std::string out;
    bench::for_each_post(state, [&](const std::string& post) {
        out.clear();
        sanitizer.sanitize(post, &*base, out);
        benchmark::DoNotOptimize(out.data());
    });
}

void parse_to_tree(benchmark::State& state) {
    bench::for_each_post(
        state, [](const std::string& post) { benchmark::DoNotOptimize(parse_fragment(post).root); });
}

void plain_text(benchmark::State& state) {
    std::string out;
    bench::for_each_post(state, [&](const std::string& post) {
        out.clear();
        append_text(out, post);
        benchmark::DoNotOptimize(out.data());
    });
}

void fingerprint_posts(benchmark::State& state) {
    bench::for_each_post(state, [](const std::string& post) { benchmark::DoNotOptimize(fingerprint(post)); });
}

void excerpt_posts(benchmark::State& state) {
    bench::for_each_post(
        state, [](const std::string& post) { benchmark::DoNotOptimize(excerpt(post, 280).data()); });
}

BENCHMARK(validate_utf8);
BENCHMARK(tokenize);
BENCHMARK(sanitize_posts);
BENCHMARK(parse_to_tree);
BENCHMARK(plain_text);
BENCHMARK(fingerprint_posts);
BENCHMARK(excerpt_posts);

}  // namespace

int main(int argc, char** argv) {
    if (argc == 3 && std::strcmp(argv[1], "--write-posts") == 0) {
        if (orrery::bench::posts().empty()) return 1;
        orrery::JsonWriter json(orrery::JsonWriter::Style::kCompact);
        json.begin_array();
        for (const auto& post : orrery::bench::posts())
            json.value(post);
        json.end_array();
        return orrery::write_file(argv[2], json.text()) ? 0 : 1;
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
