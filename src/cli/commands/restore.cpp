#include "../backup_options.hpp"
#include "../terminal.hpp"
#include "commands.hpp"
#include "orrery/base/json_writer.hpp"

#include <fmt/format.h>

namespace orrery::cli {

namespace {

int run(const Context& context) {
    const auto& arguments = context.arguments();
    const auto config = context.config();
    if (!config) return config.error();
    const auto from = arguments.value("--from");
    const auto configured = config->backup_path();
    const auto to = arguments.value("--to");
    if ((!from && !configured) || !to) {
        context.complain({ErrorCode::kInvalid, "restore needs --from DIR and --to FILE", "", "",
                          "try `orrery restore --help`"});
        return kUsage;
    }
    ops::RestoreOptions options;
    options.folder = from ? std::filesystem::path(*from) : *configured;
    options.archive = *to;
    options.replace = arguments.has("--replace");
    const auto chosen = chosen_backup(context);
    if (!chosen) return context.give_up(chosen.error());
    options.time = chosen->time;
    options.number = chosen->number;
    auto secret = backup_secret(context, *config);
    if (!secret) return context.give_up(secret.error());
    options.secret = std::move(*secret);
    const auto restored = [&] {
        ProgressBar bar;
        options.progress = progress_on(bar, "restoring");
        return ops::restore(options);
    }();
    if (!restored) return context.give_up(restored.error());
    if (context.json()) {
        JsonWriter json;
        json.begin_object().key("archive").value(*to).optional("set_aside", restored->set_aside.string());
        json.key("backup");
        write_json(json, restored->backup);
        context.print(json.end_object().take());
        return kFine;
    }
    context.print_line(
        fmt::format("{} is the archive of {} (backup {})", *to,
                    format_rfc3339(std::chrono::floor<std::chrono::seconds>(restored->backup.time)),
                    restored->backup.number));
    if (!restored->set_aside.empty())
        context.print_line(fmt::format("what was there is {} now", restored->set_aside.string()));
    return kFine;
}

}  // namespace

Command restore_command() {
    return {
        "restore",
        "restore the archive from a backup",
        "Writes the archive of the newest backup, or of the newest at or before a time, as a new file; every "
        "page is checked. Then set archive.path to it, or restore with --replace to where it was. Backups of "
        "a "
        "PostgreSQL server give its data folder, for this very moment of --to-time, to be started by a "
        "server of "
        "the same version; run it as the user who owns that.",
        {},
        {{"--from", "DIR", "where the backups are; backup.dir otherwise"},
         {"--to", "FILE",
          "the archive to write, of a PostgreSQL server its data folder; must not be there yet"},
         {"--to-time", "TIME",
          "the newest backup at this time or before, such as 2024-05-25T10:00Z; UTC where "
          "it names no zone"},
         {"--number", "N", "the backup with this number"},
         {"--key-file", "FILE", "the key of encrypted backups; backup.key_file otherwise"},
         {"--replace", "", "set an archive that is there aside, as FILE.replaced"},
         {"--json", "", "print the result as JSON"}},
        run};
}

}  // namespace orrery::cli
