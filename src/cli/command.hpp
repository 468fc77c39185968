#pragma once

#include "config.hpp"
#include "orrery/base/error.hpp"

#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What every subcommand of `orrery` is made of.
namespace orrery::cli {

inline constexpr int kFine = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;

struct Option {
    std::string_view name;         ///< `--listen`
    std::string_view placeholder;  ///< what follows it in the help, `ADDR:PORT`; empty for a switch
    std::string_view help;
};

struct Positional {
    std::string_view name;  ///< `URL`
    std::string_view help;
    bool required = true;
    bool many = false;
};

/// What the user wrote after the command's name.
struct Arguments {
    std::map<std::string, std::string, std::less<>> options;  ///< by name; switches have an empty value
    std::vector<std::string> positionals;

    [[nodiscard]] bool has(std::string_view option) const { return options.find(option) != options.end(); }
    [[nodiscard]] std::optional<std::string> value(std::string_view option) const;
};

/// The world of a command: where its words go, and its configuration.
class Context {
  public:
    explicit Context(Arguments arguments) : arguments_(std::move(arguments)) {}

    [[nodiscard]] const Arguments& arguments() const { return arguments_; }
    [[nodiscard]] bool json() const { return arguments_.has("--json"); }

    /// Data, on standard output.
    void print(std::string_view text) const;
    void print_line(std::string_view text) const;
    /// A message for the person at the terminal, on standard error: `orrery: …`.
    void complain(const Error& error) const;
    void note(std::string_view text) const;
    /// complain() and the exit code for a failure.
    [[nodiscard]] int give_up(const Error& error) const;

    /// The configuration that --config names or that lies in this folder; on a mistake everything has been
    /// said, and the exit code is the error. Rules are part of it.
    [[nodiscard]] std::expected<Config, int> config() const;
    /// The same for a command that looks at rules itself: they may be wrong.
    [[nodiscard]] std::expected<Config, int> config_with_any_rules() const;

  private:
    Arguments arguments_;
};

struct Command {
    std::string_view name;
    std::string_view summary;      ///< a line, for the list of commands
    std::string_view description;  ///< for its own help
    std::vector<Positional> positionals;
    std::vector<Option> options;
    int (*run)(const Context& context);
};

/// All of them, in the order of the help.
[[nodiscard]] std::span<const Command> commands();

/// Options that every command takes.
[[nodiscard]] std::span<const Option> common_options();

/// Runs the command that the words name; gives the exit code.
[[nodiscard]] int run_command_line(std::span<const std::string> words);

/// What `orrery --help` and `orrery COMMAND --help` print.
[[nodiscard]] std::string general_help();
[[nodiscard]] std::string command_help(const Command& command);

}  // namespace orrery::cli
