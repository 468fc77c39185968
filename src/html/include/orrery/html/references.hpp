#pragma once

#include <string>
#include <string_view>

/// Character references, `&amp;` and its kin (HTML Standard, 13.2.5.72 and following).
namespace orrery::html {

/// Where the text stands: inside an attribute value `&copy=1` is no reference.
enum class ReferenceContext { kText, kAttribute };

/// Appends `text` with every character reference replaced by what it stands for. A `&` that begins none
/// stays.
void append_decoded(std::string& out, std::string_view text,
                    ReferenceContext context = ReferenceContext::kText);
[[nodiscard]] std::string decoded(std::string_view text, ReferenceContext context = ReferenceContext::kText);

/// One reference, read at a `&`.
struct Reference {
    std::size_t length = 0;  ///< bytes it takes, the `&` among them; 0 when it is none
    char32_t first = 0;      ///< what it stands for
    char32_t second = 0;     ///< a second code point, or 0
};
/// Reads the reference that begins at `text[position]`, which must be `&`.
[[nodiscard]] Reference read_reference(std::string_view text, std::size_t position, ReferenceContext context);

}  // namespace orrery::html
