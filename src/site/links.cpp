#include "orrery/site/links.hpp"

namespace orrery::site {

Links::Links(const Url& site) : origin_(site.origin()), base_(site.path()) {
    if (!base_.ends_with('/')) base_ += '/';
}

std::string Links::below(std::string_view route) const {
    return base_ + std::string(route.substr(1));
}

std::string Links::front(std::size_t page) const {
    return page <= 1 ? base_ : below("/page/" + std::to_string(page) + "/");
}

std::string Links::story(store::EntryId id) const {
    return below("/story/" + std::to_string(id) + "/");
}

std::string Links::feeds() const {
    return below("/feeds/");
}

std::string Links::feed(store::FeedId id, std::size_t page) const {
    const auto first = below("/feeds/" + std::to_string(id) + "/");
    return page <= 1 ? first : first + "page/" + std::to_string(page) + "/";
}

std::string Links::file(std::string_view name) const {
    return base_ + std::string(name);
}

std::string Links::asset(std::string_view file_name) const {
    return base_ + "assets/" + std::string(file_name);
}

std::string Links::absolute(std::string_view path) const {
    return origin_ + std::string(path);
}

}  // namespace orrery::site
