#pragma once

#include "engine.hpp"

#include <string>

namespace orrery::store::postgres {

/// See Archive::run_sql(). The views live in the connection, not in the database. What a statement gives as
/// bytea is unpacked here where it is a body: the server cannot.
[[nodiscard]] Result<void> run_sql(const std::string& address, std::string_view statement,
                                   const SqlAnswer& answer, const Engine::Unpack& unpack);

}  // namespace orrery::store::postgres
