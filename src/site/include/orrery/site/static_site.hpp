#pragma once

#include "orrery/site/planet_info.hpp"
#include "orrery/store/archive.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>

namespace orrery::site {

struct BuildReport {
    std::size_t written = 0;    ///< files that are new or have changed
    std::size_t unchanged = 0;  ///< files that had the right contents already; their times stay
    std::size_t removed = 0;    ///< pages of an earlier build that the planet has no more
};

/// Writes the whole planet as files below `folder`, which a web server then serves under the planet's
/// address: the same paths as the Site answers (`before/7/index.html`, `story/7/index.html`, `atom.xml` …)
/// but
/// `/health`, and a `404.html`. Older pages begin at every so many stories counted from the oldest, so that
/// the stories of a page stay on it. Writes only what has changed, and removes nothing but pages of earlier
/// builds: of stories that are hidden, held or kept no longer, and lists that begin elsewhere now. A story
/// that became part of another has that one's page, as on the server; one that was taken down has its
/// tombstone. A poll committed meanwhile may show in some pages and not in others; the next build agrees
/// again. `at`: the planet as it stood then.
[[nodiscard]] Result<BuildReport> build_site(const store::Archive& archive, const PlanetInfo& planet,
                                             const SiteLimits& limits, const std::filesystem::path& folder,
                                             std::optional<Timestamp> at = {});

}  // namespace orrery::site
