#pragma once

#include <cstdint>
#include <string_view>

namespace orrery::planet {

/// What of a post's text is kept to recognise it by. Measured once, when the entry or its revision arrives.
struct TextTraits {
    std::uint64_t fingerprint = 0;  ///< html::prose::fingerprint() of the text
    std::uint64_t opening = 0;      ///< key of its first words; 0 when it has too few
    /// A few bits for each of fourteen beginnings, of 30 to 1000 letters, the shortest lowest: two texts that
    /// begin alike agree in as many as they share. 0 for beginnings longer than the text.
    std::uint64_t beginnings = 0;
    std::uint32_t letters = 0;  ///< letters and digits; a Chinese or Japanese character counts as three
    std::uint32_t numbers = 0;  ///< of all numbers in their order; 0 without any

    friend bool operator==(const TextTraits&, const TextTraits&) = default;
};

/// The traits of a plain text, with the fingerprint that its caller took of it.
[[nodiscard]] TextTraits text_traits(std::string_view text, std::uint64_t fingerprint);

enum class TextRelation {
    kUnknown,    ///< one has too little text to tell
    kIdentical,  ///< the same letters; perhaps only a few, see TextTraits::letters
    kNear,       ///< few words differ
    kExcerpt,    ///< one begins with the whole of the other, but for a few last words
    kRelated,    ///< much is the same, or the first sentences are
    kDifferent,
};

/// Whether `line` is how the text begins: a title that was made from the text, because there was none. Of
/// lines shorter than 30 letters nobody can tell.
[[nodiscard]] bool begins_with(const TextTraits& text, std::string_view line);

[[nodiscard]] TextRelation compare(const TextTraits& a, const TextTraits& b);

}  // namespace orrery::planet
