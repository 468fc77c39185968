#include "orrery/search/expression.hpp"

#include <gtest/gtest.h>

namespace orrery::search {
namespace {

// The only expression of what was typed.
Result<Expression> compiled(std::string_view typed) {
    auto query = *parse_query(typed);
    while (query.kind != QueryKind::kRegex)
        query = Query(query.children.back());
    return Expression::compile(query);
}

std::string mistake(std::string_view typed) {
    const auto expression = compiled(typed);
    EXPECT_FALSE(expression) << typed;
    return expression ? "" : expression.error().message();
}

TEST(Expression, MatchesAnywhereAndMindsCaseUnlessToldOtherwise) {
    EXPECT_TRUE(compiled("/colou?r/")->matches("A colour."));
    EXPECT_FALSE(compiled("/colou?r/")->matches("A COLOR."));
    EXPECT_TRUE(compiled("/colou?r/i")->matches("A COLOR."));
    EXPECT_TRUE(compiled("/ÜBER/i")->matches("darüber"));
    EXPECT_TRUE(compiled(R"(/a\/b/)")->matches("a/b"));
    EXPECT_FALSE(compiled("/^b/")->matches("ab"));
}

TEST(Expression, FindsMatchesOneBehindTheOther) {
    const auto expression = compiled("/[0-9]*/");
    std::size_t tries = 100;
    const auto first = expression->find("a 12 b 3", 0, tries);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->begin, 2u);
    EXPECT_EQ(first->end, 4u);
    EXPECT_EQ(expression->find("a 12 b 3", first->end, tries)->begin, 7u);
    EXPECT_FALSE(expression->find("a 12 b 3", 8, tries));
    EXPECT_FALSE(compiled("/x/")->find("", 0, tries));
}

TEST(Expression, TriesNoMoreOftenThanItMay) {
    const auto expression = compiled("/[0-9]*/");
    std::size_t tries = 3;
    EXPECT_TRUE(expression->find("ab12", 0, tries));
    EXPECT_EQ(tries, 0u);
    tries = 3;
    EXPECT_FALSE(expression->find("abc12", 0, tries));
    EXPECT_EQ(tries, 0u);
}

TEST(Expression, SaysWhereAMistakeIs) {
    EXPECT_EQ(mistake("/ab(c/"),
              "column 4: a parenthesis of the expression is never closed (write a \\ before a sign that "
              "stands for itself)");
    EXPECT_EQ(mistake("sea /(a)[(]b)c/"),
              "column 13: there is no ( for this ) of the expression (write a \\ before a sign that stands "
              "for itself)");
    EXPECT_EQ(
        mistake("-/ab[c/"),
        "column 5: a [ of the expression is never closed (write a \\ before a sign that stands for itself)");
    EXPECT_EQ(mistake("/a**/"), "column 3: there is nothing that ** could repeat");
    EXPECT_EQ(mistake("/[z-a]/"),
              "column 3: this is not a valid expression: invalid character class range: z-a");
    // A slash takes two columns.
    EXPECT_EQ(mistake(R"(/a\/b\/[z-a]/)"),
              "column 9: this is not a valid expression: invalid character class range: z-a");
    EXPECT_EQ(mistake("/a(?=b)/"),
              "column 3: this is not a valid expression: invalid perl operator: (?= (lookaround and "
              "backreferences are "
              "not to be had: expressions are found in linear time)");
    EXPECT_EQ(mistake(R"(/(a)\1/)"),
              "column 5: this is not a valid expression: invalid escape sequence: \\1 (lookaround and "
              "backreferences are "
              "not to be had: expressions are found in linear time)");
    EXPECT_EQ(compiled("/((((x{1,100}){1,100}){1,100}){1,100})/").error().code, ErrorCode::kInvalid);
}

TEST(Expression, WithoutSlashesColumnsAreThoseOfTheExpression) {
    const auto column = [](std::string text) {
        return Expression::compile({.kind = QueryKind::kRegex, .text = std::move(text), .column = 0})
            .error()
            .where;
    };
    EXPECT_EQ(column("a/b("), "column 4");
    EXPECT_EQ(column("ab\\"), "column 3");
    EXPECT_EQ(column("a\xFF"), "column 2");
}

}  // namespace
}  // namespace orrery::search
