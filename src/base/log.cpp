#include "orrery/base/log.hpp"

#include "orrery/base/time.hpp"

#include <atomic>
#include <string>

#include <unistd.h>

namespace orrery::log {

namespace {

std::atomic<Level> g_level = Level::kInfo;

// One write a line, so that lines of several threads and processes never mix.
void write_line(Level level, std::string_view name, std::string_view message) {
    if (level < g_level.load(std::memory_order_relaxed)) return;
    std::string line = format_rfc3339(std::chrono::time_point_cast<std::chrono::milliseconds>(system_now()));
    line.append(" ").append(name).append(" ");
    for (const char c : message)
        line += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    line += '\n';
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace

void set_level(Level level) {
    g_level = level;
}

void debug(std::string_view message) {
    write_line(Level::kDebug, "debug", message);
}
void info(std::string_view message) {
    write_line(Level::kInfo, "info", message);
}
void warning(std::string_view message) {
    write_line(Level::kWarning, "warning", message);
}
void error(std::string_view message) {
    write_line(Level::kError, "error", message);
}

}  // namespace orrery::log
