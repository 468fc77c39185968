#pragma once

#include "sqlite/sqlite_database.hpp"

#include <cstdint>
#include <filesystem>

namespace orrery::store::sqlite {

/// The schema that this program writes.
[[nodiscard]] std::int64_t newest_schema();

/// Throws StoreFailure when `database`, the file at `path`, is neither empty nor an archive that this program
/// can read. Changes nothing.
void check_is_archive(SqliteDatabase& database, const std::filesystem::path& path);

/// Brings an archive to the newest schema, each step in a transaction of its own with what it must keep
/// counted before and after; an empty file becomes an archive. Throws StoreFailure.
void migrate(SqliteDatabase& database);

}  // namespace orrery::store::sqlite
