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
};

/// How posts are cleaned: their headings stand under the story's own (h2), ids get a prefix of their own.
[[nodiscard]] html::Policy post_policy();

/// Cleans, identifies and dates the entries of `feed`, which was polled at `feed_url`. Of entries with the
/// same key the one updated last stays. Pure.
[[nodiscard]] Delivery make_delivery(const feed::Feed& feed, const std::string& feed_url, Timestamp now,
                                     const html::Policy& policy);

/// Text as one line without markup.
[[nodiscard]] std::string plain_text(const feed::Text& text);

}  // namespace orrery::crawl
