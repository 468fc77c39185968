#pragma once

#include "folder.hpp"
#include "postgres/contents.hpp"

namespace orrery::ops::postgres {

/// Makes the server of a backup a data folder at `options.archive`, recovered to the backup's moment or,
/// where later backups hold the log for it, to `options.time`; stopped, whole, or not there at all.
[[nodiscard]] Result<Restored> restore_cluster(const RestoreOptions& options, const BackupFolder& folder,
                                               Manifest manifest);

/// Restores into `scratch`, starts the server there and reads the archive.
[[nodiscard]] Result<Contents> try_cluster(const BackupFolder& folder, const Manifest& manifest,
                                           const std::filesystem::path& scratch, const Progress& progress);

}  // namespace orrery::ops::postgres
