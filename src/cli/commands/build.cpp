#include "../serve.hpp"
#include "../setup.hpp"
#include "commands.hpp"
#include "orrery/base/json_writer.hpp"
#include "orrery/site/moment.hpp"
#include "orrery/site/static_site.hpp"

#include <fmt/format.h>

namespace orrery::cli {

namespace {

int run(const Context& context) {
    const auto config = context.config();
    if (!config) return config.error();
    const auto out = context.arguments().value("--out");
    if (!out) {
        context.complain({ErrorCode::kInvalid, "build needs --out DIR", "", "", "try `orrery build --help`"});
        return kUsage;
    }
    std::optional<Timestamp> at;
    if (const auto text = context.arguments().value("--at")) {
        at = site::moment_of(*text);
        if (!at) {
            context.complain({ErrorCode::kInvalid, fmt::format("\"{}\" is no day", *text), "--at", "",
                              "write it like 2015-12-01"});
            return kUsage;
        }
    }
    const auto archive = open_archive(*config, store::OpenMode::kExisting);
    if (!archive) return context.give_up(archive.error());
    const auto info = planet_info(*config, "http://" + config->site.listen + "/");
    if (!info) return context.give_up(info.error());
    const auto built = site::build_site(**archive, *info, site_limits(*config), *out, at);
    if (!built) return context.give_up(built.error());
    context.print_line(fmt::format("{} files in {}: {} written, {} unchanged, {} of before removed",
                                   built->written + built->unchanged, *out, built->written, built->unchanged,
                                   built->removed));
    return kFine;
}

}  // namespace

Command build_command() {
    return {"build",
            "write the planet as static files",
            "Writes every page and merged feed as files, with the same paths as the server. Files that did "
            "not change "
            "are not touched.",
            {},
            {{"--out", "DIR", "where to; made when it is not there"},
             {"--at", "DAY", "the planet as it stood at the end of that day (2015-12-01), month or year"}},
            run};
}

}  // namespace orrery::cli
