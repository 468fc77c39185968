#include "orrery/feed/writer.hpp"

#include "support.hpp"

namespace orrery::feed {
namespace {

using namespace std::chrono;

constexpr Timestamp kMay{sys_days{2004y / May / 25} + 10h};

// A feed made by hand, as a planet makes its own outputs, with text that is hard to write.
struct Made {
    Arena arena;
    Feed feed;

    Made() {
        feed.title = {.value = "Sea & <Sun>", .type = TextType::kText};
        feed.subtitle = {.value = "All <em>posts</em> &amp; more", .type = TextType::kHtml};
        feed.id = "tag:example.org,2004:f";
        feed.link = "https://example.org/";
        feed.self = "https://example.org/feed?a=1&b=2";
        feed.next_page = "https://example.org/feed?page=2";
        feed.hubs.push_back(arena, "https://hub.example/");
        feed.updated.time = kMay;
        feed.language = "en";
        feed.authors.push_back(arena, {.name = "Ann", .uri = "https://ann.example/"});
        feed.generator.name = "Orrery";
        feed.image.url = "https://example.org/logo.png";
        auto& entry = feed.entries.emplace_back(arena);
        entry.id = "tag:example.org,2004:1";
        entry.link = "https://example.org/1?x=1&y=2";
        entry.title = {.value = "Is 1 < 2 & 3 > 2? \"Yes\" ]]>", .type = TextType::kText};
        entry.summary = {.value = "short", .type = TextType::kText};
        entry.content = {.value = "<p>Caf\u00e9 &amp; <code>a &lt; b</code></p>\n<pre>x\n  y</pre>",
                         .type = TextType::kHtml};
        entry.published.time = kMay;
        entry.updated.time = kMay + 1h;
        entry.authors.push_back(arena, {.name = "Bob"});
        entry.categories.push_back(arena, {"R&D", "", ""});
        entry.enclosures.push_back(arena,
                                   {.url = "https://example.org/a.mp3", .type = "audio/mpeg", .length = 7});
        auto& bare = feed.entries.emplace_back(arena);
        bare.id = "second";
        bare.published.time = kMay;
        bare.content = {.value = "no title", .type = TextType::kText};
    }
};

std::string plain(const Text& text) {
    return std::string(text.value);
}

void expect_same(const Feed& got, const Feed& wanted) {
    EXPECT_EQ(got.link, wanted.link);
    EXPECT_EQ(got.self, wanted.self);
    EXPECT_EQ(got.next_page, wanted.next_page);
    EXPECT_EQ(got.hubs[0], wanted.hubs[0]);
    EXPECT_EQ(got.language, wanted.language);
    EXPECT_EQ(got.authors[0].name, wanted.authors[0].name);
    ASSERT_EQ(got.entries.size(), wanted.entries.size());
    const auto& a = got.entries[0];
    const auto& b = wanted.entries[0];
    EXPECT_EQ(a.id, b.id);
    EXPECT_EQ(a.link, b.link);
    EXPECT_EQ(plain(a.content), plain(b.content));
    EXPECT_EQ(a.content.is_markup(), b.content.is_markup());
    EXPECT_EQ(plain(a.summary), plain(b.summary));
    EXPECT_EQ(a.published.time, b.published.time);
    EXPECT_EQ(a.updated.time, b.updated.time);
    EXPECT_EQ(a.authors[0].name, b.authors[0].name);
    EXPECT_EQ(a.categories[0].term, b.categories[0].term);
    ASSERT_EQ(a.enclosures.size(), 1u);
    EXPECT_EQ(a.enclosures[0].url, b.enclosures[0].url);
    EXPECT_EQ(a.enclosures[0].type, b.enclosures[0].type);
    EXPECT_EQ(a.enclosures[0].length, b.enclosures[0].length);
    EXPECT_EQ(plain(got.entries[1].content), "no title");
    EXPECT_TRUE(got.entries[1].title.empty());
}

TEST(Writer, WritesAtomThatReadsBackUnchanged) {
    const Made made;
    const auto back = read(write_atom(made.feed));
    EXPECT_TRUE(back.well_formed());
    EXPECT_TRUE(back.diagnostics().empty());
    EXPECT_EQ(back.feed().format, Format::kAtom10);
    EXPECT_EQ(back.feed().id, made.feed.id);
    EXPECT_EQ(back.feed().title.value, made.feed.title.value);
    EXPECT_EQ(back.feed().title.type, TextType::kText);
    EXPECT_EQ(back.feed().subtitle.value, made.feed.subtitle.value);
    EXPECT_EQ(back.feed().updated.time, made.feed.updated.time);
    EXPECT_EQ(back.feed().entries[0].title.value, made.feed.entries[0].title.value);
    EXPECT_EQ(back.feed().entries[0].title.type, TextType::kText);
    expect_same(back.feed(), made.feed);
}

TEST(Writer, WritesRssThatReadsBackUnchanged) {
    const Made made;
    const auto back = read(write_rss(made.feed));
    EXPECT_TRUE(back.well_formed());
    EXPECT_TRUE(back.diagnostics().empty());
    EXPECT_EQ(back.feed().format, Format::kRss20);
    // RSS has no way to say that a title is plain: it comes back as the HTML that shows the same.
    EXPECT_EQ(back.feed().title.value, "Sea &amp; &lt;Sun&gt;");
    EXPECT_EQ(back.feed().title.type, TextType::kHtml);
    EXPECT_EQ(back.feed().image.url, made.feed.image.url);
    EXPECT_EQ(back.feed().entries[0].title.value, "Is 1 < 2 & 3 > 2? \"Yes\" ]]>");
    EXPECT_EQ(back.feed().entries[0].content.value, made.feed.entries[0].content.value);
    EXPECT_EQ(back.feed().entries[0].link, made.feed.entries[0].link);
    EXPECT_EQ(back.feed().entries[0].updated.time, made.feed.entries[0].updated.time);
    EXPECT_EQ(back.feed().entries[0].enclosures[0].length, 7u);
    EXPECT_EQ(back.feed().hubs[0], made.feed.hubs[0]);
    EXPECT_EQ(back.feed().entries[1].id, "second");
    EXPECT_FALSE(back.feed().entries[1].id_is_link);
}

TEST(Writer, WritesJsonFeedThatReadsBackUnchanged) {
    const Made made;
    const auto back = read(write_json_feed(made.feed));
    EXPECT_EQ(back.feed().format, Format::kJsonFeed11);
    EXPECT_EQ(back.feed().title.value, made.feed.title.value);
    EXPECT_EQ(back.feed().entries[0].title.value, made.feed.entries[0].title.value);
    expect_same(back.feed(), made.feed);
}

TEST(Writer, MakesUpWhatAtomRequires) {
    Arena arena;
    Feed feed;
    feed.entries.emplace_back(arena).title.value = "A";
    const auto text = write_atom(feed);
    EXPECT_EQ(text, write_atom(feed));
    const auto back = read(text);
    EXPECT_TRUE(back.feed().id.starts_with("urn:uuid:"));
    EXPECT_TRUE(back.feed().entries[0].id.starts_with("urn:uuid:"));
    EXPECT_NE(back.feed().id, back.feed().entries[0].id);
    EXPECT_TRUE(back.feed().updated.time);
    EXPECT_FALSE(back.feed().authors.empty());
}

TEST(Writer, LeavesOutWhatXmlCannotHold) {
    Arena arena;
    Feed feed;
    feed.title.value =
        "A\x01\x1F\xFF\uFFFF"
        "B\r\n";
    const auto back = read(write_atom(feed));
    EXPECT_TRUE(back.well_formed());
    EXPECT_EQ(back.feed().title.value, "A\uFFFDB");
}

// What one format is read from another one can carry.
TEST(Writer, CarriesAFeedThroughEveryFormat) {
    const auto first =
        read(item("<title>A &amp;amp; B</title><link>/a</link><guid "
                  "isPermaLink='false'>g</guid><dc:creator>Ann</dc:creator>"
                  "<description>s</description><content:encoded>&lt;p&gt;c&lt;/p&gt;</content:encoded>"
                  "<pubDate>Tue, 25 May 2004 10:00:00 GMT</pubDate>"));
    const auto second = read(write_atom(first.feed()));
    const auto third = read(write_json_feed(second.feed()));
    const auto last = read(write_rss(third.feed()));
    EXPECT_EQ(last.feed().entries[0].content.value, "<p>c</p>");
    EXPECT_EQ(last.feed().entries[0].link, "http://x/a");
    EXPECT_EQ(last.feed().entries[0].published.time, first.feed().entries[0].published.time);
    EXPECT_EQ(last.feed().entries[0].authors[0].name, "Ann");
}

}  // namespace
}  // namespace orrery::feed
