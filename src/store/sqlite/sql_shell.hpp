#pragma once

#include "engine.hpp"

#include <filesystem>

namespace orrery::store::sqlite {

/// See Archive::run_sql(). The views live in the connection, not in the file.
[[nodiscard]] Result<void> run_sql(const std::filesystem::path& path, std::string_view statement,
                                   const SqlAnswer& answer, const Engine::Unpack& unpack);

}  // namespace orrery::store::sqlite
