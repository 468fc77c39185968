#pragma once

#include "orrery/base/error.hpp"
#include "orrery/base/time.hpp"
#include "orrery/feed/diagnostic.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Subscription lists: OPML 1.0 and 2.0 (http://opml.org/spec2.opml).
namespace orrery::feed {

/// One feed of a list.
struct Subscription {
    std::string title;
    std::string feed_url;  ///< empty when the list names only the page: a candidate for discovery
    std::string page_url;
    std::string description;
    std::string language;
    /// `Science/Physics`: the folders that it stands in and the categories that it names; each once.
    std::vector<std::string> categories;

    friend bool operator==(const Subscription&, const Subscription&) = default;
};

struct SubscriptionList {
    std::string title;
    std::string owner_name;
    std::string owner_email;
    std::string owner_id;
    std::optional<Timestamp> created;
    std::optional<Timestamp> modified;
    std::vector<Subscription> feeds;  ///< a feed that stands in several folders stands here once
    std::vector<std::string>
        includes;  ///< other lists that this one names (`type="include"`, `link` to .opml)
    std::vector<Diagnostic> diagnostics;
};

/// Reads a list, as tolerant as the feed reader is. Fails with kUnsupported when there is no outline in it at
/// all, and with kLimit above `max_bytes`.
[[nodiscard]] Result<SubscriptionList> read_opml(std::string bytes,
                                                 std::size_t max_bytes = std::size_t{64} << 20);

/// OPML 2.0 in UTF-8: a folder for each category (nested at `/`), feeds without one at the top. A feed with
/// several categories stands in each; read_opml() joins them again.
[[nodiscard]] std::string write_opml(const SubscriptionList& list);

}  // namespace orrery::feed
