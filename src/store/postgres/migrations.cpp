#include "postgres/migrations.hpp"

#include "feed_keys.hpp"
#include "postgres_migrations.hpp"

#include <array>

#include <fmt/format.h>

namespace orrery::store::postgres {

namespace {

void create(PostgresDatabase& database) {
    database.execute(std::string(postgres_migration::kInitial));
    database.execute("INSERT INTO orrery_archive (schema) VALUES (0)");
}

void drop_story_keys(PostgresDatabase& database) {
    database.execute(std::string(postgres_migration::kDropStoryKeys));
}

void add_judgements(PostgresDatabase& database) {
    database.execute(std::string(postgres_migration::kJudgementTables));
}

void pack_keys(PostgresDatabase& database) {
    database.execute(std::string(postgres_migration::kFeedKeysTable));
    pack_entry_keys(database);
    database.execute(std::string(postgres_migration::kDropEntryKeys));
}

void store_better(PostgresDatabase& database) {
    database.execute(std::string(postgres_migration::kStorage));
}

void add_pruned(PostgresDatabase& database) {
    database.execute(std::string(postgres_migration::kPrunedTable));
}

// Schema 9 is about the order of SQLite's indexes.
void change_nothing(PostgresDatabase& /*unused*/) {}

struct Step {
    std::int64_t from;
    std::int64_t to;
    void (*run)(PostgresDatabase&);
};
// Forward only: a step that was released is never changed, a new one is added.
constexpr std::array kSteps = {
    Step{0, 3, create},       Step{3, 4, drop_story_keys}, Step{4, 5, add_judgements}, Step{5, 6, pack_keys},
    Step{6, 7, store_better}, Step{7, 8, add_pruned},      Step{8, 9, change_nothing}};

// Tables, views and sequences in the current schema, but for those that belong to an extension.
constexpr std::string_view kLookAround =
    "SELECT current_schema() IS NULL, count(*) FILTER (WHERE c.relname = 'orrery_archive'), count(*) "
    "FROM pg_class c "
    "WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) "
    "AND c.relkind IN ('r', 'p', 'v', 'm', 'f') "
    "AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = CAST('pg_class' AS regclass) "
    "AND d.objid = c.oid AND d.deptype = 'e')";

}  // namespace

std::int64_t newest_schema() {
    return kSteps.back().to;
}

std::int64_t find_schema(PostgresDatabase& database) {
    {
        auto around = database.query(kLookAround);
        around.step();
        if (around.integer(0) != 0)
            throw StoreFailure({ErrorCode::kNotFound, "there is no such schema", database.shown(),
                                "none of those in search_path exists or may be used",
                                "make it with CREATE SCHEMA, or check search_path in archive.path"});
        if (around.integer(1) == 0) {
            if (around.integer(2) == 0) return 0;
            throw StoreFailure({ErrorCode::kCorrupt, "this is not an Orrery archive", database.shown(),
                                "it is the database of another program",
                                "make a database for Orrery alone, or check archive.path"});
        }
    }
    auto found = database.query("SELECT schema FROM orrery_archive");
    const auto schema = found.step() ? found.integer(0) : 0;
    if (schema > newest_schema())
        throw StoreFailure(
            {ErrorCode::kUnsupported, "a newer Orrery wrote this archive", database.shown(),
             fmt::format("it has schema {}, this program knows up to {}", schema, newest_schema()),
             "install the newer version again, or restore a backup from before the upgrade"});
    return schema;
}

void migrate(PostgresDatabase& database) {
    if (find_schema(database) == newest_schema()) return;
    for (const auto& step : kSteps) {
        Transaction transaction(database);
        // Another process may have done it while we waited for the lock.
        if (find_schema(database) != step.from) continue;
        database.execute("SET LOCAL statement_timeout = 0");
        step.run(database);
        database.execute(fmt::format("UPDATE orrery_archive SET schema = {}", step.to));
        transaction.commit();
    }
}

}  // namespace orrery::store::postgres
