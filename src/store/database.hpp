#pragma once

#include "orrery/base/error.hpp"
#include "orrery/base/time.hpp"

#include <cstdint>
#include <forward_list>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

/// One way to speak SQL to either kind of store. Failures are thrown as StoreFailure inside the store and
/// become an Error at its border.
namespace orrery::store {

class StoreFailure : public std::runtime_error {
  public:
    explicit StoreFailure(Error error) : std::runtime_error(error.message()), error_(std::move(error)) {}
    [[nodiscard]] const Error& error() const { return error_; }

  private:
    Error error_;
};

/// Bytes that are no text: bound and read as a BLOB (SQLite) or bytea (PostgreSQL).
struct Blob {
    std::string_view bytes;
};

/// What a dialect does for one prepared statement. Parameters are numbered from 1, columns from 0.
class Cursor {
  public:
    virtual ~Cursor() = default;
    virtual void bind_null(int index) = 0;
    virtual void bind(int index, std::int64_t value) = 0;
    /// Text and bytes must outlive the use of the statement.
    virtual void bind(int index, std::string_view text) = 0;
    virtual void bind(int index, Blob blob) = 0;
    virtual bool step() = 0;
    /// To the end, for a statement whose rows nobody reads.
    virtual void run() {
        while (step()) {
        }
    }
    [[nodiscard]] virtual bool is_null(int column) const = 0;
    [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
    /// The column's text or bytes, until the next step.
    [[nodiscard]] virtual std::string_view view(int column) const = 0;
    /// Ends the use: the next one begins without bindings.
    virtual void reset() noexcept = 0;
};

/// A prepared statement that is being used: bind, step, read; destroying it resets it for the next use.
class Query {
  public:
    explicit Query(Cursor& cursor) : cursor_(&cursor) {}
    Query(Query&& other) noexcept
        : cursor_(std::exchange(other.cursor_, nullptr)), repaired_(std::move(other.repaired_)) {}
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;
    Query& operator=(Query&&) = delete;
    ~Query() {
        if (cursor_ != nullptr) cursor_->reset();
    }

    Query& bind(int index, std::int64_t value) {
        cursor_->bind(index, value);
        return *this;
    }
    /// What is no text everywhere (malformed UTF-8, NUL) is stored as U+FFFD, by every dialect.
    Query& bind(int index, std::string_view text) {
        if (!is_storable(text)) text = repaired_.emplace_front(repaired(text));
        cursor_->bind(index, text);
        return *this;
    }
    Query& bind(int index, Blob blob) {
        cursor_->bind(index, blob);
        return *this;
    }
    Query& bind(int index, Timestamp time) {
        return bind(index, std::int64_t{time.time_since_epoch().count()});
    }
    template <class Value>
    Query& bind(int index, const std::optional<Value>& value) {
        if (value) return bind(index, *value);
        cursor_->bind_null(index);
        return *this;
    }
    /// Binds the values to the parameters 1, 2, 3 ….
    template <class... Values>
    Query& bind_all(const Values&... values) {
        int index = 0;
        (bind(++index, values), ...);
        return *this;
    }

    /// Moves to the next row; false at the end.
    bool step() { return cursor_->step(); }
    /// For a statement without rows. Within a write transaction its failure may show only at a later
    /// statement, or at the commit.
    void run() { cursor_->run(); }

    [[nodiscard]] bool is_null(int column) const { return cursor_->is_null(column); }
    [[nodiscard]] std::int64_t integer(int column) const { return cursor_->integer(column); }
    [[nodiscard]] std::string_view view(int column) const { return cursor_->view(column); }
    [[nodiscard]] std::string text(int column) const { return std::string(view(column)); }
    [[nodiscard]] Timestamp time(int column) const { return Timestamp(Duration(integer(column))); }
    [[nodiscard]] std::optional<Timestamp> optional_time(int column) const {
        if (is_null(column)) return {};
        return time(column);
    }

  private:
    static bool is_storable(std::string_view text);
    static std::string repaired(std::string_view text);

    Cursor* cursor_;
    std::forward_list<std::string> repaired_;  // hardly ever any
};

/// One connection with its prepared statements. Used by one thread at a time.
class Database {
  public:
    virtual ~Database() = default;

    /// Prepares `sql` at its first use and keeps it. Statements are written with SQLite's `?1`; they stay
    /// usable for as long as the connection.
    [[nodiscard]] Query query(std::string_view sql) { return Query(cursor(sql)); }
    /// Runs statements that are used once and give no rows.
    virtual void execute(const std::string& sql) = 0;

    /// Runs one statement `count` times: binds the i-th parameters, then hands over the rows that the i-th
    /// gave, in order. What is bound must live until the call ends. A dialect whose server is a round trip
    /// away sends them all at once. Failures show as those of Query::run().
    using Binder = std::function<void(Query&, std::size_t)>;
    using Reader = std::function<void(const Query&, std::size_t)>;
    virtual void run_each(std::string_view sql, std::size_t count, const Binder& bind,
                          const Reader& row = {});

    /// Sets `count` ids of a table aside that were never used and never will be by others; gives the first.
    /// Within a write transaction.
    [[nodiscard]] virtual std::int64_t allocate_ids(std::string_view table, std::size_t count) = 0;

    /// Whether each commit of this connection survives a power cut from here on, as far as the store is to
    /// say so. Not within a transaction.
    enum class Sync { kLater, kEachCommit };
    virtual void sync(Sync /*when*/) {}

    /// A transaction that reads the same state to its end, which is rollback().
    virtual void begin_read() = 0;

    /// A write transaction; nobody else writes until it ends.
    virtual void begin_write() = 0;
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;

    /// Another number when the connection was lost and made again: the server may have forgotten what it had
    /// committed last (synchronous_commit = off), and give its numbers out anew.
    [[nodiscard]] virtual std::uint64_t session() const { return 0; }

  private:
    virtual Cursor& cursor(std::string_view sql) = 0;
};

/// Rolled back unless commit() was called.
class Transaction {
  public:
    explicit Transaction(Database& database) : database_(database) { database_.begin_write(); }
    ~Transaction() {
        if (open_) database_.rollback();
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit() {
        database_.commit();
        open_ = false;
    }

  private:
    Database& database_;
    bool open_ = true;
};

}  // namespace orrery::store
