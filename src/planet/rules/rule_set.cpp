#include "orrery/planet/rule_set.hpp"

#include "orrery/base/hash.hpp"
#include "orrery/base/text.hpp"
#include "pattern_sets.hpp"
#include "program.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

namespace orrery::planet {

namespace {

// Counted up whenever the same rules come to mean something else.
constexpr std::uint64_t kLanguageVersion = 1;

struct CompiledRule {
    std::string name;
    RuleExpression when;
    std::vector<RuleAction> actions;
};

void act(const RuleAction& action, RuleOutcome& outcome) {
    switch (action.kind) {
        case RuleActionKind::kHide:
            outcome.hidden = true;
            break;
        case RuleActionKind::kHold:
            outcome.held = true;
            break;
        case RuleActionKind::kFeature:
            outcome.featured = true;
            break;
        case RuleActionKind::kExcerpt:
            outcome.excerpt = action.characters;
            break;
        case RuleActionKind::kCategory:
            outcome.category = action.text;
            break;
        case RuleActionKind::kTag:
            if (std::ranges::find(outcome.tags, action.text) == outcome.tags.end())
                outcome.tags.emplace_back(action.text);
            break;
    }
}

RuleError whole(std::string_view text, std::string what, std::string remedy,
                ErrorCode code = ErrorCode::kInvalid) {
    return {code, std::move(what), std::move(remedy), 0, text.size()};
}

std::optional<RuleError> check_name(const RuleSource& source, const RuleSource* namesake) {
    if (trim(source.name).empty())
        return whole(source.name, "a rule needs a name", "write one: name = \"no jobs\"");
    if (source.name.size() > kLongestRuleName)
        return whole(source.name, fmt::format("this name is longer than {} bytes", kLongestRuleName),
                     "shorten it", ErrorCode::kLimit);
    if (namesake != nullptr)
        return whole(
            source.name,
            fmt::format("two rules are called \"{}\": {} and {}", source.name, namesake->place, source.place),
            "rename one of them");
    return {};
}

std::uint64_t fingerprint_of(std::span<const RuleSource> sources) {
    if (sources.empty()) return 0;
    auto hash = kLanguageVersion;
    for (const auto& source : sources) {
        hash = hash64(source.name, hash);
        hash = hash64(source.when, hash);
        for (const auto& action : source.actions)
            hash = hash64(action, hash);
        hash = hash64(std::to_string(source.actions.size()), hash);
    }
    return hash;
}

}  // namespace

struct RuleSet::Rules {
    std::vector<CompiledRule> rules;
    rules::PatternSets patterns;
    std::uint32_t fields = 0;
    std::uint64_t fingerprint = 0;

    explicit Rules(const RuleLimits& limits) : patterns(limits) {}
};

RuleSet::RuleSet() : rules_(std::make_unique<Rules>(RuleLimits{})) {}
RuleSet::RuleSet(RuleSet&&) noexcept = default;
RuleSet& RuleSet::operator=(RuleSet&&) noexcept = default;
RuleSet::~RuleSet() = default;

std::expected<RuleSet, std::vector<RuleProblem>> RuleSet::compile(std::span<const RuleSource> sources,
                                                                  const RuleLimits& limits) {
    using Part = RuleProblem::Part;
    std::vector<RuleProblem> problems;
    if (sources.size() > limits.rules) {
        const auto& first_too_many = sources[limits.rules];
        problems.push_back(
            {limits.rules, Part::kName, 0,
             whole(first_too_many.name, fmt::format("there are more than {} rules", limits.rules),
                   "join some of them by or", ErrorCode::kLimit)});
        return std::unexpected(std::move(problems));
    }
    RuleSet set;
    set.rules_ = std::make_unique<Rules>(limits);
    auto& compiled = set.rules_->rules;
    std::unordered_map<std::string_view, const RuleSource*> names;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const auto& source = sources[i];
        const auto [known, is_new] = names.try_emplace(source.name, &source);
        if (auto error = check_name(source, is_new ? nullptr : known->second))
            problems.push_back({i, Part::kName, 0, std::move(*error)});
        std::vector<RuleAction> actions;
        if (source.actions.empty())
            problems.push_back(
                {i, Part::kAction, 0, whole("", "this rule does nothing", "write do = \"hide\"")});
        for (std::size_t a = 0; a < source.actions.size(); ++a) {
            auto action = parse_rule_action(source.actions[a]);
            if (!action) {
                problems.push_back({i, Part::kAction, a, std::move(action.error())});
            } else {
                actions.push_back(std::move(*action));
            }
        }
        auto when = RuleExpression::compile(source.when, limits);
        if (!when) {
            problems.push_back({i, Part::kWhen, 0, std::move(when.error())});
        } else {
            compiled.push_back({source.name, std::move(*when), std::move(actions)});
        }
    }
    if (!problems.empty()) return std::unexpected(std::move(problems));
    for (auto& rule : compiled) {
        set.rules_->patterns.add(rule.when.program());
        set.rules_->fields |= rule.when.program().fields;
    }
    set.rules_->patterns.compile();
    set.rules_->fingerprint = fingerprint_of(sources);
    return set;
}

RuleOutcome RuleSet::apply(const RuleSubject& subject) const {
    RuleOutcome outcome;
    rules::SetResults results(rules_->patterns, subject);
    for (std::uint32_t i = 0; i < rules_->rules.size(); ++i) {
        const auto& rule = rules_->rules[i];
        const auto answer = rules::run(rule.when.program(), subject, &results);
        if (answer == RuleVerdict::kLimit) outcome.undecided.push_back(i);
        if (answer != RuleVerdict::kYes) continue;
        outcome.matched.push_back(i);
        for (const auto& action : rule.actions)
            act(action, outcome);
    }
    return outcome;
}

bool RuleSet::reads(RuleField field) const {
    return (rules_->fields >> static_cast<unsigned>(field) & 1) != 0;
}

std::size_t RuleSet::size() const {
    return rules_->rules.size();
}

std::string_view RuleSet::name(std::size_t rule) const {
    return rules_->rules[rule].name;
}

std::uint64_t RuleSet::fingerprint() const {
    return rules_->fingerprint;
}

}  // namespace orrery::planet
