#pragma once

#include "orrery/base/error.hpp"
#include "orrery/base/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// Amounts as people write them in a configuration.
namespace orrery {

/// `30s`, `15m`, `2h`, `7d`, `2w`, also joined (`1h30m`); a bare number is refused because it names no unit.
[[nodiscard]] Result<Duration> parse_duration(std::string_view text);
[[nodiscard]] std::string format_duration(Duration duration);

/// `512`, `64 KiB`, `20MiB`, `1 GB`: bytes; KiB and its kin are powers of 1024, KB and its kin of 1000.
[[nodiscard]] Result<std::uint64_t> parse_bytes(std::string_view text);
/// `20 MiB`, `1.5 KiB`, `17 bytes`.
[[nodiscard]] std::string format_bytes(std::uint64_t bytes);

}  // namespace orrery
