#include "sqlite/database.hpp"

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
    throw SqliteFailure(describe(connection, code, path));
}

}  // namespace

Query::~Query() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

Query& Query::bind(int index, std::int64_t value) {
    sqlite3_bind_int64(statement_, index, value);
    return *this;
}

Query& Query::bind(int index, std::string_view text) {
    // A null pointer would bind NULL, not an empty text.
    const char* bytes = text.data() == nullptr ? "" : text.data();
    if (const int code =
            sqlite3_bind_text64(statement_, index, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8);
        code != SQLITE_OK)
        raise(sqlite3_db_handle(statement_), code, path_);
    return *this;
}

Query& Query::bind(int index, std::optional<Timestamp> time) {
    if (time) return bind(index, *time);
    sqlite3_bind_null(statement_, index);
    return *this;
}

Query& Query::bind(int index, Timestamp time) {
    return bind(index, std::int64_t{time.time_since_epoch().count()});
}

bool Query::step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    raise(sqlite3_db_handle(statement_), code, path_);
}

std::int64_t Query::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::string Query::text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Query::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::optional<Timestamp> Query::optional_time(int column) const {
    if (is_null(column)) return {};
    return time(column);
}

Timestamp Query::time(int column) const {
    return Timestamp(Duration(integer(column)));
}

void Database::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}
void Database::Close::operator()(sqlite3* connection) const {
    sqlite3_close_v2(connection);
}

Database::Database(std::filesystem::path path, Access access) : path_(std::move(path)) {
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

Database::~Database() = default;

Query Database::query(std::string_view sql) {
    auto& statement = statements_[std::string(sql)];
    if (!statement) {
        sqlite3_stmt* prepared = nullptr;
        const int code = sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                                            SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
        if (code != SQLITE_OK) raise(connection_.get(), code, path_);
        statement.reset(prepared);
    }
    return Query(statement.get(), path_);
}

void Database::execute(const std::string& sql) {
    const int code = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) raise(connection_.get(), code, path_);
}

std::int64_t Database::last_insert_id() const {
    return sqlite3_last_insert_rowid(connection_.get());
}
std::int64_t Database::changes() const {
    return sqlite3_changes64(connection_.get());
}

Database::Transaction::Transaction(Database& database) : database_(database) {
    database_.query("BEGIN IMMEDIATE").run();
}

Database::Transaction::~Transaction() {
    if (!open_) return;
    // Some failures (a full disk) have rolled back already; then there is nothing left to undo.
    try {
        database_.query("ROLLBACK").run();
    } catch (const SqliteFailure&) {
    }
}

void Database::Transaction::commit() {
    database_.query("COMMIT").run();
    open_ = false;
}

}  // namespace orrery::store::sqlite
