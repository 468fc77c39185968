#include "sqlite/migrations.hpp"

#include "body_codec.hpp"
#include "entry_codec.hpp"
#include "feed_keys.hpp"
#include "orrery/html/text.hpp"
#include "orrery/planet/identity.hpp"
#include "sqlite_migrations.hpp"
#include "statements.hpp"
#include "story_placer.hpp"

#include <array>

#include <fmt/format.h>

namespace orrery::store::sqlite {

namespace {

// In the file's header; `file` shows it, and another program's database is told apart by it. "Orry"
constexpr std::int64_t kApplicationId = 0x4F727279;

// How a key of schema 1 began that was a guid alone.
constexpr std::string_view kGuidPrefix = "guid:";

void create(SqliteDatabase& database) {
    database.execute(std::string(sqlite_migration::kInitial));
}

std::int64_t count(SqliteDatabase& database, std::string_view table) {
    auto query = database.query(fmt::format("SELECT count(*) FROM {}", table));
    query.step();
    return query.integer(0);
}

// An empty list was `[]` in schema 1.
std::string_view list(const Query& row, int column) {
    const auto text = row.view(column);
    return text == "[]" ? std::string_view() : text;
}

// Schema 1 kept every revision in full beside its entry.
void move_entries(SqliteDatabase& database) {
    const BodyCodec codec;
    auto rows = database.query(
        "SELECT e.id, e.feed_id, e.date, e.first_seen, e.revisions, e.key, r.number, r.seen, r.url, r.title, "
        "r.author, "
        "r.language, r.published, r.updated, r.categories, r.enclosures, r.html, f.url, f.site_url "
        "FROM entry_1 e JOIN revision_1 r ON r.entry_id = e.id JOIN feed f ON f.id = e.feed_id ORDER BY "
        "e.id, r.number DESC");
    while (rows.step()) {
        NewEntry entry;
        entry.url = rows.text(8);
        entry.title = rows.text(9);
        entry.author = rows.text(10);
        entry.language = rows.text(11);
        entry.categories = decode_categories(list(rows, 14));
        entry.enclosures = decode_enclosures(list(rows, 15));
        entry.html = rows.text(16);
        const auto body = codec.encode(entry.html);
        if (rows.integer(6) < rows.integer(4)) {
            database.query("INSERT INTO revision VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)")
                .bind_all(rows.integer(0), rows.integer(6), rows.integer(7), entry.url, entry.title,
                          entry.author, entry.language, rows.optional_time(12), rows.optional_time(13),
                          list(rows, 14), list(rows, 15), Blob{body})
                .run();
            continue;
        }
        const auto key = rows.text(5);
        if (key.starts_with(kGuidPrefix)) entry.guid = key.substr(kGuidPrefix.size());
        const planet::Identifiers identifiers{entry.guid, entry.url, entry.title, entry.html};
        const auto feed_url = rows.text(17);
        const auto site_url = rows.text(18);
        entry.identity = planet::identify({&identifiers, 1}, {rows.integer(1), feed_url, site_url}).front();
        const auto identity = encode_identity(entry.identity);
        const auto traits = encode_traits(traits_of(html::text(entry.html)));
        database
            .query(
                "INSERT INTO entry (id, feed_id, story_id, listed, date, first_seen, seen, visibility, "
                "is_copy, revisions, "
                "hash, guid, url, title, author, language, published, updated, categories, enclosures, "
                "source, identity, "
                "traits, body) VALUES (?1, ?2, ?1, 1, ?3, ?4, ?5, 'shown', 0, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
                "?13, ?14, "
                "?15, ?16, '', ?17, ?18, ?19)")
            .bind_all(rows.integer(0), rows.integer(1), rows.integer(2), rows.integer(3), rows.integer(7),
                      rows.integer(4), content_hash(entry), entry.guid, entry.url, entry.title, entry.author,
                      entry.language, rows.optional_time(12), rows.optional_time(13), list(rows, 14),
                      list(rows, 15), Blob{identity}, Blob{traits}, Blob{body})
            .run();
        for (const auto number : lookup_keys(entry.identity))
            database.query("INSERT INTO entry_key VALUES (?1, ?2, ?3)")
                .bind_all(rows.integer(1), number, rows.integer(0))
                .run();
    }
}

void compress_bodies(SqliteDatabase& database) {
    database.execute(std::string(sqlite_migration::kEntriesTables));
    const auto entries = count(database, "entry_1");
    const auto revisions = count(database, "revision_1");
    const bool is_whole =
        count(database, "entry_1 e JOIN revision_1 r ON r.entry_id = e.id AND r.number = e.revisions") ==
        entries;
    if (is_whole) move_entries(database);
    if (!is_whole || count(database, "entry") != entries ||
        count(database, "entry") + count(database, "revision") != revisions)
        throw StoreFailure({ErrorCode::kCorrupt, "the archive cannot be brought up to date", "",
                            "entries and their revisions do not belong together; nothing was changed",
                            "restore a backup, or run the version of Orrery that wrote it"});
    database.execute(std::string(sqlite_migration::kEntriesCleanup));
}

void add_search(SqliteDatabase& database) {
    database.execute(std::string(sqlite_migration::kSearchTables));
    auto entries = database.query("SELECT id FROM entry ORDER BY id");
    while (entries.step()) {
        const auto keys = encode_keys(story_keys_of(database, entries.integer(0)));
        database.query(sql::kAddPending).bind_all(entries.integer(0), std::int64_t{0}, Blob{keys}).run();
    }
}

void drop_story_keys(SqliteDatabase& database) {
    database.execute(std::string(sqlite_migration::kDropStoryKeys));
}

void add_judgements(SqliteDatabase& database) {
    database.execute(std::string(sqlite_migration::kJudgementTables));
}

void pack_keys(SqliteDatabase& database) {
    database.execute(std::string(sqlite_migration::kFeedKeysTable));
    pack_entry_keys(database);
    database.execute(std::string(sqlite_migration::kDropEntryKeys));
}

// Schema 7 is about how PostgreSQL stores the same tables.
void change_nothing(SqliteDatabase& /*unused*/) {}

void add_pruned(SqliteDatabase& database) {
    database.execute(std::string(sqlite_migration::kPrunedTable));
}

void order_indexes(SqliteDatabase& database) {
    database.execute(std::string(sqlite_migration::kIndexOrder));
}

using Step = void (*)(SqliteDatabase&);
// Forward only: a step that was released is never changed, a new one is added.
constexpr std::array<Step, 9> kSteps = {create,          compress_bodies, add_search,
                                        drop_story_keys, add_judgements,  pack_keys,
                                        change_nothing,  add_pruned,      order_indexes};

void run_step(SqliteDatabase& database, std::size_t number) {
    Transaction transaction(database);
    // Another process may have done it while we waited for the lock.
    if (database.pragma("user_version") != static_cast<std::int64_t>(number)) return;
    kSteps[number](database);
    database.execute(fmt::format("PRAGMA user_version = {}", number + 1));
    database.execute(fmt::format("PRAGMA application_id = {}", kApplicationId));
    transaction.commit();
}

}  // namespace

std::int64_t newest_schema() {
    return static_cast<std::int64_t>(kSteps.size());
}

void check_is_archive(SqliteDatabase& database, const std::filesystem::path& path) {
    const auto version = database.pragma("user_version");
    const bool is_empty = version == 0 && database.pragma("schema_version") == 0;
    if (!is_empty && database.pragma("application_id") != kApplicationId)
        throw StoreFailure({ErrorCode::kCorrupt, "this is not an Orrery archive", path.string(),
                            "it is the database of another program", "check the path in archive.path"});
    if (version > newest_schema())
        throw StoreFailure(
            {ErrorCode::kUnsupported, "a newer Orrery wrote this archive", path.string(),
             fmt::format("it has schema {}, this program knows up to {}", version, newest_schema()),
             "install the newer version again, or restore a backup from before the upgrade"});
}

void migrate(SqliteDatabase& database) {
    const auto version = database.pragma("user_version");
    for (auto next = static_cast<std::size_t>(version); next < kSteps.size(); ++next)
        run_step(database, next);
}

}  // namespace orrery::store::sqlite
