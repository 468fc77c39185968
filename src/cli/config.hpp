#pragma once

#include "orrery/base/error.hpp"
#include "orrery/base/time.hpp"

#include <expected>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What an operator can set: in `orrery.toml`, by an environment variable, in this order of growing weight.
namespace orrery::cli {

struct Config {
    struct Planet {
        std::string title = "Planet";
        std::string description;
        std::string url;
        std::string language = "en";
        std::string owner_name;
        std::string owner_email;
        std::string about_url;
    } planet;

    struct Archive {
        std::string path = "orrery.db";
        Duration keep_deliveries = std::chrono::days(7);
        std::int64_t keep_entries = 0;  ///< of each feed; 0: all
        Duration keep_for{};            ///< 0: for good
    } archive;

    struct Backup {
        std::string dir;
        Duration every = std::chrono::hours(1);
        std::string keep;
        std::string key_file;
    } backup;

    struct Poll {
        Duration refresh = std::chrono::minutes(30);
        Duration longest = std::chrono::hours(24);
    } poll;

    /// What becomes of very many new stories of one feed at once, see planet::FloodOptions.
    struct Flood {
        std::string action = "spread";
        std::int64_t most = 20;
        Duration window = std::chrono::hours(24);
    } flood;

    struct Posts {
        std::vector<std::string> frame_hosts;
    } posts;

    struct Net {
        std::vector<std::string> allow_networks;
        std::string ca_file;
        Duration connect_timeout = std::chrono::seconds(10);
        Duration timeout = std::chrono::seconds(30);
        std::uint64_t max_body = std::uint64_t{20} << 20;
        std::int64_t max_redirects = 10;
        std::int64_t max_requests = 32;
        std::int64_t max_requests_per_host = 2;
    } net;

    struct Site {
        std::string listen = "127.0.0.1:8080";
        std::int64_t stories_per_page = 20;
        std::int64_t entries_in_feeds = 50;
        std::uint64_t cache = std::uint64_t{16} << 20;
    } site;

    struct Log {
        std::string level = "info";
    } log;

    /// A text with a language of its own, and where it stands in the file.
    struct Snippet {
        std::string text;
        std::string file;
        std::size_t line =
            1;  ///< of its first byte, when it is written there byte by byte; else of its quote
        std::size_t column = 1;  ///< counted from 1 in characters
        bool is_verbatim = false;

        /// `orrery.toml:12:9`: the place of one of its bytes, as near as that is known.
        [[nodiscard]] std::string place(std::size_t offset) const;
    };

    /// A `[[rule]]`, as it was written; compile_rules() of rules.hpp makes something of it.
    struct Rule {
        std::string name;
        Snippet when;
        std::vector<Snippet> actions;
        std::string place;  ///< `orrery.toml:12`
    };
    std::vector<Rule> rules;

    /// A `[[retention]]`: what is kept of one feed, in the place of archive.keep_entries and
    /// archive.keep_for.
    struct Retention {
        std::string feed;  ///< number or address
        std::optional<std::int64_t> entries;
        std::optional<Duration> time;
        std::string place;
    };
    std::vector<Retention> retentions;

    /// Where the file was read from; empty when there was none.
    std::filesystem::path file;
    /// Where each value that is no default came from: `orrery.toml:12`, `ORRERY_POLL_REFRESH`.
    std::map<std::string, std::string, std::less<>> origins;

    /// Where the archive is, as store::open_archive() takes it: a path is relative to the file that names it.
    [[nodiscard]] std::string archive_place() const;
    /// The same of an archive that is a file; fails with kUnsupported where a server keeps it.
    /// Relative likewise; nothing when none is set.
    [[nodiscard]] std::optional<std::filesystem::path> backup_path() const;
    [[nodiscard]] std::optional<std::filesystem::path> backup_key_path() const;
};

/// A value as a source wrote it.
using ConfigValue = std::variant<std::string, std::int64_t, bool, std::vector<std::string>>;

/// One thing that can be set: the only place where its name, kind, meaning and default stand.
struct ConfigKey {
    std::string_view name;     ///< `poll.refresh`
    std::string_view kind;     ///< for messages: "a length of time such as \"30m\""
    std::string_view meaning;  ///< one or two sentences
    bool is_list = false;
    std::function<Result<void>(Config&, const ConfigValue&)> set;
    std::function<std::string(const Config&)> show;  ///< as TOML
};

[[nodiscard]] std::span<const ConfigKey> config_keys();

/// `net.allow_networks` is `ORRERY_NET_ALLOW_NETWORKS`.
[[nodiscard]] std::string environment_name(std::string_view key);

/// Looks an environment variable up.
using Environment = std::function<std::optional<std::string>(const std::string&)>;
[[nodiscard]] std::optional<std::string> process_environment(const std::string& name);

/// Reads `text`, the contents of `file`, and then the environment. Every mistake is reported, with its place
/// and a hint.
[[nodiscard]] std::expected<Config, std::vector<Error>> read_config(std::string_view text,
                                                                    const std::filesystem::path& file,
                                                                    const Environment& environment);

/// The same from a file: the one that is named, which must exist, or `orrery.toml` in the current folder,
/// which need not.
[[nodiscard]] std::expected<Config, std::vector<Error>> load_config(
    const std::optional<std::filesystem::path>& named, const Environment& environment);

/// A new site's `orrery.toml`: every key with its meaning and default, those that one has to think about set.
[[nodiscard]] std::string sample_config(std::string_view title);

}  // namespace orrery::cli
