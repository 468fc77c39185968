// Two texts with a zero byte between. Oracles: the runs give both back, are never empty, and alternate;
// within few steps too.

#include "orrery/planet/diff.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace orrery::planet;

void require(bool holds) {
    if (!holds) std::abort();
}

void check(std::string_view before, std::string_view after, const DiffLimits& limits) {
    std::string old_text;
    std::string new_text;
    auto last = DiffRun{};
    for (const auto& run : diff(before, after, limits)) {
        require(!run.text.empty());
        require(last.text.empty() || last.kind != run.kind);
        require(last.text.empty() || last.kind != DiffRun::Kind::kInsert ||
                run.kind == DiffRun::Kind::kEqual);
        if (run.kind != DiffRun::Kind::kInsert) old_text += run.text;
        if (run.kind != DiffRun::Kind::kDelete) new_text += run.text;
        last = run;
    }
    require(old_text == before && new_text == after);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto middle = std::min(input.find('\0'), input.size());
    const auto before = input.substr(0, middle);
    const auto after = input.substr(std::min(middle + 1, input.size()));
    check(before, after, {});
    check(before, after, {.steps = size});
    return 0;
}
