#include "orrery/crawl/replay.hpp"

#include "../setup.hpp"
#include "commands.hpp"

#include <fmt/format.h>

namespace orrery::cli {

namespace {

int run(const Context& context) {
    const auto config = context.config();
    if (!config) return config.error();
    const auto options = poll_options(*config);
    if (!options) return context.give_up(options.error());
    const auto archive = open_archive(*config, store::OpenMode::kExisting);
    if (!archive) return context.give_up(archive.error());
    const auto& names = context.arguments().positionals;
    const auto feeds = names.empty() ? (*archive)->feeds() : named_feeds(**archive, names);
    if (!feeds) return context.give_up(feeds.error());

    std::size_t failed = 0;
    crawl::ReplayReport all;
    for (const auto& feed : *feeds) {
        const auto report = crawl::replay(**archive, feed, *options, system_now());
        if (!report) {
            context.complain(report.error());
            ++failed;
            continue;
        }
        all.documents += report->documents;
        all.unreadable += report->unreadable;
        all.changes.added += report->changes.added;
        all.changes.revised += report->changes.revised;
        if (report->changes.any())
            context.print_line(fmt::format("{}: {} new, {} revised, from {} documents", feed.title(),
                                           report->changes.added, report->changes.revised,
                                           report->documents));
    }
    context.print_line(fmt::format(
        "{} documents of {} feeds read again, {} of them unreadable; {} new entries, {} revised",
        all.documents, feeds->size() - failed, all.unreadable, all.changes.added, all.changes.revised));
    return failed == 0 ? kFine : kFailed;
}

}  // namespace

Command replay_command() {
    return {"replay",
            "read kept documents again",
            "Runs the present parser over the documents that polls brought and that are still kept "
            "(archive.keep_deliveries): for after an upgrade that reads feeds better. Entries that come out "
            "differently "
            "get a revision, those that were missed are added; nothing goes away.",
            {{"FEED", "only these, by number or URL", false, true}},
            {},
            run};
}

}  // namespace orrery::cli
