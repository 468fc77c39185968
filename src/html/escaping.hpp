#pragma once

#include "orrery/html/references.hpp"

#include <string>
#include <string_view>

namespace orrery::html {

/// Appends text of the input with its references decoded and written anew for `context`: `&`, `<`, `>` (and
/// `"` in attributes) as references, everything else as UTF-8. Control characters that no text should have
/// are left out.
void append_rewritten(std::string& out, std::string_view text, ReferenceContext context);

/// The same for text that is decoded already.
void append_literal(std::string& out, std::string_view text, ReferenceContext context);

}  // namespace orrery::html
