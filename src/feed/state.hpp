#pragma once

#include "orrery/feed/reader.hpp"

#include <string>
#include <vector>

namespace orrery::feed {

struct ParsedFeed::State {
    std::string bytes;
    Arena arena{16 * 1024};
    Feed feed;
    std::vector<Diagnostic> diagnostics;
    std::size_t suppressed = 0;
    bool well_formed = true;
    std::string encoding;
    std::string declared_encoding;
};

}  // namespace orrery::feed
