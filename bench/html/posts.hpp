#pragma once

#include <string>
#include <vector>

#include <benchmark/benchmark.h>

namespace orrery::bench {

/// The posts of the real feeds, shuffled, in the same order in each run; empty without the corpus.
[[nodiscard]] const std::vector<std::string>& posts();

/// Measures `work` on every post.
template <class Work>
void for_each_post(benchmark::State& state, Work work) {
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

}  // namespace orrery::bench
