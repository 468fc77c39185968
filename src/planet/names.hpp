#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace orrery::planet {

/// Who wrote something, as far as names can be compared.
struct Names {
    std::vector<std::string> people;  ///< the words of a name in alphabetical order
    std::vector<std::string> words;   ///< of all names, sorted, each once

    [[nodiscard]] bool empty() const { return people.empty(); }
};

/// Reads `Jane Doe, John Roe`, `Doe, Jane`, `jane.doe@example.org (Jane Doe)`. Names that only say a part
/// (`admin`, `Editor`, `noreply@…`) are left out.
[[nodiscard]] Names read_names(std::string_view text);

enum class NameRelation {
    kUnknown,    ///< nobody named on one side, or only parts of names agree
    kSame,       ///< at least one person is the same
    kDifferent,  ///< not a word in common
};

[[nodiscard]] NameRelation compare(const Names& a, const Names& b);

}  // namespace orrery::planet
