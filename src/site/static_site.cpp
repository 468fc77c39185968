#include "orrery/site/static_site.hpp"

#include "document_source.hpp"
#include "orrery/base/file.hpp"
#include "orrery/base/text.hpp"
#include "orrery/site/assets.hpp"
#include "orrery/site/links.hpp"
#include "outputs.hpp"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

namespace orrery::site {
namespace {

constexpr int kComparedRevisions = 10;

class Builder {
  public:
    Builder(DocumentSource source, std::filesystem::path folder)
        : source_(std::move(source)), links_(source_.planet().url), folder_(std::move(folder)) {}

    Result<BuildReport> build() {
        for (const auto& asset : assets())
            ORRERY_CHECK(write(links_.asset(asset.served_as), asset.contents));
        ORRERY_CHECK(stories());
        ORRERY_CHECK(tombstones());
        ORRERY_CHECK(feeds());
        for (const auto& output : kOutputs) {
            ORRERY_CHECK(document(links_.file(output.file()), source_.output(output)));
        }
        ORRERY_CHECK(write(links_.file("robots.txt"), kRobotsText));
        ORRERY_CHECK(write(links_.file("404.html"), source_.error_page(404, {})));
        ORRERY_CHECK(remove_stale());
        return report_;
    }

  private:
    Result<void> stories() {
        ORRERY_CHECK(list({}));
        constexpr std::size_t kAtOnce = 50;
        store::Archive::StoryQuery query{.limit = kAtOnce, .at = source_.at()};
        while (true) {
            ORRERY_TRY(const auto stories, source_.archive().stories(query));
            for (const auto& story : stories) {
                ORRERY_CHECK(document(links_.story(story.id), source_.story(story.id)));
                ORRERY_CHECK(changes(story));
            }
            if (stories.size() < kAtOnce) return {};
            query.behind = {stories.back().date, stories.back().id};
        }
    }

    /// All pages of stories, or of those of a feed.
    Result<void> list(std::optional<store::FeedId> feed) {
        ORRERY_TRY(const auto marks, source_.marks(feed));
        const auto page = [&](std::optional<store::EntryId> behind) {
            return feed ? document(links_.feed(*feed, behind), source_.feed(*feed, behind, &marks))
                        : document(links_.front(behind), source_.front(behind, &marks));
        };
        ORRERY_CHECK(page({}));
        for (const auto& mark : marks.places())
            ORRERY_CHECK(page(mark.id));
        return {};
    }

    /// Of any two revisions; of a story that has very many, between the newest.
    Result<void> changes(const store::Story& story) {
        const int first = std::max(1, story.revisions - kComparedRevisions + 1);
        for (int from = first; from <= story.revisions; ++from)
            for (int to = first; to <= story.revisions; ++to)
                if (from != to)
                    ORRERY_CHECK(
                        document(links_.changes(story.id, from, to), source_.changes(story.id, from, to)));
        return {};
    }

    Result<void> tombstones() {
        constexpr std::size_t kPage = 500;
        for (std::size_t offset = 0;; offset += kPage) {
            ORRERY_TRY(const auto removed,
                       source_.archive().judgements(
                           {.visibility = store::Visibility::kRemoved, .offset = offset, .limit = kPage}));
            for (const auto& judgement : removed)
                ORRERY_CHECK(document(links_.story(judgement.entry), source_.tombstone(judgement.entry)));
            if (removed.size() < kPage) return {};
        }
    }

    /// What earlier builds wrote and this one did not.
    Result<void> remove_stale() {
        const auto top = file_of(links_.front()).parent_path();
        for (const auto& [id, folder] : numbered(top / "story"))
            ORRERY_CHECK(renew_story(id, folder));
        remove_lists(top / "before");
        for (const auto& [id, folder] : numbered(top / "feeds"))
            remove_lists(folder / "before");
        return {};
    }

    Result<void> renew_story(store::EntryId id, const std::filesystem::path& folder) {
        const auto path = links_.story(id);
        if (!written_.contains(file_of(path))) ORRERY_CHECK(document(path, source_.story(id)));
        for (const auto& [from, changes] : numbered(folder / "changes")) {
            for (const auto& [to, page] : numbered(changes))
                remove_page(page);
            remove_if_empty(changes);
        }
        remove_if_empty(folder / "changes");
        remove_page(folder);
        return {};
    }

    void remove_lists(const std::filesystem::path& folder) {
        for (const auto& [id, page] : numbered(folder))
            remove_page(page);
        remove_if_empty(folder);
    }

    void remove_page(const std::filesystem::path& folder) {
        const auto file = folder / "index.html";
        if (written_.contains(file)) return;
        std::error_code ignored;  // what cannot be removed stays
        if (std::filesystem::remove(file, ignored)) ++report_.removed;
        remove_if_empty(folder);
    }

    static void remove_if_empty(const std::filesystem::path& folder) {
        std::error_code not_empty;
        std::filesystem::remove(folder, not_empty);
    }

    /// The folders below one whose names are numbers: those that a build makes.
    static std::vector<std::pair<std::int64_t, std::filesystem::path>> numbered(
        const std::filesystem::path& folder) {
        std::vector<std::pair<std::int64_t, std::filesystem::path>> found;
        std::error_code none;
        for (const auto& each : std::filesystem::directory_iterator(folder, none)) {
            std::int64_t number = 0;
            if (parse_number(each.path().filename().string(), number) && each.is_directory(none))
                found.emplace_back(number, each.path());
        }
        return found;
    }

    Result<void> feeds() {
        ORRERY_CHECK(document(links_.feeds(), source_.feeds()));
        ORRERY_TRY(const auto feeds, source_.followed());
        for (const auto& feed : feeds)
            ORRERY_CHECK(list(feed.id));
        return {};
    }

    Result<void> document(const std::string& path, DocumentSource::Made made) {
        if (!made) return Failure(std::move(made.error()));
        return *made ? write(path, **made) : Result<void>();
    }

    std::filesystem::path file_of(std::string_view path) const {
        path.remove_prefix(links_.base().size());
        auto file = folder_ / path;
        if (path.empty() || path.ends_with('/')) file /= "index.html";
        return file;
    }

    /// `path`: an address below the planet's.
    Result<void> write(std::string_view path, std::string_view contents) {
        const auto file = file_of(path);
        written_.insert(file);
        // A file that cannot be read is written anew.
        if (const auto old = read_file(file); old && *old == contents) {
            ++report_.unchanged;
            return {};
        }
        ++report_.written;
        return write_file(file, contents);
    }

    DocumentSource source_;
    Links links_;
    std::filesystem::path folder_;
    BuildReport report_;
    std::set<std::filesystem::path> written_;  // by this build, whether or not they had to be
};

}  // namespace

Result<BuildReport> build_site(const store::Archive& archive, const PlanetInfo& planet,
                               const SiteLimits& limits, const std::filesystem::path& folder,
                               std::optional<Timestamp> at) {
    const DocumentSource now(archive, planet, limits);
    return Builder(at ? now.as_of(*at, {}) : now, folder).build();
}

}  // namespace orrery::site
