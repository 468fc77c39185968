#pragma once

#include "orrery/feed/reader.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace orrery::feed {

struct ParsedFeed::State {
    std::string bytes;
    // What the model's views point at when it was read from JSON: texts without their escapes.
    std::unique_ptr<std::uint8_t[]> strings;
    std::size_t strings_size = 0;
    Arena arena{16 * 1024};
    Feed feed;
    std::vector<Diagnostic> diagnostics;
    std::size_t suppressed = 0;
    bool well_formed = true;
    std::string encoding;
    std::string declared_encoding;
};

}  // namespace orrery::feed
