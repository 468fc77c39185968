#include "backup_service.hpp"

#include "backup_options.hpp"
#include "orrery/base/log.hpp"
#include "orrery/base/quantity.hpp"

#include <condition_variable>
#include <mutex>

#include <fmt/format.h>

namespace orrery::cli {

namespace {

constexpr Duration kRetry = std::chrono::minutes(5);

void wait(Duration length, const std::stop_token& stop) {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any().wait_for(lock, stop, length, [] { return false; });
}

// When the newest backup was made, which may have been before this process started.
Timestamp newest_backup(const ops::BackupOptions& options) {
    const auto list = ops::list_backups(options.folder, options.secret);
    return list && !list->backups.empty() ? list->backups.back().time : Timestamp();
}

}  // namespace

Result<std::optional<PlannedBackups>> planned_backups(const Config& config) {
    const auto folder = config.backup_path();
    if (!folder) return std::optional<PlannedBackups>();
    PlannedBackups plan;
    name_archive(plan.options, config);
    plan.options.folder = *folder;
    plan.every = config.backup.every;
    if (const auto key = config.backup_key_path()) {
        ORRERY_TRY(plan.options.secret, ops::read_key_file(*key));
    }
    if (!config.backup.keep.empty()) {
        ORRERY_TRY(plan.options.keep, ops::parse_keep(config.backup.keep));
    }
    return std::optional(std::move(plan));
}

void run_backups(const PlannedBackups& plan, const std::stop_token& stop) {
    auto options = plan.options;
    options.stop = stop;
    auto next = newest_backup(options) + plan.every;
    for (;;) {
        if (const auto now = system_now(); next > now) wait(next - now, stop);
        if (stop.stop_requested()) return;
        const auto report = ops::back_up(options);
        if (stop.stop_requested()) return;
        next = system_now() + (report ? plan.every : std::min(plan.every, kRetry));
        if (!report) {
            log::error(report.error().message());
            continue;
        }
        if (report->damage) log::error(report->damage->message());
        if (report->is_new)
            log::info(fmt::format("backup {} stored {} in {}", report->backup.number,
                                  format_bytes(report->backup.stored_bytes), options.folder.string()));
    }
}

}  // namespace orrery::cli
