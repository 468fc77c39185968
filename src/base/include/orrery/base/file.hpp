#pragma once

#include "orrery/base/error.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace orrery {

/// The whole file; `-` is not special. Fails with kLimit above `max_bytes`.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path,
                                            std::size_t max_bytes = SIZE_MAX);

/// Everything on standard input, up to `max_bytes`.
[[nodiscard]] Result<std::string> read_stdin(std::size_t max_bytes = SIZE_MAX);

/// Puts `contents` in place of the file as a whole or not at all: it is written beside it, synced and
/// renamed. Missing folders are made.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& path, std::string_view contents);

}  // namespace orrery
