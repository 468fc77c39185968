#pragma once

#include <string_view>
#include <vector>

/// The parts that texts are compared by. Joined they are the text.
namespace orrery::planet::diffing {

/// Runs of letters and digits with their marks, runs of white space, and everything else character by
/// character; so are ideographs and scripts that put no spaces between words.
[[nodiscard]] std::vector<std::string_view> words(std::string_view text);

/// Lines with their line feeds.
[[nodiscard]] std::vector<std::string_view> lines(std::string_view text);

}  // namespace orrery::planet::diffing
