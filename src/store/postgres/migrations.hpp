#pragma once

#include "postgres/postgres_database.hpp"

#include <cstdint>

namespace orrery::store::postgres {

/// The schema that this program writes; the same number means the same tables as on SQLite.
[[nodiscard]] std::int64_t newest_schema();

/// The schema of the archive in the connection's current schema (search_path), 0 where there is nothing yet.
/// Throws StoreFailure when another program's tables are there, or what a newer Orrery wrote.
[[nodiscard]] std::int64_t find_schema(PostgresDatabase& database);

/// Brings an archive to the newest schema, each step in a transaction of its own. Throws StoreFailure.
void migrate(PostgresDatabase& database);

}  // namespace orrery::store::postgres
