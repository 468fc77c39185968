#pragma once

#include "orrery/site/html_writer.hpp"
#include "orrery/site/links.hpp"
#include "orrery/site/pages.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

/// What all pages have in common: head, masthead, navigation, foot.
namespace orrery::site {

enum class Section { kStories, kFeeds, kNone };

/// What a page's head and frame say.
struct Frame {
    std::string title;        ///< of the page; empty on the front page, which has the planet's
    std::string description;  ///< empty: the planet's
    std::string path;         ///< its own address; empty on error pages, which have none
    Section section = Section::kNone;
    bool heads_with_planet = false;  ///< the planet's title is the page's h1
    std::string previous;            ///< the pages before and after in a list, perhaps empty
    std::string next;
    std::optional<Timestamp> published;  ///< of an article
};

/// Appends everything up to the beginning of the main part.
void open_page(HtmlWriter& page, const PageContext& context, const Links& links, const Frame& frame);
/// Appends everything behind the main part.
void close_page(HtmlWriter& page, const PageContext& context, const Links& links);

/// `<nav>` with the neighbours of a page in a list of stories; nothing for a list of one page.
void add_paging(HtmlWriter& page, std::span<const store::Story> stories, std::string_view newer,
                std::string_view older);

/// `25 May 2024`, the date of the newest of the stories of an older page, for its title.
[[nodiscard]] std::string day_of(std::span<const store::Story> stories);

/// `<time datetime="…">25 May 2024</time>`.
void add_day(HtmlWriter& page, Timestamp time);
/// `<time datetime="…">25 May 2024, 10:00 UTC</time>`.
void add_moment(HtmlWriter& page, Timestamp time);

/// `1 feed`, `2 feeds`, `1,204 feeds`.
[[nodiscard]] std::string count_of(std::int64_t number, std::string_view one, std::string_view many);

/// A tag that a lang attribute may hold (RFC 5646, roughly), or nothing.
[[nodiscard]] std::string_view language_tag(std::string_view language);

/// The small disc that stands for a feed, in one of kColours colours of its own.
void add_feed_disc(HtmlWriter& page, store::FeedId feed);

}  // namespace orrery::site
