#include "orrery/search/query.hpp"

#include <gtest/gtest.h>

namespace orrery::search {
namespace {

std::string parsed(std::string_view text) {
    const auto query = parse_query(text);
    return query ? to_string(*query) : query.error().message();
}

TEST(Query, AsksForAllWords) {
    EXPECT_EQ(parsed("Planet PostgreSQL"), "(and planet postgresql)");
    EXPECT_EQ(parsed("  one "), "one");
    EXPECT_EQ(parsed(""), "everything");
    EXPECT_EQ(parsed("a AND b"), "(and a b)");
}

TEST(Query, AsksForPhrases) {
    EXPECT_EQ(parsed("\"Hello, World\" x"), "(and \"hello world\" x)");
    EXPECT_EQ(parsed("\"one\""), "one");
}

TEST(Query, TakesWordsThatAreSeveralAsPhrases) {
    EXPECT_EQ(parsed("node.js snake_case don't"), "(and \"node js\" \"snake case\" \"don t\")");
    EXPECT_EQ(parsed("C++ C#"), "(and c++ c#)");
    EXPECT_EQ(parsed("東京都"), "\"東京 京都\"");
    EXPECT_EQ(parsed("京"), "京*");
    EXPECT_EQ(parsed("東京tower"), "\"東京  tower\"");
}

TEST(Query, AsksForPrefixes) {
    EXPECT_EQ(parsed("Postgre*"), "postgre*");
    EXPECT_EQ(parsed("\"hello wor*\""), "\"hello wor*\"");
    EXPECT_EQ(parsed("node.j*"), "column 1: too short before the * (give at least 2 letters)");
    EXPECT_EQ(parsed("foo a*"), "column 5: too short before the * (give at least 2 letters)");
    EXPECT_EQ(parsed("京*"), "京*");
}

TEST(Query, LeavesOut) {
    EXPECT_EQ(parsed("a -b"), "(and a (not b))");
    EXPECT_EQ(parsed("-\"a b\" -(c or d)"), "(and (not \"a b\") (not (or c d)))");
    EXPECT_EQ(parsed("-author:x"), "(not author:x)");
    EXPECT_EQ(parsed("well-known"), "\"well known\"");
    EXPECT_EQ(parsed("a - b"), "(and a b)");
    EXPECT_EQ(parsed("a --b"), "column 4: a second - (write one - before what must not match)");
}

TEST(Query, OffersAlternatives) {
    EXPECT_EQ(parsed("a or b"), "(or a b)");
    EXPECT_EQ(parsed("a b OR c d"), "(or (and a b) (and c d))");
    EXPECT_EQ(parsed("a (b or c) d"), "(and a (or b c) d)");
    EXPECT_EQ(parsed("\"or\" orb"), "(and or orb)");
    EXPECT_EQ(parsed("((a))"), "a");
}

TEST(Query, KnowsFields) {
    EXPECT_EQ(parsed("author:Ada"), "author:ada");
    EXPECT_EQ(parsed("Author:\"Ada Lovelace\""), "author:\"ada lovelace\"");
    EXPECT_EQ(parsed("feed:\"Planet X\" feed:7"), "(and feed:Planet X feed:7)");
    EXPECT_EQ(parsed("lang:EN-gb"), "lang:en-gb");
    EXPECT_EQ(parsed("after:2015 before:2015-12"), "(and dates:2015-01-01.. dates:..2015-12-01)");
    EXPECT_EQ(parsed("before:2016-02-29"), "dates:..2016-02-29");
    EXPECT_EQ(parsed("author:lov*"), "author:lov*");
}

TEST(Query, SaysWhatIsWrongWithAField) {
    EXPECT_EQ(parsed("x auther:ada"), "column 3: there is no field \"auther\" (perhaps you meant author:)");
    EXPECT_EQ(parsed("before:yesterday"),
              "column 8: \"yesterday\" is no date (write 2015, 2015-12 or 2015-12-01)");
    EXPECT_EQ(parsed("after:2015-02-30"),
              "column 7: \"2015-02-30\" is no date (write 2015, 2015-12 or 2015-12-01)");
    EXPECT_EQ(parsed("after: 2015"), "column 1: after: says nothing (after:2015-12-01)");
    EXPECT_EQ(parsed("author:"), "column 1: author: says nothing (author:something, without a space)");
    EXPECT_EQ(parsed("author:!"), "column 8: there is no letter and no digit in this name");
}

TEST(Query, TakesOtherColonsAsText) {
    EXPECT_EQ(parsed("http://example.org/a std::vector 10:30 note:x"),
              "(and \"http example org a\" \"std vector\" \"10 30\" \"note x\")");
}

TEST(Query, KeepsExpressionsForTheCaller) {
    EXPECT_EQ(parsed("/post(gres|gis)/ x"), "(and /post(gres|gis)/ x)");
    EXPECT_EQ(parsed("/a b/i"), "/a b/i");
    EXPECT_EQ(parsed(R"(/a\/b\d/)"), R"(/a/b\d/)");
    EXPECT_EQ(parsed("/usr/bin"),
              "column 5: a / within an expression (write it as \\/, or quote a path to search for it)");
    EXPECT_EQ(parsed("x /usr"),
              "column 3: an expression is never closed (add a /, or quote a path to search for it)");
    EXPECT_EQ(parsed("//"), "column 1: an empty expression");
}

TEST(Query, SaysWhereBracketsAndQuotesAreMissing) {
    EXPECT_EQ(parsed("a (b"), "column 3: a parenthesis is never closed (add a ))");
    EXPECT_EQ(parsed("a) b"), "column 2: there is no ( for this ) (quote it to search for the text)");
    EXPECT_EQ(parsed("a \"b c"), "column 3: a quote is never closed (add a \")");
    EXPECT_EQ(parsed("a ()"), "column 3: there is nothing between these parentheses");
    EXPECT_EQ(parsed("or a"),
              "column 1: there is nothing before this or (write \"or\" in quotes to search for the word)");
    EXPECT_EQ(parsed("a or"),
              "column 3: there is nothing behind this or (write \"or\" in quotes to search for the word)");
    EXPECT_EQ(parsed("(a or )"),
              "column 4: there is nothing behind this or (write \"or\" in quotes to search for the word)");
}

TEST(Query, OverlooksWhatHoldsNoWord) {
    EXPECT_EQ(parsed("rock & roll"), "(and rock roll)");
    EXPECT_EQ(parsed("!!"), "column 1: nothing to search for: there is no letter and no digit in it");
}

TEST(Query, HasLimits) {
    EXPECT_EQ(parsed(std::string(5000, 'a')), "column 4097: the query is longer than 4096 bytes");
    EXPECT_EQ(parsed(std::string(40, '(')), "column 33: more than 32 parentheses within one another");
    std::string many;
    for (int i = 0; i < 200; ++i)
        many += "a ";
    EXPECT_EQ(parsed(many), "column 257: the query has more than 128 parts");
}

TEST(Query, FindsFeedsByName) {
    auto query = *parse_query("x (feed:blog or feed:\"Other\")");
    const auto known = [](std::string_view name) {
        return name == "blog" ? std::vector<std::int64_t>{3, 4} : std::vector<std::int64_t>{};
    };
    const auto resolved = resolve_feeds(query, known);
    ASSERT_FALSE(resolved);
    EXPECT_EQ(resolved.error().message(), "column 17: there is no feed \"Other\"");
    query = *parse_query("feed:blog");
    ASSERT_TRUE(resolve_feeds(query, known));
    EXPECT_EQ(query.feeds, (std::vector<std::int64_t>{3, 4}));
}

TEST(Query, LoosensExpressionsToWhatTheIndexCanTell) {
    const auto loose = [](std::string_view text) { return to_string(candidates(*parse_query(text))); };
    EXPECT_TRUE(has_regex(*parse_query("a -(b or /c/)")));
    EXPECT_FALSE(has_regex(*parse_query("a -(b or c)")));
    EXPECT_EQ(loose("a /c/"), "(and a everything)");
    EXPECT_EQ(loose("a -/c/"), "(and a (not (not everything)))");
    EXPECT_EQ(loose("a -(b or /c/)"), "(and a (not (or b (not everything))))");
}

}  // namespace
}  // namespace orrery::search
