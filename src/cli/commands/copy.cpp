#include "orrery/store/copy.hpp"

#include "../terminal.hpp"
#include "commands.hpp"
#include "orrery/store/archive.hpp"

#include <fmt/format.h>

namespace orrery::cli {

namespace {

int run(const Context& context) {
    const auto& places = context.arguments().positionals;
    const auto report = [&] {
        ProgressBar bar;
        return store::copy_archive(places[0], places[1],
                                   [&](std::uint64_t done, std::uint64_t total, std::string_view table) {
                                       bar.show(done, total, table);
                                   });
    }();
    if (!report) return context.give_up(report.error());
    if (report->started_over) {
        context.note("The archive had changed since the interrupted copy: everything was copied anew.");
    } else if (report->resumed) {
        context.note("Went on with the interrupted copy.");
    }
    std::int64_t rows = 0;
    for (const auto& table : report->tables) {
        context.print_line(fmt::format("{:016x} {:>12}  {}", table.checksum, table.rows, table.name));
        rows += table.rows;
    }
    context.print_line(fmt::format("{} rows of {} tables copied to {}, read back and found the same", rows,
                                   report->tables.size(), store::shown(places[1])));
    return kFine;
}

}  // namespace

Command copy_command() {
    return {
        "copy",
        "copy an archive from SQLite to PostgreSQL, or back",
        "Copies an archive as it is at the beginning, and reads everything back at the end. Stopped at any "
        "moment, the same command goes on where it was. The place to copy to has to be empty.",
        {{"FROM", "a file, or postgresql://user@host/database", true, false},
         {"TO", "likewise; the database has to exist", true, false}},
        {},
        run};
}

}  // namespace orrery::cli
