#pragma once

#include "database.hpp"
#include "postgres/connection.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace orrery::store::postgres {

enum class Access { kReadWrite, kReadOnly };

class PostgresCursor;

/// One connection. Where the server went away between two transactions, the next call connects again and
/// prepares its statements anew; what a transaction had not committed by then fails and leaves nothing
/// behind.
class PostgresDatabase final : public Database {
  public:
    PostgresDatabase(std::string address, Access access);
    ~PostgresDatabase() override;
    PostgresDatabase(const PostgresDatabase&) = delete;
    PostgresDatabase& operator=(const PostgresDatabase&) = delete;

    void execute(const std::string& sql) override;
    void run_each(std::string_view sql, std::size_t count, const Binder& bind,
                  const Reader& row = {}) override;
    [[nodiscard]] std::int64_t allocate_ids(std::string_view table, std::size_t count) override;
    /// Without the limit on a statement's time.
    void begin_read() override;
    /// Writers keep one another out by an advisory lock of the schema; readers are not held up.
    void begin_write() override;
    void commit() override;
    void rollback() noexcept override;

    [[nodiscard]] pg_conn* handle() const { return connection_.get(); }
    /// The address as people may see it.
    [[nodiscard]] const std::string& shown() const { return shown_; }

  private:
    friend class PostgresCursor;
    struct Hash {
        std::size_t operator()(std::string_view sql) const;
    };

    Cursor& cursor(std::string_view sql) override;
    PostgresCursor& find(std::string_view sql);
    void connect(std::chrono::milliseconds patience);
    /// Runs `work`, once more on a new connection where the old one had been lost and nothing depends on it.
    template <class Work>
    ResultHandle run(Work work);
    /// Runs a statement with the parameters from the `first` on in one round trip; gives the failure, if any.
    ResultHandle send_each(PostgresCursor& cursor, std::size_t first, std::size_t count, const Binder& bind,
                           std::vector<ResultHandle>& results);
    /// Ends a pipeline and collects what its statements answered.
    std::vector<ResultHandle> collect();
    /// Whether transaction_ was committed although the connection was lost on the way.
    [[nodiscard]] bool was_committed();
    [[noreturn]] void raise(const pg_result* result) const;

    std::string address_;
    std::string shown_;
    Access access_;
    ConnectionHandle connection_;
    std::uint64_t age_ = 0;  // counts the connections: a statement belongs to the one that prepared it
    bool in_transaction_ = false;
    std::string transaction_;  // its number on the server
    std::unordered_map<std::string_view, std::unique_ptr<PostgresCursor>, Hash> cursors_;
};

/// `sql` with SQLite's parameters (`?1`) as PostgreSQL writes them (`$1`).
[[nodiscard]] std::string with_dollars(std::string_view sql);

}  // namespace orrery::store::postgres
