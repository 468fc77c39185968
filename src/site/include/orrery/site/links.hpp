#pragma once

#include "orrery/base/url.hpp"
#include "orrery/store/records.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace orrery::site {

/// The addresses of a planet's pages. A planet may live below a path of its host
/// (`https://example.org/planet/`): every path starts with it.
class Links {
  public:
    /// `site`: see PlanetInfo::url. `query` stands behind every address but those of assets, such as
    /// `?at=2015-12-01`.
    explicit Links(const Url& site, std::string query = {});

    /// `/`, `/before/7/`: the stories behind one.
    [[nodiscard]] std::string front(std::optional<store::EntryId> behind = {}) const;
    [[nodiscard]] std::string story(store::EntryId id) const;  ///< `/story/7/`
    /// Between two revisions of a story: `/story/7/changes/1/2/`.
    [[nodiscard]] std::string changes(store::EntryId id, int from, int to) const;
    [[nodiscard]] std::string feeds() const;  ///< `/feeds/`
    /// `/feeds/3/`, `/feeds/3/before/7/`.
    [[nodiscard]] std::string feed(store::FeedId id, std::optional<store::EntryId> behind = {}) const;
    [[nodiscard]] std::string file(std::string_view name) const;        ///< `/atom.xml`
    [[nodiscard]] std::string asset(std::string_view file_name) const;  ///< `/assets/style.0123456789.css`

    /// A path of these with scheme and host before it.
    [[nodiscard]] std::string absolute(std::string_view path) const;
    /// The path of the front page.
    [[nodiscard]] const std::string& base() const { return base_; }

  private:
    [[nodiscard]] std::string below(std::string_view route) const;

    std::string origin_;
    std::string base_;  // ends with a slash
    std::string query_;
};

}  // namespace orrery::site
