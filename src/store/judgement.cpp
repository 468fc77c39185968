#include "judgement.hpp"

#include "entry_codec.hpp"
#include "statements.hpp"
#include "story_placer.hpp"

#include <algorithm>
#include <array>

namespace orrery::store {

namespace {

std::string names(const planet::RuleSet& rules, const std::vector<std::uint32_t>& which) {
    std::vector<std::string> list;
    for (const auto rule : which)
        list.emplace_back(rules.name(rule));
    return encode_categories(list);
}

RuleEffect read_effect(const Query& row) {
    RuleEffect effect;
    effect.outcome = visibility(row.view(0)).value_or(Visibility::kShown);
    effect.featured = row.integer(1) != 0;
    if (!row.is_null(2)) effect.excerpt = row.integer(2);
    effect.category = row.text(3);
    effect.tags = row.text(4);
    effect.matched = row.text(5);
    effect.undecided = row.text(6);
    return effect;
}

}  // namespace

EntryJudge::EntryJudge(const planet::RuleSet& rules)
    : rules_(rules), subjects_([&rules](planet::RuleField field) { return rules.reads(field); }) {}

RuleEffect EntryJudge::judge(const planet::RuleSubject& subject) const {
    const auto outcome = rules_.apply(subject);
    RuleEffect effect;
    if (outcome.hidden) {
        effect.outcome = Visibility::kHidden;
    } else if (outcome.held) {
        effect.outcome = Visibility::kHeld;
    }
    effect.featured = outcome.featured;
    effect.excerpt = outcome.excerpt;
    effect.category = outcome.category.value_or("");
    effect.tags = encode_categories({outcome.tags.begin(), outcome.tags.end()});
    effect.matched = names(rules_, outcome.matched);
    effect.undecided = names(rules_, outcome.undecided);
    return effect;
}

Stance Stance::read(const Query& row, int column) {
    return {visibility(row.view(column)).value_or(Visibility::kShown), row.integer(column + 1) != 0,
            visibility(row.view(column + 2))};
}

Visibility visibility_of(std::span<const Stance> entries) {
    const auto any = [&](auto test) { return std::any_of(entries.begin(), entries.end(), test); };
    for (const auto decision : {Visibility::kRemoved, Visibility::kHidden, Visibility::kShown})
        if (any([&](const Stance& entry) { return entry.decision == decision; })) return decision;
    if (any([](const Stance& entry) { return entry.outcome == Visibility::kHidden; }))
        return Visibility::kHidden;
    if (any([](const Stance& entry) { return entry.flooded || entry.outcome == Visibility::kHeld; }))
        return Visibility::kHeld;
    return Visibility::kShown;
}

void add_effects(Database& database, std::span<const JudgedEntry> entries) {
    std::vector<const JudgedEntry*> judged;
    for (const auto& entry : entries)
        if (entry.flooded || entry.effect != RuleEffect()) judged.push_back(&entry);
    database.run_each(sql::kAddJudgement, judged.size(), [&](Query& query, std::size_t i) {
        const auto& [id, effect, flooded] = *judged[i];
        query.bind_all(id, name_of(effect.outcome), std::int64_t{flooded}, std::int64_t{effect.featured},
                       effect.excerpt, effect.category, effect.tags, effect.matched, effect.undecided);
    });
}

void change_effects(Database& database, std::span<const JudgedEntry> entries, Timestamp now) {
    std::vector<RuleEffect> before(entries.size());
    database.run_each(
        sql::kLoadJudgement, entries.size(),
        [&](Query& query, std::size_t i) { query.bind_all(entries[i].id); },
        [&](const Query& row, std::size_t i) { before[i] = read_effect(row); });
    std::vector<const JudgedEntry*> changed;
    std::vector<EntryId> moved;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].effect == before[i]) continue;
        changed.push_back(&entries[i]);
        if (entries[i].effect.outcome != before[i].outcome) moved.push_back(entries[i].id);
    }
    database.run_each(sql::kJudgeEntry, changed.size(), [&](Query& query, std::size_t i) {
        const auto& effect = changed[i]->effect;
        query.bind_all(changed[i]->id, name_of(effect.outcome), std::int64_t{effect.featured}, effect.excerpt,
                       effect.category, effect.tags, effect.matched, effect.undecided);
    });
    for (const auto id : moved)
        settle_story(database, id, now);
}

void decide(Database& database, EntryId entry, Visibility decision, std::string_view reason, Timestamp now) {
    const auto members = story_entries(database, entry);
    database.run_each(sql::kDecideEntry, members.size(), [&](Query& query, std::size_t i) {
        query.bind_all(members[i], name_of(decision), now, reason);
    });
    settle_story(database, entry, now);
}

void adopt_rules(Database& database, std::uint64_t fingerprint) {
    const auto wanted = static_cast<std::int64_t>(fingerprint);
    {
        auto state = database.query(sql::kFindRuleState);
        if (state.step() && state.integer(0) == wanted) return;
    }
    std::int64_t highest = 0;
    {
        auto query = database.query(sql::kHighestEntry);
        query.step();
        highest = query.integer(0);
    }
    database.query(sql::kSetRuleState).bind_all(wanted, highest + 1).run();
}

Judgement read_judgement(const Query& row) {
    Judgement judgement;
    judgement.entry = row.integer(0);
    judgement.feed_title = row.text(1);
    judgement.url = row.text(2);
    judgement.title = row.text(3);
    judgement.date = row.time(4);
    judgement.visibility = visibility(row.view(5)).value_or(Visibility::kHidden);
    judgement.flooded = row.integer(6) != 0;
    judgement.matched = decode_categories(row.view(7));
    judgement.undecided = decode_categories(row.view(8));
    judgement.decision = visibility(row.view(9));
    judgement.decided = row.optional_time(10);
    judgement.reason = row.text(11);
    return judgement;
}

}  // namespace orrery::store
