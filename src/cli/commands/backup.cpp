#include "../backup_options.hpp"
#include "../terminal.hpp"
#include "commands.hpp"
#include "orrery/base/json_writer.hpp"
#include "orrery/base/quantity.hpp"

#include <fmt/format.h>

namespace orrery::cli {

namespace {

int usage(const Context& context, std::string what) {
    context.complain({ErrorCode::kInvalid, std::move(what), "", "", "try `orrery backup --help`"});
    return kUsage;
}

std::string line_of(const ops::BackupInfo& backup) {
    return fmt::format("{:>8}  {}  {:>10}  {:>10} added{}", backup.number,
                       format_rfc3339(std::chrono::floor<std::chrono::seconds>(backup.time)),
                       format_bytes(backup.archive_bytes()), format_bytes(backup.stored_bytes),
                       backup.encrypted ? "  encrypted" : "");
}

int make(const Context& context) {
    const auto& arguments = context.arguments();
    const auto config = context.config();
    if (!config) return config.error();
    ops::BackupOptions options;
    name_archive(options, *config);
    if (const auto to = arguments.value("--to")) {
        options.folder = *to;
    } else if (const auto configured = config->backup_path()) {
        options.folder = *configured;
    } else {
        return usage(context, "backup needs --to DIR, or backup.dir in the configuration");
    }
    auto secret = backup_secret(context, *config);
    if (!secret) return context.give_up(secret.error());
    options.secret = std::move(*secret);
    options.full = arguments.has("--full");
    const auto keep = arguments.value("--keep").value_or(config->backup.keep);
    if (!keep.empty()) {
        const auto parsed = ops::parse_keep(keep);
        if (!parsed) return context.give_up(parsed.error());
        options.keep = *parsed;
    }
    const auto report = [&] {
        ProgressBar bar;
        options.progress = progress_on(bar, "backing up");
        return ops::back_up(options);
    }();
    if (!report) return context.give_up(report.error());
    if (report->damage) context.complain(*report->damage);
    const auto& backup = report->backup;
    if (context.json()) {
        JsonWriter json;
        json.begin_object().key("new").value(report->is_new).key("backup");
        write_json(json, backup);
        context.print(json.key("removed").value(report->removed).end_object().take());
    } else if (report->is_new && !options.address.empty()) {
        context.print_line(fmt::format("backup {}: {} of the server's files and log stored in {}",
                                       backup.number,
                                       format_bytes(std::uint64_t{backup.new_pages} * backup.page_size),
                                       format_bytes(backup.stored_bytes)));
    } else if (report->is_new) {
        context.print_line(fmt::format("backup {}: {} of {} pages stored in {}", backup.number,
                                       backup.new_pages, backup.pages, format_bytes(backup.stored_bytes)));
    } else {
        context.print_line(fmt::format("nothing has changed since backup {}", backup.number));
    }
    return kFine;
}

int list(const Context& context, const std::string& folder, const ops::Secret& secret) {
    const auto listed = ops::list_backups(folder, secret);
    if (!listed) return context.give_up(listed.error());
    if (context.json()) {
        JsonWriter json;
        json.begin_array();
        for (const auto& backup : listed->backups)
            write_json(json, backup);
        context.print(json.end_array().take());
    } else {
        for (const auto& backup : listed->backups)
            context.print_line(line_of(backup));
    }
    for (const auto& error : listed->damage)
        context.complain(error);
    return listed->damage.empty() ? kFine : kFailed;
}

int verify(const Context& context, const std::string& folder, const ops::Secret& secret) {
    const auto& arguments = context.arguments();
    ops::VerifyOptions options;
    options.folder = folder;
    options.secret = secret;
    if (const auto scratch = arguments.value("--scratch")) options.scratch = *scratch;
    std::vector<std::optional<std::uint32_t>> numbers;
    if (arguments.has("--all")) {
        const auto listed = ops::list_backups(folder, secret);
        if (!listed) return context.give_up(listed.error());
        for (const auto& backup : listed->backups)
            numbers.emplace_back(backup.number);
        for (const auto& error : listed->damage)
            context.complain(error);
        if (!listed->damage.empty() && numbers.empty()) return kFailed;
    } else {
        const auto chosen = chosen_backup(context);
        if (!chosen) return context.give_up(chosen.error());
        options.time = chosen->time;
        numbers.push_back(chosen->number);
    }
    int code = kFine;
    JsonWriter json;
    json.begin_array();
    for (const auto& number : numbers) {
        options.number = number;
        const auto verified = [&] {
            ProgressBar bar;
            options.progress = progress_on(bar, "restoring");
            return ops::verify(options);
        }();
        if (!verified) {
            code = context.give_up(verified.error());
            continue;
        }
        if (context.json()) {
            write_json(json, *verified);
        } else {
            context.print_line(fmt::format(
                "backup {} of {} is whole: {} pages, {} tables, restored and checked", verified->number,
                format_rfc3339(std::chrono::floor<std::chrono::seconds>(verified->time)), verified->pages,
                verified->rows.size()));
        }
    }
    if (context.json()) context.print(json.end_array().take());
    return code;
}

int run(const Context& context) {
    const auto& words = context.arguments().positionals;
    if (words.empty()) return make(context);
    if (words[0] != "list" && words[0] != "verify")
        return usage(context, fmt::format("backup does not know what to do with \"{}\"", words[0]));
    const auto config = context.config();
    if (!config) return config.error();
    const auto configured = config->backup_path();
    if (words.size() < 2 && !configured)
        return usage(context, fmt::format("backup {} needs a DIR", words[0]));
    const auto folder = words.size() > 1 ? words[1] : configured->string();
    const auto secret = backup_secret(context, *config);
    if (!secret) return context.give_up(secret.error());
    return words[0] == "list" ? list(context, folder, *secret) : verify(context, folder, *secret);
}

}  // namespace

Command backup_command() {
    return {
        "backup",
        "back the archive up, list and verify backups",
        "Stores the archive as it is at this moment, while Orrery may go on running: the first time all of "
        "it, "
        "later what has changed. `orrery backup list DIR` shows the backups there. `orrery backup verify "
        "DIR` "
        "restores the newest one into a scratch file and checks it. Of an archive on PostgreSQL it is the "
        "whole "
        "server that is stored, and a scratch server of the same version that checks it.",
        {{"list|verify", "what to do with the backups that are there; a new backup otherwise", false, false},
         {"DIR", "where they are; backup.dir otherwise", false, false}},
        {{"--to", "DIR", "where to; backup.dir otherwise. Made when it is not there"},
         {"--key-file", "FILE", "encrypt with the key in this file; backup.key_file otherwise"},
         {"--keep", "AMOUNT",
          "remove backups but this many (14) or those of the last time (30d); backup.keep "
          "otherwise"},
         {"--full", "", "store everything anew, trusting no earlier backup"},
         {"--to-time", "TIME", "verify: the newest backup at this time or before, as for `orrery restore`"},
         {"--number", "N", "verify: the backup with this number"},
         {"--all", "", "verify: every backup"},
         {"--scratch", "DIR",
          "verify: where there is room for the archive; the folder of the backups "
          "otherwise"},
         {"--json", "", "print the result as JSON"}},
        run};
}

}  // namespace orrery::cli
