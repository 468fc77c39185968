#include "json_document.hpp"
#include "support.hpp"

#include <string>

namespace orrery::feed {
namespace {

struct Read {
    std::string text;  // written again, compactly
    bool well_formed = true;
    std::vector<Diagnostic> diagnostics;
};

Read read_json(std::string_view text, std::size_t depth = 64) {
    Report report(text, 100);
    const json::Document document(text, report, depth);
    JsonWriter writer(JsonWriter::Style::kCompact);
    Arena scratch;
    document.root().write(writer, scratch);
    return {writer.take(), report.well_formed(), report.take()};
}

struct Case {
    std::string_view text;
    std::string_view written;
};

TEST(Json, ReadsWhatJsonIs) {
    for (const auto& [text, written] : {
             Case{R"( { "a" : [ 1 , -0.5e+3, true, false, null, "x" ], "b" : {} , "c":[]} )",
                  R"({"a":[1,-0.5e+3,true,false,null,"x"],"b":{},"c":[]})"},
             Case{R"("\"\\\/\b\f\n\r\t")", R"("\"\\/\u0008\u000c\n\r\t")"},
             Case{R"("\u00e9 \uD83D\ude00 \u0041")", "\"é 😀 A\""},
             Case{R"({"\u0061":1,"a":2})", R"({"a":1,"a":2})"},
             Case{R"("an escape at the end of a long text, beyond a block\n")",
                  R"("an escape at the end of a long text, beyond a block\n")"},
             Case{"[[[]],{}]", "[[[]],{}]"},
             Case{"0", "0"},
         }) {
        const auto read = read_json(text);
        EXPECT_EQ(read.text, written) << text;
        EXPECT_TRUE(read.well_formed) << text;
    }
}

TEST(Json, ReadsWhatIsBrokenAsFarAsItGoes) {
    for (const auto& [text, written] : {
             Case{R"({"a":1,"b":[1,{"c":"long)", R"({"a":1,"b":[1,{"c":"long"}]})"},
             Case{R"({"a":1,"b)", R"({"a":1,"b":null})"},
             Case{R"({"a":1,"b":)", R"({"a":1,"b":null})"},
             Case{R"({"a":1,,"b":2,})", R"({"a":1,"b":2})"},
             Case{R"({"a":1 "b":2})", R"({"a":1,"b":2})"},
             Case{R"({"a" 1,"b":,"c"})", R"({"a":1,"b":null,"c":null})"},
             Case{R"({a:1,'b':'it\'s'})", R"({"a":1,"b":"it's"})"},
             Case{R"({"a":[1,2}, "b":3})", R"({"a":[1,2],"b":3})"},
             Case{R"({"a":[{"b":1}}, {"b":2}]})", R"({"a":[{"b":1},{"b":2}]})"},
             Case{R"([{"a":[1,2}, 3])", R"([{"a":[1,2]},3])"},
             Case{R"({"a":[1,2}})", R"({"a":[1,2]})"},
             Case{R"({"a":[1}]})", R"({"a":[1]})"},
             Case{R"({:"a"::1,:})", R"({"a":1})"},
             Case{R"({"a":[1,2]],"b":3})", R"({"a":[1,2],"b":3})"},
             Case{R"([007,+1,.5,NaN,undefined,:])", R"(["007","+1",".5",null,null])"},
             Case{R"({{"a":1},"b":2})", R"({"":{"a":1},"b":2})"},
             Case{"\"a\nb\"", R"("a\nb")"},
             Case{R"("\x \u12 \ud800 \udc00\ud800 \é")", "\"x u12 \uFFFD \uFFFD\uFFFD é\""},
             Case{"\"\\", "\"\""},
             Case{"{\"a\":1} more", R"({"a":1})"},
             Case{"", "null"},
         }) {
        const auto read = read_json(text);
        EXPECT_EQ(read.text, written) << text;
        if (!text.empty()) {
            EXPECT_FALSE(read.well_formed) << text;
            EXPECT_FALSE(read.diagnostics.empty()) << text;
        }
    }
}

TEST(Json, SaysWhereItIsBroken) {
    const auto read = read_json("{\n  \"a\": \"x\\ny\",\n  \"b\" 1\n}");
    ASSERT_EQ(read.diagnostics.size(), 1u);
    EXPECT_EQ(read.diagnostics[0].message, "no colon behind a name");
    EXPECT_EQ(read.diagnostics[0].line, 3u);
    EXPECT_EQ(read.diagnostics[0].column, 7u);
}

TEST(Json, LeavesOutWhatIsNestedTooDeep) {
    const auto read = read_json(R"([1,[2,[3,"]",[4]],5],6])", 2);
    EXPECT_EQ(read.text, "[1,[2,null,5],6]");
    ASSERT_EQ(read.diagnostics.size(), 1u);
    EXPECT_EQ(read.diagnostics[0].problem, Problem::kLimit);
}

TEST(Json, EndsAtTheMostValuesThatItMayHold) {
    const std::string_view text = R"({"a":[1,2,3],"b":4})";
    Report report(text, 10);
    const json::Document document(text, report, 8, 4);
    JsonWriter writer(JsonWriter::Style::kCompact);
    Arena scratch;
    document.root().write(writer, scratch);
    EXPECT_EQ(writer.text(), R"({"a":[1]})");
    const auto diagnostics = report.take();
    ASSERT_EQ(diagnostics.size(), 1u);
    EXPECT_EQ(diagnostics[0].problem, Problem::kLimit);
}

TEST(Json, FindsTheFirstMemberOfAName) {
    const std::string_view text = R"({"b":0,"\u0061":1,"a":2})";
    Report report(text, 10);
    const json::Document document(text, report, 8);
    ASSERT_TRUE(document.root().find("a"));
    EXPECT_EQ(document.root().find("a")->raw(), "1");
    EXPECT_FALSE(document.root().find("c"));
    EXPECT_FALSE(document.root().find("b")->find("a"));
}

constexpr std::string_view kHead = R"({"version":"https://jsonfeed.org/version/1.1","title":"T","items":[)";

TEST(JsonFeed, GivesTheEntriesOfADocumentThatIsCutOff) {
    const auto feed =
        read(std::string(kHead) + R"({"id":1,"content_text":"one"},{"id":2,"content_html":"<p>tw)");
    ASSERT_EQ(feed.feed().entries.size(), 2u);
    EXPECT_EQ(feed.feed().entries[1].content.value, "<p>tw");
    EXPECT_FALSE(feed.well_formed());
}

TEST(JsonFeed, SaysWhereADateIsThatNobodyCanRead) {
    const auto feed = read(std::string(kHead) + "\n" + R"({"id":"a","date_published":"soon"}]})");
    ASSERT_EQ(feed.diagnostics().size(), 1u);
    EXPECT_EQ(feed.diagnostics()[0].problem, Problem::kDate);
    EXPECT_EQ(feed.diagnostics()[0].line, 2u);
}

TEST(JsonFeed, KeepsExtensionsAsJson) {
    const auto feed = read(std::string(kHead) + R"({"id":"a","_x":{ "n": 1.50, "t":"\u00e9" }}]})");
    const auto& extensions = feed.feed().entries.front().extensions;
    ASSERT_EQ(extensions.size(), 1u);
    EXPECT_EQ(extensions.front().name, "_x");
    EXPECT_EQ(extensions.front().text, "{\"n\":1.50,\"t\":\"é\"}");
}

}  // namespace
}  // namespace orrery::feed
