#include "archive_fixture.hpp"
#include "postgres/batch_sql.hpp"
#include "postgres/postgres_database.hpp"

#include <fstream>
#include <thread>

namespace orrery::store {
namespace {

using namespace testing_support;
using postgres::Access;
using postgres::PostgresDatabase;

TEST(PostgresAddress, IsToldFromAFile) {
    EXPECT_TRUE(is_server("postgresql://host/planet"));
    EXPECT_TRUE(is_server("postgres:///planet"));
    EXPECT_FALSE(is_server("data/postgresql.db"));
}

TEST(PostgresAddress, IsShownWithoutItsPassword) {
    EXPECT_EQ(shown("postgresql://ann@host:5433/planet"), "postgresql://ann@host:5433/planet");
    EXPECT_EQ(shown("postgresql://ann:se@cret@host/planet"), "postgresql://ann:***@host/planet");
    EXPECT_EQ(shown("postgresql:///planet?user=ann&password=secret&sslmode=require"),
              "postgresql:///planet?user=ann&password=***&sslmode=require");
    EXPECT_EQ(shown("postgresql://host:5432/planet?options=-cx%3Da@b"),
              "postgresql://host:5432/planet?options=-cx%3Da@b");
}

TEST(PostgresAddress, ThatCannotBeReadIsReportedWithoutItsPassword) {
    const auto opened = open_archive("postgresql://ann:se%zzcret@host/planet", OpenMode::kCreate);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::kInvalid);
    EXPECT_EQ(opened.error().message().find("cret"), std::string::npos) << opened.error().message();
}

TEST(PostgresAddress, ThatNobodyListensAtIsReportedAtOnce) {
    const auto opened = open_archive("postgresql://ann:secret@127.0.0.1:1/planet", OpenMode::kCreate);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::kIo);
    EXPECT_EQ(opened.error().what, "the archive's server cannot be reached");
    EXPECT_EQ(opened.error().where, "postgresql://ann:***@127.0.0.1:1/planet");
    EXPECT_NE(opened.error().why.find("refused"), std::string::npos) << opened.error().why;
}

TEST(PostgresBatches, WriteParametersWithDollarsOutsideOfTexts) {
    EXPECT_EQ(postgres::with_dollars("SELECT ?1, '?2', \"?3\" -- ?4\nWHERE ?12 = '''?5'"),
              "SELECT $1, '?2', \"?3\" \nWHERE $12 = '''?5'");
}

TEST(PostgresBatches, InsertManyRowsByOneStatement) {
    EXPECT_EQ(
        postgres::insert_many("INSERT INTO t (a, b) VALUES (?1, coalesce(?2, ?1)) ON CONFLICT DO NOTHING", 2),
        "INSERT INTO t (a, b) VALUES ($1, coalesce($2, $1)), ($3, coalesce($4, $3)) ON CONFLICT DO NOTHING");
    EXPECT_EQ(postgres::insert_many("INSERT INTO t SELECT ?1", 2), "");
    EXPECT_EQ(postgres::insert_many("INSERT INTO t VALUES (?1) RETURNING id", 2), "");
    EXPECT_EQ(postgres::insert_many("UPDATE t SET a = ?1", 2), "");
}

TEST(PostgresBatches, AskForManyNumbersByOneStatement) {
    EXPECT_EQ(postgres::run_for_arrays("SELECT a FROM t WHERE b = ?2 AND c = ?1"),
              "SELECT found.*, wanted.place FROM unnest(CAST($1 AS bigint[]), CAST($2 AS bigint[])) WITH "
              "ORDINALITY "
              "AS wanted (p1, p2, place) CROSS JOIN LATERAL (SELECT a FROM t WHERE b = wanted.p2 AND c = "
              "wanted.p1) "
              "AS found");
    EXPECT_EQ(postgres::run_for_arrays("DELETE FROM t WHERE a = ?1"),
              "DELETE FROM t USING unnest(CAST($1 AS bigint[])) AS wanted (p1) WHERE a = wanted.p1");
    EXPECT_EQ(postgres::run_for_arrays("DELETE FROM t WHERE a IN (SELECT b FROM t WHERE c = ?1)"), "");
    EXPECT_EQ(postgres::run_for_arrays("UPDATE t SET a = ?1"), "");
}

/// What only a server can do to its clients.
class PostgresTest : public ArchiveTest {
  protected:
    void SetUp() override {
        if (!TestPlace::is_on_server()) GTEST_SKIP() << "these are for PostgreSQL";
        ArchiveTest::SetUp();
    }
    // Ends every other connection to the archive's schema, as a restart of the server would.
    void cut_connections() const {
        store_->run_on_server(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE application_name = 'orrery' AND pid <> pg_backend_pid()");
    }
    [[nodiscard]] std::string with_option(const std::string& option) const {
        return place() + "%20-c" + option;
    }
};

TEST_F(PostgresTest, CarriesOnWhenTheServerComesBack) {
    const auto feed = add("https://a/feed");
    commit(feed, {entry("1")});
    const auto before = *archive_->generation();
    EXPECT_EQ(archive_->stories({})->size(), 1u);
    cut_connections();
    EXPECT_EQ(archive_->stories({})->size(), 1u);
    EXPECT_EQ(*archive_->generation(), before);
    cut_connections();
    EXPECT_EQ(commit(feed, {entry("2")}).added, 1);
    EXPECT_EQ(archive_->counts()->entries, 2);
}

// A server without synchronous commits that crashes comes back without the last of them.
TEST_F(PostgresTest, TrustsNothingItRememberedWhenTheServerHasForgotten) {
    const auto feed = add("https://a/feed");
    const auto first = add("https://b/feed");
    const auto second = add("https://c/feed");
    commit(feed, {entry("1", "Counting boats")});
    commit(feed, {entry("2", "Counting trees")});
    // As others would use the same numbers again.
    store_->run_on_server(
        "DELETE FROM search_pending; ALTER TABLE search_pending ALTER COLUMN change RESTART WITH 1");
    cut_connections();
    {
        const auto other = std::move(*open_archive(place(), OpenMode::kExisting));
        PollCommit poll{.feed = first, .time = kNow};
        poll.entries = {entry("3", "A seal on the pier")};
        ASSERT_TRUE(other->commit_poll(poll));
    }
    EXPECT_EQ(commit(second, {entry("3", "A seal on the pier")}).joined, 1);
}

TEST_F(PostgresTest, LosesATransactionAsAWholeWithItsConnection) {
    PostgresDatabase database(place(), Access::kReadWrite);
    database.begin_write();
    database.query("INSERT INTO dictionary VALUES (7, ?1)").bind_all(Blob{"x"}).run();
    cut_connections();
    try {
        database.query("INSERT INTO dictionary VALUES (8, ?1)").bind_all(Blob{"x"}).run();
        FAIL() << "the connection is gone";
    } catch (const StoreFailure& failure) {
        EXPECT_EQ(failure.error().code, ErrorCode::kIo);
        EXPECT_EQ(failure.error().where, place());
        EXPECT_NE(failure.error().remedy.find("goes on by itself"), std::string::npos);
    }
    database.rollback();
    auto left = database.query("SELECT count(*) FROM dictionary");
    left.step();
    EXPECT_EQ(left.integer(0), 0);
}

TEST_F(PostgresTest, WhatIsNotWaitedForFailsBeforeTheCommitOrWithIt) {
    PostgresDatabase database(place(), Access::kReadWrite);
    const auto add = [&](std::int64_t id) {
        database.query("INSERT INTO dictionary VALUES (?1, '')").bind_all(id).run();
    };
    const auto count = [&] {
        auto left = database.query("SELECT count(*) FROM dictionary");
        left.step();
        return left.integer(0);
    };
    database.begin_write();
    add(1);
    add(2);
    EXPECT_EQ(count(), 2);
    add(3);
    database.commit();
    EXPECT_EQ(count(), 3);

    const auto expect_refusal = [&](const auto& work) {
        database.begin_write();
        try {
            add(4);
            add(3);
            add(5);
            work();
            FAIL() << "the archive took a number twice";
        } catch (const StoreFailure& failure) {
            EXPECT_NE(failure.error().why.find("duplicate key"), std::string::npos)
                << failure.error().message();
        }
        database.rollback();
        EXPECT_EQ(count(), 3);
    };
    expect_refusal([&] { database.commit(); });
    expect_refusal([&] { static_cast<void>(count()); });
    expect_refusal([&] { database.execute("SELECT 1"); });
    expect_refusal([&] { static_cast<void>(database.allocate_ids("feed", 1)); });
    // Left without a word, as by an exception of somebody else.
    database.begin_write();
    add(6);
    database.rollback();
    EXPECT_EQ(count(), 3);
}

TEST_F(PostgresTest, AnArchiveOfSchema6IsStoredBetterAndKeepsEverything) {
    const auto feed = add("https://a/feed");
    commit(feed, {entry("1")});
    archive_.reset();
    store_->run_on_server(
        "DROP TABLE pruned; UPDATE orrery_archive SET schema = 6; ALTER TABLE entry RESET "
        "(toast_tuple_target); ALTER TABLE "
        "revision RESET (toast_tuple_target); ALTER TABLE feed_state RESET (fillfactor); ALTER TABLE "
        "feed_keys RESET (fillfactor); CREATE INDEX feed_state_next_poll ON feed_state (next_poll) WHERE "
        "next_poll IS NOT NULL");
    archive_ = std::move(*open_archive(place(), OpenMode::kExisting));
    PostgresDatabase database(place(), Access::kReadOnly);
    auto found = database.query(
        "SELECT (SELECT schema FROM orrery_archive), count(*) FILTER (WHERE reloptions IS NOT NULL), "
        "to_regclass('feed_state_next_poll') IS NULL FROM pg_class WHERE relkind = 'r' AND relnamespace = "
        "CAST(current_schema() AS regnamespace)");
    found.step();
    EXPECT_GE(found.integer(0), 7);
    EXPECT_EQ(found.integer(1), 4);
    EXPECT_EQ(found.integer(2), 1);
    EXPECT_EQ(commit(feed, {entry("1"), entry("2")}).added, 1);
    EXPECT_EQ(archive_->stories({})->size(), 2u);
    add("https://b/feed");
    EXPECT_EQ(archive_->due_feeds(Timestamp::max(), 10)->size(), 1u);
}

TEST_F(PostgresTest, IdsOfOneTransactionFollowOneAnother) {
    PostgresDatabase database(place(), Access::kReadWrite);
    database.begin_write();
    const auto first = database.allocate_ids("entry", 3);
    EXPECT_EQ(database.allocate_ids("entry", 2), first + 3);
    EXPECT_EQ(database.allocate_ids("entry", 1), first + 5);
    database.commit();
    PostgresDatabase other(place(), Access::kReadWrite);
    other.begin_write();
    EXPECT_EQ(other.allocate_ids("entry", 1), first + 6);
    other.rollback();
    database.begin_write();
    EXPECT_GT(database.allocate_ids("entry", 1), first + 6);
    database.rollback();
}

TEST_F(PostgresTest, ACommitIsNotLostWithTheConnectionThatWouldHaveSaidSo) {
    PostgresDatabase database(place(), Access::kReadWrite);
    database.begin_write();
    database.query("INSERT INTO dictionary VALUES (7, ?1)").bind_all(Blob{"x"}).run();
    cut_connections();
    EXPECT_THROW(database.commit(), StoreFailure);
    database.rollback();

    // A deferred trigger ends the connection when the commit is as good as done for everybody but the client.
    store_->run_on_server(
        "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$; "
        "CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON dictionary DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION cut()");
    database.begin_write();
    database.query("INSERT INTO dictionary VALUES (8, ?1)").bind_all(Blob{"x"}).run();
    bool said_committed = true;
    try {
        database.commit();
    } catch (const StoreFailure&) {
        said_committed = false;
        database.rollback();
    }
    auto left = database.query("SELECT count(*) FROM dictionary");
    left.step();
    EXPECT_EQ(left.integer(0), said_committed ? 1 : 0) << "what was said is what is so";
}

TEST_F(PostgresTest, AMistakeInAPipelineNamesItselfAndLeavesTheConnectionUsable) {
    PostgresDatabase database(place(), Access::kReadWrite);
    const auto insert = [&](std::vector<std::int64_t> ids) {
        Transaction transaction(database);
        database.run_each("INSERT INTO dictionary (id, bytes) VALUES (?1, ?2)", ids.size(),
                          [&](Query& query, std::size_t i) { query.bind_all(ids[i], Blob{"x"}); });
        transaction.commit();
    };
    try {
        insert({1, 2, 1, 3});
        FAIL() << "an id came twice";
    } catch (const StoreFailure& failure) {
        EXPECT_NE(failure.error().why.find("dictionary_pkey"), std::string::npos) << failure.what();
    }
    std::vector<std::int64_t> many;
    for (int id = 1; id <= 1200; ++id)
        many.push_back(id);
    insert(many);
    std::int64_t sum = 0;
    database.run_each(
        "SELECT id FROM dictionary WHERE id >= ?1 ORDER BY id LIMIT 2", 1200,
        [&](Query& query, std::size_t i) { query.bind_all(many[i]); },
        [&](const Query& row, std::size_t i) { sum += row.integer(0) - many[i]; });
    EXPECT_EQ(sum, 1199) << "each but the last gave its own row and the next";
}

TEST_F(PostgresTest, WritersKeepOneAnotherOutForAsLongAsTheyWait) {
    PostgresDatabase database(place(), Access::kReadWrite);
    database.begin_write();
    auto other = open_archive(with_option("lock_timeout%3D100ms"), OpenMode::kExisting);
    ASSERT_TRUE(other) << other.error().message();
    const NewFeed feed{.url = "https://a/feed"};
    const auto added = (*other)->add_feeds({&feed, 1}, kNow);
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, ErrorCode::kBusy);
    EXPECT_EQ(added.error().what, "the archive is in use");
    EXPECT_TRUE((*other)->feeds()->empty()) << "readers are not held up";
    database.rollback();
    EXPECT_TRUE((*other)->add_feeds({&feed, 1}, kNow));
}

TEST_F(PostgresTest, AFullDiskStopsNothingButTheCommit) {
    const auto feed = add("https://a/feed");
    store_->run_on_server(
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END $$; "
        "CREATE TRIGGER full_disk BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION full_disk()");
    PollCommit poll;
    poll.feed = feed;
    poll.entries = {entry("1"), entry("2")};
    const auto failed = archive_->commit_poll(poll);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::kFull);
    EXPECT_EQ(failed.error().what, "no space is left for the archive");
    EXPECT_EQ((*archive_->feed(feed))->entries, 0);
    store_->run_on_server("DROP TRIGGER full_disk ON entry");
    EXPECT_EQ(archive_->commit_poll(poll)->added, 2);
}

TEST_F(PostgresTest, SaysWhatIsWrongWithAnAddress) {
    const auto complaint = [](const std::string& address) {
        const auto opened = open_archive(address, OpenMode::kCreate);
        EXPECT_FALSE(opened) << address;
        return opened ? Error{} : opened.error();
    };
    const auto at = [&](std::string_view user, std::string_view database) {
        auto address = place();
        address.replace(address.find("postgres@"), 8, user);
        const auto name = address.find("/postgres?") + 1;
        address.replace(name, 8, database);
        return address;
    };
    EXPECT_EQ(complaint(at("postgres", "no_such_database")).what, "there is no such database");
    EXPECT_EQ(complaint(at("nobody_here", "postgres")).what, "the archive's server refuses the user");
    auto elsewhere = place();
    elsewhere.replace(elsewhere.find("search_path"), std::string::npos, "search_path%3Dno_such_schema");
    EXPECT_EQ(complaint(elsewhere).what, "there is no such schema");

    store_->run_on_server(
        "DO $$ BEGIN CREATE ROLE orrery_reader LOGIN; EXCEPTION WHEN duplicate_object THEN END $$; "
        "DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO orrery_reader', current_schema()); END $$; "
        "GRANT SELECT ON ALL TABLES IN SCHEMA " +
        place().substr(place().rfind("%3D") + 3) + " TO orrery_reader");
    auto reader = open_archive(at("orrery_reader", "postgres"), OpenMode::kExisting);
    ASSERT_TRUE(reader) << reader.error().message();
    const NewFeed feed{.url = "https://a/feed"};
    const auto refused = (*reader)->add_feeds({&feed, 1}, kNow);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kRefused);
    EXPECT_NE(refused.error().why.find("permission denied"), std::string::npos);
}

TEST_F(PostgresTest, LeavesADatabaseOfAnotherProgramAlone) {
    archive_.reset();
    store_->run_on_server("ALTER TABLE orrery_archive RENAME TO something");
    const auto opened = open_archive(place(), OpenMode::kCreate);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt);
    EXPECT_EQ(opened.error().what, "this is not an Orrery archive");
}

TEST_F(PostgresTest, BringsAnArchiveOfSchema7UpToDate) {
    const auto feed = add("https://a/feed");
    commit(feed, {entry("1", "1", kNow), entry("2", "2", kNow - 1h)});
    archive_.reset();
    store_->run_on_server("DROP TABLE pruned; UPDATE orrery_archive SET schema = 7");
    open();
    const RetentionPolicy policy{.planet = {.entries = 1, .time = {}}, .feeds = {}};
    EXPECT_EQ(archive_->prune(policy, {.clock = [] { return kNow; }})->entries(), 1);
    EXPECT_EQ(commit(feed, {entry("1", "1", kNow), entry("2", "2", kNow - 1h)}).added, 0);
}

TEST_F(PostgresTest, LeavesANewerArchiveAlone) {
    archive_.reset();
    store_->run_on_server("UPDATE orrery_archive SET schema = 99");
    const auto opened = open_archive(place(), OpenMode::kCreate);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::kUnsupported);
    EXPECT_NE(opened.error().why.find("99"), std::string::npos);
}

TEST_F(PostgresTest, SaysHowToBeginWhereThereIsNoArchive) {
    const TestPlace empty;
    const auto opened = open_archive(empty.place(), OpenMode::kExisting);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::kNotFound);
    EXPECT_EQ(opened.error().what, "there is no archive yet");
}

TEST_F(PostgresTest, RefusesADatabaseThatCannotHoldAllText) {
    store_->run_on_server("CREATE DATABASE orrery_latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    auto address = place();
    address.replace(address.find("/postgres?") + 1, std::string::npos, "orrery_latin");
    const auto opened = open_archive(address, OpenMode::kCreate);
    store_->run_on_server("DROP DATABASE orrery_latin");
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::kUnsupported);
    EXPECT_EQ(opened.error().why, "its encoding is LATIN1");
}

TEST_F(PostgresTest, FindsWhatContradictsItself) {
    const auto feed = add("https://a/feed");
    commit(feed, {entry("1")});
    EXPECT_TRUE(archive_->check());
    store_->run_on_server("UPDATE feed_state SET entries = 5");
    const auto checked = archive_->check();
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, ErrorCode::kCorrupt);
    EXPECT_EQ(checked.error().why, "feed " + std::to_string(feed) + " counts 5 entries and has 1");
}

TEST_F(PostgresTest, WaitsForOneOfItsConnectionsRatherThanOpenEverMore) {
    std::vector<std::thread> readers;
    for (int i = 0; i < 30; ++i)
        readers.emplace_back([&] {
            for (int n = 0; n < 5; ++n)
                EXPECT_TRUE(archive_->feeds());
        });
    for (auto& reader : readers)
        reader.join();
    PostgresDatabase database(place(), Access::kReadOnly);
    auto open = database.query("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'orrery'");
    open.step();
    EXPECT_LE(open.integer(0), 11) << "eight readers, the writer, one that watches, and this one";
}

}  // namespace
}  // namespace orrery::store
