#include "rules.hpp"

#include <fmt/format.h>

namespace orrery::cli {

std::vector<planet::RuleSource> rule_sources(const Config& config) {
    std::vector<planet::RuleSource> sources;
    for (const auto& rule : config.rules) {
        auto& source =
            sources.emplace_back(rule.name, rule.when.text, std::vector<std::string>(), rule.place);
        for (const auto& action : rule.actions)
            source.actions.push_back(action.text);
    }
    return sources;
}

Error explain(const Config::Rule& rule, const planet::RuleProblem& problem) {
    using Part = planet::RuleProblem::Part;
    const Config::Snippet* snippet = nullptr;
    if (problem.part == Part::kWhen) snippet = &rule.when;
    if (problem.part == Part::kAction && problem.action < rule.actions.size())
        snippet = &rule.actions[problem.action];
    auto what = problem.part == Part::kName ? problem.error.what
                                            : fmt::format("rule \"{}\": {}", rule.name, problem.error.what);
    return {problem.error.code, std::move(what),
            snippet == nullptr ? rule.place : snippet->place(problem.error.begin), "", problem.error.remedy};
}

std::expected<planet::RuleSet, std::vector<Error>> compile_rules(const Config& config) {
    auto compiled = planet::RuleSet::compile(rule_sources(config));
    if (compiled) return std::move(*compiled);
    std::vector<Error> errors;
    for (const auto& problem : compiled.error())
        errors.push_back(explain(config.rules[problem.rule], problem));
    return std::unexpected(std::move(errors));
}

}  // namespace orrery::cli
