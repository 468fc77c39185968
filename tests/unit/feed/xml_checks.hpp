#pragma once

#include <string>

namespace orrery::feed {

/// What xmllint says against `document`; empty when it is well-formed, or when there is no xmllint here.
std::string xmllint_complaints(const std::string& document);

}  // namespace orrery::feed
