#pragma once

#include "engine.hpp"
#include "orrery/store/archive.hpp"

#include <memory>

namespace orrery::store {

/// The archive over either kind of store. Throws StoreFailure when the store cannot be used.
[[nodiscard]] std::unique_ptr<Archive> make_sql_archive(std::unique_ptr<Engine> engine);

}  // namespace orrery::store
