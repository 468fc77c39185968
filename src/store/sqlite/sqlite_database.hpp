#pragma once

#include "database.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

/// SQLite's C interface with ownership.
namespace orrery::store::sqlite {

enum class Access { kCreate, kReadWrite, kReadOnly };

class SqliteCursor;

class SqliteDatabase final : public Database {
  public:
    SqliteDatabase(std::filesystem::path path, Access access);
    ~SqliteDatabase() override;
    SqliteDatabase(const SqliteDatabase&) = delete;
    SqliteDatabase& operator=(const SqliteDatabase&) = delete;

    void execute(const std::string& sql) override;
    [[nodiscard]] std::int64_t allocate_ids(std::string_view table, std::size_t count) override;
    void sync(Sync when) override {
        execute(when == Sync::kLater ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL");
    }
    void begin_read() override;
    void begin_write() override;
    void commit() override;
    void rollback() noexcept override;

    [[nodiscard]] sqlite3* handle() const { return connection_.get(); }
    /// The value of `PRAGMA name`.
    [[nodiscard]] std::int64_t pragma(std::string_view name);

  private:
    struct Close {
        void operator()(sqlite3* connection) const;
    };
    struct Hash {
        std::size_t operator()(std::string_view sql) const;
    };
    Cursor& cursor(std::string_view sql) override;

    std::filesystem::path path_;
    std::unique_ptr<sqlite3, Close> connection_;
    // By the text of the statement, which the cursor keeps.
    std::unordered_map<std::string_view, std::unique_ptr<SqliteCursor>, Hash> cursors_;
};

}  // namespace orrery::store::sqlite
