#include "orrery/site/static_site.hpp"

#include "document_source.hpp"
#include "orrery/base/file.hpp"
#include "orrery/site/assets.hpp"
#include "orrery/site/links.hpp"
#include "outputs.hpp"

namespace orrery::site {
namespace {

class Builder {
  public:
    Builder(const DocumentSource& source, std::filesystem::path folder)
        : source_(source), links_(source.planet().url), folder_(std::move(folder)) {}

    Result<BuildReport> build() {
        for (const auto& asset : assets())
            ORRERY_CHECK(write(links_.asset(asset.served_as), asset.contents));
        ORRERY_CHECK(stories());
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
        const auto per_page = source_.limits().stories_per_page;
        for (std::size_t page = 1;; ++page) {
            ORRERY_TRY(const auto made, source_.front(page));
            if (!made) return {};
            ORRERY_CHECK(write(links_.front(page), *made));
            ORRERY_TRY(
                const auto stories,
                source_.archive().stories({.feed = {}, .offset = (page - 1) * per_page, .limit = per_page}));
            for (const auto& story : stories)
                ORRERY_CHECK(document(links_.story(story.id), source_.story(story.id)));
        }
    }

    Result<void> feeds() {
        ORRERY_CHECK(document(links_.feeds(), source_.feeds()));
        ORRERY_TRY(const auto feeds, source_.archive().feeds());
        for (const auto& feed : feeds) {
            for (std::size_t page = 1;; ++page) {
                ORRERY_TRY(const auto made, source_.feed(feed.id, page));
                if (!made) break;
                ORRERY_CHECK(write(links_.feed(feed.id, page), *made));
            }
        }
        return {};
    }

    Result<void> document(const std::string& path, DocumentSource::Made made) {
        if (!made) return Failure(std::move(made.error()));
        return *made ? write(path, **made) : Result<void>();
    }

    /// `path`: an address below the planet's.
    Result<void> write(std::string_view path, std::string_view contents) {
        path.remove_prefix(links_.base().size());
        auto file = folder_ / path;
        if (path.empty() || path.ends_with('/')) file /= "index.html";
        // A file that cannot be read is written anew.
        if (const auto old = read_file(file); old && *old == contents) {
            ++report_.unchanged;
            return {};
        }
        ++report_.written;
        return write_file(file, contents);
    }

    const DocumentSource& source_;
    Links links_;
    std::filesystem::path folder_;
    BuildReport report_;
};

}  // namespace

Result<BuildReport> build_site(const store::Archive& archive, const PlanetInfo& planet,
                               const SiteLimits& limits, const std::filesystem::path& folder) {
    const DocumentSource source(archive, planet, limits);
    return Builder(source, folder).build();
}

}  // namespace orrery::site
