#pragma once

#include <functional>
#include <string_view>

namespace orrery::html {

/// Calls `on_word` for each word of a valid text in order: by letters and digits where words are separated by
/// spaces, by ICU's dictionaries where the text has Chinese, Japanese or a script of South-East Asia.
void for_each_word(std::string_view text, const std::function<void(std::string_view)>& on_word);

/// Whether a word of this script is mostly a single character: Han, Hiragana, Katakana.
[[nodiscard]] bool is_ideographic(char32_t c);

}  // namespace orrery::html
