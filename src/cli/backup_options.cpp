#include "backup_options.hpp"

#include "orrery/base/text.hpp"
#include "orrery/feed/date.hpp"
#include "orrery/store/archive.hpp"

#include <fmt/format.h>

namespace orrery::cli {

Result<ops::Secret> backup_secret(const Context& context, const Config& config) {
    auto path = config.backup_key_path();
    if (const auto given = context.arguments().value("--key-file")) path = *given;
    if (!path) return ops::Secret();
    ORRERY_TRY(auto secret, ops::read_key_file(*path));
    return ops::Secret(std::move(secret));
}

void name_archive(ops::BackupOptions& options, const Config& config) {
    if (store::is_server(config.archive.path)) {
        options.address = config.archive.path;
    } else {
        options.archive = config.archive_place();
    }
}

Result<ChosenBackup> chosen_backup(const Context& context) {
    ChosenBackup chosen;
    if (const auto time = context.arguments().value("--to-time")) {
        chosen.time = feed::parse_date(*time);
        if (!chosen.time)
            return fail(ErrorCode::kInvalid, fmt::format("\"{}\" is not a time", *time), "--to-time", "",
                        "write it like 2024-05-25T10:00Z");
    }
    if (const auto text = context.arguments().value("--number")) {
        std::int64_t number = 0;
        if (!parse_number(*text, number) || number < 1 || number > UINT32_MAX)
            return fail(ErrorCode::kInvalid, fmt::format("\"{}\" is not the number of a backup", *text),
                        "--number", "", "`orrery backup list DIR` shows them");
        chosen.number = static_cast<std::uint32_t>(number);
    }
    return chosen;
}

ops::Progress progress_on(ProgressBar& bar, std::string_view what) {
    return [&bar, what = std::string(what)](std::uint64_t done, std::uint64_t total) {
        bar.show(done, total, what);
    };
}

void write_json(JsonWriter& json, const ops::BackupInfo& backup) {
    json.begin_object().key("number").value(std::uint64_t{backup.number});
    json.key("time").value(format_rfc3339(backup.time)).key("encrypted").value(backup.encrypted);
    json.key("archive_bytes")
        .value(backup.archive_bytes())
        .key("page_size")
        .value(std::uint64_t{backup.page_size});
    json.key("pages")
        .value(std::uint64_t{backup.pages})
        .key("new_pages")
        .value(std::uint64_t{backup.new_pages});
    json.key("stored_bytes").value(backup.stored_bytes).key("needed_bytes").value(backup.needed_bytes);
    json.key("rows").begin_object();
    for (const auto& table : backup.rows)
        json.key(table.table).value(table.rows);
    json.end_object().end_object();
}

}  // namespace orrery::cli
