#pragma once

#include "engine.hpp"
#include "orrery/store/archive.hpp"

#include <memory>
#include <string>

namespace orrery::store {

/// The kind of store that keeps the archive at `place`. Throws StoreFailure when there is none and `mode`
/// asks for one; makes the folder of a file that is to be made.
[[nodiscard]] std::unique_ptr<Engine> find_engine(const std::string& place, OpenMode mode);

namespace sqlite {
[[nodiscard]] std::unique_ptr<Engine> make_engine(const std::string& path, OpenMode mode);
}
namespace postgres {
[[nodiscard]] std::unique_ptr<Engine> make_engine(const std::string& address, OpenMode mode);
}

}  // namespace orrery::store
