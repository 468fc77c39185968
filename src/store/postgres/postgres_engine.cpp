#include "catalog.hpp"
#include "engines.hpp"
#include "orrery/base/hash.hpp"
#include "postgres/address.hpp"
#include "postgres/migrations.hpp"
#include "postgres/postgres_database.hpp"
#include "postgres/sql_shell.hpp"
#include "postgres_catalog.hpp"
#include "postgres_check.hpp"
#include "statements.hpp"

#include <mutex>

#include <fmt/format.h>

namespace orrery::store::postgres {

namespace {

// With the writer and the one that watches for commits a process uses ten connections at most.
constexpr std::size_t kReaders = 8;

class PostgresEngine final : public Engine {
  public:
    PostgresEngine(std::string address, OpenMode mode) : address_(std::move(address)), mode_(mode) {}

    [[nodiscard]] std::unique_ptr<Database> open_writer() override {
        auto database = std::make_unique<PostgresDatabase>(address_, Access::kReadWrite);
        if (postgres::find_schema(*database) == 0 && mode_ == OpenMode::kExisting)
            throw StoreFailure({ErrorCode::kNotFound, "there is no archive yet", database->shown(), "",
                                "`orrery add URL` or `orrery import FILE` makes one"});
        migrate(*database);
        return database;
    }

    [[nodiscard]] std::unique_ptr<Database> open_reader() const override {
        return std::make_unique<PostgresDatabase>(address_, Access::kReadOnly);
    }

    [[nodiscard]] std::size_t most_readers() const override { return kReaders; }

    // A snapshot says which transactions are visible: as long as it is the same, so is what is read. It is
    // taken in the moment of the question, while a WAL position moves before a commit can be seen. Another
    // database of the same server changes it, too, which costs nothing but pages drawn anew.
    [[nodiscard]] std::uint64_t generation() const override {
        const std::lock_guard lock(watcher_mutex_);
        if (!watcher_) watcher_ = open_reader();
        auto snapshot = watcher_->query("SELECT CAST(pg_current_snapshot() AS text)");
        snapshot.step();
        return hash64(snapshot.view(0));
    }

    [[nodiscard]] Result<void> run_sql(std::string_view statement, const SqlAnswer& answer,
                                       const Unpack& unpack) const override {
        return postgres::run_sql(address_, statement, answer, unpack);
    }

    [[nodiscard]] Result<void> check() const override {
        const auto database = std::make_unique<PostgresDatabase>(address_, Access::kReadOnly);
        database->expect_large_answers();
        auto checks =
            std::string(postgres_check::kConsistency) + "UNION ALL\n" + std::string(sql::kLostEntries);
        bool has_amcheck = false;
        {
            auto installed = database->query(postgres_check::kHasAmcheck);
            has_amcheck = installed.step();
        }
        if (has_amcheck) checks += "\nUNION ALL\n" + std::string(postgres_check::kIndexes);
        auto wrong = database->query(checks);
        if (!wrong.step()) return {};
        return fail(ErrorCode::kCorrupt, "the archive is damaged", shown(address_), wrong.text(0),
                    "keep the server's files as they are and restore a backup");
    }

    [[nodiscard]] std::int64_t find_schema() const override {
        PostgresDatabase database(address_, Access::kReadOnly);
        return postgres::find_schema(database);
    }
    [[nodiscard]] std::int64_t newest_schema() const override { return postgres::newest_schema(); }

    [[nodiscard]] std::vector<Table> tables(Database& database) const override {
        return read_tables(database, postgres_catalog::kColumns, postgres_catalog::kReferences);
    }
    [[nodiscard]] std::map<std::string, std::int64_t> last_ids(Database& database) const override {
        return read_last_ids(database, postgres_catalog::kLastIds);
    }
    void set_last_id(Database& database, std::string_view table, std::int64_t id) const override {
        if (id > 0) database.query(postgres_catalog::kSetLastId).bind_all(table, id).run();
    }

  private:
    std::string address_;
    OpenMode mode_;
    mutable std::mutex watcher_mutex_;
    mutable std::unique_ptr<Database> watcher_;
};

}  // namespace

std::unique_ptr<Engine> make_engine(const std::string& address, OpenMode mode) {
    return std::make_unique<PostgresEngine>(address, mode);
}

}  // namespace orrery::store::postgres
