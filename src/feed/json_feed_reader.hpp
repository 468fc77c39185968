#pragma once

#include "report.hpp"
#include "state.hpp"

#include <string_view>

namespace orrery::feed {

/// Reads `state.bytes` as JSON Feed 1.0 or 1.1 (https://www.jsonfeed.org/version/1.1/). False when it is
/// none.
[[nodiscard]] bool read_json_feed(ParsedFeed::State& state, Report& report, const ParseOptions& options,
                                  std::string_view base);

}  // namespace orrery::feed
