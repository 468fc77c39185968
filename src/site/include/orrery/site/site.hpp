#pragma once

#include "orrery/http/request.hpp"
#include "orrery/http/response.hpp"
#include "orrery/site/planet_info.hpp"
#include "orrery/store/archive.hpp"

#include <memory>

namespace orrery::site {

/// Answers the requests to a planet: its pages, its merged feeds, `/robots.txt`, and `/health` for whoever
/// watches over it. Fit to be the handler of an http::Server. Rendered pages are kept until the archive's
/// generation changes. Thread-safe.
///
/// A planet whose address has a path (`https://example.org/planet/`) answers below that path, so a proxy in
/// front must hand it on; `/health` is answered at the top too.
class Site {
  public:
    /// The archive must outlive the site.
    Site(const store::Archive& archive, PlanetInfo planet, SiteLimits limits = {});
    ~Site();

    [[nodiscard]] http::Response operator()(const http::Request& request) const;

    /// Memory held by rendered pages; at most SiteLimits::cached_bytes.
    [[nodiscard]] std::size_t cached_bytes() const;

  private:
    struct State;
    std::unique_ptr<const State> state_;
};

}  // namespace orrery::site
