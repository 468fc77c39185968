#include "command.hpp"
#include "orrery/base/log.hpp"
#include "rules.hpp"
#include "terminal.hpp"

namespace orrery::cli {

void Context::print(std::string_view text) const {
    write_output(text);
}

void Context::print_line(std::string_view text) const {
    write_output(harmless(text) + "\n");
}

void Context::complain(const Error& error) const {
    write_error(coloured(Colour::kRed, "orrery:") + " " + harmless(error.message()) + "\n");
}

void Context::note(std::string_view text) const {
    write_error(harmless(text) + "\n");
}

int Context::give_up(const Error& error) const {
    complain(error);
    return kFailed;
}

std::expected<Config, int> Context::config() const {
    auto config = config_with_any_rules();
    if (!config) return config;
    if (const auto rules = compile_rules(*config); !rules) {
        for (const auto& error : rules.error())
            complain(error);
        return std::unexpected(kFailed);
    }
    return config;
}

std::expected<Config, int> Context::config_with_any_rules() const {
    std::optional<std::filesystem::path> named;
    if (const auto file = arguments_.value("--config")) named = *file;
    auto config = load_config(named, process_environment);
    if (!config) {
        for (const auto& error : config.error())
            complain(error);
        return std::unexpected(kFailed);
    }
    const auto& level = config->log.level;
    log::set_level(level == "debug"     ? log::Level::kDebug
                   : level == "warning" ? log::Level::kWarning
                   : level == "error"   ? log::Level::kError
                                        : log::Level::kInfo);
    return std::move(*config);
}

}  // namespace orrery::cli
