#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orrery::planet {

/// A title, name or line as its words: case, punctuation, width and character references do not count. A
/// Chinese or Japanese character is a word.
struct Title {
    std::vector<std::string> words;
    std::size_t core_start =
        0;  ///< the words of the title proper: without `Name: ` before it, ` (updated)` or
    std::size_t core_end = SIZE_MAX;  ///< ` | Site` behind it, as far as enough is left
    std::size_t weight = 0;  ///< how much it says: letters, a Chinese or Japanese character for three

    [[nodiscard]] bool empty() const { return words.empty(); }
    /// Few posts will have it by chance.
    [[nodiscard]] bool is_telling() const;
    /// More than a word or two that may stand over anything ("Links").
    [[nodiscard]] bool is_own() const;
};

[[nodiscard]] Title read_title(std::string_view text);

[[nodiscard]] std::string joined(std::span<const std::string> words);

/// The words of the title proper, by which it is looked for.
[[nodiscard]] std::string title_core(const Title& title);

enum class TitleRelation {
    kUnknown,   ///< one is empty
    kSame,      ///< word for word
    kAffixed,   ///< one has something more before or behind: see TitleComparison::affix
    kAlike,     ///< a word more inside, or one spelt a little otherwise
    kReworded,  ///< most words are the same
    kSeries,    ///< the same but for numbers: another part, version or day
    kDifferent,
};

struct TitleComparison {
    TitleRelation relation = TitleRelation::kUnknown;
    std::vector<std::string> affix;  ///< what one has more, when kAffixed
};

[[nodiscard]] TitleComparison compare(const Title& a, const Title& b);

/// A number, a Roman numeral of two letters or more, or a word that counts or dates (`two`, `March`,
/// `Friday`).
[[nodiscard]] bool is_number(std::string_view word);

}  // namespace orrery::planet
