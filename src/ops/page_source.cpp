#include "page_source.hpp"

#include "file_handle.hpp"
#include "page_sink.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>

namespace orrery::ops {

namespace {

// In the header of every archive. "Orry"
constexpr std::int64_t kApplicationId = 0x4F727279;
constexpr int kBusyMilliseconds = 10'000;
// Every page is read and written once: a cache only has to hold what SQLite works on at the moment.
constexpr int kCachePages = 64;
constexpr int kPagesPerStep = 100;

Failure failure(sqlite3* connection, int code, const std::filesystem::path& path) {
    Error error{ErrorCode::kIo, "the archive cannot be read", path.string(),
                connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code), ""};
    switch (code & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            error.code = ErrorCode::kBusy;
            error.what = "the archive is in use";
            error.remedy = "wait for the other process to finish, then try again";
            break;
        case SQLITE_CORRUPT:
            error.code = ErrorCode::kCorrupt;
            error.what = "the archive is damaged";
            error.remedy = "keep the file as it is and restore a backup";
            break;
        case SQLITE_NOTADB:
            error.code = ErrorCode::kCorrupt;
            error.what = "this is not an Orrery archive";
            error.remedy = "check the path";
            break;
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_READONLY:
            error.code = ErrorCode::kRefused;
            error.remedy = "check who owns the file and its folder";
            break;
        case SQLITE_NOMEM:
            error.code = ErrorCode::kLimit;
            break;
        default:
            break;
    }
    return Failure(error);
}

struct CloseConnection {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};
struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Connection = std::unique_ptr<sqlite3, CloseConnection>;

Result<Connection> connect(const std::string& name, int flags, const char* vfs,
                           const std::filesystem::path& path) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, vfs);
    Connection connection(raw);
    if (code != SQLITE_OK) return failure(raw, code, path);
    sqlite3_extended_result_codes(raw, 1);
    sqlite3_busy_timeout(raw, kBusyMilliseconds);
    return connection;
}

Result<void> execute(sqlite3* connection, const std::string& sql, const std::filesystem::path& path) {
    const int code = sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return failure(connection, code, path);
    return {};
}

// Calls `row` with every row of the answer.
template <class Row>
Result<void> query(sqlite3* connection, const std::string& sql, const std::filesystem::path& path, Row row) {
    sqlite3_stmt* raw = nullptr;
    int code = sqlite3_prepare_v2(connection, sql.c_str(), -1, &raw, nullptr);
    const std::unique_ptr<sqlite3_stmt, Finalize> statement(raw);
    if (code != SQLITE_OK) return failure(connection, code, path);
    while ((code = sqlite3_step(raw)) == SQLITE_ROW)
        row(raw);
    if (code != SQLITE_DONE) return failure(connection, code, path);
    return {};
}

Result<std::int64_t> number(sqlite3* connection, const std::string& sql, const std::filesystem::path& path) {
    std::int64_t value = 0;
    ORRERY_CHECK(
        query(connection, sql, path, [&](sqlite3_stmt* row) { value = sqlite3_column_int64(row, 0); }));
    return value;
}

std::string text(sqlite3_stmt* row, int column) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
    return bytes == nullptr ? "" : std::string(bytes);
}

std::string quoted_name(std::string_view name) {
    std::string out = "\"";
    for (const char c : name)
        out.append(c == '"' ? 2 : 1, c);
    return out + '"';
}

Result<std::vector<TableRows>> count_tables(sqlite3* connection, const std::filesystem::path& path) {
    std::vector<TableRows> tables;
    // A virtual table has no root page; what it stores are tables that have one.
    ORRERY_CHECK(query(connection,
                       "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name",
                       path, [&](sqlite3_stmt* row) { tables.push_back({text(row, 0), 0}); }));
    for (auto& table : tables) {
        ORRERY_TRY(table.rows, number(connection, "SELECT count(*) FROM " + quoted_name(table.table), path));
    }
    return tables;
}

}  // namespace

void PageSource::Close::operator()(sqlite3* connection) const {
    sqlite3_close_v2(connection);
}

Result<PageSource> PageSource::open(const std::filesystem::path& path) {
    std::error_code error;
    if (!std::filesystem::exists(path, error))
        return fail(ErrorCode::kNotFound, "there is no archive", path.string(), "",
                    "check the path in archive.path");
    if (!std::filesystem::is_regular_file(path, error))
        return fail(ErrorCode::kInvalid, "this is not an Orrery archive", path.string(), "it is no file",
                    "check the path in archive.path");
    PageSource source(path);
    // Who may only read can back up as well; but the last one to leave an archive tidies up its WAL, and
    // needs to write for that.
    auto connection = connect(path.string(), SQLITE_OPEN_READWRITE, nullptr, path);
    if (!connection) return Failure(connection.error());
    source.connection_.reset(connection->release());
    ORRERY_CHECK(source.begin());
    return source;
}

Result<void> PageSource::begin() {
    auto* const db = connection_.get();
    ORRERY_CHECK(execute(db, fmt::format("PRAGMA cache_size = {}", kCachePages), path_));
    ORRERY_CHECK(execute(db, "PRAGMA query_only = ON", path_));
    // The first read fixes the moment.
    ORRERY_CHECK(execute(db, "BEGIN; SELECT count(*) FROM sqlite_schema", path_));
    ORRERY_TRY(const auto application, number(db, "PRAGMA application_id", path_));
    if (application != kApplicationId)
        return fail(ErrorCode::kCorrupt, "this is not an Orrery archive", path_.string(),
                    "it is empty, or the database of another program", "check the path in archive.path");
    ORRERY_TRY(const auto page_size, number(db, "PRAGMA page_size", path_));
    ORRERY_TRY(const auto pages, number(db, "PRAGMA page_count", path_));
    page_size_ = static_cast<std::uint32_t>(page_size);
    pages_ = static_cast<std::uint32_t>(pages);
    return {};
}

Result<std::vector<TableRows>> PageSource::count_rows() {
    return count_tables(connection_.get(), path_);
}

Result<void> PageSource::copy(const TakePage& take, const Tick& tick) {
    PageSink sink(page_size_, take);
    ORRERY_TRY(const auto target,
               connect("pages", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, sink.vfs_name().c_str(), path_));
    // Nobody else uses it and nothing has to be undone: SQLite then writes every page once and reads none
    // back.
    ORRERY_CHECK(execute(target.get(),
                         fmt::format("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; PRAGMA "
                                     "synchronous = OFF; PRAGMA cache_size = {}",
                                     kCachePages),
                         path_));
    auto* const backup = sqlite3_backup_init(target.get(), "main", connection_.get(), "main");
    if (backup == nullptr) return failure(target.get(), sqlite3_errcode(target.get()), path_);
    const auto give_up = [&](Error error) {
        sqlite3_backup_finish(backup);
        return Failure(std::move(error));
    };
    for (;;) {
        const int code = sqlite3_backup_step(backup, kPagesPerStep);
        if (sink.error()) return give_up(*sink.error());
        if (code == SQLITE_DONE) break;
        if (code != SQLITE_OK) return give_up(failure(nullptr, code, path_).error());
        if (const auto ticked = tick(pages_ - static_cast<std::uint64_t>(sqlite3_backup_remaining(backup)));
            !ticked)
            return give_up(ticked.error());
    }
    if (const int code = sqlite3_backup_finish(backup); code != SQLITE_OK)
        return sink.error() ? Failure(*sink.error()) : failure(nullptr, code, path_);
    return sink.finish();
}

Result<Soundness> inspect(const std::filesystem::path& path) {
    ORRERY_TRY(const auto connection, connect(path.string(), SQLITE_OPEN_READWRITE, nullptr, path));
    Soundness found;
    ORRERY_CHECK(query(connection.get(), "PRAGMA integrity_check(1)", path,
                       [&](sqlite3_stmt* row) { found.complaint = text(row, 0); }));
    if (found.complaint == "ok") found.complaint.clear();
    ORRERY_TRY(found.rows, count_tables(connection.get(), path));
    return found;
}

Result<void> fold_wal(const std::filesystem::path& path) {
    // To SQLite, the WAL of something that is no database is rubbish to be cleared away.
    constexpr std::string_view kDatabase("SQLite format 3\0", 16);
    std::string head(kDatabase.size(), '\0');
    ORRERY_TRY(const auto file, FileHandle::open(path, O_RDONLY));
    ORRERY_TRY(const auto got, file.read_at(head, 0));
    if (got < head.size() || head != kDatabase)
        return fail(ErrorCode::kCorrupt, "this is not an Orrery archive", path.string());
    ORRERY_TRY(const auto connection, connect(path.string(), SQLITE_OPEN_READWRITE, nullptr, path));
    sqlite3_busy_timeout(connection.get(), 0);
    // Leaving WAL mode takes the archive for oneself alone, and moves everything into the file.
    ORRERY_CHECK(execute(connection.get(), "PRAGMA locking_mode = EXCLUSIVE", path));
    std::string mode;
    ORRERY_CHECK(query(connection.get(), "PRAGMA journal_mode = DELETE", path,
                       [&](sqlite3_stmt* row) { mode = text(row, 0); }));
    ORRERY_CHECK(execute(connection.get(), "BEGIN EXCLUSIVE; COMMIT", path));
    if (mode != "delete") return failure(nullptr, SQLITE_BUSY, path);
    return {};
}

}  // namespace orrery::ops
