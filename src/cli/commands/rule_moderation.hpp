#pragma once

#include "../command.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// The part of `orrery rule` that is about entries instead of rules.
namespace orrery::cli {

/// The number behind --limit, 20 without it; nothing when it is none, which has been said then.
[[nodiscard]] std::optional<std::int64_t> shown_at_most(const Context& context);

/// `held`, `hidden`, `undecided`.
[[nodiscard]] int list_judged(const Context& context, std::string_view which);

/// `release`, `hide`.
[[nodiscard]] int moderate(const Context& context, std::string_view verb,
                           std::span<const std::string> stories);

}  // namespace orrery::cli
