#include "orrery/search/snippet.hpp"

#include "orrery/base/utf8.hpp"

#include <gtest/gtest.h>

namespace orrery::search {
namespace {

// With [ ] around what matched and … where it is cut.
std::string shown(std::string_view text, std::string_view query, std::size_t characters = 40) {
    const auto snippet = make_snippet(text, *parse_query(query), characters);
    std::string out = snippet.cut_before ? "…" : "";
    std::size_t at = 0;
    for (const auto& mark : snippet.marks) {
        out += snippet.text.substr(at, mark.begin - at) + '[' +
               snippet.text.substr(mark.begin, mark.end - mark.begin) + ']';
        at = mark.end;
    }
    return out + snippet.text.substr(at) + (snippet.cut_after ? "…" : "");
}

TEST(Snippet, MarksWhatMatched) {
    EXPECT_EQ(shown("A planet of the Planets", "planet"), "A [planet] of the Planets");
    EXPECT_EQ(shown("A planet of the Planets", "plan*"), "A [planet] of the [Planets]");
    EXPECT_EQ(shown("Ein CAFÉ in Köln", "cafe koln"), "Ein [CAFÉ] in [Köln]");
    EXPECT_EQ(shown("I like C++ and C", "C++"), "I like [C++] and C");
}

TEST(Snippet, MarksPhrasesOnlyWhereTheyStand) {
    EXPECT_EQ(shown("a b, b a b c", "\"a b\""), "[a b], b [a b] c");
    EXPECT_EQ(shown("use node.js or node", "node.js"), "use [node.js] or node");
    EXPECT_EQ(shown("a x a", "\"a a\""), "a x a");
    EXPECT_EQ(shown("go go go", "\"go go\""), "[go go go]");
}

TEST(Snippet, MarksWhatAnExpressionMatchesAndOnlyTheBeginningOfWhatIsLong) {
    const auto query = *parse_query("/sea.*/");
    const auto expression = *Expression::compile(query);
    const Expression* const wanted[] = {&expression};
    const auto whole = make_snippet("By the sea.", query, 40, wanted);
    ASSERT_EQ(whole.marks.size(), 1u);
    EXPECT_EQ(whole.text.substr(whole.marks[0].begin), "sea.");
    const auto cut = make_snippet("By the sea " + std::string(1000, 'x'), query, 20, wanted);
    EXPECT_LT(cut.text.size(), 60u);
    EXPECT_EQ(cut.marks.size(), 1u);
    EXPECT_TRUE(cut.cut_after);
}

TEST(Snippet, LooksForMatchesInSoMuchOfATextAsTheyMayTake) {
    const auto query = *parse_query("/[0-9]*/");
    const auto expression = *Expression::compile(query);
    const Expression* const wanted[] = {&expression};
    const std::string words(1500, 'x');
    EXPECT_EQ(make_snippet(words + " 12", query, 20, wanted).marks.size(), 1u);
    // Each of its characters begins a match of nothing, and may have the rest read.
    const std::string book(std::size_t{1} << 20, 'x');
    EXPECT_TRUE(make_snippet(book + " 12", query, 20, wanted).marks.empty());
    EXPECT_EQ(make_snippet("x 12 " + book, query, 20, wanted).marks.size(), 1u);
}

TEST(Snippet, MarksNothingOfWhatIsLeftOut) {
    EXPECT_EQ(shown("one two", "one -two"), "[one] two");
    EXPECT_EQ(shown("one two", "author:one"), "one two");
}

TEST(Snippet, ShowsTheBeginningWhereNothingMatched) {
    EXPECT_EQ(shown("one two three four five", "nine", 12), "one two…");
    EXPECT_EQ(shown("", "nine"), "");
}

TEST(Snippet, ShowsWhereTheMostPartsOfTheQueryStand) {
    const std::string filler(400, '.');
    EXPECT_EQ(shown("alpha alpha alpha " + filler + " and alpha with beta there " + filler, "alpha beta", 30),
              "…and [alpha] with [beta] there…");
}

TEST(Snippet, CutsBetweenWords) {
    std::string text;
    for (int i = 0; i < 100; ++i)
        text += "word" + std::to_string(i) + ' ';
    const auto snippet = make_snippet(text, *parse_query("word50"), 60);
    EXPECT_TRUE(snippet.text.starts_with("word"));
    EXPECT_TRUE(snippet.cut_before && snippet.cut_after);
    ASSERT_EQ(snippet.marks.size(), 1u);
    EXPECT_EQ(snippet.text.substr(snippet.marks[0].begin, snippet.marks[0].end - snippet.marks[0].begin),
              "word50");
    EXPECT_LE(snippet.text.size(), 60u);
    EXPECT_GE(snippet.text.size(), 30u);
}

TEST(Snippet, WorksWithoutSpaces) {
    std::string text;
    for (int i = 0; i < 50; ++i)
        text += "これは文章です";
    text += "東京都";
    for (int i = 0; i < 50; ++i)
        text += "これは文章です";
    const auto snippet = make_snippet(text, *parse_query("東京"), 30);
    ASSERT_EQ(snippet.marks.size(), 1u);
    EXPECT_EQ(snippet.text.substr(snippet.marks[0].begin, snippet.marks[0].end - snippet.marks[0].begin),
              "東京");
    EXPECT_TRUE(utf8::is_valid(snippet.text));
    EXPECT_LE(utf8::length(snippet.text), 31u);
    EXPECT_EQ(shown("東京都", "京"), "東[京都]");
}

TEST(Snippet, NeverCutsWithinACharacterAsPeopleSeeIt) {
    std::string text;
    const std::string family = "👨‍👩‍👧‍👦";
    for (int i = 0; i < 100; ++i)
        text += family;
    text += "planet";
    for (int i = 0; i < 100; ++i)
        text += family;
    for (std::size_t characters = 10; characters < 60; ++characters) {
        const auto snippet = make_snippet(text, *parse_query("planet"), characters);
        ASSERT_EQ((snippet.text.size() - 6) % family.size(), 0u) << characters;
        ASSERT_EQ(snippet.marks.size(), 1u);
        ASSERT_EQ(snippet.text.substr(0, snippet.marks[0].begin).size() % family.size(), 0u);
    }
}

TEST(Snippet, TakesAnyBytes) {
    const std::string text = "\xFF\xC3planet\xE2\x80 planet \xF0\x9F";
    const auto snippet = make_snippet(text, *parse_query("planet"), 8);
    EXPECT_FALSE(snippet.marks.empty());
    for (const auto& mark : snippet.marks)
        EXPECT_LE(mark.end, snippet.text.size());
}

}  // namespace
}  // namespace orrery::search
