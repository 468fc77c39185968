#pragma once

#include "database.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

struct pg_conn;
struct pg_result;

/// libpq's connections and results with ownership, and its failures as ours.
namespace orrery::store::postgres {

struct Finish {
    void operator()(pg_conn* connection) const;
};
struct Clear {
    void operator()(pg_result* result) const;
};
using ConnectionHandle = std::unique_ptr<pg_conn, Finish>;
using ResultHandle = std::unique_ptr<pg_result, Clear>;

/// Connects to the server at `address`, trying again for as long as `patience` while it cannot be reached or
/// is only starting. Text is UTF-8 from then on. Throws StoreFailure, also for a server that is too old or a
/// database that cannot hold all text.
[[nodiscard]] ConnectionHandle connect(const std::string& address, std::chrono::milliseconds patience);

/// Whether the server has let the connection go, so that a new one is needed.
[[nodiscard]] bool is_lost(const pg_conn& connection, const pg_result* result);

/// What a failed statement means. `shown` is the address as people may see it.
[[nodiscard]] Error describe(const pg_conn& connection, const pg_result* result, const std::string& shown);
/// The SQLSTATE of a failed statement, empty when the server did not answer.
[[nodiscard]] std::string_view state_of(const pg_result* result);

}  // namespace orrery::store::postgres
