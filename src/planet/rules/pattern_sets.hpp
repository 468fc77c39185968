#pragma once

#include "orrery/planet/rule.hpp"
#include "pattern.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace re2 {
class RE2;
}

namespace orrery::planet::rules {

struct Program;

/// The linear-time regular expressions of all rules, those on one field together: one pass over a text finds
/// which of them are in it. Thread-safe once compiled.
class PatternSets {
  public:
    explicit PatternSets(const RuleLimits& limits);
    ~PatternSets();
    PatternSets(const PatternSets&) = delete;
    PatternSets& operator=(const PatternSets&) = delete;

    /// Takes the patterns of `program` in and numbers them; a pattern that is here already keeps its number.
    void add(Program& program);
    void compile();

    /// Which patterns on `field` are in `text`, a flag for each number; nothing where there is no set, or the
    /// set would need more memory than it may have: then the patterns have to be searched for one by one.
    [[nodiscard]] bool search(RuleField field, std::string_view text, std::vector<bool>& found) const;

  private:
    struct Set;
    RuleLimits limits_;
    std::map<RuleField, std::unique_ptr<Set>> sets_;
};

/// What PatternSets found in one subject: each field is searched when it is first asked about.
class SetResults {
  public:
    SetResults(const PatternSets& sets, const RuleSubject& subject) : sets_(sets), subject_(subject) {}

    /// Nothing when the set could not tell.
    [[nodiscard]] std::optional<bool> find(RuleField field, int place);

  private:
    struct Searched {
        RuleField field{};
        bool is_known = false;
        std::vector<bool> found;
    };

    const PatternSets& sets_;
    const RuleSubject& subject_;
    std::vector<Searched> searched_;
};

}  // namespace orrery::planet::rules
