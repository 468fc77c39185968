#include "orrery/base/text.hpp"
#include "orrery/feed/opml.hpp"
#include "xml/writer.hpp"

#include <map>

namespace orrery::feed {

namespace {

// The folders of one level in the order in which they first appear, each with the feeds that stand in it.
struct Folder {
    std::string name;
    std::vector<const Subscription*> feeds;
    std::vector<std::size_t> children;  // indices into the pool
};

constexpr std::size_t kDeepest = 64;

class Folders {
  public:
    Folders() { pool_.emplace_back(); }

    void put(std::string_view path, const Subscription& feed) {
        std::size_t at = 0;
        std::size_t depth = 0;
        for (const auto part : split(path, '/'))
            if (!part.empty() && ++depth < kDeepest) at = child(at, part);
        pool_[at].feeds.push_back(&feed);
    }
    [[nodiscard]] const std::vector<Folder>& pool() const { return pool_; }

  private:
    std::size_t child(std::size_t parent, std::string_view name) {
        const auto [found, is_new] = index_.try_emplace({parent, std::string(name)}, pool_.size());
        if (is_new) {
            pool_.push_back({std::string(name), {}, {}});
            pool_[parent].children.push_back(found->second);
        }
        return found->second;
    }

    std::vector<Folder> pool_;
    std::map<std::pair<std::size_t, std::string>, std::size_t> index_;
};

void write_feeds(xml::Writer& xml, const Folder& folder) {
    for (const auto* feed : folder.feeds) {
        const bool page_only = feed->feed_url.empty();
        const auto& address = page_only ? feed->page_url : feed->feed_url;
        const auto& title = feed->title.empty() ? address : feed->title;
        xml.start("outline").attribute("type", page_only ? "link" : "rss");
        xml.attribute("text", title).attribute("title", title);
        xml.optional_attribute(page_only ? "url" : "xmlUrl", address);
        xml.optional_attribute("htmlUrl", feed->page_url);
        xml.optional_attribute("description", feed->description);
        xml.optional_attribute("language", feed->language).end();
    }
}

}  // namespace

std::string write_opml(const SubscriptionList& list) {
    xml::Writer xml;
    xml.start("opml").attribute("version", "2.0");
    xml.start("head").element("title", list.title);
    if (list.created) xml.element("dateCreated", format_rfc822(*list.created));
    if (list.modified) xml.element("dateModified", format_rfc822(*list.modified));
    xml.optional("ownerName", list.owner_name);
    xml.optional("ownerEmail", list.owner_email);
    xml.optional("ownerId", list.owner_id);
    xml.end();
    xml.start("body");

    Folders folders;
    for (const auto& feed : list.feeds) {
        if (feed.categories.empty()) folders.put("", feed);
        for (const auto& category : feed.categories)
            folders.put(category, feed);
    }
    const auto& pool = folders.pool();
    struct Level {
        std::size_t folder;
        std::size_t next_child = 0;
    };
    std::vector<Level> levels{{0}};
    while (!levels.empty()) {
        auto& level = levels.back();
        const auto& folder = pool[level.folder];
        if (level.next_child < folder.children.size()) {
            const auto child = folder.children[level.next_child++];
            xml.start("outline").attribute("text", pool[child].name).attribute("title", pool[child].name);
            levels.push_back({child});
            continue;
        }
        write_feeds(xml, folder);
        levels.pop_back();
        if (!levels.empty()) xml.end();
    }
    for (const auto& include : list.includes)
        xml.start("outline")
            .attribute("type", "include")
            .attribute("text", include)
            .attribute("url", include)
            .end();
    xml.end().end();
    return xml.take();
}

}  // namespace orrery::feed
