#pragma once

#include "orrery/base/time.hpp"
#include "orrery/feed/model.hpp"
#include "orrery/html/sanitize.hpp"
#include "orrery/store/records.hpp"

#include <string>
#include <vector>

/// From a feed as it was parsed to what the archive keeps.
namespace orrery::crawl {

struct Delivery {
    store::FeedInfo info;
    std::vector<store::NewEntry> entries;  ///< in the order of the document, each key once
    planet::KeptHabit habit;               ///< that of the feed after this delivery
};

/// How posts are cleaned: their headings stand under the story's own (h2), ids get a prefix of their own,
/// frames may come from `frame_hosts`.
[[nodiscard]] html::Policy post_policy(const std::vector<std::string>& frame_hosts = {});

/// Where and when a document was delivered.
struct Arrival {
    std::string feed_url;
    Timestamp time{};
    bool is_first_poll = false;  ///< nothing of the feed was seen before
    store::FeedId feed = 0;
    planet::KeptHabit habit;  ///< that of the feed so far
};

/// Cleans, identifies and dates the entries of `feed`. Of entries with the same key the one updated last
/// stays; what has neither a title nor text, link or file is left out. Pure.
[[nodiscard]] Delivery make_delivery(const feed::Feed& feed, const Arrival& arrival,
                                     const html::Policy& policy);

/// Text as one line without markup.
[[nodiscard]] std::string plain_text(const feed::Text& text);

}  // namespace orrery::crawl
