#include "command.hpp"
#include "orrery/base/memory.hpp"
#include "terminal.hpp"

#include <csignal>
#include <exception>
#include <string>
#include <vector>

int main(int count, char** words) {
    std::signal(SIGPIPE, SIG_IGN);
    orrery::keep_freed_memory();
    try {
        const std::vector<std::string> arguments(words + 1, words + count);
        return orrery::cli::run_command_line(arguments);
    } catch (const std::exception& error) {
        orrery::cli::write_error(std::string("orrery: a defect of Orrery: ") + error.what() + "\n");
        return orrery::cli::kFailed;
    }
}
