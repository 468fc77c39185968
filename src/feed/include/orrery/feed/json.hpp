#pragma once

#include "orrery/feed/reader.hpp"

#include <string>

namespace orrery::feed {

/// The whole model as one JSON object, as docs/feed-model.md describes it and docs/feed-model.schema.json
/// checks it. Members without a value are left out.
[[nodiscard]] std::string to_json(const ParsedFeed& parsed);

}  // namespace orrery::feed
