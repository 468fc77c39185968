#include "config.hpp"
#include "orrery/base/hint.hpp"
#include "orrery/base/quantity.hpp"
#include "orrery/base/url.hpp"
#include "orrery/html/sanitize.hpp"
#include "orrery/net/address_policy.hpp"
#include "orrery/ops/backup.hpp"
#include "orrery/planet/flood.hpp"
#include "orrery/store/archive.hpp"
#include "toml_text.hpp"

#include <array>

#include <fmt/format.h>

namespace orrery::cli {

namespace {

// An Error without `what` means: not of the key's kind. The reader knows the kind.
Failure wrong_kind() {
    return fail(ErrorCode::kInvalid, "");
}

template <class Member>
using Access = Member& (*)(Config&);

template <class Member>
const Member& get(Access<Member> access, const Config& config) {
    return access(const_cast<Config&>(config));  // the accessors only take an address
}

using TextCheck = Result<void> (*)(const std::string&);
Result<void> any_text(const std::string&) {
    return {};
}

ConfigKey text(std::string_view name, std::string_view kind, Access<std::string> access,
               std::string_view meaning, TextCheck check = any_text) {
    return {name,
            kind,
            meaning,
            false,
            [=](Config& config, const ConfigValue& value) -> Result<void> {
                const auto* given = std::get_if<std::string>(&value);
                if (given == nullptr) return wrong_kind();
                ORRERY_CHECK(check(*given));
                access(config) = *given;
                return {};
            },
            [=](const Config& config) { return toml_string(get(access, config)); }};
}

enum class Zero { kRefused, kAllowed };

ConfigKey duration(std::string_view name, Access<Duration> access, std::string_view meaning,
                   Zero zero = Zero::kRefused) {
    return {name,
            "a length of time such as \"30m\"",
            meaning,
            false,
            [=](Config& config, const ConfigValue& value) -> Result<void> {
                const auto* given = std::get_if<std::string>(&value);
                if (given == nullptr) return wrong_kind();
                ORRERY_TRY(const auto parsed, parse_duration(*given));
                if (parsed == Duration(0) && zero == Zero::kRefused)
                    return fail(ErrorCode::kInvalid, fmt::format("{} should be more than 0", name));
                access(config) = parsed;
                return {};
            },
            [=](const Config& config) { return toml_string(format_duration(get(access, config))); }};
}

ConfigKey bytes(std::string_view name, Access<std::uint64_t> access, std::string_view meaning) {
    return {name,
            "an amount of bytes such as \"20 MiB\"",
            meaning,
            false,
            [=](Config& config, const ConfigValue& value) -> Result<void> {
                if (const auto* number = std::get_if<std::int64_t>(&value)) {
                    if (*number < 0) return wrong_kind();
                    access(config) = static_cast<std::uint64_t>(*number);
                    return {};
                }
                const auto* given = std::get_if<std::string>(&value);
                if (given == nullptr) return wrong_kind();
                ORRERY_TRY(access(config), parse_bytes(*given));
                return {};
            },
            [=](const Config& config) { return toml_string(format_bytes(get(access, config))); }};
}

ConfigKey number(std::string_view name, Access<std::int64_t> access, std::int64_t least, std::int64_t most,
                 std::string_view meaning) {
    return {name,
            "a whole number",
            meaning,
            false,
            [=](Config& config, const ConfigValue& value) -> Result<void> {
                const auto* given = std::get_if<std::int64_t>(&value);
                if (given == nullptr) return wrong_kind();
                if (*given < least || *given > most)
                    return fail(ErrorCode::kInvalid,
                                fmt::format("{} should be from {} to {}", name, least, most));
                access(config) = *given;
                return {};
            },
            [=](const Config& config) { return fmt::format("{}", get(access, config)); }};
}

// A password may stand in the address; it is for the server alone.
ConfigKey archive_path() {
    auto key = text(
        "archive.path", "a path or an address of PostgreSQL",
        [](Config& c) -> auto& { return c.archive.path; },
        "What keeps everything: a file, relative to this configuration file, or a database of a PostgreSQL "
        "server "
        "such as postgresql://orrery@db.example.org/planet.");
    key.show = [](const Config& config) { return toml_string(store::shown(config.archive.path)); };
    return key;
}

Result<void> check_web_address(const std::string& value) {
    if (value.empty()) return {};
    const auto url = Url::parse(value);
    if (url && url->is_http()) return {};
    return fail(ErrorCode::kInvalid, fmt::format("\"{}\" is not a web address", value), "", "",
                "write it like https://planet.example.org/");
}

constexpr std::array<std::string_view, 4> kLevels = {"debug", "info", "warning", "error"};

Result<void> check_level(const std::string& value) {
    for (const auto level : kLevels)
        if (value == level) return {};
    auto hint = perhaps_you_meant(value, kLevels);
    return fail(ErrorCode::kInvalid, fmt::format("\"{}\" is not a log level", value), "", "",
                hint.empty() ? "the levels are debug, info, warning and error" : hint);
}

Result<void> check_flood_action(const std::string& value) {
    if (planet::flood_action(value)) return {};
    constexpr std::array<std::string_view, 3> kActions = {"spread", "hold", "accept"};
    auto hint = perhaps_you_meant(value, kActions);
    return fail(ErrorCode::kInvalid, fmt::format("\"{}\" is nothing to do with a flood", value), "", "",
                hint.empty() ? "write spread, hold or accept" : hint);
}

Result<void> check_keep(const std::string& value) {
    if (!value.empty()) ORRERY_CHECK(ops::parse_keep(value));
    return {};
}

using ListCheck = Result<void> (*)(const std::vector<std::string>&);

ConfigKey list(std::string_view name, std::string_view kind, Access<std::vector<std::string>> access,
               std::string_view meaning, ListCheck check) {
    return {name,
            kind,
            meaning,
            true,
            [=](Config& config, const ConfigValue& value) -> Result<void> {
                const auto* given = std::get_if<std::vector<std::string>>(&value);
                if (given == nullptr) return wrong_kind();
                ORRERY_CHECK(check(*given));
                access(config) = *given;
                return {};
            },
            [=](const Config& config) {
                std::string items;
                for (const auto& item : get(access, config))
                    items += (items.empty() ? "" : ", ") + toml_string(item);
                return "[" + items + "]";
            }};
}

Result<void> check_networks(const std::vector<std::string>& networks) {
    ORRERY_CHECK(net::AddressPolicy::parse(networks));
    return {};
}

Result<void> check_frame_hosts(const std::vector<std::string>& hosts) {
    for (const auto& host : hosts) {
        if (html::is_host_pattern(host)) continue;
        return fail(ErrorCode::kInvalid, fmt::format("\"{}\" is not the name of a host", host), "", "",
                    "write it like www.youtube.com or *.example.org");
    }
    return {};
}

std::vector<ConfigKey> make_keys() {
    constexpr std::string_view kText = "a text";
    constexpr std::string_view kAddress = "a web address such as \"https://planet.example.org/\"";
    using C = Config;
    return {
        text(
            "planet.title", kText, [](C& c) -> auto& { return c.planet.title; },
            "What the planet is called."),
        text(
            "planet.description", kText, [](C& c) -> auto& { return c.planet.description; },
            "One or two sentences about it, for the front page and search engines."),
        text(
            "planet.url", kAddress, [](C& c) -> auto& { return c.planet.url; },
            "Where the world sees the planet, for links in its feeds; it may end in a path. Empty: the "
            "address that "
            "`orrery run` listens on.",
            check_web_address),
        text(
            "planet.language", "a language tag such as \"en\"",
            [](C& c) -> auto& { return c.planet.language; }, "The language of the pages around the stories."),
        text(
            "planet.owner_name", kText, [](C& c) -> auto& { return c.planet.owner_name; },
            "Who runs the planet; shown at the foot of each page and in its feeds."),
        text(
            "planet.owner_email", kText, [](C& c) -> auto& { return c.planet.owner_email; },
            "Where they can be reached; shown publicly."),
        text(
            "planet.about_url", kAddress, [](C& c) -> auto& { return c.planet.about_url; },
            "A page that tells more about the planet, linked from the foot of each page.", check_web_address),

        archive_path(),
        duration(
            "archive.keep_deliveries", [](C& c) -> auto& { return c.archive.keep_deliveries; },
            "How long documents are kept as polls brought them, so that `orrery replay` can read them again; "
            "\"0s\" keeps none.",
            Zero::kAllowed),
        number(
            "archive.keep_entries", [](C& c) -> auto& { return c.archive.keep_entries; }, 0, 1'000'000'000,
            "How many entries of each feed are kept, the newest; `orrery prune --dry-run` shows what would "
            "go. "
            "0: all."),
        duration(
            "archive.keep_for", [](C& c) -> auto& { return c.archive.keep_for; },
            "How long entries are kept, by their date. \"0s\": for good.", Zero::kAllowed),

        text(
            "backup.dir", "a path", [](C& c) -> auto& { return c.backup.dir; },
            "The folder that `orrery run` backs the archive up into, best on another disk; relative to this "
            "configuration file. Empty: no backups."),
        duration(
            "backup.every", [](C& c) -> auto& { return c.backup.every; },
            "How often. Each backup stores what has changed since the one before."),
        text(
            "backup.keep", "an amount such as \"30d\"", [](C& c) -> auto& { return c.backup.keep; },
            "Which backups stay: this many of the newest (\"14\"), or those of this time (\"30d\"). Empty: "
            "all.",
            check_keep),
        text(
            "backup.key_file", "a path", [](C& c) -> auto& { return c.backup.key_file; },
            "The file with the key that encrypts the backups; keep a copy of it elsewhere. Empty: they are "
            "not "
            "encrypted."),

        duration(
            "poll.refresh", [](C& c) -> auto& { return c.poll.refresh; },
            "How often a healthy feed is polled, unless it asks to be polled less often."),
        duration(
            "poll.longest", [](C& c) -> auto& { return c.poll.longest; },
            "The longest wait between polls of a feed that fails or asks to be left alone."),

        text(
            "flood.action", "spread, hold or accept", [](C& c) -> auto& { return c.flood.action; },
            "What becomes of very many new stories of one feed at once: those that are too many are dated "
            "back "
            "(spread), wait for a moderator (hold), or nothing is done (accept).",
            check_flood_action),
        number(
            "flood.most", [](C& c) -> auto& { return c.flood.most; }, 1, 100'000,
            "How many new stories of one feed at one poll are not too many."),
        duration(
            "flood.window", [](C& c) -> auto& { return c.flood.window; },
            "In how long so many may stand; those that are dated back keep to it."),

        list(
            "posts.frame_hosts", "a list of hosts such as [\"www.youtube.com\", \"*.example.org\"]",
            [](C& c) -> auto& { return c.posts.frame_hosts; },
            "Hosts whose frames (films, players, maps) posts may hold, sandboxed and over https; `*.` means "
            "any "
            "host below. Holds for what is polled from then on.",
            check_frame_hosts),

        list(
            "net.allow_networks", "a list of networks such as [\"127.0.0.0/8\"]",
            [](C& c) -> auto& { return c.net.allow_networks; },
            "Networks that requests may go to although they are not on the public internet. Without this, "
            "nobody "
            "can make the planet talk to the machines around it by submitting a feed.",
            check_networks),
        text(
            "net.ca_file", "a path", [](C& c) -> auto& { return c.net.ca_file; },
            "A PEM file with the certificate authorities to trust. Empty: the system's."),
        duration(
            "net.connect_timeout", [](C& c) -> auto& { return c.net.connect_timeout; },
            "How long a connection may take to be made."),
        duration(
            "net.timeout", [](C& c) -> auto& { return c.net.timeout; }, "How long a whole answer may take."),
        bytes(
            "net.max_body", [](C& c) -> auto& { return c.net.max_body; },
            "The largest document that is read, after decompression."),
        number(
            "net.max_redirects", [](C& c) -> auto& { return c.net.max_redirects; }, 0, 50,
            "How many redirects are followed."),
        number(
            "net.max_requests", [](C& c) -> auto& { return c.net.max_requests; }, 1, 1000,
            "How many feeds are fetched at once."),
        number(
            "net.max_requests_per_host", [](C& c) -> auto& { return c.net.max_requests_per_host; }, 1, 100,
            "How many of them from one host."),

        text(
            "site.listen", "an address and a port such as \"127.0.0.1:8080\"",
            [](C& c) -> auto& { return c.site.listen; },
            "Where `orrery run` serves the site. Put a web server in front for HTTPS."),
        number(
            "site.stories_per_page", [](C& c) -> auto& { return c.site.stories_per_page; }, 1, 500,
            "How many stories a page shows."),
        number(
            "site.entries_in_feeds", [](C& c) -> auto& { return c.site.entries_in_feeds; }, 1, 1000,
            "How many stories atom.xml, rss.xml and feed.json carry."),
        bytes(
            "site.cache", [](C& c) -> auto& { return c.site.cache; },
            "How much memory finished pages may take."),

        text(
            "log.level", "a log level", [](C& c) -> auto& { return c.log.level; },
            "What is logged: debug, info, warning or error and what is worse.", check_level),
    };
}

}  // namespace

std::span<const ConfigKey> config_keys() {
    static const std::vector<ConfigKey> keys = make_keys();
    return keys;
}

}  // namespace orrery::cli
