#include "orrery/store/records.hpp"

#include <array>

namespace orrery::store {

namespace {
constexpr std::array kVisibilities = {Visibility::kShown, Visibility::kHeld, Visibility::kHidden,
                                      Visibility::kRemoved};
constexpr std::array kOutcomes = {PollOutcome::kNever, PollOutcome::kNew, PollOutcome::kUnchanged,
                                  PollOutcome::kFailed, PollOutcome::kGone};
}  // namespace

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

std::string_view name_of(Visibility visibility) {
    switch (visibility) {
        case Visibility::kShown:
            return "shown";
        case Visibility::kHeld:
            return "held";
        case Visibility::kHidden:
            return "hidden";
        case Visibility::kRemoved:
            return "removed";
    }
    return "hidden";
}

std::optional<Visibility> visibility(std::string_view name) {
    for (const auto each : kVisibilities)
        if (name_of(each) == name) return each;
    return {};
}

const std::string& FeedRecord::title() const {
    if (!given_title.empty()) return given_title;
    return info.title.empty() ? url : info.title;
}

}  // namespace orrery::store
