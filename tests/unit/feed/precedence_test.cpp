#include "support.hpp"

// Which of several elements becomes a field: the samples of docs/feed-model.md.

namespace orrery::feed {
namespace {

TEST(Precedence, TakesAGuidForTheLinkWhereThereIsNone) {
    const auto parsed = read(item("<guid>http://x/1</guid>"));
    const auto& entry = parsed.feed().entries[0];
    EXPECT_EQ(entry.id, "http://x/1");
    EXPECT_EQ(entry.link, "http://x/1");
    EXPECT_TRUE(entry.id_is_link);
}

TEST(Precedence, ResolvesALinkButNeverAGuid) {
    const auto parsed = read(item("<guid isPermaLink='false'>17</guid><link>/a</link>"));
    EXPECT_EQ(parsed.feed().entries[0].id, "17");
    EXPECT_EQ(parsed.feed().entries[0].link, "http://x/a");
    EXPECT_FALSE(parsed.feed().entries[0].id_is_link);
}

TEST(Precedence, KeepsSummaryAndContentApart) {
    const auto parsed = read(item("<description>short</description><content:encoded>long</content:encoded>"));
    EXPECT_EQ(parsed.feed().entries[0].summary.value, "short");
    EXPECT_EQ(parsed.feed().entries[0].content.value, "long");
}

TEST(Precedence, TakesTheOnlyTextForTheContent) {
    const auto parsed = read(item("<description>a</description>"));
    EXPECT_EQ(parsed.feed().entries[0].content.value, "a");
    EXPECT_TRUE(parsed.feed().entries[0].summary.empty());
}

TEST(Precedence, TakesTheSecondDescriptionForTheContent) {
    const auto parsed = read(item("<description>a</description><description>b</description>"));
    EXPECT_EQ(parsed.feed().entries[0].summary.value, "a");
    EXPECT_EQ(parsed.feed().entries[0].content.value, "b");
}

TEST(Precedence, StoresNoSummaryThatRepeatsTheContent) {
    const auto parsed = read(item("<description>a</description><content:encoded>a</content:encoded>"));
    EXPECT_EQ(parsed.feed().entries[0].content.value, "a");
    EXPECT_TRUE(parsed.feed().entries[0].summary.empty());
}

TEST(Precedence, LetsNoDeeperOrLaterTitleReplaceTheFirst) {
    const auto parsed =
        read(item("<media:group><media:title>B</media:title></media:group><title>A</title><title>C</title>"));
    EXPECT_EQ(parsed.feed().entries[0].title.value, "A");
    EXPECT_EQ(parsed.feed().entries[0].media->title.value, "B");
    const auto image = read(rss("<image><title>I</title><url>http://x/i</url></image><title>F</title>"));
    EXPECT_EQ(image.feed().title.value, "F");
    EXPECT_EQ(image.feed().image.title, "I");
}

TEST(Precedence, KeepsPublishedAndUpdatedApart) {
    const auto parsed =
        read(item("<dc:date>2004-01-01</dc:date><pubDate>Fri, 02 Jan 2004 00:00:00 GMT</pubDate>"));
    EXPECT_EQ(format_rfc3339(*parsed.feed().entries[0].published.time), "2004-01-02T00:00:00Z");
    EXPECT_EQ(format_rfc3339(*parsed.feed().entries[0].updated.time), "2004-01-01T00:00:00Z");
}

TEST(Precedence, DoesNotTakeAnEnclosureForThePage) {
    const auto parsed = read(atom("<entry><link rel='enclosure' href='e.mp3'/></entry>"));
    EXPECT_EQ(parsed.feed().entries[0].link, "");
    EXPECT_EQ(parsed.feed().entries[0].enclosures[0].url, "http://x/e.mp3");
}

TEST(Precedence, PrefersFeedburnersOriginalAddresses) {
    const auto parsed =
        read(item("<link>http://fb/1</link><feedburner:origLink>http://x/1</feedburner:origLink>"
                  "<enclosure url='http://fb/r/a.mp3'/>"
                  "<feedburner:origEnclosureLink>http://x/a.mp3</feedburner:origEnclosureLink>"));
    EXPECT_EQ(parsed.feed().entries[0].link, "http://x/1");
    EXPECT_EQ(parsed.feed().entries[0].enclosures[0].url, "http://x/a.mp3");
}

TEST(Precedence, SplitsAnAuthorBothWays) {
    const auto author = [](std::string_view text) {
        const auto parsed = read(item("<author>" + std::string(text) + "</author>"));
        const auto& person = parsed.feed().entries[0].authors.front();
        return std::string(person.name) + "|" + std::string(person.email);
    };
    EXPECT_EQ(author("a@b.example (Ann)"), "Ann|a@b.example");
    EXPECT_EQ(author("Ann (a@b.example)"), "Ann|a@b.example");
    EXPECT_EQ(author("Ann &lt;a@b.example&gt;"), "Ann|a@b.example");
    EXPECT_EQ(author("mailto:a@b.example"), "|a@b.example");
    EXPECT_EQ(author("Ann"), "Ann|");
}

TEST(Precedence, InheritsAuthorsFromSourceAndFeed) {
    const auto parsed =
        read(atom("<author><name>F</name></author><entry/><entry><source><author><name>S</name></author></"
                  "source></entry>"
                  "<entry><author><name>E</name></author></entry>"));
    EXPECT_EQ(parsed.feed().entries[0].authors[0].name, "F");
    EXPECT_EQ(parsed.feed().entries[1].authors[0].name, "S");
    EXPECT_EQ(parsed.feed().entries[2].authors[0].name, "E");
}

TEST(Precedence, ReadsCategoriesOfEveryKind) {
    const auto parsed = read(
        item("<category domain='http://c/'>Sea</category><itunes:category text='Arts'>"
             "<itunes:category text='Books'/></itunes:category><itunes:keywords>a, b</itunes:keywords>"));
    const auto& tags = parsed.feed().entries[0].categories;
    ASSERT_EQ(tags.size(), 5u);
    EXPECT_EQ(tags[0].term, "Sea");
    EXPECT_EQ(tags[0].scheme, "http://c/");
    EXPECT_EQ(tags[1].term, "Arts");
    EXPECT_EQ(tags[2].term, "Books");
    EXPECT_EQ(tags[4].term, "b");
}

TEST(Precedence, UnderstandsTheTextTypesOfAtom) {
    const auto parsed =
        read(atom("<title type='html'>A &amp;amp; B</title><subtitle>A &lt;b&gt; c</subtitle>"
                  "<entry><content type='xhtml'><div "
                  "xmlns='http://www.w3.org/1999/xhtml'><p>x</p></div></content></entry>"));
    EXPECT_EQ(parsed.feed().title.value, "A &amp; B");
    EXPECT_EQ(parsed.feed().title.type, TextType::kHtml);
    EXPECT_EQ(parsed.feed().subtitle.value, "A <b> c");
    EXPECT_EQ(parsed.feed().subtitle.type, TextType::kText);
    EXPECT_EQ(parsed.feed().entries[0].content.value, "<p>x</p>");
    EXPECT_EQ(parsed.feed().entries[0].content.type, TextType::kXhtml);
}

TEST(Precedence, TakesAnRssTitleForHtmlOnlyWhenItLooksLikeIt) {
    const auto type = [](std::string_view title) {
        return read(rss("<title>" + std::string(title) + "</title>")).feed().title.type;
    };
    EXPECT_EQ(type("A &lt;b&gt; c"), TextType::kText);
    EXPECT_EQ(type("A &lt;b&gt;c&lt;/b&gt;"), TextType::kHtml);
    EXPECT_EQ(type("AT&amp;amp;T"), TextType::kHtml);
    EXPECT_EQ(type("AT&amp;T"), TextType::kText);
    EXPECT_EQ(type("Use &lt;vector&gt; and &lt;/vector&gt;"), TextType::kText);
}

TEST(Precedence, NestsBasesOfRelativeLinks) {
    const auto parsed = read(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://y/a/'><entry xml:base='b/'>"
        "<link href='c'/><title type='html'>t</title></entry></feed>");
    EXPECT_EQ(parsed.feed().entries[0].link, "http://y/a/b/c");
    EXPECT_EQ(parsed.feed().entries[0].title.base, "http://y/a/b/");
}

TEST(Precedence, KeepsWhatItDoesNotKnow) {
    const auto parsed = read(rss("<item><x:a b='c' y:d='e'>t<x:f>g</x:f></x:a></item>",
                                 "xmlns:x='http://x.example/' xmlns:y='http://y.example/'"));
    ASSERT_EQ(parsed.feed().entries[0].extensions.size(), 1u);
    const auto& extension = parsed.feed().entries[0].extensions[0];
    EXPECT_EQ(extension.namespace_uri, "http://x.example/");
    EXPECT_EQ(extension.name, "a");
    EXPECT_EQ(extension.text, "t");
    EXPECT_EQ(extension.attributes[0].value, "c");
    EXPECT_EQ(extension.attributes[1].namespace_uri, "http://y.example/");
    EXPECT_EQ(extension.children[0].text, "g");
}

}  // namespace
}  // namespace orrery::feed
