#include "commands.hpp"

namespace orrery::cli {

std::span<const Command> commands() {
    static const std::vector<Command> all = {
        init_command(),    add_command(),    import_command(),  export_command(), feeds_command(),
        poll_command(),    replay_command(), run_command(),     build_command(),  backup_command(),
        restore_command(), copy_command(),   migrate_command(), rule_command(),   config_command(),
        prune_command(),   parse_command(),  sql_command(),     search_command(), story_command(),
        demo_command(),
    };
    return all;
}

}  // namespace orrery::cli
