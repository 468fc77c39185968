#pragma once

#include "orrery/site/pages.hpp"
#include "orrery/store/archive.hpp"
#include "outputs.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orrery::site {

/// Makes every document of a planet from what its archive keeps, of the present or as the planet stood at a
/// moment of the past. Thread-safe; keeps nothing.
class DocumentSource {
  public:
    /// The archive must outlive it.
    DocumentSource(const store::Archive& archive, PlanetInfo planet, SiteLimits limits)
        : archive_(archive), planet_(std::move(planet)), limits_(limits) {}

    /// The same planet as it stood at `at`; `query` is that of its links, see Links.
    [[nodiscard]] DocumentSource as_of(Timestamp at, std::string query) const;

    /// A document, or nothing when the planet has no such page.
    using Made = Result<std::optional<std::string>>;

    [[nodiscard]] Made front(std::size_t page) const;
    [[nodiscard]] Made story(store::EntryId id) const;
    /// What changed between two revisions of a story, given by the entry that leads it.
    [[nodiscard]] Made changes(store::EntryId id, int from, int to) const;
    /// Of a story that was taken down or is kept no longer, by any of its entries.
    [[nodiscard]] Made tombstone(store::EntryId id) const;
    [[nodiscard]] Made feeds() const;
    [[nodiscard]] Made feed(store::FeedId id, std::size_t page) const;
    [[nodiscard]] Made output(const Output& output) const;
    /// Never fails: what cannot be read is left out of the frame.
    [[nodiscard]] std::string error_page(int status, std::string_view path) const;

    [[nodiscard]] const store::Archive& archive() const { return archive_; }
    [[nodiscard]] const PlanetInfo& planet() const { return planet_; }
    [[nodiscard]] const SiteLimits& limits() const { return limits_; }

    /// What a page of front() shows; nothing where there is no such page.
    [[nodiscard]] Result<std::vector<store::Story>> front_stories(std::size_t page) const;
    /// The feeds that are followed.
    [[nodiscard]] Result<std::vector<store::FeedRecord>> followed() const;

  private:
    struct StoryPage {
        std::vector<store::Story> stories;
        Paging paging;
    };

    [[nodiscard]] Result<PageContext> context() const;
    [[nodiscard]] Result<std::optional<StoryPage>> story_page(std::optional<store::FeedId> feed,
                                                              std::size_t page, std::int64_t total) const;
    [[nodiscard]] Result<std::vector<store::Revision>> seen_revisions(store::EntryId id) const;

    const store::Archive& archive_;
    PlanetInfo planet_;
    SiteLimits limits_;
    std::optional<Timestamp> at_;
    std::string query_;
};

}  // namespace orrery::site
