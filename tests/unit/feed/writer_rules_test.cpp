#include "orrery/feed/date.hpp"
#include "orrery/feed/reader.hpp"
#include "orrery/feed/writer.hpp"
#include "xml_checks.hpp"

#include <gtest/gtest.h>

namespace orrery::feed {
namespace {

constexpr std::string_view kHostile = "]]> & < > \" ' &amp; &nosuch; </entry> \x01\xFF\xEF\xBF\xBE end";

Date at(std::string_view text) {
    return {text, parse_date(text)};
}

// A feed that says something in every field that the formats have.
Feed full_feed(Arena& arena) {
    Feed feed;
    feed.id = "tag:example.org,2024:feed";
    feed.title = {.value = "Sea & <Sky>"};
    feed.subtitle = {.value = "About <b>both</b>", .type = TextType::kHtml};
    feed.link = "https://example.org/";
    feed.self = "https://example.org/feed";
    feed.hubs.assign(arena, {"https://hub.example.org/"});
    feed.next_page = "https://example.org/feed?page=2";
    feed.authors.assign(arena, {{.name = "Ann", .email = "ann@example.org", .uri = {}}});
    feed.categories.assign(arena, {{"Sea", "http://example.org/c", {}}});
    feed.updated = at("2024-05-25T10:00:00Z");
    feed.rights = {.value = "None reserved"};
    feed.licenses.assign(arena, {"https://example.org/license"});
    feed.language = "en";
    feed.image.url = "https://example.org/logo.png";
    feed.icon = "https://example.org/icon.png";
    feed.generator = {.name = "By hand", .uri = "https://example.org/hand", .version = "1"};

    auto* source = arena.make<Source>();
    source->id = "https://other.example/feed";
    source->title = {.value = "Other"};
    source->link = "https://other.example/";
    source->self = "https://other.example/feed";
    source->updated = at("2024-05-24T00:00:00Z");

    auto& entry = feed.entries.emplace_back(arena);
    entry.id = "tag:example.org,2024:1";
    entry.link = "https://example.org/1";
    entry.links.assign(arena, {{.href = "https://example.org/1"},
                               {.href = "https://example.org/1.de", .rel = "alternate", .hreflang = "de"},
                               {.href = "https://example.org/via", .rel = "via"}});
    entry.title = {.value = "First & foremost"};
    entry.summary = {.value = "Short"};
    entry.content = {.value = "<p>Long &amp; <em>good</em></p>", .type = TextType::kHtml};
    entry.authors.assign(arena, {{.name = "Bo", .email = "bo@example.org"}});
    entry.categories.assign(arena, {{"Fish", "http://example.org/c", {}}, {"Ships", {}, {}}});
    entry.published = at("2024-05-23T08:00:00Z");
    entry.updated = at("2024-05-24T09:30:00Z");
    entry.enclosures.assign(arena,
                            {{.url = "https://example.org/a.mp3", .type = "audio/mpeg", .length = 1234},
                             {.url = "https://example.org/b.ogg", .type = "audio/ogg", .length = 99}});
    entry.image = "https://example.org/1.png";
    entry.comments = {.page = "https://example.org/1#c", .feed = {}, .post_to = {}, .count = 3};
    entry.in_reply_to.assign(arena,
                             {{.ref = "tag:other.example,2024:9", .href = {}, .type = {}, .source = {}}});
    entry.source = source;
    auto& place = entry.places.emplace_back(arena);
    place.coordinates.assign(arena, {{45.25, -71.5, {}}});
    return feed;
}

void expect_full_entry(const Entry& entry) {
    EXPECT_EQ(entry.id, "tag:example.org,2024:1");
    EXPECT_EQ(entry.link, "https://example.org/1");
    EXPECT_EQ(entry.title.value, "First & foremost");
    EXPECT_EQ(entry.summary.value, "Short");
    EXPECT_EQ(entry.content.value, "<p>Long &amp; <em>good</em></p>");
    EXPECT_EQ(entry.content.type, TextType::kHtml);
    ASSERT_EQ(entry.authors.size(), 1u);
    EXPECT_EQ(entry.authors.front().name, "Bo");
    ASSERT_EQ(entry.categories.size(), 2u);
    EXPECT_EQ(entry.categories[0].term, "Fish");
    EXPECT_EQ(entry.published.time, parse_date("2024-05-23T08:00:00Z"));
    EXPECT_EQ(entry.updated.time, parse_date("2024-05-24T09:30:00Z"));
    ASSERT_EQ(entry.enclosures.size(), 2u);
    EXPECT_EQ(entry.enclosures[0].url, "https://example.org/a.mp3");
    EXPECT_EQ(entry.enclosures[0].length, 1234u);
    EXPECT_EQ(entry.enclosures[1].type, "audio/ogg");
    EXPECT_EQ(entry.image, "https://example.org/1.png");
}

void expect_full_xml_entry(const Entry& entry) {
    expect_full_entry(entry);
    EXPECT_EQ(entry.categories[0].scheme, "http://example.org/c");
    EXPECT_EQ(entry.authors.front().email, "bo@example.org");
    EXPECT_EQ(entry.comments.page, "https://example.org/1#c");
    EXPECT_EQ(entry.comments.count, 3);
    ASSERT_EQ(entry.in_reply_to.size(), 1u);
    EXPECT_EQ(entry.in_reply_to.front().ref, "tag:other.example,2024:9");
    ASSERT_NE(entry.source, nullptr);
    EXPECT_EQ(entry.source->self, "https://other.example/feed");
    EXPECT_EQ(entry.source->title.value, "Other");
    ASSERT_EQ(entry.places.size(), 1u);
    EXPECT_EQ(entry.places.front().coordinates.front().longitude, -71.5);
}

ParsedFeed read_back(std::string document) {
    const bool xml = document.starts_with('<');
    if (xml) {
        EXPECT_EQ(xmllint_complaints(document), "");
    }
    auto parsed = parse(document);
    EXPECT_TRUE(parsed) << document;
    EXPECT_TRUE(parsed->well_formed()) << document;
    EXPECT_TRUE(parsed->diagnostics().empty())
        << (parsed->diagnostics().empty() ? "" : parsed->diagnostics().front().message) << document;
    return std::move(*parsed);
}

TEST(WriterRules, AtomReadsBackTheSame) {
    Arena arena;
    const auto parsed = read_back(write_atom(full_feed(arena)));
    const auto& feed = parsed.feed();
    EXPECT_EQ(feed.format, Format::kAtom10);
    EXPECT_EQ(feed.id, "tag:example.org,2024:feed");
    EXPECT_EQ(feed.title.value, "Sea & <Sky>");
    EXPECT_EQ(feed.title.type, TextType::kText);
    EXPECT_EQ(feed.subtitle.value, "About <b>both</b>");
    EXPECT_EQ(feed.subtitle.type, TextType::kHtml);
    EXPECT_EQ(feed.link, "https://example.org/");
    EXPECT_EQ(feed.self, "https://example.org/feed");
    EXPECT_EQ(feed.hubs.front(), "https://hub.example.org/");
    EXPECT_EQ(feed.next_page, "https://example.org/feed?page=2");
    EXPECT_EQ(feed.authors.front().email, "ann@example.org");
    EXPECT_EQ(feed.updated.time, parse_date("2024-05-25T10:00:00Z"));
    EXPECT_EQ(feed.rights.value, "None reserved");
    EXPECT_EQ(feed.licenses.front(), "https://example.org/license");
    EXPECT_EQ(feed.language, "en");
    EXPECT_EQ(feed.image.url, "https://example.org/logo.png");
    EXPECT_EQ(feed.icon, "https://example.org/icon.png");
    EXPECT_EQ(feed.generator.name, "By hand");
    ASSERT_EQ(feed.entries.size(), 1u);
    const auto& entry = feed.entries.front();
    expect_full_xml_entry(entry);
    EXPECT_EQ(entry.source->id, "https://other.example/feed");
    EXPECT_EQ(entry.source->link, "https://other.example/");
    EXPECT_EQ(entry.source->updated.time, parse_date("2024-05-24T00:00:00Z"));
}

TEST(WriterRules, RssReadsBackTheSame) {
    Arena arena;
    const auto parsed = read_back(write_rss(full_feed(arena)));
    const auto& feed = parsed.feed();
    EXPECT_EQ(feed.format, Format::kRss20);
    EXPECT_EQ(feed.title.value, "Sea &amp; &lt;Sky&gt;");
    EXPECT_EQ(feed.title.type, TextType::kHtml);
    EXPECT_EQ(feed.subtitle.value, "About <b>both</b>");
    EXPECT_EQ(feed.link, "https://example.org/");
    EXPECT_EQ(feed.self, "https://example.org/feed");
    EXPECT_EQ(feed.hubs.front(), "https://hub.example.org/");
    EXPECT_EQ(feed.authors.front().name, "Ann");
    EXPECT_EQ(feed.authors.front().email, "ann@example.org");
    EXPECT_EQ(feed.language, "en");
    EXPECT_EQ(feed.image.url, "https://example.org/logo.png");
    ASSERT_EQ(feed.entries.size(), 1u);
    expect_full_xml_entry(feed.entries.front());
}

TEST(WriterRules, JsonFeedReadsBackTheSame) {
    Arena arena;
    const auto parsed = read_back(write_json_feed(full_feed(arena)));
    const auto& feed = parsed.feed();
    EXPECT_EQ(feed.format, Format::kJsonFeed11);
    EXPECT_EQ(feed.title.value, "Sea & <Sky>");
    EXPECT_EQ(feed.subtitle.value, "About both");
    EXPECT_EQ(feed.link, "https://example.org/");
    EXPECT_EQ(feed.self, "https://example.org/feed");
    EXPECT_EQ(feed.hubs.front(), "https://hub.example.org/");
    EXPECT_EQ(feed.language, "en");
    EXPECT_EQ(feed.icon, "https://example.org/icon.png");
    EXPECT_EQ(feed.authors.front().email, "ann@example.org");
    ASSERT_EQ(feed.entries.size(), 1u);
    expect_full_entry(feed.entries.front());
    ASSERT_NE(feed.entries.front().source, nullptr);
    EXPECT_TRUE(feed.entries.front().extensions.empty());
}

TEST(WriterRules, IsWellFormedWhateverTheValuesAre) {
    Arena arena;
    auto feed = full_feed(arena);
    feed.title.value = feed.language = feed.id = feed.link = feed.self = feed.generator.name = kHostile;
    feed.categories.front() = {kHostile, kHostile, kHostile};
    feed.authors.front() = {kHostile, kHostile, kHostile, kHostile, {}, {}};
    auto& entry = feed.entries.front();
    entry.title.value = entry.content.value = entry.summary.value = entry.id = entry.link = kHostile;
    entry.content.base = entry.content.language = entry.language = entry.image = kHostile;
    entry.links.front() = {.href = kHostile, .rel = kHostile, .type = kHostile};
    entry.enclosures.front() = {.url = kHostile, .type = kHostile};
    EXPECT_EQ(xmllint_complaints(write_atom(feed)), "");
    EXPECT_EQ(xmllint_complaints(write_rss(feed)), "");
    for (const auto& document : {write_atom(feed), write_rss(feed)}) {
        EXPECT_EQ(document.find('\x01'), std::string::npos);
        EXPECT_EQ(document.find("\xEF\xBF\xBE"), std::string::npos);
        const auto parsed = parse(document);
        ASSERT_TRUE(parsed);
        EXPECT_TRUE(parsed->well_formed());
        EXPECT_EQ(parsed->feed().entries.size(), 1u);
    }
    EXPECT_TRUE(parse(write_json_feed(feed)));
}

TEST(WriterRules, MakesUpWhatAtomRequires) {
    Arena arena;
    Feed feed;
    feed.entries.emplace_back(arena).title.value = "Alone";
    feed.entries.emplace_back(arena).title.value = "Another";
    const auto parsed = read_back(write_atom(feed));
    const auto& read = parsed.feed();
    EXPECT_TRUE(read.id.starts_with("urn:uuid:"));
    EXPECT_FALSE(read.title.empty());
    EXPECT_TRUE(read.updated.time);
    EXPECT_EQ(read.authors.size(), 1u);
    EXPECT_TRUE(read.entries[0].id.starts_with("urn:uuid:"));
    EXPECT_NE(read.entries[0].id, read.entries[1].id);
    EXPECT_TRUE(read.entries[0].updated.time);
    EXPECT_NE(write_atom(feed).find("<content></content>"), std::string::npos);
}

TEST(WriterRules, TakesTheDateOfTheFeedFromItsNewestEntry) {
    Arena arena;
    Feed feed;
    feed.entries.emplace_back(arena).published = at("2024-01-02T00:00:00Z");
    feed.entries.emplace_back(arena).updated = at("2024-03-04T00:00:00Z");
    for (const auto& document : {write_atom(feed), write_rss(feed)})
        EXPECT_EQ(read_back(document).feed().updated.time, parse_date("2024-03-04T00:00:00Z"));
}

TEST(WriterRules, MakesAnIriOfAnIdThatIsNone) {
    Arena arena;
    Feed feed;
    feed.self = "https://example.org/feed";
    auto* first = arena.make<Source>();
    first->self = "https://one.example/feed";
    auto* second = arena.make<Source>();
    second->self = "https://two.example/feed";
    for (const auto* source : {first, second}) {
        auto& entry = feed.entries.emplace_back(arena);
        entry.id = "17";
        entry.source = source;
    }
    const auto parsed = read_back(write_atom(feed));
    EXPECT_TRUE(parsed.feed().entries[0].id.starts_with("urn:uuid:"));
    EXPECT_NE(parsed.feed().entries[0].id, parsed.feed().entries[1].id);
    EXPECT_EQ(read_back(write_rss(feed)).feed().entries.front().id, "17");
}

TEST(WriterRules, KeepsTextApartFromMarkup) {
    Arena arena;
    Feed feed;
    auto& entry = feed.entries.emplace_back(arena);
    entry.title.value = "1 < 2 &amp; <b>3</b>";
    entry.content.value = "a < b\n&lt;";
    const auto atom = read_back(write_atom(feed));
    EXPECT_EQ(atom.feed().entries.front().title.value, "1 < 2 &amp; <b>3</b>");
    EXPECT_EQ(atom.feed().entries.front().title.type, TextType::kText);
    EXPECT_EQ(atom.feed().entries.front().content.value, "a < b\n&lt;");
    const auto rss = read_back(write_rss(feed));
    EXPECT_EQ(rss.feed().entries.front().title.value, "1 &lt; 2 &amp;amp; &lt;b&gt;3&lt;/b&gt;");
    EXPECT_EQ(rss.feed().entries.front().title.type, TextType::kHtml);
    EXPECT_EQ(rss.feed().entries.front().content.value, "a &lt; b<br>\n&amp;lt;");
    const auto json = read_back(write_json_feed(feed));
    EXPECT_EQ(json.feed().entries.front().title.value, "1 < 2 &amp; <b>3</b>");
    EXPECT_EQ(json.feed().entries.front().content.type, TextType::kText);
}

TEST(WriterRules, EscapesTitlesOfRssTwiceOnlyWhereTheyResembleMarkup) {
    Arena arena;
    Feed feed;
    for (const auto* title : {"R & D, 1 < 2", "<img src=x onerror=alert(1)>", "&copy;"})
        feed.entries.emplace_back(arena).title.value = title;
    const auto document = write_rss(feed);
    EXPECT_NE(document.find("<title>R &amp; D, 1 &lt; 2</title>"), std::string::npos);
    EXPECT_NE(document.find("<title>&amp;lt;img src=x onerror=alert(1)&amp;gt;</title>"), std::string::npos);
    EXPECT_NE(document.find("<title>&amp;amp;copy;</title>"), std::string::npos);
}

TEST(WriterRules, SaysWhatRelativeLinksOfMarkupAreRelativeTo) {
    Arena arena;
    Feed feed;
    feed.language = "en";
    auto& entry = feed.entries.emplace_back(arena);
    entry.content = {.value = "<a href=\"x\">x</a>",
                     .type = TextType::kHtml,
                     .language = "de",
                     .base = "https://example.org/posts/",
                     .media_type = {}};
    const auto parsed = read_back(write_atom(feed));
    EXPECT_EQ(parsed.feed().entries.front().content.base, "https://example.org/posts/");
    EXPECT_EQ(parsed.feed().entries.front().content.language, "de");
}

TEST(WriterRules, WritesOneAlternateForEachTypeAndLanguage) {
    Arena arena;
    Feed feed;
    auto& entry = feed.entries.emplace_back(arena);
    entry.link = "https://example.org/b";
    entry.links.assign(arena, {{.href = "https://example.org/a"},
                               {.href = "https://example.org/b"},
                               {.href = "https://example.org/c", .rel = "alternate", .hreflang = "fr"}});
    const auto parsed = read_back(write_atom(feed));
    const auto& links = parsed.feed().entries.front().links;
    ASSERT_EQ(links.size(), 2u);
    EXPECT_EQ(links[0].href, "https://example.org/b");
    EXPECT_EQ(links[1].hreflang, "fr");
}

TEST(WriterRules, GivesContentElsewhereTheSummaryThatItNeeds) {
    Arena arena;
    Feed feed;
    auto& entry = feed.entries.emplace_back(arena);
    entry.title.value = "Film";
    entry.content_src = "https://example.org/film.mp4";
    entry.content.media_type = "video/mp4";
    const auto parsed = read_back(write_atom(feed));
    EXPECT_EQ(parsed.feed().entries.front().content_src, "https://example.org/film.mp4");
    EXPECT_EQ(parsed.feed().entries.front().summary.value, "Film");
}

TEST(WriterRules, PercentEncodesWhatNoAddressMayHold) {
    Arena arena;
    Feed feed;
    feed.link = " https://example.org/a b|<c> ";
    EXPECT_EQ(read_back(write_atom(feed)).feed().link, "https://example.org/a%20b%7C%3Cc%3E");
}

TEST(WriterRules, WritesPodcastsForPodcastReaders) {
    Arena arena;
    Feed feed;
    auto* channel = arena.make<FeedPodcast>();
    channel->is_explicit = false;
    channel->owner = arena.make<Person>("Ann", "ann@example.org");
    channel->guid = "917393e3-1b1e-5cef-ace4-edaa54e1f810";
    feed.podcast = channel;
    feed.categories.assign(arena, {{"Arts", "http://www.itunes.com/", {}}});
    auto* episode = arena.make<EntryPodcast>();
    episode->duration_seconds = 3661;
    episode->episode = "7";
    episode->transcripts.emplace_back(arena).url = "https://example.org/t.vtt";
    feed.entries.emplace_back(arena).podcast = episode;
    const auto parsed = read_back(write_rss(feed));
    const auto& read = parsed.feed();
    ASSERT_NE(read.podcast, nullptr);
    EXPECT_EQ(read.podcast->is_explicit, false);
    EXPECT_EQ(read.podcast->owner->email, "ann@example.org");
    EXPECT_EQ(read.podcast->guid, "917393e3-1b1e-5cef-ace4-edaa54e1f810");
    EXPECT_EQ(read.categories.front().scheme, "http://www.itunes.com/");
    ASSERT_NE(read.entries.front().podcast, nullptr);
    EXPECT_EQ(read.entries.front().podcast->duration_seconds, 3661);
    EXPECT_EQ(read.entries.front().podcast->episode, "7");
    EXPECT_EQ(read.entries.front().podcast->transcripts.front().url, "https://example.org/t.vtt");
}

TEST(WriterRules, LeavesNoItemWithoutTitleOrDescription) {
    Arena arena;
    Feed feed;
    feed.entries.emplace_back(arena).link = "https://example.org/1";
    EXPECT_NE(write_rss(feed).find("<description></description>"), std::string::npos);
    EXPECT_NE(write_json_feed(feed).find("\"content_text\": \"\""), std::string::npos);
}

}  // namespace
}  // namespace orrery::feed
