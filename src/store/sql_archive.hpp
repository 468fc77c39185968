#pragma once

#include "engine.hpp"
#include "orrery/store/archive.hpp"

#include <memory>
#include <string>

namespace orrery::store {

/// The archive over either kind of store. Throws StoreFailure when the store cannot be used.
[[nodiscard]] std::unique_ptr<Archive> make_sql_archive(std::unique_ptr<Engine> engine,
                                                        const std::string& where);

/// Throws StoreFailure where an interrupted copy left its part of an archive behind.
void check_is_whole(const Engine& engine, Database& database, const std::string& where);

}  // namespace orrery::store
