#pragma once

#include "command.hpp"
#include "orrery/base/json_writer.hpp"
#include "orrery/ops/backup.hpp"
#include "terminal.hpp"

/// What the commands about backups share.
namespace orrery::cli {

/// What is in --key-file, or the file of backup.key_file; nothing where neither is given.
[[nodiscard]] Result<ops::Secret> backup_secret(const Context& context, const Config& config);

/// Says to `options` which archive it is that is backed up.
void name_archive(ops::BackupOptions& options, const Config& config);

struct ChosenBackup {
    std::optional<Timestamp> time;
    std::optional<std::uint32_t> number;
};
/// --to-time and --number.
[[nodiscard]] Result<ChosenBackup> chosen_backup(const Context& context);

/// Draws on `bar`, which must outlive it.
[[nodiscard]] ops::Progress progress_on(ProgressBar& bar, std::string_view what);

void write_json(JsonWriter& json, const ops::BackupInfo& backup);

}  // namespace orrery::cli
