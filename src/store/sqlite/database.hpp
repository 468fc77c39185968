#pragma once

#include "orrery/base/error.hpp"
#include "orrery/base/time.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

/// SQLite's C interface with ownership. Failures are thrown as SqliteFailure inside the store and become an
/// Error at its border.
namespace orrery::store::sqlite {

class SqliteFailure : public std::runtime_error {
  public:
    explicit SqliteFailure(Error error) : std::runtime_error(error.message()), error_(std::move(error)) {}
    [[nodiscard]] const Error& error() const { return error_; }

  private:
    Error error_;
};

/// A prepared statement that is being used: bind, step, read; destroying it resets it for the next use.
class Query {
  public:
    explicit Query(sqlite3_stmt* statement, const std::filesystem::path& path)
        : statement_(statement), path_(path) {}
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;
    ~Query();

    /// Parameters are numbered from 1. Bound text must outlive the query.
    Query& bind(int index, std::int64_t value);
    Query& bind(int index, std::string_view text);
    Query& bind(int index, std::optional<Timestamp> time);
    Query& bind(int index, Timestamp time);
    /// Binds the values to the parameters 1, 2, 3 ….
    template <class... Values>
    Query& bind_all(const Values&... values) {
        int index = 0;
        (bind(++index, values), ...);
        return *this;
    }

    /// Moves to the next row; false at the end.
    bool step();
    /// For a statement without rows.
    void run() {
        while (step()) {
        }
    }

    /// Columns are numbered from 0.
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::optional<Timestamp> optional_time(int column) const;
    [[nodiscard]] Timestamp time(int column) const;

  private:
    sqlite3_stmt* statement_;
    const std::filesystem::path& path_;
};

enum class Access { kCreate, kReadWrite, kReadOnly };

/// One connection with its prepared statements. Used by one thread at a time.
class Database {
  public:
    Database(std::filesystem::path path, Access access);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Prepares `sql` at its first use and keeps it.
    [[nodiscard]] Query query(std::string_view sql);
    /// Runs statements that are used once.
    void execute(const std::string& sql);

    [[nodiscard]] std::int64_t last_insert_id() const;
    /// How many rows the newest INSERT, UPDATE or DELETE changed.
    [[nodiscard]] std::int64_t changes() const;

    /// A write transaction: rolled back unless commit() was called.
    class Transaction {
      public:
        explicit Transaction(Database& database);
        ~Transaction();
        Transaction(const Transaction&) = delete;
        Transaction& operator=(const Transaction&) = delete;
        void commit();

      private:
        Database& database_;
        bool open_ = true;
    };

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    struct Close {
        void operator()(sqlite3* connection) const;
    };

    std::filesystem::path path_;
    std::unique_ptr<sqlite3, Close> connection_;
    std::unordered_map<std::string, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

}  // namespace orrery::store::sqlite
