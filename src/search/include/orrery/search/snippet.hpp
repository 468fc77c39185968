#pragma once

#include "orrery/search/expression.hpp"
#include "orrery/search/query.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orrery::search {

struct Mark {
    std::size_t begin = 0;  ///< in bytes of the snippet's text
    std::size_t end = 0;

    friend bool operator==(const Mark&, const Mark&) = default;
};

struct Snippet {
    std::string text;         ///< a part of the text as it is
    std::vector<Mark> marks;  ///< what matched: ascending, apart from one another
    bool cut_before = false;  ///< something stands before it
    bool cut_after = false;
};

/// The part of `text`, of about `characters` characters, in which the most of what `query` asks for stands,
/// the first of equal ones; the beginning of the text when nothing of it does. Cut between words where there
/// are any, never within a character as people see it (grapheme cluster). `expressions` are asked for too: of
/// a match that is longer than the snippet its beginning is shown.
[[nodiscard]] Snippet make_snippet(std::string_view text, const Query& query, std::size_t characters = 240,
                                   std::span<const Expression* const> expressions = {});

}  // namespace orrery::search
