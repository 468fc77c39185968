#include "archive_fixture.hpp"
#include "orrery/base/file.hpp"
#include "orrery/store/copy.hpp"

namespace orrery::store {
namespace {

using namespace testing_support;

class MigrationTest : public ArchiveTest {
  protected:
    void SetUp() override {
        if (TestPlace::is_on_server()) GTEST_SKIP() << "the first schema was SQLite's alone";
        ArchiveTest::SetUp();
    }

    // An archive as the first schema had it, with what `statements` put into it.
    void make_schema_1(const std::string& statements) {
        archive_.reset();
        std::filesystem::remove(path());
        const auto schema =
            read_file(std::string(ORRERY_SOURCE_DIR) + "/src/store/sql/sqlite/0001_initial.sql");
        ASSERT_TRUE(schema);
        execute(*schema + "; PRAGMA user_version = 1; PRAGMA application_id = 0x4F727279;" + statements);
    }
};

constexpr auto kFeedAndEntry = R"(
    INSERT INTO feed (id, url, title, added) VALUES (7, 'https://a/feed', 'A', 1);
    INSERT INTO feed_state (feed_id, etag) VALUES (7, 'tag');
    INSERT INTO entry VALUES (3, 7, 'guid:urn:x', 1700000000000000, 1700000000000000, 2, 'h');
    INSERT INTO revision VALUES (3, 1, 1700000000000000, 'https://a/1', 'Old', 'Ann', 'en', NULL, NULL, '["sea"]', '[]', '<p>old</p>');
    INSERT INTO revision VALUES (3, 2, 1700000001000000, 'https://a/1', 'New', 'Ann', 'en', 5, NULL, '[]',
                                 '[{"url":"https://a/e.mp3","type":"audio/mpeg","length":9}]', '<p>new</p>');
)";

TEST_F(MigrationTest, AnArchiveOfTheFirstSchemaKeepsEverything) {
    make_schema_1(kFeedAndEntry);
    open();
    EXPECT_EQ((**archive_->feed(7)).state.etag, "tag");
    EXPECT_EQ((**archive_->feed(7)).entries, 1);
    const auto story = **archive_->story(3);
    EXPECT_EQ(story.title, "New");
    EXPECT_EQ(story.html, "<p>new</p>");
    EXPECT_EQ(story.published, Timestamp(5us));
    EXPECT_EQ(story.enclosures.front(), (Enclosure{"https://a/e.mp3", "audio/mpeg", 9}));
    const auto old = **archive_->revision(3, 1);
    EXPECT_EQ(old.html, "<p>old</p>");
    EXPECT_EQ(old.categories, std::vector<std::string>{"sea"});
    EXPECT_TRUE(archive_->check());
}

TEST_F(MigrationTest, AnArchiveOfTheFirstSchemaIsCheckedBefore) {
    make_schema_1(kFeedAndEntry);
    const auto migrated = migrate_archive(place());
    ASSERT_TRUE(migrated) << migrated.error().message();
    EXPECT_EQ(migrated->found, 1);
}

TEST_F(MigrationTest, KnowsTheEntriesOfTheFirstSchemaAgain) {
    make_schema_1(kFeedAndEntry);
    open();
    auto post = entry("urn:x", "New");
    post.url = "https://a/1";
    const planet::Identifiers identifiers{"urn:x", post.url, post.title, ""};
    post.identity = planet::identify({&identifiers, 1}, {7, "https://a/feed", ""}).front();
    post.author = "Ann";
    post.language = "en";
    post.html = "<p>new</p>";
    post.enclosures = {{"https://a/e.mp3", "audio/mpeg", 9}};
    const auto changes = commit(7, {post});
    EXPECT_EQ(changes.added, 0);
    EXPECT_EQ(changes.revised, 0);
}

// Up to schema 5.
constexpr auto kEntryKeys = R"(
    DROP TABLE feed_keys;
    CREATE TABLE entry_key (feed_id INTEGER NOT NULL, key INTEGER NOT NULL, entry_id INTEGER NOT NULL,
                            PRIMARY KEY (feed_id, key, entry_id)) STRICT, WITHOUT ROWID;)";

TEST_F(MigrationTest, AnArchiveOfSchema7CanBePruned) {
    const auto feed = add("https://a/feed");
    commit(feed, {entry("1", "1", kNow), entry("2", "2", kNow - 1h)});
    archive_.reset();
    execute("DROP TABLE pruned; PRAGMA user_version = 7;");
    open();
    const RetentionPolicy policy{.planet = {.entries = 1, .time = {}}, .feeds = {}};
    EXPECT_EQ(archive_->prune(policy, {.clock = [] { return kNow; }})->entries(), 1);
    EXPECT_EQ(commit(feed, {entry("1", "1", kNow), entry("2", "2", kNow - 1h)}).added, 0);
}

TEST_F(MigrationTest, AnArchiveOfSchema8IsReadInTheSameOrder) {
    const auto feed = add("https://a/feed");
    const auto other = add("https://b/feed");
    commit(feed, {entry("1", "1", kNow), entry("2", "2", kNow - 1h), entry("3", "3", kNow - 1h)});
    commit(other, {entry("4", "4", kNow - 1h), entry("5", "5", kNow - 2h)});
    const auto titles = [&](const Archive::StoryQuery& wanted) {
        std::string all;
        const auto stories = archive_->stories(wanted);
        for (const auto& story : *stories)
            all += story.title;
        return all;
    };
    const auto everything = titles({});
    const auto of_feed = titles({.feed = feed});
    archive_.reset();
    execute(
        "DROP INDEX entry_listed; CREATE INDEX entry_listed ON entry (date DESC, id DESC) WHERE listed = 1;"
        "DROP INDEX entry_feed_date; CREATE INDEX entry_feed_date ON entry (feed_id, date DESC, id DESC);"
        "PRAGMA user_version = 8;");
    open();
    EXPECT_EQ(everything.size(), 5u);
    EXPECT_EQ(titles({}), everything);
    EXPECT_EQ(titles({.feed = feed}), of_feed);
    // None of them is sorted anew.
    std::string plans;
    for (const auto* const where : {"WHERE listed = 1", "WHERE feed_id = 1"})
        EXPECT_TRUE(archive_->run_sql(std::string("EXPLAIN QUERY PLAN SELECT id FROM entry ") + where +
                                          " ORDER BY date DESC, id DESC LIMIT 20",
                                      {.columns = [](const auto&) {},
                                       .row =
                                           [&](const auto& values) {
                                               plans += std::get<std::string>(values[3]) + '\n';
                                               return true;
                                           }}));
    EXPECT_NE(plans.find("entry_listed"), std::string::npos) << plans;
    EXPECT_NE(plans.find("entry_feed_date"), std::string::npos) << plans;
    EXPECT_EQ(plans.find("TEMP"), std::string::npos) << plans;
}

TEST_F(MigrationTest, WhatSchema5KnewEntriesByIsKnown) {
    const auto feed = add("https://a/feed");
    const auto other = add("https://b/feed");
    commit(feed, {entry("1"), entry("2")});
    commit(other, {entry("3")});
    archive_.reset();
    execute(std::string(kEntryKeys) + "DROP TABLE pruned; PRAGMA user_version = 5;");
    for (const auto* const guid : {"1", "2", "3"})
        execute("INSERT INTO entry_key SELECT feed_id, " +
                std::to_string(static_cast<std::int64_t>(hash64(guid))) + ", id FROM entry WHERE guid = '" +
                guid + "'");
    open();
    EXPECT_EQ(commit(feed, {entry("1"), entry("2"), entry("4")}).added, 1);
    EXPECT_EQ(commit(other, {entry("3"), entry("4")}).added, 1);
}

TEST_F(MigrationTest, WhatSchema4HeldForAFloodStaysHeld) {
    const auto feed = add("https://a/feed");
    commit(feed, {entry("1"), entry("2")});
    archive_.reset();
    execute(kEntryKeys);
    execute(R"(
        DROP TABLE pruned; DROP TABLE judgement; DROP TABLE rule_state; DROP INDEX entry_kept_back;
        ALTER TABLE feed_state DROP COLUMN prefix; ALTER TABLE feed_state DROP COLUMN prefix_next;
        ALTER TABLE feed_state DROP COLUMN prefix_polls; ALTER TABLE feed_state DROP COLUMN flood;
        ALTER TABLE feed_state DROP COLUMN flood_time;
        UPDATE entry SET visibility = 'held', listed = 0 WHERE guid = '1';
        PRAGMA user_version = 4;)");
    open();
    const auto held = *archive_->judgements({.visibility = Visibility::kHeld});
    ASSERT_EQ(held.size(), 1u);
    EXPECT_TRUE(held.front().flooded);
    ASSERT_TRUE(archive_->moderate(held.front().entry, Archive::Moderation::kRelease, "", kNow));
    EXPECT_EQ(archive_->stories({})->size(), 2u);
}

TEST_F(MigrationTest, ADamagedArchiveOfTheFirstSchemaStaysAsItWas) {
    make_schema_1(std::string(kFeedAndEntry) + "DELETE FROM revision WHERE number = 2;");
    const auto before = *read_file(path());
    const auto opened = open_sqlite(path(), OpenMode::kCreate);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt);
    execute("SELECT number FROM revision; SELECT key FROM entry;");
}

TEST_F(MigrationTest, ANewerArchiveIsLeftAlone) {
    archive_.reset();
    execute("PRAGMA user_version = 99");
    const auto opened = open_sqlite(path(), OpenMode::kCreate);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::kUnsupported);
    EXPECT_NE(opened.error().why.find("99"), std::string::npos);
}

}  // namespace
}  // namespace orrery::store
