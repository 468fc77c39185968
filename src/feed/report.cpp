#include "report.hpp"

#include <algorithm>

namespace orrery::feed {

void Report::add(Severity severity, Problem problem, std::size_t offset, std::string message) {
    last_offset_ = offset;
    if (diagnostics_.size() >= limit_) {
        ++suppressed_;
        return;
    }
    diagnostics_.push_back({severity, problem, offset, 1, 1, std::move(message)});
}

void Report::add(Severity severity, Problem problem, std::string_view place, std::string message) {
    const auto* begin = document_.data();
    const bool inside = place.data() >= begin && place.data() <= begin + document_.size();
    add(severity, problem, inside ? static_cast<std::size_t>(place.data() - begin) : last_offset_,
        std::move(message));
}

void Report::broken(std::string_view place, std::string message) {
    well_formed_ = false;
    add(Severity::kError, Problem::kNotWellFormed, place, std::move(message));
}

std::vector<Diagnostic> Report::take() {
    if (diagnostics_.empty()) return {};
    std::stable_sort(diagnostics_.begin(), diagnostics_.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return a.offset < b.offset; });
    std::size_t at = 0;
    std::size_t line = 1;
    std::size_t line_start = 0;
    for (auto& diagnostic : diagnostics_) {
        const auto target = std::min(diagnostic.offset, document_.size());
        for (; (at = document_.substr(0, target).find('\n', at)) < target; ++at) {
            ++line;
            line_start = at + 1;
        }
        at = target;
        diagnostic.line = line;
        diagnostic.column = target - line_start + 1;
    }
    return std::move(diagnostics_);
}

}  // namespace orrery::feed
