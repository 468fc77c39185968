#include "orrery/planet/diff.hpp"

#include "myers.hpp"
#include "orrery/base/text.hpp"
#include "words.hpp"

#include <optional>
#include <unordered_map>

namespace orrery::planet {

namespace {

using Kind = DiffRun::Kind;

// Collects runs so that neighbours of one kind are one, and of a change the deleted part comes first.
class Runs {
  public:
    void equal(std::string_view text) {
        close_change();
        add(Kind::kEqual, text);
    }
    void deleted(std::string_view text) { extend(deleted_, text); }
    void inserted(std::string_view text) { extend(inserted_, text); }

    std::vector<DiffRun> take() {
        close_change();
        return std::move(runs_);
    }

  private:
    // Parts come in the order of their text, so that a longer view joins them.
    static void extend(std::string_view& whole, std::string_view part) {
        whole = whole.empty() ? part : std::string_view(whole.data(), whole.size() + part.size());
    }

    void close_change() {
        add(Kind::kDelete, deleted_);
        add(Kind::kInsert, inserted_);
        deleted_ = inserted_ = {};
    }

    void add(Kind kind, std::string_view text) {
        if (text.empty()) return;
        if (!runs_.empty() && runs_.back().kind == kind) {
            extend(runs_.back().text, text);
        } else {
            runs_.push_back({kind, text});
        }
    }

    std::vector<DiffRun> runs_;
    std::string_view deleted_;
    std::string_view inserted_;
};

// Two texts in parts, and which of them differ.
struct Comparison {
    std::vector<std::string_view> before;
    std::vector<std::string_view> after;
    diffing::Changes changes;
};

using Split = std::vector<std::string_view> (*)(std::string_view);

std::optional<Comparison> compare(std::string_view before, std::string_view after, Split split,
                                  std::size_t steps) {
    Comparison comparison{split(before), split(after), {}};
    std::unordered_map<std::string_view, std::uint32_t> numbers;
    const auto numbered = [&](const std::vector<std::string_view>& parts) {
        std::vector<std::uint32_t> all;
        all.reserve(parts.size());
        for (const auto part : parts)
            all.push_back(
                numbers.try_emplace(part, static_cast<std::uint32_t>(numbers.size())).first->second);
        return all;
    };
    const auto before_numbers = numbered(comparison.before);
    const auto after_numbers = numbered(comparison.after);
    comparison.changes.before.resize(before_numbers.size());
    comparison.changes.after.resize(after_numbers.size());
    if (!diffing::find_changes(before_numbers, after_numbers, steps, comparison.changes)) return {};
    return comparison;
}

void add_runs(const Comparison& comparison, Runs& runs) {
    std::size_t b = 0;
    std::size_t a = 0;
    while (b < comparison.before.size() || a < comparison.after.size()) {
        if (b < comparison.before.size() && comparison.changes.before[b]) {
            runs.deleted(comparison.before[b++]);
        } else if (a < comparison.after.size() && comparison.changes.after[a]) {
            runs.inserted(comparison.after[a++]);
        } else {
            runs.equal(comparison.before[b++]);
            ++a;
        }
    }
}

// A space that stayed between two changed words is no news: without it they read as one change.
std::vector<DiffRun> joined_over_spaces(const std::vector<DiffRun>& runs, std::string_view after) {
    Runs joined;
    std::size_t position = 0;  // in `after`
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto& run = runs[i];
        const auto same_in_after = after.substr(position, run.kind == Kind::kDelete ? 0 : run.text.size());
        position += same_in_after.size();
        if (run.kind == Kind::kDelete) {
            joined.deleted(run.text);
        } else if (run.kind == Kind::kInsert) {
            joined.inserted(run.text);
        } else if (i > 0 && i + 1 < runs.size() && trim(run.text).empty()) {
            joined.deleted(run.text);
            joined.inserted(same_in_after);
        } else {
            joined.equal(run.text);
        }
    }
    return joined.take();
}

}  // namespace

std::vector<DiffRun> diff(std::string_view before, std::string_view after, const DiffLimits& limits) {
    auto comparison = compare(before, after, diffing::words, limits.steps);
    if (!comparison) comparison = compare(before, after, diffing::lines, limits.steps);
    Runs runs;
    if (comparison) {
        add_runs(*comparison, runs);
    } else {
        runs.deleted(before);
        runs.inserted(after);
    }
    return joined_over_spaces(runs.take(), after);
}

}  // namespace orrery::planet
