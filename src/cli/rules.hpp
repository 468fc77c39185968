#pragma once

#include "config.hpp"
#include "orrery/planet/rule_set.hpp"

#include <expected>
#include <vector>

/// From the rules of a configuration to those of a planet.
namespace orrery::cli {

/// All of them, or everything that is wrong with them, each with its place in the file.
[[nodiscard]] std::expected<planet::RuleSet, std::vector<Error>> compile_rules(const Config& config);

/// `orrery.toml:14:9: rule "jobs": unknown field "titel" (perhaps you meant "title")`
[[nodiscard]] Error explain(const Config::Rule& rule, const planet::RuleProblem& problem);

/// What compile_rules() compiles.
[[nodiscard]] std::vector<planet::RuleSource> rule_sources(const Config& config);

}  // namespace orrery::cli
