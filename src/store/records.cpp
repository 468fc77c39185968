#include "orrery/store/records.hpp"

#include <array>

namespace orrery::store {

namespace {
constexpr std::array kOutcomes = {PollOutcome::kNever, PollOutcome::kNew, PollOutcome::kUnchanged,
                                  PollOutcome::kFailed, PollOutcome::kGone};
}

std::string_view name_of(PollOutcome outcome) {
    switch (outcome) {
        case PollOutcome::kNever:
            return "never";
        case PollOutcome::kNew:
            return "new";
        case PollOutcome::kUnchanged:
            return "unchanged";
        case PollOutcome::kFailed:
            return "failed";
        case PollOutcome::kGone:
            return "gone";
    }
    return "never";
}

std::optional<PollOutcome> poll_outcome(std::string_view name) {
    for (const auto outcome : kOutcomes)
        if (name_of(outcome) == name) return outcome;
    return {};
}

const std::string& FeedRecord::title() const {
    if (!given_title.empty()) return given_title;
    return info.title.empty() ? url : info.title;
}

}  // namespace orrery::store
