#pragma once

#include "guid.hpp"
#include "names.hpp"
#include "orrery/planet/address.hpp"
#include "orrery/planet/story.hpp"
#include "title.hpp"

namespace orrery::planet {

/// A Post with everything read that is compared.
struct Portrait {
    explicit Portrait(const Post& post);

    const Post* post;
    PageAddress address;
    PageAddress file;
    Guid guid;
    Title title;
    Title feed_title;
    Names author;
    bool is_untitled = false;  ///< the title is the beginning of the text
};

/// What speaks for and against two posts being the same.
struct Evidence {
    TitleRelation title = TitleRelation::kUnknown;
    TextRelation text = TextRelation::kUnknown;
    NameRelation author = NameRelation::kUnknown;
    bool is_untitled = false;  ///< one has a title that was made from its text
    bool same_feed = false;
    bool together = false;     ///< both stand in one document of one feed
    bool same_page = false;    ///< one address; neither only names a site, nor are they two places of a page
    bool same_place = false;   ///< same_page, and both mean the same part of it
    bool other_place = false;  ///< two parts of one page
    bool shared_page = false;  ///< the page is known to hold several posts
    bool same_guid = false;
    bool other_guid = false;  ///< both have one, and they differ
    bool same_file = false;
    bool other_file = false;
    bool same_path = false;    ///< path and query agree and are telling, on another host
    bool same_slug = false;    ///< the last part of the path agrees and has words
    bool same_numbers = true;  ///< of the texts
    bool is_telling = false;   ///< the shorter title is
    std::size_t affix_words = 0;
    bool known_affix = false;   ///< what one title has more is the name of an author or feed
    std::uint32_t letters = 0;  ///< of the shorter text
    /// By the dates that the feeds state; a large number where one states none.
    double days_apart = 1e9;
};

[[nodiscard]] Evidence weigh(const Portrait& a, const Portrait& b);

}  // namespace orrery::planet
