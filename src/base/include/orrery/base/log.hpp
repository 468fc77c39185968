#pragma once

#include <string_view>

/// What a person who runs a server wants to read afterwards: a line an event on standard error. Thread-safe.
/// A library of ours (feed, html) never logs: it returns diagnostics.
namespace orrery::log {

enum class Level { kDebug, kInfo, kWarning, kError, kOff };

/// Lines below `level` are dropped. Info at the start.
void set_level(Level level);

void debug(std::string_view message);
void info(std::string_view message);
void warning(std::string_view message);
void error(std::string_view message);

}  // namespace orrery::log
