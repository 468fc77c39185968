#pragma once

#include "orrery/planet/rule.hpp"
#include "orrery/store/archive.hpp"

#include <functional>

/// The archive as rules see it: the one place where a story becomes the subject of a rule.
namespace orrery::cli {

/// Which fields somebody reads; the others are not computed.
using ReadsField = std::function<bool(planet::RuleField)>;

/// Calls `visit` with every story, newest first. Its views are valid during the call.
[[nodiscard]] Result<void> for_each_subject(
    const store::Archive& archive, const ReadsField& reads,
    const std::function<void(const store::Story&, const planet::RuleSubject&)>& visit);

}  // namespace orrery::cli
