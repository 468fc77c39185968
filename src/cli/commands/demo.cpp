#include "../serve.hpp"
#include "../setup.hpp"
#include "commands.hpp"
#include "orrery/base/log.hpp"
#include "orrery/base/text.hpp"
#include "orrery/feed/opml.hpp"
#include "orrery/galaxy/galaxy.hpp"

#include <filesystem>

#include <fmt/format.h>

namespace orrery::cli {

namespace {

constexpr std::int64_t kFeeds = 24;
constexpr std::int64_t kMostFeeds = 10'000;

// A folder that goes away with the demo.
class TemporaryFolder {
  public:
    static Result<TemporaryFolder> make() {
        auto name = (std::filesystem::temp_directory_path() / "orrery-demo-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            return Failure(system_error("cannot make a folder for the demo", name, errno));
        return TemporaryFolder(name);
    }
    TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    ~TemporaryFolder() {
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    explicit TemporaryFolder(std::filesystem::path path) : path_(std::move(path)) {}
    std::filesystem::path path_;
};

Config demo_config(const Config& given, const std::filesystem::path& folder) {
    Config config = given;
    config.planet.title = "Planet Orrery";
    config.planet.description = "Stargazers, makers and programmers, in one place. All of them are invented.";
    config.archive.path = (folder / "orrery.db").string();
    config.net.allow_networks = {"127.0.0.0/8"};
    config.net.max_requests_per_host = config.net.max_requests;
    config.poll.refresh = std::chrono::seconds(15);
    return config;
}

Result<std::vector<store::NewFeed>> feeds_of(const galaxy::Galaxy& galaxy,
                                             const crawl::PollOptions& options) {
    net::HttpClient client(options.client);
    ORRERY_TRY(auto list, net::fetch_now(client, {.url = galaxy.url() + "/opml.xml"}));
    ORRERY_TRY(const auto opml, feed::read_opml(std::move(list.body)));
    std::vector<store::NewFeed> feeds;
    for (const auto& subscription : opml.feeds)
        feeds.push_back({subscription.feed_url, "", "", subscription.page_url});
    return feeds;
}

Result<int> show(const Context& context, const Config& given, std::int64_t feeds) {
    ORRERY_TRY(const auto folder, TemporaryFolder::make());
    const auto config = demo_config(given, folder.path());
    ORRERY_TRY(const auto galaxy, galaxy::Galaxy::start({.feeds = static_cast<std::uint64_t>(feeds),
                                                         .post_every = std::chrono::seconds(20)}));
    ORRERY_TRY(auto options, poll_options(config));
    ORRERY_TRY(const auto archive, open_archive(config, store::OpenMode::kCreate));
    ORRERY_TRY(const auto list, feeds_of(*galaxy, options));
    ORRERY_CHECK(archive->add_feeds(list, system_now()));

    // The first page that somebody opens should not be an empty one.
    ORRERY_TRY(const auto records, archive->feeds());
    crawl::Poller(*archive, std::move(options), system_now, system_random()).poll(records, [](const auto&) {
    });

    context.note(
        fmt::format("A demo of {} invented feeds; new posts arrive while it runs. Ctrl-C ends it and leaves "
                    "nothing behind.",
                    list.size()));
    return serve(context, config, *archive);
}

int run(const Context& context) {
    auto config = context.config();
    if (!config) return config.error();
    if (const auto listen = context.arguments().value("--listen")) config->site.listen = *listen;
    std::int64_t feeds = kFeeds;
    if (const auto text = context.arguments().value("--feeds");
        text && (!parse_number(*text, feeds) || feeds < 1 || feeds > kMostFeeds)) {
        context.complain({ErrorCode::kInvalid,
                          fmt::format("--feeds should be a number from 1 to {}", kMostFeeds), "", "", ""});
        return kUsage;
    }
    const auto code = show(context, *config, feeds);
    return code ? *code : context.give_up(code.error());
}

}  // namespace

Command demo_command() {
    return {"demo",
            "show a planet of invented feeds, without the internet",
            "Starts a simulator of feeds on this machine and a planet that follows them, and serves it. "
            "Everything is "
            "kept in a temporary folder that goes away at the end.",
            {},
            {{"--listen", "ADDR:PORT", "where to serve, instead of site.listen; port 0 takes a free one"},
             {"--feeds", "N", "how many feeds, 24 otherwise"}},
            run};
}

}  // namespace orrery::cli
