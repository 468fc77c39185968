#pragma once

#include "database.hpp"
#include "postgres/connection.hpp"

#include <functional>
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
///
/// Statements of a write transaction that give no rows are sent and not waited for: what they answer comes
/// with the answer of the next statement that is, or of the commit. A poll is a dozen of them.
class PostgresDatabase final : public Database {
  public:
    PostgresDatabase(std::string address, Access access);
    ~PostgresDatabase() override;
    PostgresDatabase(const PostgresDatabase&) = delete;
    PostgresDatabase& operator=(const PostgresDatabase&) = delete;

    void execute(const std::string& sql) override;
    /// For statements that read whole tables: as much time as they need, and plans for that.
    void expect_large_answers();
    void run_each(std::string_view sql, std::size_t count, const Binder& bind,
                  const Reader& row = {}) override;
    [[nodiscard]] std::int64_t allocate_ids(std::string_view table, std::size_t count) override;
    /// Without the limit on a statement's time.
    void begin_read() override;
    /// Writers keep one another out by an advisory lock of the schema; readers are not held up.
    void begin_write() override;
    void commit() override;
    void rollback() noexcept override;
    [[nodiscard]] std::uint64_t session() const override { return age_; }

    [[nodiscard]] pg_conn* handle() const { return connection_.get(); }
    /// The address as people may see it.
    [[nodiscard]] const std::string& shown() const { return shown_; }

  private:
    friend class PostgresCursor;
    struct Hash {
        std::size_t operator()(std::string_view sql) const;
    };

    struct Batch;

    Cursor& cursor(std::string_view sql) override;
    Batch& batch(std::string_view sql);
    PostgresCursor& find(std::string_view sql);
    void connect(std::chrono::milliseconds patience);
    /// Runs `work`, once more on a new connection where the old one had been lost and nothing depends on it.
    template <class Work>
    ResultHandle run(Work work);
    /// Inserts `count` rows, many by one statement. False when `sql` is none for that.
    bool insert_many(std::string_view sql, std::size_t count, const Binder& bind);
    /// Runs a statement once for all of `count` places of arrays. False when `sql`, or what is bound, is none
    /// for that.
    bool run_for_arrays(std::string_view sql, std::size_t count, const Binder& bind, const Reader& row);
    using Send = std::function<bool(std::size_t)>;
    /// Sends `count` statements in one round trip, each by `send`, behind those that were deferred. Gives the
    /// first failure, if any.
    ResultHandle pipeline(std::size_t count, const Send& send, std::vector<ResultHandle>& results);
    /// Sends `count` statements and waits for none where this is a write transaction; else as pipeline().
    ResultHandle defer(std::size_t count, const Send& send);
    /// Waits for what was deferred. Throws its failure.
    void settle();
    /// Ends the pipeline and collects what its statements answered.
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
    bool may_defer_ = false;    // in a write transaction
    std::size_t deferred_ = 0;  // statements in the open pipeline
    std::string transaction_;   // its number on the server
    // The last id of each table that this transaction, which keeps others out, has set aside from.
    std::unordered_map<std::string, std::int64_t> last_ids_;
    std::unordered_map<std::string_view, std::unique_ptr<PostgresCursor>, Hash> cursors_;
    std::unordered_map<std::string_view, std::unique_ptr<Batch>, Hash>
        batches_;  // keys are those of cursors_
};

}  // namespace orrery::store::postgres
