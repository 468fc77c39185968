#pragma once

#include "folder.hpp"

namespace orrery::ops {

/// Fills `out`, which is empty, with the pages of a backup, each checked.
[[nodiscard]] Result<void> restore_pages(const BackupFolder& folder, const Manifest& manifest,
                                         FileHandle& out, const Progress& progress);

}  // namespace orrery::ops
