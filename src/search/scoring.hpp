#pragma once

#include "orrery/base/time.hpp"

#include <array>
#include <cstdint>

/// How much a match is worth: BM25 with whole numbers and with constants in the place of averages, so that a
/// score depends neither on the machine nor on how documents are spread over segments.
namespace orrery::search {

/// A posting's code: (occurrences - 1) * 2, plus 1 when one of them is in the title.
using PostingCode = std::uint32_t;

[[nodiscard]] constexpr std::uint32_t occurrences(PostingCode code) {
    return (code >> 1) + 1;
}

/// The number of words of a document in a byte: exact below 16, then with three bits behind the first.
[[nodiscard]] std::uint8_t length_code(std::uint32_t words);

/// What the occurrences of a word in a document of that length are worth: 1 to 255, saturating.
[[nodiscard]] std::uint8_t impact_of(PostingCode code, std::uint8_t length);

/// The same in documents of any length.
[[nodiscard]] inline std::uint8_t impact_at_most(PostingCode code) {
    return impact_of(code, 0);
}

/// What a word is worth that `matching` of `all` documents have.
[[nodiscard]] std::uint32_t weight_of(std::uint64_t matching, std::uint64_t all);

/// What a prefix is worth; how rare it is would cost too much to know.
inline constexpr std::uint32_t kPrefixWeight = 64;
inline constexpr std::uint8_t kPrefixImpact = 128;

/// 512 for what is new, 384 at half a year, never below 256.
[[nodiscard]] std::uint32_t time_factor(Timestamp date, Timestamp now);

}  // namespace orrery::search
