#pragma once

#include "database.hpp"
#include "orrery/planet/rule_set.hpp"
#include "orrery/store/records.hpp"
#include "orrery/store/rule_subjects.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace orrery::store {

/// What the rules make of an entry, in the forms that are stored.
struct RuleEffect {
    Visibility outcome = Visibility::kShown;  ///< shown, held or hidden
    bool featured = false;
    std::optional<std::int64_t> excerpt;
    std::string category;
    std::string tags;
    std::string matched;
    std::string undecided;

    friend bool operator==(const RuleEffect&, const RuleEffect&) = default;
};

/// The rules of a planet, ready to judge entries. Not thread-safe.
class EntryJudge {
  public:
    /// The rules must outlive it.
    explicit EntryJudge(const planet::RuleSet& rules);

    [[nodiscard]] bool has_rules() const { return rules_.size() > 0; }
    [[nodiscard]] RuleSubjects& subjects() { return subjects_; }
    [[nodiscard]] RuleEffect judge(const planet::RuleSubject& subject) const;

  private:
    const planet::RuleSet& rules_;
    RuleSubjects subjects_;
};

/// What speaks for and against showing one entry.
struct Stance {
    Visibility outcome = Visibility::kShown;
    bool flooded = false;
    std::optional<Visibility> decision;

    /// Of columns 0 (outcome), 1 (flooded) and 2 (decision) from `column` on; empty texts where no row is.
    [[nodiscard]] static Stance read(const Query& row, int column);
};

/// Whether a story with these entries is shown: what one of them is kept from readers for counts for all, and
/// what a moderator says of one of them wins over rules and floods.
[[nodiscard]] Visibility visibility_of(std::span<const Stance> entries);

/// An entry and what the rules make of it.
struct JudgedEntry {
    EntryId id = 0;
    RuleEffect effect;
    bool flooded = false;  ///< only of new entries
};

// All within a write transaction.

/// Keeps what was made of new entries, where it is anything.
void add_effects(Database& database, std::span<const JudgedEntry> entries);

/// Brings entries that were judged before up to date, and their stories where it changes whether they are
/// shown.
void change_effects(Database& database, std::span<const JudgedEntry> entries, Timestamp now);

/// A moderator's decision about the whole story of an entry. Throws StoreFailure (kNotFound).
void decide(Database& database, EntryId entry, Visibility decision, std::string_view reason, Timestamp now);

/// Makes these rules the ones that entries are judged by: unless they are already, all that are stored wait
/// to be judged again.
void adopt_rules(Database& database, std::uint64_t fingerprint);

/// A row of select_judgements.
[[nodiscard]] Judgement read_judgement(const Query& row);

}  // namespace orrery::store
