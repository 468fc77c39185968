#pragma once

#include "orrery/base/url.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What a post says, without its markup. All take any HTML fragment, sanitized or not, and give valid UTF-8.
/// Several of them on one fragment: call text() once and go on with prose.hpp.
namespace orrery::html {

/// The plain text as a browser shows it (and `innerText` gives it): white space collapsed but in `pre`, a
/// line per block, an empty line around paragraphs, a tab between cells; no scripts, styles or alternative
/// texts.
[[nodiscard]] std::string text(std::string_view fragment);
/// The same, appended.
void append_text(std::string& out, std::string_view fragment);

/// The beginning in one line, at most `characters` long (as readers count: grapheme clusters), cut after a
/// sentence or else between words, then with an ellipsis.
[[nodiscard]] std::string excerpt(std::string_view fragment, std::size_t characters);

[[nodiscard]] std::size_t word_count(std::string_view fragment);
[[nodiscard]] std::chrono::seconds reading_time(std::string_view fragment);
/// ISO 639 code of the language ("en", "zh-Hant"), or empty when the text is too short or too mixed to tell.
[[nodiscard]] std::string language(std::string_view fragment);
/// 64-bit SimHash over shingles of words: texts that differ little differ in few bits. 0 for a text without
/// words.
[[nodiscard]] std::uint64_t fingerprint(std::string_view fragment);

/// The first picture worth showing (no tracking pixel, no smiley): its absolute URL, or empty.
struct Image {
    std::string url;
    std::string alt;
    int width = 0;  ///< in pixels as the markup says; 0 when it does not
    int height = 0;
};
[[nodiscard]] Image first_image(std::string_view fragment, const Url* base = nullptr);

struct Link {
    std::string url;   ///< absolute as far as `base` allows
    std::string text;  ///< in one line
    std::string rel;
};
/// Every `a href` in order.
[[nodiscard]] std::vector<Link> links(std::string_view fragment, const Url* base = nullptr);

struct Heading {
    int level = 1;  ///< 1 to 6
    std::string text;
    std::string id;
};
/// The headings in order.
[[nodiscard]] std::vector<Heading> outline(std::string_view fragment);

}  // namespace orrery::html
