#include "serve.hpp"

#include "backup_service.hpp"
#include "orrery/base/log.hpp"
#include "orrery/http/server.hpp"
#include "orrery/site/site.hpp"
#include "setup.hpp"

#include <condition_variable>
#include <csignal>
#include <latch>
#include <mutex>
#include <thread>

#include <fmt/format.h>

namespace orrery::cli {

namespace {

constexpr auto kMaintenancePause = std::chrono::seconds(2);
constexpr auto kPrunePause = std::chrono::hours(1);

// The signals that end the program, held back so that they are only ever waited for.
class StopSignals {
  public:
    StopSignals() {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGINT);
        sigaddset(&signals_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    }
    void wait() const {
        int signal = 0;
        sigwait(&signals_, &signal);
    }

  private:
    sigset_t signals_{};
};

void log_poll(const crawl::PollReport& report) {
    const auto line = report.url.empty() ? report.error->message() : describe(report);
    if (!report.stored) {
        log::error(line);
    } else if (report.error) {
        log::warning(line);
    } else if (report.outcome == store::PollOutcome::kNew) {
        log::info(line);
    } else {
        log::debug(line);
    }
    for (const auto& warning : warnings(report))
        log::warning(warning);
}

Result<void> prune(const Config& config, store::Archive& archive, const std::stop_token& stop) {
    ORRERY_TRY(const auto policy, retention_policy(config, archive));
    ORRERY_TRY(const auto report, archive.prune(policy, {.clock = system_now, .stop = stop}));
    if (report.entries() > 0)
        log::info(fmt::format("pruned {} entries of {} feeds", report.entries(), report.feeds.size()));
    return {};
}

// A failure is said once, until it is over.
void maintain(const Config& config, store::Archive& archive, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake_up;
    std::unique_lock lock(mutex);
    bool failing = false;
    Timestamp next_prune{};
    while (!stop.stop_requested()) {
        auto done = archive.maintain({.clock = system_now, .stop = stop});
        if (done && system_now() >= next_prune) {
            done = prune(config, archive, stop);
            next_prune = system_now() + kPrunePause;
        }
        if (!done && !failing) log::error(done.error().message());
        failing = !done;
        wake_up.wait_for(lock, stop, kMaintenancePause, [] { return false; });
    }
}

}  // namespace

Result<site::PlanetInfo> planet_info(const Config& config, std::string_view listening_url) {
    site::PlanetInfo info;
    const auto& planet = config.planet;
    info.title = planet.title;
    info.description = planet.description;
    info.language = planet.language;
    info.owner_name = planet.owner_name;
    info.owner_email = planet.owner_email;
    info.about_url = planet.about_url;
    info.frame_hosts = config.posts.frame_hosts;
    const auto url = site::planet_url(planet.url.empty() ? listening_url : std::string_view(planet.url));
    if (!url)
        return fail(ErrorCode::kInvalid, fmt::format("\"{}\" is not the address of a planet", planet.url),
                    "planet.url");
    info.url = *url;
    return info;
}

site::SiteLimits site_limits(const Config& config) {
    site::SiteLimits limits;
    limits.stories_per_page = static_cast<std::size_t>(config.site.stories_per_page);
    limits.entries_per_feed = static_cast<std::size_t>(config.site.entries_in_feeds);
    limits.cached_bytes = config.site.cache;
    return limits;
}

int serve(const Context& context, const Config& config, store::Archive& archive) {
    auto options = poll_options(config);
    if (!options) return context.give_up(options.error());
    auto backups = planned_backups(config);
    if (!backups) return context.give_up(backups.error());

    // Before any thread starts, so that all of them inherit it.
    const StopSignals signals;

    // The site has to know its own address, which for port 0 only the listening server knows.
    std::unique_ptr<site::Site> site;
    std::latch ready(1);
    http::ServerOptions server_options;
    server_options.listen = config.site.listen;
    server_options.on_error = [](const http::Request&, std::string_view what) {
        log::error(fmt::format("a page could not be made: {}", what));
    };
    const auto server = http::Server::start(server_options, [&](const http::Request& request) {
        ready.wait();
        return (*site)(request);
    });
    if (!server) return context.give_up(server.error());

    const auto address = fmt::format("http://{}/", (*server)->address().text());
    const auto info = planet_info(config, address);
    if (info) site = std::make_unique<site::Site>(archive, *info, site_limits(config));
    ready.count_down();
    if (!info) {
        (*server)->stop();
        return context.give_up(info.error());
    }
    context.print_line(fmt::format("{} is at {}", config.planet.title, address));

    std::jthread poller([&](const std::stop_token& stop) {
        crawl::Poller(archive, std::move(*options), system_now, system_random()).run(log_poll, stop);
    });
    std::jthread keeper([&](const std::stop_token& stop) { maintain(config, archive, stop); });
    std::jthread backup_maker;
    if (*backups)
        backup_maker = std::jthread([&](const std::stop_token& stop) { run_backups(**backups, stop); });
    signals.wait();
    backup_maker.request_stop();
    keeper.request_stop();
    poller.request_stop();
    (*server)->stop();
    return kFine;
}

}  // namespace orrery::cli
