#pragma once

#include "engine.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace orrery::store {

/// The tables that a dialect's catalogue lists, in an order in which they can be filled.
[[nodiscard]] std::vector<Table> read_tables(Database& database, std::string_view columns,
                                             std::string_view references);

[[nodiscard]] std::map<std::string, std::int64_t> read_last_ids(Database& database, std::string_view sql);

}  // namespace orrery::store
