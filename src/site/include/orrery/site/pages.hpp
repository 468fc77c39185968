#pragma once

#include "orrery/base/time.hpp"
#include "orrery/site/planet_info.hpp"
#include "orrery/store/records.hpp"
#include "orrery/store/retention.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

/// The pages of a planet: data in, HTML out. Pure and thread-safe. Every page is whole without JavaScript and
/// without pictures, and valid HTML as long as its stories are.
namespace orrery::site {

/// What every page knows.
struct PageContext {
    const PlanetInfo& planet;
    store::Counts counts;
    /// The planets in the masthead stand as they did at this moment: when the newest story was published.
    std::optional<Timestamp> sky;
    std::optional<Timestamp> at;  ///< the page shows the planet as it stood then
    std::string query;            ///< of links that stay at that time, see Links
};

/// Which part of a list a page shows, and its neighbours. A page begins behind a story, so that what it shows
/// does not move when newer ones come; the first page begins behind none.
struct Paging {
    std::optional<store::EntryId> behind;
    std::optional<store::EntryId>
        newer;  ///< where the page before begins; nothing: it is the first, or this is
    std::optional<store::EntryId> older;  ///< where the next one begins; nothing: there is none

    [[nodiscard]] bool is_first() const { return !behind; }
};

/// The newest stories, or what to do next on a planet without any.
[[nodiscard]] std::string render_front(const PageContext& context, std::span<const store::Story> stories,
                                       const Paging& paging);

/// `members` are the entries of the story, its leader first: the others are named under "Also in".
/// `revisions` are those of its leader, oldest first; they are listed where there are several.
[[nodiscard]] std::string render_story(const PageContext& context, const store::Story& story,
                                       std::span<const store::StoryMember> members,
                                       std::span<const store::Revision> revisions);

/// What changed between two revisions of a story, word by word, with a way to any other two of `revisions`.
[[nodiscard]] std::string render_changes(const PageContext& context,
                                         std::span<const store::Revision> revisions,
                                         const store::Story& before, const store::Story& after);

/// In the place of a story that was taken down: when and why.
[[nodiscard]] std::string render_tombstone(const PageContext& context, const store::Judgement& judgement);

/// In the place of a story that is kept no longer.
[[nodiscard]] std::string render_pruned(const PageContext& context, const store::Pruned& pruned);

/// All feeds and how each is doing.
[[nodiscard]] std::string render_feeds(const PageContext& context, std::span<const store::FeedRecord> feeds);

[[nodiscard]] std::string render_feed(const PageContext& context, const store::FeedRecord& feed,
                                      std::span<const store::Story> stories, const Paging& paging);

/// A page that says what went wrong and leads back. `path`: what was asked for, may be empty.
[[nodiscard]] std::string render_error(const PageContext& context, int status, std::string_view path);

}  // namespace orrery::site
