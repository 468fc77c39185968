#include "sqlite/sqlite_database.hpp"

#include "orrery/base/hash.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace orrery::store::sqlite {

namespace {

constexpr int kBusyMilliseconds = 10'000;

Error describe(sqlite3* connection, int code, const std::filesystem::path& path) {
    Error error{ErrorCode::kIo, "the archive cannot be used", path.string(),
                connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code), ""};
    switch (code & 0xFF) {
        case SQLITE_FULL:
            error.code = ErrorCode::kFull;
            error.what = "no space is left for the archive";
            error.remedy =
                "make room on that disk; what is already stored is safe, and the next poll goes on from "
                "there";
            break;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            error.code = ErrorCode::kBusy;
            error.what = "the archive is in use";
            error.why = "another process has been writing to it for too long";
            error.remedy = "wait for it to finish, then try again";
            break;
        case SQLITE_CORRUPT:
            error.code = ErrorCode::kCorrupt;
            error.what = "the archive is damaged";
            error.remedy = "keep the file as it is and restore a backup";
            break;
        case SQLITE_NOTADB:
            error.code = ErrorCode::kCorrupt;
            error.what = "this is not an Orrery archive";
            error.remedy = "check the path in archive.path";
            break;
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            error.code = ErrorCode::kRefused;
            error.what = "the archive cannot be written";
            error.remedy =
                "check who owns the file and its folder, and that the disk is not mounted read-only";
            break;
        case SQLITE_CANTOPEN:
            error.what = "the archive cannot be opened";
            error.remedy = "check that its folder exists and may be written to";
            break;
        default:
            break;
    }
    return error;
}

[[noreturn]] void raise(sqlite3* connection, int code, const std::filesystem::path& path) {
    throw StoreFailure(describe(connection, code, path));
}

}  // namespace

class SqliteCursor final : public Cursor {
  public:
    SqliteCursor(sqlite3* connection, std::string_view sql, const std::filesystem::path& path)
        : sql_(sql), path_(path) {
        const int code = sqlite3_prepare_v3(connection, sql_.data(), static_cast<int>(sql_.size()),
                                            SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
        if (code != SQLITE_OK) raise(connection, code, path_);
    }
    ~SqliteCursor() override { sqlite3_finalize(statement_); }
    SqliteCursor(const SqliteCursor&) = delete;
    SqliteCursor& operator=(const SqliteCursor&) = delete;

    [[nodiscard]] std::string_view sql() const { return sql_; }

    void bind_null(int index) override { check(sqlite3_bind_null(statement_, index)); }
    void bind(int index, std::int64_t value) override { check(sqlite3_bind_int64(statement_, index, value)); }
    void bind(int index, std::string_view text) override {
        check(
            sqlite3_bind_text64(statement_, index, or_empty(text), text.size(), SQLITE_STATIC, SQLITE_UTF8));
    }
    void bind(int index, Blob blob) override {
        check(sqlite3_bind_blob64(statement_, index, or_empty(blob.bytes), blob.bytes.size(), SQLITE_STATIC));
    }
    bool step() override {
        const int code = sqlite3_step(statement_);
        if (code == SQLITE_ROW) return true;
        if (code != SQLITE_DONE) raise(sqlite3_db_handle(statement_), code, path_);
        return false;
    }
    [[nodiscard]] bool is_null(int column) const override {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL;
    }
    [[nodiscard]] std::int64_t integer(int column) const override {
        return sqlite3_column_int64(statement_, column);
    }
    [[nodiscard]] std::string_view view(int column) const override {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
        if (bytes == nullptr) return {};
        return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }
    void reset() noexcept override {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }

  private:
    // A null pointer would bind NULL, not an empty value.
    static const char* or_empty(std::string_view bytes) {
        return bytes.data() == nullptr ? "" : bytes.data();
    }
    void check(int code) const {
        if (code != SQLITE_OK) raise(sqlite3_db_handle(statement_), code, path_);
    }

    std::string sql_;
    const std::filesystem::path& path_;
    sqlite3_stmt* statement_ = nullptr;
};

void SqliteDatabase::Close::operator()(sqlite3* connection) const {
    sqlite3_close_v2(connection);
}

std::size_t SqliteDatabase::Hash::operator()(std::string_view sql) const {
    return hash64(sql);
}

SqliteDatabase::SqliteDatabase(std::filesystem::path path, Access access) : path_(std::move(path)) {
    int flags = SQLITE_OPEN_NOMUTEX;
    switch (access) {
        case Access::kCreate:
            flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
            break;
        case Access::kReadWrite:
            flags |= SQLITE_OPEN_READWRITE;
            break;
        case Access::kReadOnly:
            flags |= SQLITE_OPEN_READONLY;
            break;
    }
    sqlite3* connection = nullptr;
    const int code = sqlite3_open_v2(path_.c_str(), &connection, flags, nullptr);
    connection_.reset(connection);
    if (code != SQLITE_OK) raise(connection, code, path_);
    sqlite3_extended_result_codes(connection, 1);
    sqlite3_busy_timeout(connection, kBusyMilliseconds);
}

SqliteDatabase::~SqliteDatabase() = default;

Cursor& SqliteDatabase::cursor(std::string_view sql) {
    if (const auto found = cursors_.find(sql); found != cursors_.end()) return *found->second;
    auto made = std::make_unique<SqliteCursor>(connection_.get(), sql, path_);
    const auto name = made->sql();
    return *cursors_.emplace(name, std::move(made)).first->second;
}

void SqliteDatabase::execute(const std::string& sql) {
    const int code = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) raise(connection_.get(), code, path_);
}

std::int64_t SqliteDatabase::allocate_ids(std::string_view table, std::size_t /*count*/) {
    // AUTOINCREMENT keeps the highest id that was ever used; the one writer hands out those after it.
    auto highest = query("SELECT seq FROM sqlite_sequence WHERE name = ?1");
    return highest.bind_all(table).step() ? highest.integer(0) + 1 : 1;
}

void SqliteDatabase::begin_read() {
    query("BEGIN").run();
}

void SqliteDatabase::begin_write() {
    // Without memory even a rollback can fail; the transaction is still open then.
    if (sqlite3_get_autocommit(connection_.get()) == 0) execute("ROLLBACK");
    query("BEGIN IMMEDIATE").run();
}

void SqliteDatabase::commit() {
    query("COMMIT").run();
}

void SqliteDatabase::rollback() noexcept {
    // Some failures (a full disk) have rolled back already; then there is nothing left to undo.
    sqlite3_exec(connection_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

std::int64_t SqliteDatabase::pragma(std::string_view name) {
    auto value = query(fmt::format("PRAGMA {}", name));
    value.step();
    return value.integer(0);
}

}  // namespace orrery::store::sqlite
