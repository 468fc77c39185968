#include "engine.hpp"

#include "catalog.hpp"
#include "engines.hpp"
#include "orrery/store/archive.hpp"
#include "sqlite/migrations.hpp"
#include "sqlite/sql_shell.hpp"
#include "sqlite/sqlite_database.hpp"
#include "sqlite_catalog.hpp"
#include "statements.hpp"

#include <algorithm>
#include <mutex>

#include <fmt/format.h>
#include <sqlite3.h>

namespace orrery::store {

namespace {

using sqlite::Access;
using sqlite::SqliteDatabase;

// Of a new archive; docs/adr/0008-store.md has the figures.
constexpr int kPageBytes = 8192;
// Pages kept in memory by one connection, in KiB.
constexpr int kWriterCacheKib = 8 * 1024;
constexpr int kReaderCacheKib = 2 * 1024;
// The log is brought into the file when it has an eighth of what the file has, within these limits: what was
// written to a page several times until then is written there once, and the larger the archive is, the longer
// it takes until a page comes again.
constexpr std::int64_t kLeastLogBytes = std::int64_t{64} << 20;
constexpr std::int64_t kMostLogBytes = std::int64_t{256} << 20;
constexpr std::int64_t kFileBytesPerLogByte = 8;

std::int64_t file_bytes(sqlite3* connection, const char* name) {
    sqlite3_file* file = nullptr;
    sqlite3_int64 bytes = 0;
    if (sqlite3_file_control(connection, name, SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file)) !=
            SQLITE_OK ||
        file == nullptr || file->pMethods == nullptr || file->pMethods->xFileSize(file, &bytes) != SQLITE_OK)
        return 0;
    return bytes;
}

// Called after each commit, with the size of a page and how many of them the log has. What fails here is
// tried again after the next commit.
int keep_log_short(void* page_bytes, sqlite3* connection, const char* name, int pages) {
    const auto log_bytes = static_cast<std::int64_t>(reinterpret_cast<std::intptr_t>(page_bytes)) * pages;
    if (log_bytes < kLeastLogBytes) return SQLITE_OK;
    const auto most = file_bytes(connection, name) / kFileBytesPerLogByte;
    if (log_bytes >= std::clamp(most, kLeastLogBytes, kMostLogBytes))
        sqlite3_wal_checkpoint_v2(connection, name, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    return SQLITE_OK;
}

class SqliteEngine final : public Engine {
  public:
    SqliteEngine(std::filesystem::path path, OpenMode mode) : path_(std::move(path)), mode_(mode) {}

    [[nodiscard]] std::unique_ptr<Database> open_writer() override {
        auto database = std::make_unique<SqliteDatabase>(
            path_, mode_ == OpenMode::kCreate ? Access::kCreate : Access::kReadWrite);
        database->execute(fmt::format("PRAGMA cache_size = -{}", kWriterCacheKib));
        sqlite::check_is_archive(*database, path_);
        database->execute(fmt::format("PRAGMA page_size = {}", kPageBytes));
        database->execute("PRAGMA journal_mode = WAL");
        // A commit survives a crash of the process at once, and one of the machine from the next checkpoint
        // on. What is lost then is lost as a whole: its feeds are polled again with the validators from
        // before.
        database->execute("PRAGMA synchronous = NORMAL");
        database->execute("PRAGMA foreign_keys = ON");
        // Debian's SQLite would overwrite all that becomes free, and write whole pages for nothing else.
        database->execute("PRAGMA secure_delete = FAST");
        sqlite::migrate(*database);
        const auto page_bytes = static_cast<std::intptr_t>(database->pragma("page_size"));
        sqlite3_wal_hook(database->handle(), keep_log_short, reinterpret_cast<void*>(page_bytes));
        return database;
    }

    [[nodiscard]] std::unique_ptr<Database> open_reader() const override {
        auto database = std::make_unique<SqliteDatabase>(path_, Access::kReadOnly);
        database->execute(fmt::format("PRAGMA cache_size = -{}", kReaderCacheKib));
        return database;
    }

    [[nodiscard]] std::uint64_t generation() const override {
        const std::lock_guard lock(watcher_mutex_);
        if (!watcher_) watcher_ = std::make_unique<SqliteDatabase>(path_, Access::kReadOnly);
        return static_cast<std::uint64_t>(watcher_->pragma("data_version"));
    }

    [[nodiscard]] Result<void> run_sql(std::string_view statement, const SqlAnswer& answer,
                                       const Unpack& unpack) const override {
        return sqlite::run_sql(path_, statement, answer, unpack);
    }

    [[nodiscard]] Result<void> check() const override {
        SqliteDatabase database(path_, Access::kReadOnly);
        const auto damaged = [&](std::string why) {
            return fail(ErrorCode::kCorrupt, "the archive is damaged", path_.string(), std::move(why),
                        "keep the file as it is and restore a backup");
        };
        auto query = database.query("PRAGMA integrity_check(1)");
        query.step();
        if (query.view(0) != "ok") return damaged(query.text(0));
        // An older schema is checked before its archive is migrated.
        if (database.pragma("user_version") != newest_schema()) return {};
        auto lost = database.query(sql::kLostEntries);
        if (lost.step()) return damaged(lost.text(0));
        return {};
    }

    [[nodiscard]] std::int64_t find_schema() const override {
        SqliteDatabase database(path_, Access::kReadOnly);
        sqlite::check_is_archive(database, path_);
        return database.pragma("user_version");
    }
    [[nodiscard]] std::int64_t newest_schema() const override { return sqlite::newest_schema(); }

    [[nodiscard]] std::vector<Table> tables(Database& database) const override {
        return read_tables(database, sqlite_catalog::kColumns, sqlite_catalog::kReferences);
    }
    [[nodiscard]] std::map<std::string, std::int64_t> last_ids(Database& database) const override {
        return read_last_ids(database, sqlite_catalog::kLastIds);
    }
    void set_last_id(Database& database, std::string_view table, std::int64_t id) const override {
        database.query(sqlite_catalog::kForgetLastId).bind_all(table).run();
        database.query(sqlite_catalog::kSetLastId).bind_all(table, id).run();
    }

  private:
    std::filesystem::path path_;
    OpenMode mode_;
    mutable std::mutex watcher_mutex_;
    mutable std::unique_ptr<SqliteDatabase>
        watcher_;  // only asks for data_version, which counts the commits of all others
};

}  // namespace

std::unique_ptr<Engine> sqlite::make_engine(const std::string& place, OpenMode mode) {
    const std::filesystem::path path = place;
    std::error_code error;
    if (mode == OpenMode::kExisting && !std::filesystem::exists(path, error))
        throw StoreFailure({ErrorCode::kNotFound, "there is no archive yet", path.string(), "",
                            "`orrery add URL` or `orrery import FILE` makes one"});
    if (mode == OpenMode::kCreate && path.has_parent_path()) {
        std::filesystem::create_directories(path.parent_path(), error);
        if (error)
            throw StoreFailure(
                system_error("cannot make the archive's folder", path.parent_path().string(), error.value()));
    }
    return std::make_unique<SqliteEngine>(path, mode);
}

}  // namespace orrery::store
