#pragma once

#include "../command.hpp"

/// Every subcommand; each lives in the file of its name.
namespace orrery::cli {

[[nodiscard]] Command add_command();
[[nodiscard]] Command backup_command();
[[nodiscard]] Command build_command();
[[nodiscard]] Command config_command();
[[nodiscard]] Command copy_command();
[[nodiscard]] Command demo_command();
[[nodiscard]] Command export_command();
[[nodiscard]] Command feeds_command();
[[nodiscard]] Command import_command();
[[nodiscard]] Command init_command();
[[nodiscard]] Command migrate_command();
[[nodiscard]] Command parse_command();
[[nodiscard]] Command poll_command();
[[nodiscard]] Command prune_command();
[[nodiscard]] Command replay_command();
[[nodiscard]] Command restore_command();
[[nodiscard]] Command rule_command();
[[nodiscard]] Command run_command();
[[nodiscard]] Command search_command();
[[nodiscard]] Command sql_command();
[[nodiscard]] Command story_command();

}  // namespace orrery::cli
