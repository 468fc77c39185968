#pragma once

#include "orrery/base/error.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct pg_conn;
struct pg_result;

/// What a backup asks of PostgreSQL, over libpq alone: ordinary statements, and the replication protocol of
/// its manual ("Streaming Replication Protocol").
namespace orrery::ops::postgres {

/// A place in the server's log (WAL), in bytes since its begin.
using LogPlace = std::uint64_t;
/// `16/B374D848`.
[[nodiscard]] std::string format_place(LogPlace place);
[[nodiscard]] std::optional<LogPlace> parse_place(std::string_view text);

struct FinishConnection {
    void operator()(pg_conn* connection) const;
};
struct ClearResult {
    void operator()(pg_result* result) const;
};
using ResultHandle = std::unique_ptr<pg_result, ClearResult>;

/// A connection. Errors name the server without its password.
class Server {
  public:
    enum class Mode { kStatements, kReplication };
    static Result<Server> connect(const std::string& address, Mode mode);

    using Row = std::vector<std::string>;
    /// One statement or several; gives the first row of the last one, empty when it has none.
    Result<Row> ask(const std::string& sql) const;
    /// Also tells by which SQLSTATE it failed.
    Result<ResultHandle> run(const std::string& sql, std::string* state = nullptr) const;

    [[nodiscard]] std::string quoted_name(std::string_view name) const;
    [[nodiscard]] const std::string& where() const { return where_; }
    [[nodiscard]] int version() const;  ///< the major one
    [[nodiscard]] pg_conn* handle() const { return connection_.get(); }
    /// The connection's last complaint as an Error.
    [[nodiscard]] Failure complaint(std::string what) const;

  private:
    explicit Server(pg_conn* connection);

    std::unique_ptr<pg_conn, FinishConnection> connection_;
    std::string where_;
};

using Sink = std::function<Result<void>(std::string_view bytes)>;
/// Bytes so far, and about how many there will be.
using Amount = std::function<Result<void>(std::uint64_t done, std::uint64_t total)>;

struct BaseCopy {
    LogPlace begin = 0;  ///< where the server's recovery from this copy begins to read the log
    LogPlace end = 0;    ///< what it has to have read at least
    std::uint64_t bytes = 0;
};
/// Copies the files of the whole server as a tar archive into `sink`, while it goes on working. They are
/// worth something only together with the log from `begin` to `end` at least.
[[nodiscard]] Result<BaseCopy> copy_files(const Server& replication, const Sink& sink, const Amount& amount);

struct LogRequest {
    std::string slot;
    std::uint32_t timeline = 0;
    LogPlace from = 0;
    LogPlace to = 0;
};
/// Hands the log from `from` to `to` on. Fails with kNotFound when the server does not have it any more.
[[nodiscard]] Result<void> copy_log(const Server& replication, const LogRequest& request, const Sink& sink,
                                    const Amount& amount);

}  // namespace orrery::ops::postgres
