#include "../setup.hpp"
#include "../terminal.hpp"
#include "commands.hpp"
#include "orrery/base/json_writer.hpp"
#include "orrery/base/text.hpp"

#include <csignal>

#include <fmt/format.h>

namespace orrery::cli {

namespace {

struct Tally {
    std::int64_t polled = 0;
    std::int64_t failed = 0;
    std::int64_t added = 0;
    std::int64_t revised = 0;
    bool archive_failed = false;
};

// All that may be polled: not what is gone, and not what asked to be left alone until later.
Result<std::vector<store::FeedRecord>> pollable_feeds(const store::Archive& archive, bool only_due) {
    const auto now = system_now();
    ORRERY_TRY(auto feeds, archive.feeds());
    std::erase_if(feeds, [&](const store::FeedRecord& feed) {
        const auto& state = feed.state;
        return !state.next_poll || crawl::asked_to_wait(state, now) || (only_due && *state.next_poll > now);
    });
    return feeds;
}

void write_report(JsonWriter& json, const crawl::PollReport& report) {
    json.begin_object()
        .key("feed")
        .value(report.feed)
        .key("url")
        .value(report.url)
        .key("title")
        .value(report.title);
    json.key("outcome").value(name_of(report.outcome)).key("added").value(report.changes.added);
    json.key("revised").value(report.changes.revised).key("kept_back").value(report.changes.kept_back);
    json.optional("flood", report.changes.flood);
    if (report.error) {
        json.key("error").begin_object().key("code").value(name_of(report.error->code));
        json.key("message").value(report.error->message()).end_object();
    }
    json.end_object();
}

int run(const Context& context) {
    const auto config = context.config();
    if (!config) return config.error();
    auto options = poll_options(*config);
    if (!options) return context.give_up(options.error());
    const auto archive = open_archive(*config, store::OpenMode::kExisting);
    if (!archive) return context.give_up(archive.error());
    const auto& names = context.arguments().positionals;
    const auto feeds = names.empty() ? pollable_feeds(**archive, context.arguments().has("--due"))
                                     : named_feeds(**archive, names);
    if (!feeds) return context.give_up(feeds.error());

    Tally tally;
    JsonWriter json;
    json.begin_array();
    {
        ProgressBar bar(feeds->size());
        const bool plain_lines = !error_is_terminal() && !context.json();
        crawl::Poller poller(**archive, std::move(*options), system_now, system_random());
        poller.poll(*feeds, [&](const crawl::PollReport& report) {
            ++tally.polled;
            tally.added += report.changes.added;
            tally.revised += report.changes.revised;
            tally.archive_failed = tally.archive_failed || !report.stored;
            if (context.json()) write_report(json, report);
            if (report.error) {
                ++tally.failed;
                bar.clear();
                write_error(fmt::format("{} {}\n", coloured(Colour::kRed, "failed"), harmless(report.title)));
                context.note(fmt::format("  {}", report.error->message()));
            } else if (plain_lines) {
                context.print_line(describe(report));
            }
            for (const auto& warning : warnings(report)) {
                bar.clear();
                context.note(warning);
            }
            bar.advance(harmless(report.title));
        });
    }
    if (const auto maintained = (*archive)->maintain({}); !maintained) context.complain(maintained.error());
    json.end_array();
    if (context.json()) {
        context.print(json.text());
    } else {
        context.print_line(fmt::format("{} feeds polled, {} failed; {} new entries, {} revised", tally.polled,
                                       tally.failed, tally.added, tally.revised));
    }
    const bool all_failed = tally.polled > 0 && tally.failed == tally.polled;
    return tally.archive_failed || all_failed ? kFailed : kFine;
}

}  // namespace

Command poll_command() {
    return {"poll",
            "fetch the feeds once",
            "Fetches every feed once and stores what is new. Feeds that are gone (410), or that asked to be "
            "left alone "
            "until later, are passed over unless they are named. Exits with 1 when every feed failed or the "
            "archive "
            "could not be written.",
            {{"FEED", "only these, by number or URL", false, true}},
            {{"--due", "", "only feeds whose time has come, as `orrery run` does: for cron"},
             {"--json", "", "print a report as JSON"}},
            run};
}

}  // namespace orrery::cli
