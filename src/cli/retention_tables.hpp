#pragma once

#include "config.hpp"

#include <filesystem>
#include <vector>

#include <toml++/toml.h>

namespace orrery::cli {

/// Reads the `[[retention]]` tables of a configuration: `node` is the value of its key "retention".
void read_retention_tables(const toml::node& node, const std::filesystem::path& file, Config& config,
                           std::vector<Error>& errors);

}  // namespace orrery::cli
