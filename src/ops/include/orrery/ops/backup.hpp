#pragma once

#include "orrery/base/error.hpp"
#include "orrery/base/time.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

/// Backups of an archive into a folder: each is complete by itself to whoever restores it, and holds only
/// what no earlier one holds: of a SQLite file the pages, of a PostgreSQL server (all of it, whatever else is
/// there) its log. docs/formats/backup.md describes the files.
///
/// A folder is written by one process at a time and read by any number; who comes in between gets kBusy. What
/// is killed at any moment leaves the earlier backups as they were. Memory does not grow with the archive,
/// but for one byte in about 2,000.
namespace orrery::ops {

/// How far something has come, in pages; called often.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// Opens the backups of an encrypted folder: what its key file holds.
using Secret = std::optional<std::string>;
/// Reads a key file: a passphrase or random bytes. A line end at its end does not count.
[[nodiscard]] Result<std::string> read_key_file(const std::filesystem::path& path);

/// Which backups stay when a new one has been made; the newest always does.
struct Keep {
    std::optional<std::uint32_t> count;  ///< this many of the newest
    std::optional<Duration> age;         ///< those that are not older
};
/// `14` or `30d`.
[[nodiscard]] Result<Keep> parse_keep(std::string_view text);

struct TableRows {
    std::string table;
    std::int64_t rows = 0;

    friend bool operator==(const TableRows&, const TableRows&) = default;
};

/// One backup, as its manifest describes it.
struct BackupInfo {
    std::uint32_t number = 0;  ///< counted from 1; the files carry it in their names
    Timestamp time{};          ///< the archive is shown as it was at this moment
    bool encrypted = false;
    std::uint32_t page_size = 0;
    std::uint32_t pages = 0;
    std::uint32_t new_pages = 0;     ///< that no earlier backup holds
    std::uint64_t stored_bytes = 0;  ///< that this backup added to the folder, its manifest aside
    std::uint64_t needed_bytes = 0;  ///< of all the files that it takes to restore it
    std::vector<TableRows> rows;     ///< of every table of the archive

    [[nodiscard]] std::uint64_t archive_bytes() const { return std::uint64_t{page_size} * pages; }
};

struct BackupOptions {
    std::filesystem::path archive;
    std::string address;           ///< of a PostgreSQL server, in place of `archive`
    std::filesystem::path folder;  ///< made when its parent is there
    Secret secret;                 ///< encrypts a new folder
    bool full = false;             ///< trust nothing that is there: store every page anew
    std::optional<Keep> keep;
    Clock clock = system_now;
    Progress progress;
    std::stop_token stop;  ///< ends the backup early, with kBusy, leaving nothing behind
};

struct BackupReport {
    /// The backup that was made, or the newest one when the archive has not changed since.
    BackupInfo backup;
    bool is_new = false;
    std::size_t removed = 0;  ///< backups that Keep let go
    /// What went wrong on the way without being in the way: an earlier backup turned out to be damaged, and
    /// every page was stored anew.
    std::optional<Error> damage;
};

/// Stores the archive as it is at one moment, while others go on reading and writing it.
[[nodiscard]] Result<BackupReport> back_up(const BackupOptions& options);

struct BackupList {
    std::vector<BackupInfo> backups;  ///< oldest first
    std::vector<Error> damage;        ///< of manifests that cannot be read
};
[[nodiscard]] Result<BackupList> list_backups(const std::filesystem::path& folder, const Secret& secret);

struct RestoreOptions {
    std::filesystem::path folder;
    std::filesystem::path archive;  ///< where to: a file, or the data folder of a PostgreSQL server
    Secret secret;
    /// The newest backup at or before, of a PostgreSQL server this very moment where the backup behind it
    /// goes on from the same files; nothing: the newest.
    std::optional<Timestamp> time;
    std::optional<std::uint32_t> number;  ///< this one
    bool replace = false;                 ///< an archive that is there is set aside, see Restored::set_aside
    Progress progress;
};

struct Restored {
    BackupInfo backup;
    std::filesystem::path set_aside;  ///< where the archive went that stood there; empty when there was none
};

/// Writes the archive of a backup as a new file, every page checked; it appears whole or not at all. Fails
/// with kRefused when there is a file already and `replace` does not say to set it aside, with kBusy when
/// somebody uses it.
[[nodiscard]] Result<Restored> restore(const RestoreOptions& options);

struct VerifyOptions {
    std::filesystem::path folder;
    Secret secret;
    std::optional<Timestamp> time;
    std::optional<std::uint32_t> number;
    std::filesystem::path scratch;  ///< where there is room for the archive; empty: the folder itself
    Progress progress;
};

/// Restores a backup into a scratch file, lets SQLite check all of it, and counts its rows again; or starts a
/// scratch PostgreSQL of the same version from it, and counts and sums up its rows.
[[nodiscard]] Result<BackupInfo> verify(const VerifyOptions& options);

}  // namespace orrery::ops
