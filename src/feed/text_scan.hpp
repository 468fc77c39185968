#pragma once

#include <cstddef>
#include <string_view>

/// The loops that most bytes of a feed pass: where a text ends, and its references. Each is there twice, with
/// AVX2 and with what every processor of the kind has; which one runs is chosen when the program starts.
namespace orrery::feed {

/// What character data cannot keep as it is: a byte below space other than tab and LF, and, where references
/// are understood, `&`.
template <bool kReferences>
constexpr bool is_special(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n') || (kReferences && c == '&');
}

/// A run of character data.
struct Run {
    std::size_t end = 0;  ///< where what ends it begins, or the size
    bool plain = true;    ///< nothing in it is special
    bool ascii = true;
};

/// How far a copy got.
struct Copied {
    const char* at;  ///< in what is read
    char* out;       ///< in what is written
};

struct TextScan {
    /// The text from `at` to the next `<`.
    Run (*text)(std::string_view document, std::size_t at);
    /// What stands from `at` to the next `doubled` `doubled` `>`: the end of a CDATA section or of a comment.
    /// Nothing but control characters and CR is special in it.
    Run (*section)(std::string_view document, std::size_t at, char doubled);
    /// The first special byte, or `end`; with references and without.
    const char* (*find_reference)(const char* at, const char* end);
    const char* (*find_control)(const char* at, const char* end);
    /// Copies up to the first special byte that is not part of `&lt;`, `&gt;`, `&amp;` or `&quot;`, which are
    /// decoded, or up to `end`. Bytes may be read up to `readable`, which is `end` or beyond it; what they
    /// are does not matter. May write kCopySlack bytes beyond where the copy ends.
    Copied (*copy_references)(const char* at, const char* end, const char* readable, char* out);
    /// Copies up to the first special byte, where `&` is none.
    Copied (*copy_literal)(const char* at, const char* end, const char* readable, char* out);
};

/// How many bytes a copy may write beyond its end.
inline constexpr std::size_t kCopySlack = 32;

/// The fastest for this processor.
[[nodiscard]] const TextScan& text_scan();
/// What every processor can run: for tests.
[[nodiscard]] const TextScan& portable_text_scan();

/// The first special byte at or after `at`, or npos.
template <bool kReferences>
std::size_t find_special(std::string_view text, std::size_t at) {
    const auto* end = text.data() + text.size();
    const auto find = kReferences ? text_scan().find_reference : text_scan().find_control;
    const auto* found = find(text.data() + at, end);
    return found == end ? std::string_view::npos : static_cast<std::size_t>(found - text.data());
}

}  // namespace orrery::feed
