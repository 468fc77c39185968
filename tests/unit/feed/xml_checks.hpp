#pragma once

#include <string>
#include <vector>

namespace orrery::feed {

[[nodiscard]] bool has_xmllint();

/// What xmllint says against `document`; empty when it is well-formed, or when there is no xmllint here.
std::string xmllint_complaints(const std::string& document);

/// What xmllint says against Atom documents by the schema beside this file (atom.rng); empty when all are
/// valid, or when there is no xmllint here.
std::string atom_complaints(const std::vector<std::string>& documents);

}  // namespace orrery::feed
