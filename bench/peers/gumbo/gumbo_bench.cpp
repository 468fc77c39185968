#include "posts.hpp"

#include <benchmark/benchmark.h>
#include <gumbo.h>

namespace {

void gumbo_tree(benchmark::State& state) {
    orrery::bench::for_each_post(state, [](const std::string& post) {
        GumboOptions options = kGumboDefaultOptions;
        options.fragment_context = GUMBO_TAG_DIV;
        gumbo_destroy_output(&options, gumbo_parse_with_options(&options, post.data(), post.size()));
    });
}

BENCHMARK(gumbo_tree);

}  // namespace
