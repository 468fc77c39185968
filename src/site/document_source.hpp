#pragma once

#include "orrery/site/pages.hpp"
#include "orrery/store/archive.hpp"
#include "outputs.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orrery::site {

/// Places of a list that its pages begin behind, the newest first: every so many stories, counted from the
/// oldest. The list of a server that knows no marks has a page behind each story.
class PageMarks {
  public:
    explicit PageMarks(std::vector<store::StoryPlace> places) : places_(std::move(places)) {}

    [[nodiscard]] const std::vector<store::StoryPlace>& places() const { return places_; }
    /// The last of them that leaves out nothing behind `last`.
    [[nodiscard]] std::optional<store::EntryId> older(const store::StoryPlace& last) const;
    /// The one before; nothing where that is the first page.
    [[nodiscard]] std::optional<store::EntryId> newer(const store::StoryPlace& behind) const;

  private:
    std::vector<store::StoryPlace> places_;
};

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

    /// `behind`: the story that the page begins behind.
    [[nodiscard]] Made front(std::optional<store::EntryId> behind, const PageMarks* marks = nullptr) const;
    [[nodiscard]] Made story(store::EntryId id) const;
    /// What changed between two revisions of a story, given by the entry that leads it.
    [[nodiscard]] Made changes(store::EntryId id, int from, int to) const;
    /// Of a story that was taken down or is kept no longer, by any of its entries.
    [[nodiscard]] Made tombstone(store::EntryId id) const;
    [[nodiscard]] Made feeds() const;
    [[nodiscard]] Made feed(store::FeedId id, std::optional<store::EntryId> behind,
                            const PageMarks* marks = nullptr) const;
    /// Where pages begin that stay as they are when newer stories come; of one feed or of all.
    [[nodiscard]] Result<PageMarks> marks(std::optional<store::FeedId> feed) const;
    [[nodiscard]] Made output(const Output& output) const;
    /// Never fails: what cannot be read is left out of the frame.
    [[nodiscard]] std::string error_page(int status, std::string_view path) const;

    [[nodiscard]] const store::Archive& archive() const { return archive_; }
    [[nodiscard]] const PlanetInfo& planet() const { return planet_; }
    [[nodiscard]] const SiteLimits& limits() const { return limits_; }

    [[nodiscard]] std::optional<Timestamp> at() const { return at_; }
    /// The feeds that are followed.
    [[nodiscard]] Result<std::vector<store::FeedRecord>> followed() const;

  private:
    struct StoryPage {
        std::vector<store::Story> stories;
        Paging paging;
    };

    [[nodiscard]] Result<PageContext> context() const;
    [[nodiscard]] Result<std::optional<StoryPage>> story_page(std::optional<store::FeedId> feed,
                                                              std::optional<store::EntryId> behind,
                                                              const PageMarks* marks) const;
    [[nodiscard]] Result<Paging> paging_of(const store::Archive::StoryQuery& query,
                                           std::optional<store::EntryId> behind,
                                           const store::StoryPlace& last, bool is_last,
                                           const PageMarks* marks) const;
    [[nodiscard]] Result<std::vector<store::Revision>> seen_revisions(store::EntryId id) const;

    const store::Archive& archive_;
    PlanetInfo planet_;
    SiteLimits limits_;
    std::optional<Timestamp> at_;
    std::string query_;
};

}  // namespace orrery::site
