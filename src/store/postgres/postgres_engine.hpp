#pragma once

#include "engine.hpp"
#include "orrery/store/archive.hpp"

#include <memory>
#include <string>

namespace orrery::store::postgres {

[[nodiscard]] std::unique_ptr<Engine> make_engine(std::string address, OpenMode mode);

}  // namespace orrery::store::postgres
