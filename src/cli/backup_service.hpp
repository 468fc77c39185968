#pragma once

#include "config.hpp"
#include "orrery/ops/backup.hpp"

#include <stop_token>

/// The backups that `orrery run` makes by itself.
namespace orrery::cli {

struct PlannedBackups {
    ops::BackupOptions options;
    Duration every{};
};
/// Nothing when the configuration asks for none; fails when its key cannot be read.
[[nodiscard]] Result<std::optional<PlannedBackups>> planned_backups(const Config& config);

/// Backs the archive up whenever the newest backup is older than `every`, until it is stopped. What goes
/// wrong is logged and tried again.
void run_backups(const PlannedBackups& plan, const std::stop_token& stop);

}  // namespace orrery::cli
