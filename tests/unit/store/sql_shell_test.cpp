#include "archive_fixture.hpp"
#include "orrery/base/file.hpp"

namespace orrery::store {
namespace {

using namespace testing_support;

class SqlShellTest : public ArchiveTest {
  protected:
    Result<std::vector<std::vector<SqlValue>>> ask(std::string_view statement) {
        std::vector<std::vector<SqlValue>> rows;
        ORRERY_CHECK(archive_->run_sql(statement, {.columns = [&](const auto& names) { names_ = names; },
                                                   .row =
                                                       [&](const auto& values) {
                                                           rows.push_back(values);
                                                           return true;
                                                       }}));
        return rows;
    }
    std::vector<std::string> names_;
};

TEST_F(SqlShellTest, ReadsStoriesWithTheirTextAndTimes) {
    commit(add("https://a/feed"), {entry("1", "Sea")});
    const auto rows = ask("SELECT title, html, date, length(title) AS n, NULL, 0.5 FROM stories");
    ASSERT_TRUE(rows) << rows.error().message();
    ASSERT_EQ(rows->size(), 1u);
    EXPECT_EQ(names_[3], "n");
    const std::vector<SqlValue> expected = {"Sea", "<p>Body</p>", "2023-11-14T22:13:20Z", std::int64_t{3}, {},
                                            0.5};
    EXPECT_EQ(rows->front(), expected);
}

TEST_F(SqlShellTest, SeesEveryRevision) {
    const auto feed = add("https://a/feed");
    commit(feed, {entry("1", "Old")});
    commit(feed, {entry("1", "New")});
    EXPECT_EQ(ask("SELECT number, title FROM revisions ORDER BY number")->size(), 2u);
}

TEST_F(SqlShellTest, ChangesNothing) {
    commit(add("https://a/feed"), {entry("1")});
    for (const auto* statement : {"DELETE FROM entry", "DROP TABLE entry", "CREATE TABLE x (y)",
                                  "PRAGMA user_version = 9", "VACUUM", "ATTACH '/tmp/x.db' AS x"}) {
        const auto answer = ask(statement);
        EXPECT_FALSE(answer) << statement;
    }
    EXPECT_EQ(archive_->counts()->entries, 1);
}

TEST_F(SqlShellTest, SaysWhatIsWrongWithAStatement) {
    const auto answer = ask("SELECT titel FROM stories");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::kInvalid);
    EXPECT_EQ(answer.error().where, "column 8");
    EXPECT_NE(answer.error().why.find("titel"), std::string::npos);
    EXPECT_FALSE(ask("SELECT 1; SELECT 2"));
    EXPECT_TRUE(ask("SELECT 1;"));
}

TEST_F(SqlShellTest, EveryColumnOfEveryViewIsDocumented) {
    const auto document = read_file(std::string(ORRERY_SOURCE_DIR) + "/docs/sql.md");
    ASSERT_TRUE(document);
    for (const std::string view : {"stories", "entries", "revisions", "feeds", "deliveries"}) {
        const auto start = document->find("| `" + view + "` |");
        ASSERT_NE(start, std::string::npos) << view;
        const auto row = document->substr(start, document->find('\n', start) - start);
        ASSERT_TRUE(ask("SELECT * FROM " + view)) << view;
        for (const auto& name : names_)
            EXPECT_NE(row.find("`" + name + "`"), std::string::npos) << view << "." << name;
    }
}

}  // namespace
}  // namespace orrery::store
