#pragma once

#include "orrery/base/arena.hpp"
#include "orrery/base/url.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace orrery::feed {

/// Makes the addresses of a document absolute. Remembers the last base, because it rarely changes.
class LinkResolver {
  public:
    explicit LinkResolver(Arena& arena) : arena_(arena) {}

    /// `url` against `base`: white space and control characters taken out, relative ones made absolute, those
    /// of a scheme that has no place in a feed (javascript:) empty. Absolute ones stay as they are written.
    [[nodiscard]] std::string_view resolve(std::string_view base, std::string_view url);

  private:
    Arena& arena_;
    std::string_view base_text_;
    std::optional<Url> base_;
};

}  // namespace orrery::feed
