#pragma once

#include "orrery/base/time.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What happens when a feed brings very many entries at once.
namespace orrery::planet {

enum class FloodAction {
    kAccept,  ///< nothing
    kSpread,  ///< what is too much is dated back, as if it had come bit by bit
    kHold,    ///< what is too much waits for a moderator
};

/// `accept`, `spread`, `hold`, as a configuration names them.
[[nodiscard]] std::optional<FloodAction> flood_action(std::string_view name);

struct FloodOptions {
    FloodAction action = FloodAction::kSpread;
    std::size_t most = 20;                     ///< new stories of one feed at one poll
    Duration window = std::chrono::hours(24);  ///< when spread, so many stand in each such time
};

/// What becomes of one entry.
struct FloodFate {
    Timestamp date{};  ///< where it stands
    bool is_held = false;
};

struct FloodDecision {
    std::vector<FloodFate> fates;  ///< one for each date, in the same order
    std::size_t spread = 0;        ///< how many were dated back
    std::size_t held = 0;
    std::string says;  ///< a sentence for the feed's page and the log; empty when there was no flood
};

/// `dates` are the story dates of the entries that start a new story at this poll, be it the first of the
/// feed or any other; entries that joined a story that is known do not count. The newest `most` stay as they
/// are. An older one may not stand among those of the last time: it is too much when it is dated later than
/// it would have to be if only `most` came in each `window`. A blog's whole history, honestly dated, is
/// therefore no flood.
[[nodiscard]] FloodDecision judge_flood(std::span<const Timestamp> dates, std::string_view feed_title,
                                        Timestamp now, const FloodOptions& options);

}  // namespace orrery::planet
