#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

/// What changed between two revisions of a text.
namespace orrery::planet {

struct DiffRun {
    enum class Kind : std::uint8_t { kEqual, kDelete, kInsert };

    Kind kind = Kind::kEqual;
    std::string_view
        text;  ///< never empty; a part of the old text (kEqual, kDelete) or of the new one (kInsert)

    friend bool operator==(const DiffRun&, const DiffRun&) = default;
};

struct DiffLimits {
    /// Steps of a search for what is the same: some nanoseconds each. Past them the texts are compared by
    /// lines instead of words, and past them again what lies between their common beginning and end counts as
    /// replaced.
    std::size_t steps = 5'000'000;
};

/// The runs that turn `before` into `after`: equal and deleted ones in order are `before`, equal and inserted
/// ones are `after`. Compared word by word, where an ideograph and a sign are words of their own and a space
/// between two changes is changed too. Of neighbours the deleted run comes first, and no two of one kind are
/// neighbours. The texts are UTF-8; the runs are views of them.
[[nodiscard]] std::vector<DiffRun> diff(std::string_view before, std::string_view after,
                                        const DiffLimits& limits = {});

}  // namespace orrery::planet
