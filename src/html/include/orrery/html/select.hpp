#pragma once

#include "orrery/base/error.hpp"
#include "orrery/html/tree.hpp"

#include <string_view>
#include <vector>

/// CSS selectors (https://www.w3.org/TR/selectors-4/): type, `*`, class, id, attribute, the four combinators,
/// lists, `:is`,
/// `:where`, `:not`, `:has`, `:nth-child` and its kin, `:first-child`, `:only-child`, `:empty`, `:root`.
namespace orrery::html {

inline constexpr std::size_t kMaxSelectorBytes = 4096;
inline constexpr std::size_t kMaxSelectorDepth = 8;           ///< of `:is(:not(:has(…)))`
inline constexpr std::size_t kMaxSelectorSteps = 50'000'000;  ///< comparisons in one search

/// The elements below `root` that match, in document order. Fails with kInvalid and the place in `css` when
/// that is no selector, with kUnsupported for a pseudo-class that is none of the above, with kLimit beyond
/// the limits above.
[[nodiscard]] Result<std::vector<const Node*>> select(const Node& root, std::string_view css);
[[nodiscard]] Result<std::vector<const Node*>> select(const Document& document, std::string_view css);

}  // namespace orrery::html
