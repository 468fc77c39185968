#pragma once

#include "config.hpp"
#include "orrery/crawl/poller.hpp"
#include "orrery/store/archive.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

/// From the configuration to the parts of the program.
namespace orrery::cli {

/// Opens the archive that the configuration names, to judge entries by its rules. kExisting fails where there
/// is none yet.
[[nodiscard]] Result<std::unique_ptr<store::Archive>> open_archive(const Config& config,
                                                                   store::OpenMode mode);

[[nodiscard]] Result<crawl::PollOptions> poll_options(const Config& config);

/// What is kept of each feed; fails where a `[[retention]]` names none that is followed, or two of them name
/// the same, so that nothing goes that one of them should keep.
[[nodiscard]] Result<store::RetentionPolicy> retention_policy(const Config& config,
                                                              const store::Archive& archive);

/// The feeds that a person named by number or URL; fails at the first that is not followed.
[[nodiscard]] Result<std::vector<store::FeedRecord>> named_feeds(const store::Archive& archive,
                                                                 const std::vector<std::string>& names);

/// Numbers from 0 to 1, different in each process.
[[nodiscard]] std::function<double()> system_random();

/// One line about a poll: `new        3 new  Planet Sea`.
[[nodiscard]] std::string describe(const crawl::PollReport& report);
/// What an operator should know of it besides: a flood, rules that were given up.
[[nodiscard]] std::vector<std::string> warnings(const crawl::PollReport& report);

}  // namespace orrery::cli
