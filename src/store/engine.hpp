#pragma once

#include "database.hpp"
#include "orrery/base/error.hpp"
#include "orrery/store/sql_answer.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace orrery::store {

/// What differs between the kinds of store beyond a connection. The archive is the same over each of them.
class Engine {
  public:
    virtual ~Engine() = default;

    /// A connection that may write, to the newest schema. Throws StoreFailure, as all of these do.
    [[nodiscard]] virtual std::unique_ptr<Database> open_writer() = 0;
    /// A connection that only reads. Thread-safe.
    [[nodiscard]] virtual std::unique_ptr<Database> open_reader() const = 0;
    /// How many readers may be open at once.
    [[nodiscard]] virtual std::size_t most_readers() const { return SIZE_MAX; }
    /// See Archive::generation(). Thread-safe.
    [[nodiscard]] virtual std::uint64_t generation() const = 0;
    /// See Archive::run_sql(). Thread-safe. `unpack` gives the text of a body.
    using Unpack = std::function<std::string(std::string_view body)>;
    [[nodiscard]] virtual Result<void> run_sql(std::string_view statement, const SqlAnswer& answer,
                                               const Unpack& unpack) const = 0;
    /// See Archive::check(). Thread-safe.
    [[nodiscard]] virtual Result<void> check() const = 0;
};

}  // namespace orrery::store
