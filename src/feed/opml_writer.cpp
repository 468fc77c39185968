#include "orrery/base/text.hpp"
#include "orrery/feed/opml.hpp"
#include "xml_writer.hpp"

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

void write_feeds(XmlWriter& xml, const Folder& folder) {
    for (const auto* feed : folder.feeds) {
        const auto& title =
            feed->title.empty() ? (feed->feed_url.empty() ? feed->page_url : feed->feed_url) : feed->title;
        xml.empty("outline", {{"type", feed->feed_url.empty() ? "link" : "rss"},
                              {"text", title},
                              {"title", title},
                              {"xmlUrl", feed->feed_url},
                              {"htmlUrl", feed->page_url},
                              {"url", feed->feed_url.empty() ? feed->page_url : std::string()},
                              {"description", feed->description},
                              {"language", feed->language}});
    }
}

}  // namespace

std::string write_opml(const SubscriptionList& list) {
    XmlWriter xml;
    xml.begin("opml", {{"version", "2.0"}});
    xml.begin("head");
    xml.text("title", list.title);
    if (list.created) xml.text("dateCreated", format_rfc822(*list.created));
    if (list.modified) xml.text("dateModified", format_rfc822(*list.modified));
    xml.optional("ownerName", list.owner_name);
    xml.optional("ownerEmail", list.owner_email);
    xml.optional("ownerId", list.owner_id);
    xml.end();
    xml.begin("body");

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
            xml.begin("outline", {{"text", pool[child].name}, {"title", pool[child].name}});
            levels.push_back({child});
            continue;
        }
        write_feeds(xml, folder);
        levels.pop_back();
        if (!levels.empty()) xml.end();
    }
    for (const auto& include : list.includes)
        xml.empty("outline", {{"type", "include"}, {"text", include}, {"url", include}});
    xml.end();
    xml.end();
    return xml.take();
}

}  // namespace orrery::feed
