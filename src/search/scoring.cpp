#include "scoring.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace orrery::search {

namespace {

// k1 = 1.2 as usual. b = 0.5 instead of 0.75: feeds mix excerpts with whole articles, and an excerpt is not
// the better answer for being short. The reference length is that of a usual post.
constexpr std::uint64_t kSaturation = 1200;
constexpr std::uint64_t kReferenceWords = 500;
constexpr std::uint32_t kTitleOccurrences = 4;
constexpr std::uint32_t kMaxOccurrences = 255;
constexpr std::uint32_t kTabled = 64;

constexpr std::uint32_t length_of(std::uint8_t code) {
    if (code < 16) return code;
    const unsigned shift = code / 8u - 1;
    return shift < 29 ? (8u + code % 8u) << shift : 0xFFFFFFFFu;
}

constexpr std::uint8_t computed_impact(std::uint32_t count, std::uint8_t length) {
    const std::uint64_t k = kSaturation / 2 + kSaturation * length_of(length) / (2 * kReferenceWords);
    const std::uint64_t scaled = std::uint64_t{count} * 1000;
    return static_cast<std::uint8_t>(
        std::max<std::uint64_t>(1, (255 * scaled + (scaled + k) / 2) / (scaled + k)));
}

const auto kImpacts = [] {
    std::array<std::array<std::uint8_t, kTabled>, 256> table{};
    for (std::size_t length = 0; length < 256; ++length) {
        for (std::uint32_t count = 1; count < kTabled; ++count)
            table[length][count] = computed_impact(count, static_cast<std::uint8_t>(length));
    }
    return table;
}();

}  // namespace

std::uint8_t length_code(std::uint32_t words) {
    if (words < 16) return static_cast<std::uint8_t>(words);
    const auto shift = static_cast<unsigned>(std::bit_width(words)) - 4;
    return static_cast<std::uint8_t>((shift + 1) * 8 + (words >> shift) - 8);
}

std::uint8_t impact_of(PostingCode code, std::uint8_t length) {
    const auto count = std::min(occurrences(code), kMaxOccurrences) + (code & 1) * kTitleOccurrences;
    return count < kTabled ? kImpacts[length][count] : computed_impact(count, length);
}

std::uint32_t weight_of(std::uint64_t matching, std::uint64_t all) {
    matching = std::min(matching, all);
    const double rarity =
        std::log(1 + (static_cast<double>(all - matching) + 0.5) / (static_cast<double>(matching) + 0.5));
    return std::max(1u, static_cast<std::uint32_t>(std::lround(64 * rarity)));
}

std::uint32_t time_factor(Timestamp date, Timestamp now) {
    constexpr std::int64_t kHalf = std::chrono::seconds(std::chrono::days(180)).count();
    // Whole seconds: the difference of any two of them fits.
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count() -
                         std::chrono::floor<std::chrono::seconds>(date).time_since_epoch().count();
    const auto age = std::max<std::int64_t>(0, seconds);
    return 256 + static_cast<std::uint32_t>(256 * kHalf / (kHalf + age));
}

}  // namespace orrery::search
