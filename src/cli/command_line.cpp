#include "command.hpp"
#include "orrery/base/hint.hpp"
#include "orrery/cli/version.hpp"
#include "terminal.hpp"
#include "toml_text.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace orrery::cli {

namespace {

constexpr std::size_t kColumns = 80;

const Command* find_command(std::string_view name) {
    for (const auto& command : commands())
        if (command.name == name) return &command;
    return nullptr;
}

int usage_error(const std::string& message, const std::string& hint, std::string_view help) {
    write_error(
        fmt::format("orrery: {}{}\nTry `{}`.\n", message, hint.empty() ? "" : " (" + hint + ")", help));
    return kUsage;
}

std::string unknown_command_hint(std::string_view name) {
    std::vector<std::string_view> names;
    for (const auto& command : commands())
        names.push_back(command.name);
    return perhaps_you_meant(name, names);
}

std::string unknown_option_hint(const Command& command, std::string_view name) {
    std::vector<std::string_view> names;
    for (const auto& option : command.options)
        names.push_back(option.name);
    for (const auto& option : common_options())
        names.push_back(option.name);
    return perhaps_you_meant(name.substr(0, name.find('=')), names);
}

// CLI11 reads the words of one command; what it means and what is said about mistakes stays ours.
struct Parser {
    explicit Parser(const Command& command) : app(std::string(command.summary)) {
        app.set_help_flag();
        add_options(command.options);
        add_options(common_options());
        if (!command.positionals.empty())
            app.add_option("ARGUMENTS", arguments.positionals)
                ->expected(0, 1'000'000)
                ->allow_extra_args(true);
        app.allow_extras();
    }

    void add_options(std::span<const Option> options) {
        for (const auto& option : options) {
            const std::string name(option.name);
            if (option.placeholder.empty()) {
                app.add_flag_callback(name, [this, name] { arguments.options[name] = ""; });
            } else {
                app.add_option_function<std::string>(
                    name, [this, name](const std::string& value) { arguments.options[name] = value; });
            }
        }
    }

    CLI::App app;
    Arguments arguments;
};

std::optional<int> check_positionals(const Command& command, const Arguments& arguments,
                                     const std::string& help) {
    const auto given = arguments.positionals.size();
    std::size_t required = 0;
    bool many = false;
    for (const auto& positional : command.positionals) {
        if (positional.required) ++required;
        many = many || positional.many;
    }
    if (given < required)
        return usage_error(fmt::format("{} needs {}", command.name, command.positionals[given].name), "",
                           help);
    if (!many && given > command.positionals.size())
        return usage_error(fmt::format("{} does not know what to do with \"{}\"", command.name,
                                       arguments.positionals[command.positionals.size()]),
                           "", help);
    return {};
}

int run(const Command& command, std::span<const std::string> words) {
    const auto help = fmt::format("orrery {} --help", command.name);
    Parser parser(command);
    // CLI11 takes the words last first.
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    try {
        parser.app.parse(reversed);
    } catch (const CLI::ParseError& error) {
        return usage_error(error.what(), "", help);
    }
    for (const auto& extra : parser.app.remaining()) {
        if (extra.starts_with("-") && extra != "-")
            return usage_error(fmt::format("{} has no option {}", command.name, extra),
                               unknown_option_hint(command, extra), help);
        parser.arguments.positionals.push_back(extra);
    }
    if (parser.arguments.has("--help")) {
        write_output(command_help(command));
        return kFine;
    }
    if (const auto code = check_positionals(command, parser.arguments, help)) return *code;
    return command.run(Context(std::move(parser.arguments)));
}

void append_options(std::string& text, std::span<const Option> options) {
    std::size_t width = 0;
    const auto left = [](const Option& option) {
        return option.placeholder.empty() ? std::string(option.name)
                                          : fmt::format("{} {}", option.name, option.placeholder);
    };
    for (const auto& option : options)
        width = std::max(width, left(option).size());
    for (const auto& option : options) {
        auto head = left(option);
        for (const auto& line : wrapped(option.help, kColumns - width - 4)) {
            text += fmt::format("  {:<{}}  {}\n", head, width, line);
            head.clear();
        }
    }
}

}  // namespace

std::optional<std::string> Arguments::value(std::string_view option) const {
    const auto found = options.find(option);
    if (found == options.end()) return {};
    return found->second;
}

std::span<const Option> common_options() {
    static const std::array<Option, 2> options = {
        Option{"--config", "FILE", "the configuration; orrery.toml in this folder otherwise"},
        Option{"--help", "", "this text"},
    };
    return options;
}

std::string general_help() {
    std::string text =
        "Orrery follows the feeds of a community and shows them as one page and one feed.\n\n"
        "Usage: orrery COMMAND [OPTIONS]\n\nCommands:\n";
    for (const auto& command : commands())
        text += fmt::format("  {:<8}  {}\n", command.name, command.summary);
    text +=
        "\nOptions:\n"
        "  --version  which version this is\n"
        "  --help     this text; `orrery COMMAND --help` tells about one command\n\n"
        "A planet of your own: `orrery init`, `orrery add https://example.org/blog/`, `orrery run`.\n"
        "Exit codes: 0 fine, 1 failed, 2 wrong usage.\n";
    return text;
}

std::string command_help(const Command& command) {
    std::string usage = fmt::format("Usage: orrery {} [OPTIONS]", command.name);
    std::vector<Option> positionals;
    for (const auto& positional : command.positionals) {
        const auto name = fmt::format("{}{}", positional.name, positional.many ? "..." : "");
        usage += positional.required ? fmt::format(" {}", name) : fmt::format(" [{}]", name);
        positionals.push_back({positional.name, "", positional.help});
    }
    std::string text;
    for (const auto& line : wrapped(command.description, kColumns))
        text += line + "\n";
    text += "\n" + usage + "\n";
    if (!positionals.empty()) {
        text += "\n";
        append_options(text, positionals);
    }
    std::vector<Option> options = command.options;
    options.insert(options.end(), common_options().begin(), common_options().end());
    text += "\nOptions:\n";
    append_options(text, options);
    return text;
}

int run_command_line(std::span<const std::string> words) {
    if (words.empty()) {
        write_error(general_help());
        return kUsage;
    }
    const auto& first = words.front();
    if (first == "--help" || first == "-h" || first == "help") {
        const auto* about = words.size() > 1 ? find_command(words[1]) : nullptr;
        if (words.size() > 1 && about == nullptr)
            return usage_error(fmt::format("there is no command \"{}\"", words[1]),
                               unknown_command_hint(words[1]), "orrery --help");
        write_output(about != nullptr ? command_help(*about) : general_help());
        return kFine;
    }
    if (first == "--version") {
        write_output(fmt::format("orrery {}\n", kVersion));
        return kFine;
    }
    if (const auto* command = find_command(first)) return run(*command, words.subspan(1));
    if (first.starts_with("-"))
        return usage_error(fmt::format("there is no option {}", first),
                           "options of a command come after its name", "orrery --help");
    return usage_error(fmt::format("there is no command \"{}\"", first), unknown_command_hint(first),
                       "orrery --help");
}

}  // namespace orrery::cli
