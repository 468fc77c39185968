#pragma once

#include "config.hpp"

#include <filesystem>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

namespace orrery::cli {

/// Reads the `[[rule]]` tables of a configuration: `node` is the value of its key "rule", `text` the whole
/// file. What stands in them is only checked for its shape.
void read_rule_tables(const toml::node& node, std::string_view text, const std::filesystem::path& file,
                      Config& config, std::vector<Error>& errors);

}  // namespace orrery::cli
