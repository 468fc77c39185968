#include "commands.hpp"
#include "orrery/base/json_writer.hpp"

#include <fmt/format.h>

namespace orrery::cli {

namespace {

std::string origin_of(const Config& config, std::string_view key) {
    const auto found = config.origins.find(key);
    return found == config.origins.end() ? "default" : found->second;
}

int run(const Context& context) {
    const auto config = context.config();
    if (!config) return config.error();
    if (context.json()) {
        JsonWriter json;
        json.begin_object();
        for (const auto& key : config_keys()) {
            json.key(key.name).begin_object().key("value").value(key.show(*config));
            json.key("origin")
                .value(origin_of(*config, key.name))
                .key("environment")
                .value(environment_name(key.name));
            json.end_object();
        }
        context.print(json.end_object().text());
        return kFine;
    }
    std::size_t width = 0;
    for (const auto& key : config_keys())
        width = std::max(width, fmt::format("{} = {}", key.name, key.show(*config)).size());
    width = std::min<std::size_t>(width, 56);
    for (const auto& key : config_keys())
        context.print_line(fmt::format("{:<{}}  # {}", fmt::format("{} = {}", key.name, key.show(*config)),
                                       width, origin_of(*config, key.name)));
    return kFine;
}

}  // namespace

Command config_command() {
    return {"config",
            "show every setting and where it came from",
            "Shows every key of the configuration with its value and where that came from: the file and "
            "line, the "
            "environment variable, or the default.",
            {},
            {{"--json", "", "print it as JSON, with the names of the environment variables"}},
            run};
}

}  // namespace orrery::cli
