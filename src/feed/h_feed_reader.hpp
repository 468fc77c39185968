#pragma once

#include "state.hpp"

#include <string_view>

namespace orrery::feed {

/// Reads `state.bytes` as a page with an h-feed in it (https://microformats.org/wiki/h-feed). False when
/// there is none.
[[nodiscard]] bool read_h_feed(ParsedFeed::State& state, const ParseOptions& options, std::string_view base,
                               std::string_view language);

}  // namespace orrery::feed
