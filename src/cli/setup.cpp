#include "setup.hpp"

#include "orrery/base/log.hpp"
#include "orrery/base/text.hpp"
#include "orrery/cli/version.hpp"
#include "rules.hpp"

#include <filesystem>
#include <map>
#include <random>

#include <fmt/format.h>

namespace orrery::cli {

Result<std::unique_ptr<store::Archive>> open_archive(const Config& config, store::OpenMode mode) {
    auto rules = compile_rules(config);
    if (!rules) return Failure(std::move(rules.error().front()));
    const auto place = config.archive_place();
    std::error_code error;
    const bool is_empty = !store::is_server(place) && std::filesystem::is_regular_file(place, error) &&
                          std::filesystem::file_size(place, error) == 0 && !error;
    if (is_empty && mode == store::OpenMode::kExisting)
        return fail(
            ErrorCode::kNotFound, "there is no archive yet", place, "the file is empty",
            "where it held one, restore a backup; `orrery add URL` or `orrery import FILE` makes a new one");
    if (is_empty)
        log::warning(fmt::format(
            "{}: the file is empty: a new archive begins in it; where it held one, stop and restore a backup",
            place));
    ORRERY_TRY(auto archive, store::open_archive(place, mode));
    archive->set_rules(std::make_shared<const planet::RuleSet>(std::move(*rules)));
    return archive;
}

Result<crawl::PollOptions> poll_options(const Config& config) {
    const auto& net = config.net;
    crawl::PollOptions options;
    auto& client = options.client;
    client.user_agent = config.planet.url.empty()
                            ? fmt::format("Orrery/{}", kVersion)
                            : fmt::format("Orrery/{} (+{})", kVersion, config.planet.url);
    ORRERY_TRY(client.addresses, net::AddressPolicy::parse(net.allow_networks));
    client.ca_file = net.ca_file;
    client.connect_timeout = net.connect_timeout;
    client.timeout = net.timeout;
    client.max_body_bytes = net.max_body;
    client.max_redirects = static_cast<int>(net.max_redirects);
    client.max_in_flight = static_cast<int>(net.max_requests);
    client.max_per_host = static_cast<int>(net.max_requests_per_host);
    options.frame_hosts = config.posts.frame_hosts;
    options.flood = {
        .action = planet::flood_action(config.flood.action).value_or(planet::FloodAction::kSpread),
        .most = static_cast<std::size_t>(config.flood.most),
        .window = config.flood.window};
    options.keep_deliveries = config.archive.keep_deliveries;
    options.schedule = {.refresh = config.poll.refresh, .longest = config.poll.longest};
    return options;
}

Result<std::vector<store::FeedRecord>> named_feeds(const store::Archive& archive,
                                                   const std::vector<std::string>& names) {
    std::vector<store::FeedRecord> feeds;
    for (const auto& name : names) {
        std::int64_t id = 0;
        ORRERY_TRY(auto feed, parse_number(name, id) ? archive.feed(id) : archive.feed_by_url(name));
        if (!feed)
            return fail(ErrorCode::kNotFound, "no such feed is followed", name, "",
                        "`orrery feeds` lists them; `orrery add` follows a new one");
        feeds.push_back(std::move(*feed));
    }
    return feeds;
}

Result<store::RetentionPolicy> retention_policy(const Config& config, const store::Archive& archive) {
    const auto retention = [](std::int64_t entries, Duration time) {
        store::Retention made;
        if (entries > 0) made.entries = entries;
        if (time > Duration(0)) made.time = time;
        return made;
    };
    store::RetentionPolicy policy;
    policy.planet = retention(config.archive.keep_entries, config.archive.keep_for);
    std::map<store::FeedId, std::string> places;
    for (const auto& own : config.retentions) {
        const auto feed = named_feeds(archive, {own.feed});
        if (!feed) {
            auto error = feed.error();
            error.where = fmt::format("{}: {}", own.place, error.where);
            return Failure(std::move(error));
        }
        const auto id = feed->front().id;
        // What one of them should keep, the other may take away.
        const auto [first, is_first] = places.try_emplace(id, own.place);
        if (!is_first)
            return fail(ErrorCode::kInvalid, "there are two retentions of one feed",
                        fmt::format("{} and {}", first->second, own.place), feed->front().title(),
                        "write both limits into one [[retention]]");
        policy.feeds[id] = retention(own.entries.value_or(0), own.time.value_or(Duration(0)));
    }
    return policy;
}

std::vector<std::string> warnings(const crawl::PollReport& report) {
    std::vector<std::string> list;
    if (!report.changes.flood.empty()) list.push_back(report.changes.flood);
    for (const auto& rule : report.changes.undecided)
        list.push_back(
            fmt::format("{}: rule \"{}\" was given up on an entry, because its search with lookaround or "
                        "backreferences takes too long there; `orrery rule undecided` names it",
                        report.title, rule));
    return list;
}

std::function<double()> system_random() {
    return [engine = std::mt19937_64(std::random_device()()),
            range = std::uniform_real_distribution<double>(0, 1)]() mutable { return range(engine); };
}

std::string describe(const crawl::PollReport& report) {
    if (report.error) return fmt::format("failed     {}: {}", report.title, report.error->message());
    if (report.outcome != store::PollOutcome::kNew) return fmt::format("unchanged  {}", report.title);
    const auto& changes = report.changes;
    std::string news = fmt::format("{} new", changes.added);
    if (changes.kept_back > 0) news += fmt::format(" ({} held or hidden)", changes.kept_back);
    if (changes.revised > 0) news += fmt::format(", {} revised", changes.revised);
    return fmt::format("new        {}: {}", report.title, news);
}

}  // namespace orrery::cli
