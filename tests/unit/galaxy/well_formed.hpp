#pragma once

#include <string>
#include <string_view>

namespace orrery::galaxy::test {

/// What is not well-formed about `xml` (UTF-8), or an empty text: a strict check of tags, attributes,
/// references and characters that shares nothing with the parsers of the product.
[[nodiscard]] std::string xml_fault(std::string_view xml);

}  // namespace orrery::galaxy::test
