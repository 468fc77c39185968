#include "rejudging.hpp"

#include "entry_rows.hpp"
#include "statements.hpp"

namespace orrery::store {

namespace {

// Others wait for the transaction, some ten milliseconds.
constexpr std::int64_t kEntriesAtOnce = 200;

}  // namespace

bool has_to_rejudge(Database& database, const planet::RuleSet& rules) {
    auto state = database.query(sql::kFindRuleState);
    return state.step() &&
           (state.integer(0) != static_cast<std::int64_t>(rules.fingerprint()) || state.integer(1) > 0);
}

bool rejudge_some(Database& database, BodyCodec& codec, const planet::RuleSet& rules, Timestamp now) {
    adopt_rules(database, rules.fingerprint());
    std::int64_t next = 0;
    {
        auto state = database.query(sql::kFindRuleState);
        state.step();
        next = state.integer(1);
    }
    if (next <= 0) return false;

    EntryJudge judge(rules);
    std::vector<JudgedEntry> judged;
    {
        static const auto sql = std::string(sql::kSelectStories).append(sql::kWhereKeptBefore);
        const BodyReader bodies(codec, database);
        auto rows = database.query(sql);
        rows.bind_all(next, kEntriesAtOnce);
        while (rows.step()) {
            const auto entry = read_story(rows, bodies);
            judged.push_back({entry.id, judge.judge(judge.subjects().of(entry))});
        }
    }
    change_effects(database, judged, now);
    const bool is_done = std::ssize(judged) < kEntriesAtOnce;
    next = is_done ? 0 : judged.back().id;
    database.query(sql::kSetRuleState).bind_all(static_cast<std::int64_t>(rules.fingerprint()), next).run();
    return !is_done;
}

}  // namespace orrery::store
