#pragma once

#include <string>
#include <string_view>

namespace orrery::store::postgres {

/// Whether an archive's place is a PostgreSQL server (`postgresql://…`) rather than a file.
[[nodiscard]] bool is_address(std::string_view place);

/// The address with `***` where a password stands in it.
[[nodiscard]] std::string shown(std::string_view address);

}  // namespace orrery::store::postgres
