#pragma once

#include "orrery/html/tags.hpp"
#include "output.hpp"

#include <array>

namespace orrery::html {

/// `<p` and `</p>`, as they are written.
inline constexpr std::array<Piece, kTagCount> kStartTags{Piece(),
#define ORRERY_HTML_TAG(identifier, name) Piece("<" name),
                                                         ORRERY_HTML_TAGS(ORRERY_HTML_TAG)
#undef ORRERY_HTML_TAG
};
inline constexpr std::array<Piece, kTagCount> kEndTags{Piece(),
#define ORRERY_HTML_TAG(identifier, name) Piece("</" name ">"),
                                                       ORRERY_HTML_TAGS(ORRERY_HTML_TAG)
#undef ORRERY_HTML_TAG
};

}  // namespace orrery::html
