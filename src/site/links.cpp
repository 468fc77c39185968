#include "orrery/site/links.hpp"

#include "routes.hpp"

namespace orrery::site {

Links::Links(const Url& site, std::string query)
    : origin_(site.origin()), base_(site.path()), query_(std::move(query)) {
    if (!base_.ends_with('/')) base_ += '/';
}

std::string Links::below(std::string_view route) const {
    return base_ + std::string(route.substr(1)) + query_;
}

std::string Links::front(std::optional<store::EntryId> behind) const {
    return below(behind ? routes::kFrontPage.path({std::to_string(*behind)}) : routes::kFront.path());
}

std::string Links::story(store::EntryId id) const {
    return below(routes::kStory.path({std::to_string(id)}));
}

std::string Links::changes(store::EntryId id, int from, int to) const {
    return below(routes::kChanges.path({std::to_string(id), std::to_string(from), std::to_string(to)}));
}

std::string Links::feeds() const {
    return below(routes::kFeeds.path());
}

std::string Links::feed(store::FeedId id, std::optional<store::EntryId> behind) const {
    const auto feed = std::to_string(id);
    return below(behind ? routes::kFeedPage.path({feed, std::to_string(*behind)})
                        : routes::kFeed.path({feed}));
}

std::string Links::file(std::string_view name) const {
    return base_ + std::string(name) + query_;
}

std::string Links::asset(std::string_view file_name) const {
    return base_ + routes::kAsset.path({file_name}).substr(1);
}

std::string Links::absolute(std::string_view path) const {
    return origin_ + std::string(path);
}

}  // namespace orrery::site
