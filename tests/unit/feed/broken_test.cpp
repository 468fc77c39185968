#include "support.hpp"

// Documents that no XML parser would take.

namespace orrery::feed {
namespace {

bool has(const ParsedFeed& parsed, Problem problem) {
    for (const auto& diagnostic : parsed.diagnostics())
        if (diagnostic.problem == problem) return true;
    return false;
}

TEST(Broken, FindsNothingWrongWithASoundFeed) {
    const auto parsed =
        read(item("<title>A &amp; "
                  "&#x42;</title><link>http://x/?a=1&amp;b=2</link><description><![CDATA[<p>&nbsp;</p>]]></"
                  "description>"));
    EXPECT_TRUE(parsed.well_formed());
    EXPECT_TRUE(parsed.diagnostics().empty());
    EXPECT_EQ(parsed.feed().entries[0].link, "http://x/?a=1&b=2");
    EXPECT_EQ(parsed.feed().entries[0].content.value, "<p>&nbsp;</p>");
}

TEST(Broken, KeepsBareAmpersandsInAddresses) {
    const auto parsed = read(item("<link>http://x/?a=1&b=2&copy=3</link><title>AT&T</title>"));
    EXPECT_EQ(parsed.feed().entries[0].link, "http://x/?a=1&b=2&copy=3");
    EXPECT_EQ(parsed.feed().entries[0].title.value, "AT&T");
    EXPECT_FALSE(parsed.well_formed());
}

TEST(Broken, ReadsHtmlEntitiesThatNobodyDeclared) {
    const auto parsed = read(item("<title>Caf&eacute;&nbsp;&bogus;</title>"));
    EXPECT_EQ(parsed.feed().entries[0].title.value, "Caf\u00e9\u00a0&bogus;");
    EXPECT_TRUE(has(parsed, Problem::kUndefinedEntity));
}

TEST(Broken, TakesC1ReferencesForWindows1252) {
    EXPECT_EQ(read(item("<title>don&#146;t</title>")).feed().entries[0].title.value, "don\u2019t");
}

TEST(Broken, ReadsUnclosedMarkupInsideATextAndWhatFollows) {
    const auto parsed = read(item("<description>one<br>two</description><link>http://x/1</link>"));
    EXPECT_EQ(parsed.feed().entries[0].content.value, "one<br>two");
    EXPECT_EQ(parsed.feed().entries[0].link, "http://x/1");
    EXPECT_FALSE(parsed.well_formed());
}

TEST(Broken, ReadsOnAfterAnElementThatIsNotClosed) {
    const auto parsed =
        read(rss("<item><title>A<link>http://x/1</link></item><item><title>B</title></item>"));
    ASSERT_EQ(parsed.feed().entries.size(), 2u);
    EXPECT_EQ(parsed.feed().entries[0].title.value, "A");
    EXPECT_EQ(parsed.feed().entries[0].link, "http://x/1");
    EXPECT_EQ(parsed.feed().entries[1].title.value, "B");
}

// The first link swallows the document in search of its end, up to a section that never ends, and is read
// again as what it is. That there is no end behind the last section says nothing about the first.
TEST(Broken, ForgetsNothingBetweenAnElementThatIsNotClosedAndTheEnd) {
    const auto parsed = read(
        "<rss version='2.0'><channel><link>http://example.org/><item><title><![CDATA[One]]></title>"
        "<link>http://example.org/1<![CDATA[</link></item></channel></rss>");
    ASSERT_EQ(parsed.feed().entries.size(), 1u);
    EXPECT_EQ(parsed.feed().entries.front().title.value, "One");
}

TEST(Broken, BeginsANewEntryThoughTheLastIsNotClosed) {
    const auto parsed = read(rss("<item><title>A</title><item><title>B</title></item>"));
    ASSERT_EQ(parsed.feed().entries.size(), 2u);
    EXPECT_EQ(parsed.feed().entries[0].title.value, "A");
}

TEST(Broken, ReturnsEveryEntryOfATruncatedDocument) {
    const auto whole =
        rss("<item><title>A</title></item><item><title>B</title><description>some text</description></item>");
    const auto cut = read(whole.substr(0, whole.find("me text")));
    ASSERT_EQ(cut.feed().entries.size(), 2u);
    EXPECT_EQ(cut.feed().entries[1].content.value, "so");
    EXPECT_FALSE(cut.well_formed());
    for (std::size_t size = 0; size < whole.size(); ++size)
        (void)parse(whole.substr(0, size));
}

TEST(Broken, ReadsPastJunkBeforeAndAfter) {
    const auto parsed =
        read("\n<br />\n<b>Warning</b>: mysql_connect() in <b>/a.php</b> on line <b>3</b><br />\n" +
             rss("<item><title>A</title></item>") + "trailing");
    ASSERT_EQ(parsed.feed().entries.size(), 1u);
    EXPECT_FALSE(parsed.well_formed());
    EXPECT_TRUE(has(parsed, Problem::kJunk));
}

TEST(Broken, ReadsSeveralRootsAndHtmlAround) {
    EXPECT_EQ(read(rss("<item/>").substr(21) + rss("<item/>").substr(21)).feed().entries.size(), 2u);
    EXPECT_EQ(read("<html><body>" + rss("<item/>").substr(21) + "</body></html>").feed().entries.size(), 1u);
}

TEST(Broken, DropsControlCharacters) {
    const auto parsed =
        read(item("<title>A\x01\x0B"
                  "B</title>"));
    EXPECT_EQ(parsed.feed().entries[0].title.value, "AB");
    EXPECT_TRUE(has(parsed, Problem::kControlCharacter));
}

TEST(Broken, JoinsSplitCdataAndAcceptsStrayBrackets) {
    EXPECT_EQ(read(item("<title><![CDATA[a]]]]><![CDATA[>b]]></title>")).feed().entries[0].title.value,
              "a]]>b");
    EXPECT_EQ(read(item("<title>1 < 2 <3</title>")).feed().entries[0].title.value, "1 < 2 <3");
}

TEST(Broken, UnderstandsPrefixesThatNobodyDeclared) {
    const auto parsed =
        read(rss("<item><dc:creator>Ann</dc:creator><content:encoded>x</content:encoded></item>"));
    EXPECT_EQ(parsed.feed().entries[0].authors[0].name, "Ann");
    EXPECT_TRUE(has(parsed, Problem::kUndeclaredPrefix));
}

TEST(Broken, ReadsAttributesWithoutQuotes) {
    const auto parsed = read(item("<enclosure url=http://x/a.mp3 length=3 />"));
    EXPECT_EQ(parsed.feed().entries[0].enclosures[0].url, "http://x/a.mp3");
    EXPECT_EQ(parsed.feed().entries[0].enclosures[0].length, 3u);
}

TEST(Broken, NamesThePlaceOfEachProblem) {
    const auto parsed =
        read("<rss version='2.0'><channel>\n<item>\n  <pubDate>soon</pubDate></item></channel></rss>");
    ASSERT_EQ(parsed.diagnostics().size(), 1u);
    EXPECT_EQ(parsed.diagnostics()[0].problem, Problem::kDate);
    EXPECT_EQ(format_diagnostic("f.xml", parsed.diagnostics()[0]),
              "f.xml:3:12: error: no date that anybody could read: \"soon\"");
    EXPECT_FALSE(parsed.feed().entries[0].published);
    EXPECT_EQ(parsed.feed().entries[0].published.text, "soon");
}

TEST(Broken, ReadsPartsInsideWrappersThatDoNotBelongThere) {
    const auto parsed =
        read(rss("<image><rdf:li><title>I</title></rdf:li></image><item><author><rdf:li><name>Ann</name></"
                 "rdf:li></author></item>",
                 "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"));
    EXPECT_EQ(parsed.feed().image.title, "I");
    EXPECT_EQ(parsed.feed().entries[0].authors[0].name, "Ann");
}

TEST(Limits, RefusesWhatIsLargerThanAllowed) {
    ParseOptions options;
    options.limits.bytes = 100;
    const auto parsed = parse(rss(std::string(200, ' ')), options);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().code, ErrorCode::kLimit);
}

TEST(Limits, StopsAtEachOfThemAndSaysSo) {
    ParseOptions options;
    options.limits.entries = 2;
    options.limits.diagnostics = 3;
    options.limits.extensions = 1;
    options.limits.attributes = 2;
    const auto parsed = read(rss("<x:a xmlns:x='u' b='1' c='2' d='3'/><x:a/><x:a/><item/><item/><item/>"
                                 "<pubDate>a</pubDate><pubDate>b</pubDate><pubDate>c</pubDate>"),
                             options);
    EXPECT_EQ(parsed.feed().entries.size(), 2u);
    EXPECT_EQ(parsed.feed().extensions.size(), 1u);
    EXPECT_LE(parsed.feed().extensions[0].attributes.size(), 2u);
    EXPECT_EQ(parsed.diagnostics().size(), 3u);
    EXPECT_GT(parsed.suppressed_diagnostics(), 0u);
    EXPECT_TRUE(has(parsed, Problem::kLimit));
}

TEST(Limits, DoesNotFollowNestingForEver) {
    std::string deep;
    for (int i = 0; i < 100'000; ++i)
        deep += "<x>";
    const auto parsed = read("<rss version='2.0'><channel><title>F</title>" + deep);
    EXPECT_EQ(parsed.feed().title.value, "F");
    EXPECT_TRUE(has(parsed, Problem::kLimit));
}

TEST(Limits, ExpandsEntitiesOnceAndOnlySoFar) {
    ParseOptions options;
    options.limits.entity_bytes = 100;
    const auto parsed = read(
        "<!DOCTYPE rss [<!ENTITY a \"1234567890\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY nbsp \"&#160;\">]><rss "
        "version='2.0'>"
        "<channel><title>&a;&b;&nbsp;</title><description>&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;</"
        "description></channel></rss>",
        options);
    EXPECT_EQ(parsed.feed().title.value, "1234567890&b;\u00a0");
    EXPECT_LT(parsed.feed().subtitle.value.size(), 140u);
}

}  // namespace
}  // namespace orrery::feed
