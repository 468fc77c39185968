#pragma once

#include "orrery/html/references.hpp"
#include "output.hpp"

#include <string_view>

namespace orrery::html {

/// Appends text of the input with its references decoded and written anew: `&`, `<` and `>` as references,
/// everything else as UTF-8. Control characters that no text should have are left out; `has_controls`: some
/// may stand in the text. Bytes up to `end` may be read behind the text.
void append_rewritten(Output& out, std::string_view text, bool has_controls, const char* end);

/// The same for text that is decoded already; in attributes `"` as a reference, too.
void append_literal(Output& out, std::string_view text, ReferenceContext context, const char* end);
inline void append_literal(Output& out, std::string_view text, ReferenceContext context) {
    append_literal(out, text, context, text.data() + text.size());
}

}  // namespace orrery::html
