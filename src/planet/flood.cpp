#include "orrery/planet/flood.hpp"

#include <algorithm>
#include <numeric>

namespace orrery::planet {

std::optional<FloodAction> flood_action(std::string_view name) {
    if (name == "accept") return FloodAction::kAccept;
    if (name == "spread") return FloodAction::kSpread;
    if (name == "hold") return FloodAction::kHold;
    return {};
}

FloodDecision judge_flood(std::span<const Timestamp> dates, std::string_view feed_title, Timestamp now,
                          const FloodOptions& options) {
    FloodDecision decision;
    decision.fates.reserve(dates.size());
    for (const auto date : dates)
        decision.fates.push_back({date, false});
    const auto most = std::max<std::size_t>(options.most, 1);
    if (options.action == FloodAction::kAccept || dates.size() <= most) return decision;

    std::vector<std::size_t> newest_first(dates.size());
    std::iota(newest_first.begin(), newest_first.end(), std::size_t{0});
    std::ranges::stable_sort(newest_first, std::greater{}, [&](auto i) { return dates[i]; });

    const auto step = options.window / static_cast<std::int64_t>(most);
    auto oldest = now;
    for (std::size_t place = most; place < newest_first.size(); ++place) {
        auto& fate = decision.fates[newest_first[place]];
        const auto latest = now - step * static_cast<std::int64_t>(place - most + 1);
        if (fate.date <= latest) continue;
        if (options.action == FloodAction::kHold) {
            fate.is_held = true;
            ++decision.held;
        } else {
            fate.date = latest;
            oldest = latest;
            ++decision.spread;
        }
    }
    if (decision.spread + decision.held == 0) return decision;
    decision.says = std::string(feed_title) + " brought " + std::to_string(dates.size()) +
                    " new stories at once, more than " + std::to_string(most) + ": ";
    if (decision.held > 0) {
        decision.says += std::to_string(decision.held) + " are held for a moderator";
    } else {
        decision.says +=
            std::to_string(decision.spread) + " are dated back, the last to " + format_day(oldest);
    }
    return decision;
}

}  // namespace orrery::planet
