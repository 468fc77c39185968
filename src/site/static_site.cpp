#include "orrery/site/static_site.hpp"

#include "document_source.hpp"
#include "orrery/base/file.hpp"
#include "orrery/site/assets.hpp"
#include "orrery/site/links.hpp"
#include "outputs.hpp"

#include <algorithm>
#include <system_error>

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
        ORRERY_CHECK(take_back());
        ORRERY_CHECK(feeds());
        for (const auto& output : kOutputs) {
            ORRERY_CHECK(document(links_.file(output.file()), source_.output(output)));
        }
        ORRERY_CHECK(write(links_.file("robots.txt"), kRobotsText));
        ORRERY_CHECK(write(links_.file("404.html"), source_.error_page(404, {})));
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

    /// A story that an earlier build wrote may be kept from readers now.
    Result<void> take_back() {
        constexpr std::size_t kPage = 500;
        for (const auto visibility :
             {store::Visibility::kRemoved, store::Visibility::kHidden, store::Visibility::kHeld}) {
            for (std::size_t offset = 0;; offset += kPage) {
                ORRERY_TRY(const auto judgements,
                           source_.archive().judgements(
                               {.visibility = visibility, .offset = offset, .limit = kPage}));
                for (const auto& judgement : judgements) {
                    const auto path = links_.story(judgement.entry);
                    const auto file = file_of(path);
                    std::error_code ignored;  // what was never there
                    std::filesystem::remove_all(file.parent_path() / "changes", ignored);
                    ORRERY_TRY(const auto tombstone, source_.tombstone(judgement.entry));
                    if (!tombstone) std::filesystem::remove(file, ignored);
                    if (tombstone) ORRERY_CHECK(write(path, *tombstone));
                }
                if (judgements.size() < kPage) break;
            }
        }
        return {};
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
};

}  // namespace

Result<BuildReport> build_site(const store::Archive& archive, const PlanetInfo& planet,
                               const SiteLimits& limits, const std::filesystem::path& folder,
                               std::optional<Timestamp> at) {
    const DocumentSource now(archive, planet, limits);
    return Builder(at ? now.as_of(*at, {}) : now, folder).build();
}

}  // namespace orrery::site
