#pragma once

#include <cstdint>
#include <string_view>

namespace orrery::search {

enum class CharKind : std::uint8_t {
    kSeparator,  ///< ends a word
    kWord,       ///< part of a word
    kUnspaced,   ///< part of a run of a script that puts no spaces between words
    kDropped,    ///< leaves no trace and ends no word: accents, soft hyphens, joiners
};

/// What a code point is for search, and what it is folded to.
struct Fold {
    char32_t single = 0;          ///< the folded code point when it is one
    std::uint16_t extra = 0;      ///< where the folded code points begin when they are several
    std::uint8_t extra_size = 0;  ///< how many, 0 when it is one
    CharKind kind = CharKind::kSeparator;
    bool extends : 1 = false;   ///< a mark that belongs to the character before it
    bool composes : 1 = false;  ///< may melt with the code point before it (NFC)
};

/// Thread-safe; the tables are made page by page as they are needed.
[[nodiscard]] const Fold& fold_of(char32_t code_point);

/// The code points of a fold whose extra_size is not 0.
[[nodiscard]] std::u32string_view expansion_of(char32_t code_point, const Fold& fold);

/// The code point that two make together, or 0.
[[nodiscard]] char32_t composed(char32_t first, char32_t second);

}  // namespace orrery::search
