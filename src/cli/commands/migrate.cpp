#include "../config.hpp"
#include "commands.hpp"
#include "orrery/store/archive.hpp"
#include "orrery/store/copy.hpp"

#include <fmt/format.h>

namespace orrery::cli {

namespace {

int run(const Context& context) {
    const auto config = context.config();
    if (!config) return config.error();
    const auto place = config->archive_place();
    if (context.arguments().has("--check")) {
        const auto state = store::find_schema(place);
        if (!state) return context.give_up(state.error());
        context.print_line(fmt::format("{} has schema {}; this Orrery writes schema {}", store::shown(place),
                                       state->found, state->newest));
        return state->is_newest() ? kFine : kFailed;
    }
    const auto before = store::migrate_archive(place);
    if (!before) return context.give_up(before.error());
    context.print_line(
        before->is_newest()
            ? fmt::format("{} has schema {}, the newest, and is sound", store::shown(place), before->found)
            : fmt::format("{} was brought from schema {} to {}; it was sound before and is now",
                          store::shown(place), before->found, before->newest));
    return kFine;
}

}  // namespace

Command migrate_command() {
    return {
        "migrate",
        "bring the archive to this version's schema",
        "Checks the archive, brings it to the schema that this version of Orrery writes, each step in a "
        "transaction, and checks it again. Every command that opens an archive does this by itself, but for "
        "the checks; there is no way back but a backup.",
        {},
        {{"--check", "", "only say which schema it has; exits with 1 when it is not the newest"}},
        run};
}

}  // namespace orrery::cli
