#include "../setup.hpp"
#include "commands.hpp"
#include "orrery/base/json_writer.hpp"

#include <fmt/format.h>

namespace orrery::cli {

namespace {

std::string as_json(const store::PruneReport& report, bool is_dry) {
    JsonWriter json;
    json.begin_object().key("pruned").value(!is_dry).key("entries").value(report.entries());
    json.key("feeds").begin_array();
    for (const auto& feed : report.feeds) {
        json.begin_object().key("id").value(feed.id).key("title").value(feed.title);
        json.key("entries").value(feed.entries).key("oldest").value(format_rfc3339(feed.oldest));
        json.key("newest").value(format_rfc3339(feed.newest)).end_object();
    }
    return json.end_array().end_object().take();
}

int run(const Context& context) {
    const auto config = context.config();
    if (!config) return config.error();
    const auto archive = open_archive(*config, store::OpenMode::kExisting);
    if (!archive) return context.give_up(archive.error());
    const auto policy = retention_policy(*config, **archive);
    if (!policy) return context.give_up(policy.error());
    const bool is_dry = context.arguments().has("--dry-run");
    const auto report = is_dry ? (*archive)->prunable(*policy, system_now())
                               : (*archive)->prune(*policy, {.clock = system_now});
    if (!report) return context.give_up(report.error());
    if (context.json()) {
        context.print(as_json(*report, is_dry));
        return kFine;
    }
    for (const auto& feed : report->feeds)
        context.print_line(fmt::format("{:>5}  {:>6} entries, {} to {}  {}", feed.id, feed.entries,
                                       format_day(feed.oldest), format_day(feed.newest), feed.title));
    if (policy->keeps_all()) {
        context.note(
            "everything is kept: archive.keep_entries, archive.keep_for and [[retention]] set no limit");
    } else if (is_dry) {
        context.note(fmt::format("{} entries would go; nothing was changed", report->entries()));
    } else {
        context.note(fmt::format("{} entries are gone", report->entries()));
    }
    return kFine;
}

}  // namespace

Command prune_command() {
    return {"prune",
            "take away what is kept no longer",
            "Takes entries away that are past the limits of archive.keep_entries, archive.keep_for and "
            "[[retention]]; by default there are none, and everything is kept. What was pruned does not come "
            "back with the next poll. `orrery run` does the same once an hour.",
            {},
            {{"--dry-run", "", "only say what would go"}, {"--json", "", "print the answer as JSON"}},
            run};
}

}  // namespace orrery::cli
