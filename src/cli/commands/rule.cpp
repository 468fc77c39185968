#include "../rules.hpp"
#include "../setup.hpp"
#include "../terminal.hpp"
#include "commands.hpp"
#include "orrery/base/hint.hpp"
#include "orrery/base/json_writer.hpp"
#include "orrery/base/text.hpp"
#include "orrery/store/rule_subjects.hpp"
#include "rule_moderation.hpp"

#include <array>
#include <chrono>
#include <limits>
#include <tuple>

#include <fmt/format.h>

namespace orrery::cli {

namespace {

constexpr std::size_t kPage = 500;

int wrong_usage(const Context& context, std::string what,
                std::string remedy = "`orrery rule --help` tells more") {
    context.complain({ErrorCode::kInvalid, std::move(what), "", "", std::move(remedy)});
    return kUsage;
}

// `rule list`

struct ListedRule {
    const Config::Rule* rule = nullptr;
    std::vector<Error> errors;
};

std::vector<ListedRule> checked_rules(const Config& config) {
    std::vector<ListedRule> list;
    list.reserve(config.rules.size());
    for (const auto& rule : config.rules)
        list.push_back({&rule, {}});
    const auto sources = rule_sources(config);
    const auto compiled = planet::RuleSet::compile(sources);
    if (!compiled)
        for (const auto& problem : compiled.error())
            list[problem.rule].errors.push_back(explain(config.rules[problem.rule], problem));
    return list;
}

std::string as_json(const std::vector<ListedRule>& list) {
    JsonWriter json;
    json.begin_array();
    for (const auto& [rule, errors] : list) {
        json.begin_object().key("name").value(rule->name).key("when").value(rule->when.text);
        json.key("do").begin_array();
        for (const auto& action : rule->actions)
            json.value(action.text);
        json.end_array().key("place").value(rule->place).key("valid").value(errors.empty());
        json.key("errors").begin_array();
        for (const auto& error : errors)
            json.value(error.message());
        json.end_array().end_object();
    }
    return json.end_array().take();
}

int list(const Context& context) {
    const auto config = context.config_with_any_rules();
    if (!config) return config.error();
    const auto rules = checked_rules(*config);
    if (context.json()) {
        context.print(as_json(rules));
    } else {
        for (const auto& [rule, errors] : rules) {
            std::string actions;
            for (const auto& action : rule->actions)
                actions.append(actions.empty() ? "" : ", ").append(action.text);
            context.print_line(
                fmt::format("{}{}  # {}", errors.empty() ? "" : "NOT VALID  ", rule->name, rule->place));
            context.print_line(fmt::format("  {}\n  -> {}", collapse_space(rule->when.text), actions));
            for (const auto& error : errors)
                context.complain(error);
        }
        if (rules.empty()) context.note("There are no rules; docs/rules.md tells how to write one.");
    }
    const bool all_valid = std::ranges::all_of(rules, [](const auto& rule) { return rule.errors.empty(); });
    return all_valid ? kFine : kFailed;
}

// `rule test`

struct Condition {
    planet::RuleExpression expression;
    std::string actions;  ///< of a rule that is in the configuration
};

int complain_with_picture(const Context& context, const Error& error, const planet::RuleError& rule_error,
                          std::string_view source) {
    context.complain(error);
    const auto picture = rule_error.picture(source);
    for (const auto line : split(picture, '\n'))
        context.note(fmt::format("  {}", line));
    return kFailed;
}

std::expected<Condition, int> written_condition(const Context& context, const std::string& source) {
    auto compiled = planet::RuleExpression::compile(source);
    if (compiled) return Condition{std::move(*compiled), ""};
    const auto& error = compiled.error();
    return std::unexpected(complain_with_picture(context, error.at(source), error, source));
}

std::expected<Condition, int> named_condition(const Context& context, const Config& config,
                                              const std::string& name) {
    const auto rule = std::ranges::find(config.rules, name, &Config::Rule::name);
    if (rule == config.rules.end()) {
        std::vector<std::string_view> names;
        names.reserve(config.rules.size());
        for (const auto& each : config.rules)
            names.emplace_back(each.name);
        auto hint = perhaps_you_meant(name, names);
        if (hint.empty()) hint = "`orrery rule list` shows them";
        return std::unexpected(
            context.give_up({ErrorCode::kNotFound, fmt::format("there is no rule \"{}\"", name),
                             config.file.string(), "", hint}));
    }
    auto compiled = planet::RuleExpression::compile(rule->when.text);
    if (!compiled) {
        const auto& error = compiled.error();
        const auto explained = explain(*rule, {0, planet::RuleProblem::Part::kWhen, 0, error});
        return std::unexpected(complain_with_picture(context, explained, error, rule->when.text));
    }
    Condition condition{std::move(*compiled), ""};
    for (const auto& action : rule->actions)
        condition.actions.append(condition.actions.empty() ? "" : ", ").append(action.text);
    return condition;
}

// In a list, the newest comes first.
struct Match {
    store::EntryId id = 0;
    std::string date;
    std::string title;
    std::string feed;
    std::string url;
};

struct Findings {
    std::int64_t scanned = 0;
    std::int64_t matched = 0;
    std::vector<Match> newest;
    std::int64_t undecided = 0;
    std::vector<Match> newest_undecided;
    double seconds = 0;

    [[nodiscard]] double per_second() const {
        return seconds > 0 ? static_cast<double>(scanned) / seconds : 0;
    }
};

Match match_of(const store::Story& story) {
    return {story.id, format_rfc3339(story.date), story.title.empty() ? "Untitled" : story.title,
            story.feed_title, story.url};
}

Result<Findings> scan(const store::Archive& archive, const planet::RuleExpression& expression,
                      std::int64_t limit) {
    ORRERY_TRY(const auto counts, archive.counts());
    constexpr std::int64_t kStep = 1000;
    ProgressBar bar(static_cast<std::size_t>(counts.entries / kStep));
    Findings findings;
    const auto keep = [&](std::vector<Match>& list, const store::Story& story) {
        auto match = match_of(story);
        const auto place =
            std::ranges::upper_bound(list, std::tie(match.date, match.id), std::greater(),
                                     [](const Match& each) { return std::tie(each.date, each.id); });
        if (std::distance(list.begin(), place) >= limit) return;
        list.insert(place, std::move(match));
        if (std::ssize(list) > limit) list.pop_back();
    };
    const auto start = std::chrono::steady_clock::now();
    store::RuleSubjects subjects([&](planet::RuleField field) { return expression.reads(field); });
    for (auto before = std::numeric_limits<store::EntryId>::max();;) {
        ORRERY_TRY(const auto entries, archive.entries(before, kPage));
        for (const auto& entry : entries) {
            if (++findings.scanned % kStep == 0) bar.advance("thousand entries");
            const auto verdict = expression.matches(subjects.of(entry));
            if (verdict == planet::RuleVerdict::kYes) {
                ++findings.matched;
                keep(findings.newest, entry);
            } else if (verdict == planet::RuleVerdict::kLimit) {
                ++findings.undecided;
                keep(findings.newest_undecided, entry);
            }
        }
        if (entries.size() < kPage) break;
        before = entries.back().id;
    }
    findings.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return findings;
}

void write_matches(JsonWriter& json, std::string_view name, const std::vector<Match>& matches) {
    json.key(name).begin_array();
    for (const auto& match : matches) {
        json.begin_object()
            .key("id")
            .value(match.id)
            .key("date")
            .value(match.date)
            .key("title")
            .value(match.title);
        json.key("feed").value(match.feed).optional("url", match.url).end_object();
    }
    json.end_array();
}

std::string as_json(const Findings& findings) {
    JsonWriter json;
    json.begin_object().key("scanned").value(findings.scanned).key("matched").value(findings.matched);
    json.key("undecided").value(findings.undecided).key("seconds").value(findings.seconds);
    write_matches(json, "entries", findings.newest);
    write_matches(json, "undecided_entries", findings.newest_undecided);
    return json.end_object().take();
}

std::string line_of(const Match& match) {
    return fmt::format("{}  {}  [{}]{}", match.date.substr(0, 10), match.title, match.feed,
                       match.url.empty() ? "" : fmt::format("  <{}>", match.url));
}

void report(const Context& context, const Findings& findings, const std::string& actions) {
    for (const auto& match : findings.newest)
        context.print_line(line_of(match));
    context.note(fmt::format("{} of {} entries match; {} shown, newest first; {:.0f} entries a second",
                             findings.matched, findings.scanned, findings.newest.size(),
                             findings.per_second()));
    if (!actions.empty()) context.note(fmt::format("What the rule does to them: {}", actions));
    if (findings.undecided == 0) return;
    context.note(
        fmt::format("{} entries could not be judged, because the search with lookaround or backreferences "
                    "takes too long on them; the rule will not apply there:",
                    findings.undecided));
    for (const auto& match : findings.newest_undecided)
        context.note(line_of(match));
}

int test(const Context& context, const std::optional<std::string>& source) {
    const auto& arguments = context.arguments();
    const auto name = arguments.value("--name");
    if (source.has_value() == name.has_value())
        return wrong_usage(context,
                           source ? "a condition and --name are one too many" : "there is nothing to test",
                           "write a condition, 'title ~ \"postgres\"', or --name and the name of a rule");
    const auto limit = shown_at_most(context);
    if (!limit) return kUsage;

    const auto config = context.config_with_any_rules();
    if (!config) return config.error();
    const auto condition =
        source ? written_condition(context, *source) : named_condition(context, *config, *name);
    if (!condition) return condition.error();
    // Other rules of the configuration may be wrong.
    const auto archive = store::open_archive(config->archive_place(), store::OpenMode::kExisting);
    if (!archive) return context.give_up(archive.error());
    const auto findings = scan(**archive, condition->expression, *limit);
    if (!findings) return context.give_up(findings.error());
    if (context.json()) {
        context.print(as_json(*findings));
    } else {
        report(context, *findings, condition->actions);
    }
    return kFine;
}

int run(const Context& context) {
    const auto& words = context.arguments().positionals;
    const auto& verb = words.front();
    const std::span<const std::string> rest(words.begin() + 1, words.end());
    if (verb == "test") {
        if (rest.size() > 1) return wrong_usage(context, "rule test takes one condition", "put it in quotes");
        return test(context, rest.empty() ? std::optional<std::string>() : rest.front());
    }
    if (verb == "release" || verb == "hide") {
        if (rest.empty())
            return wrong_usage(context, fmt::format("rule {} wants the number of a story", verb));
        return moderate(context, verb, rest);
    }
    if (!rest.empty()) return wrong_usage(context, fmt::format("rule {} takes nothing more", verb));
    if (verb == "list") return list(context);
    if (verb == "held" || verb == "hidden" || verb == "undecided") return list_judged(context, verb);
    constexpr std::array<std::string_view, 7> kVerbs = {"list",      "test",    "held", "hidden",
                                                        "undecided", "release", "hide"};
    auto hint = perhaps_you_meant(verb, kVerbs);
    if (hint.empty()) hint = "write `orrery rule list`, test, held, hidden, undecided, release or hide";
    return wrong_usage(context, fmt::format("rule knows no \"{}\"", verb), std::move(hint));
}

}  // namespace

Command rule_command() {
    return {
        "rule",
        "list and try rules, let through what they hold",
        "`rule list` shows the rules of the configuration and whether they are right. `rule test` shows "
        "which "
        "stories of the archive a condition matches, before it becomes a rule. docs/rules.md tells how to "
        "write "
        "them. `rule held`, `rule hidden` and `rule undecided` show what is kept from readers, and where a "
        "rule "
        "was given up. `rule release` and `rule hide` decide about stories, for good and whatever rules say.",
        {{"VERB", "list, test, held, hidden, undecided, release or hide", true, false},
         {"WHAT",
          "for test: 'title ~ \"(?i)postgres\" and not category in (\"jobs\")'; for release and hide: "
          "numbers of stories",
          false, true}},
        {{"--name", "NAME", "test the rule of the configuration that has this name"},
         {"--limit", "N", "how many entries to show at most, 20 otherwise; test counts all"},
         {"--reason", "TEXT", "why a story is released or hidden, kept with it"},
         {"--json", "", "print JSON"}},
        run};
}

}  // namespace orrery::cli
