#include "../serve.hpp"
#include "../setup.hpp"
#include "commands.hpp"

namespace orrery::cli {

namespace {

int run(const Context& context) {
    auto config = context.config();
    if (!config) return config.error();
    if (const auto listen = context.arguments().value("--listen")) config->site.listen = *listen;
    // In a folder that is no planet, a new archive would only be in the way.
    const auto mode = config->file.empty() ? store::OpenMode::kExisting : store::OpenMode::kCreate;
    const auto archive = open_archive(*config, mode);
    if (!archive) {
        auto error = archive.error();
        if (error.code == ErrorCode::kNotFound)
            error.remedy = "`orrery init` makes a new planet here, `orrery demo` shows one";
        return context.give_up(error);
    }
    return serve(context, *config, **archive);
}

}  // namespace

Command run_command() {
    return {"run",
            "poll on schedule and serve the planet",
            "Polls every feed when its time has come and serves the pages, until it is stopped with SIGINT "
            "or SIGTERM. "
            "Prints the address to open, and logs to standard error.",
            {},
            {{"--listen", "ADDR:PORT", "where to serve, instead of site.listen; port 0 takes a free one"}},
            run};
}

}  // namespace orrery::cli
