#include "../config.hpp"
#include "commands.hpp"
#include "orrery/base/file.hpp"

#include <filesystem>

#include <fmt/format.h>

namespace orrery::cli {

namespace {

constexpr std::string_view kFeedList =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<!-- The feeds of this planet. Take them in with `orrery import feeds.opml`. -->\n"
    "<opml version=\"2.0\">\n"
    "  <head><title>Feeds</title></head>\n"
    "  <body>\n"
    "    <!-- <outline type=\"rss\" text=\"A blog\" xmlUrl=\"https://example.org/feed.xml\"/> -->\n"
    "  </body>\n"
    "</opml>\n";

int run(const Context& context) {
    const auto& words = context.arguments().positionals;
    const std::filesystem::path folder = words.empty() ? "." : words.front();
    const auto config = (folder / "orrery.toml").lexically_normal();
    const auto list = (folder / "feeds.opml").lexically_normal();

    std::error_code error;
    for (const auto& file : {config, list})
        if (std::filesystem::exists(file, error))
            return context.give_up({ErrorCode::kRefused, "this file is there already", file.string(), "",
                                    "name another folder, or move it away; nothing was written"});

    auto title = std::filesystem::weakly_canonical(folder, error).filename().string();
    if (title.empty()) title = "Planet";
    auto text = sample_config(title);
    // The archive gets a folder of its own: it has files beside it while it is open.
    constexpr std::string_view kDefaultPath = "# path = \"orrery.db\"";
    if (const auto place = text.find(kDefaultPath); place != std::string::npos)
        text.replace(place, kDefaultPath.size(), "path = \"data/orrery.db\"");
    if (const auto written = write_file(config, text); !written) return context.give_up(written.error());
    if (const auto written = write_file(list, kFeedList); !written) return context.give_up(written.error());
    std::filesystem::create_directories(folder / "data", error);
    if (error)
        return context.give_up(
            system_error("cannot make the folder", (folder / "data").string(), error.value()));

    context.print(fmt::format(
        "Wrote {}, {} and the folder {}.\n\nNext:{}\n  orrery add https://example.org/blog/   follow a feed\n"
        "  orrery run                             poll and serve the planet\n",
        config.string(), list.string(), (folder / "data").lexically_normal().string(),
        words.empty() ? "" : fmt::format("\n  cd {}", folder.string())));
    return kFine;
}

}  // namespace

Command init_command() {
    return {"init",
            "make a new planet: a commented orrery.toml and its folders",
            "Writes a commented orrery.toml, an empty feeds.opml and a folder for the archive. Never writes "
            "over a "
            "file that exists.",
            {{"DIR", "where to, this folder otherwise", false, false}},
            {},
            run};
}

}  // namespace orrery::cli
