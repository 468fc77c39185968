#pragma once

#include "folder.hpp"

namespace orrery::ops::postgres {

/// Stores what brings the server at `options.address` back as it is now: all of its files where there is no
/// earlier backup to go on from, then the log since. `previous` is the newest backup of the folder; set to
/// nothing where it could not be gone on from, with the reason in `damage`.
[[nodiscard]] Result<Manifest> store_cluster(const BackupOptions& options, const BackupFolder& folder,
                                             const Manifest* previous, std::optional<Error>& damage);

/// Lets the server forget the log that this backup holds. Once the backup is there for good.
[[nodiscard]] Result<void> release_log(const BackupOptions& options, const BackupFolder& folder,
                                       const Manifest& manifest);

}  // namespace orrery::ops::postgres
