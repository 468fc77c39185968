#include "pattern_sets.hpp"

#include "program.hpp"

#include <re2/re2.h>
#include <re2/set.h>

namespace orrery::planet::rules {

namespace {

// One expression alone is found faster by itself: RE2 stops at the first match, a set reads to the end.
constexpr std::size_t kLeastPatterns = 2;

bool is_single_text(RuleField field) {
    return field != RuleField::kCategory && field != RuleField::kEnclosureType;
}

}  // namespace

struct PatternSets::Set {
    explicit Set(const re2::RE2::Options& options) : expressions(options, re2::RE2::UNANCHORED) {}

    re2::RE2::Set expressions;
    std::map<std::string, int, std::less<>> numbers;
    bool is_usable = false;
};

PatternSets::PatternSets(const RuleLimits& limits) : limits_(limits) {}
PatternSets::~PatternSets() = default;

void PatternSets::add(Program& program) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(static_cast<std::int64_t>(limits_.set_memory));
    for (const auto& test : program.tests) {
        if (test.type != TestType::kPattern || !is_single_text(test.field)) continue;
        auto& pattern = program.patterns[test.first];
        if (!pattern.is_linear()) continue;
        auto& set = sets_[test.field];
        if (set == nullptr) set = std::make_unique<Set>(options);
        const auto [known, is_new] = set->numbers.try_emplace(pattern.source(), Pattern::kNowhere);
        if (is_new) known->second = set->expressions.Add(pattern.source(), nullptr);
        pattern.place_in_set = known->second;
    }
}

void PatternSets::compile() {
    for (auto& [field, set] : sets_)
        set->is_usable = set->numbers.size() >= kLeastPatterns && set->expressions.Compile();
}

bool PatternSets::search(RuleField field, std::string_view text, std::vector<bool>& found) const {
    const auto known = sets_.find(field);
    if (known == sets_.end() || !known->second->is_usable) return false;
    const auto& set = *known->second;
    std::vector<int> numbers;
    re2::RE2::Set::ErrorInfo error{};
    const re2::StringPiece piece(text.data(), text.size());
    if (!set.expressions.Match(piece, &numbers, &error) && error.kind != re2::RE2::Set::kNoError)
        return false;
    found.assign(set.numbers.size(), false);
    for (const auto number : numbers)
        found[static_cast<std::size_t>(number)] = true;
    return true;
}

std::optional<bool> SetResults::find(RuleField field, int place) {
    auto known = std::ranges::find(searched_, field, &Searched::field);
    if (known == searched_.end()) {
        known = searched_.insert(searched_.end(), Searched{field});
        known->is_known = sets_.search(field, text_of(field, subject_), known->found);
    }
    if (!known->is_known) return {};
    return known->found[static_cast<std::size_t>(place)];
}

}  // namespace orrery::planet::rules
