#include "support.hpp"

namespace orrery::feed {
namespace {

std::string_view format_of(std::string document) {
    return name_of(read(std::move(document)).feed().format);
}

TEST(Formats, TellsEveryVersionOfRssApart) {
    EXPECT_EQ(format_of("<rss version='0.91'/>"), "rss091u");
    EXPECT_EQ(
        format_of(
            "<!DOCTYPE rss PUBLIC '-//Netscape Communications//DTD RSS 0.91//EN' 'x'><rss version='0.91'/>"),
        "rss091n");
    EXPECT_EQ(format_of("<rss version='0.92'/>"), "rss092");
    EXPECT_EQ(format_of("<rss version='0.93'/>"), "rss093");
    EXPECT_EQ(format_of("<rss version='0.94'/>"), "rss094");
    EXPECT_EQ(format_of("<rss version='2.0'/>"), "rss20");
    EXPECT_EQ(format_of("<rss version='2.0.1'/>"), "rss20");
    EXPECT_EQ(format_of("<rss/>"), "rss");
    const std::string rdf = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='";
    EXPECT_EQ(format_of(rdf + "http://purl.org/rss/1.0/'/>"), "rss10");
    EXPECT_EQ(format_of(rdf + "http://my.netscape.com/rdf/simple/0.9/'/>"), "rss090");
}

TEST(Formats, TellsAtomCdfAndJsonFeedApart) {
    EXPECT_EQ(format_of("<feed xmlns='http://www.w3.org/2005/Atom'/>"), "atom10");
    EXPECT_EQ(format_of("<feed version='0.3' xmlns='http://purl.org/atom/ns#'/>"), "atom03");
    EXPECT_EQ(format_of("<feed/>"), "atom");
    EXPECT_EQ(format_of("<CHANNEL HREF='http://x/'><ITEM HREF='a'/></CHANNEL>"), "cdf");
    EXPECT_EQ(format_of(R"({"version":"https://jsonfeed.org/version/1","items":[]})"), "json10");
    EXPECT_EQ(format_of(R"({"version":"https://jsonfeed.org/version/1.1","items":[]})"), "json11");
}

TEST(Formats, ReadsItemsOfRss10ThatStandBesideTheirChannel) {
    const auto parsed = read(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
        "<channel rdf:about='http://x/'><title>F</title><items><rdf:Seq><rdf:li "
        "rdf:resource='http://x/1'/></rdf:Seq></items></channel>"
        "<item rdf:about='http://x/1'><title>A</title><link>http://x/a</link></item></rdf:RDF>");
    EXPECT_EQ(parsed.feed().id, "http://x/");
    ASSERT_EQ(parsed.feed().entries.size(), 1u);
    EXPECT_EQ(parsed.feed().entries[0].id, "http://x/1");
    EXPECT_EQ(parsed.feed().entries[0].link, "http://x/a");
    EXPECT_EQ(parsed.feed().title.value, "F");
}

TEST(Formats, ReadsAnEntryDocument) {
    const auto parsed = read("<entry xmlns='http://www.w3.org/2005/Atom'><title>A</title></entry>");
    ASSERT_EQ(parsed.feed().entries.size(), 1u);
    EXPECT_EQ(parsed.feed().entries[0].title.value, "A");
}

TEST(Formats, KnowsNamespacesWhateverTheirPrefixAndCase) {
    const auto parsed = read(
        "<a:feed xmlns:a='HTTP://WWW.W3.ORG/2005/ATOM'><a:entry><a:title>A</a:title></a:entry></a:feed>");
    ASSERT_EQ(parsed.feed().entries.size(), 1u);
    EXPECT_EQ(parsed.feed().entries[0].title.value, "A");
}

TEST(Formats, ReadsAnHFeedInAPage) {
    const auto parsed = read(
        "<!doctype html><html lang=en><title>T</title><body><div class='h-feed'><h1 class='p-name'>F</h1>"
        "<a class='p-author h-card' href='/ann'>Ann</a>"
        "<article class='h-entry'><a class='u-url p-name' href='/1'>One</a><time class='dt-published' "
        "datetime='2004-05-25'>May</time>"
        "<div class='e-content'><p>Text <b>here</b><br></div><span class='p-category'>sea</span>"
        "<div class='u-comment h-cite'><a class='p-name u-url' href='/c'>Other</a></div></article>"
        "<article class='h-entry'><p class='p-name e-content'>A note</p></article></div>");
    const auto& feed = parsed.feed();
    EXPECT_EQ(feed.format, Format::kHFeed);
    EXPECT_EQ(feed.title.value, "F");
    EXPECT_EQ(feed.language, "en");
    ASSERT_EQ(feed.entries.size(), 2u);
    EXPECT_EQ(feed.entries[0].title.value, "One");
    EXPECT_EQ(feed.entries[0].link, "http://x/1");
    EXPECT_EQ(feed.entries[0].id, "http://x/1");
    EXPECT_EQ(feed.entries[0].content.value, "<p>Text <b>here</b><br></p>");
    EXPECT_EQ(format_rfc3339(*feed.entries[0].published.time), "2004-05-25T00:00:00Z");
    EXPECT_EQ(feed.entries[0].categories[0].term, "sea");
    EXPECT_EQ(feed.entries[0].authors[0].uri, "http://x/ann");
    EXPECT_TRUE(feed.entries[1].title.empty());
    EXPECT_EQ(feed.entries[1].content.value, "A note");
}

TEST(Formats, RefusesWhatIsNoFeedAndSaysWhatToDo) {
    const auto page = parse("<!doctype html><html><body>Hello</body></html>");
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().code, ErrorCode::kUnsupported);
    EXPECT_NE(page.error().message().find("look in it for a link to its feed"), std::string::npos);
    EXPECT_FALSE(parse(""));
    EXPECT_FALSE(parse("{\"version\": 3"));
    EXPECT_FALSE(parse(std::string("\x89PNG\r\n\x1a\n\0\0\0", 11)));
}

TEST(JsonFeed, ReadsWhatItsSpecificationNames) {
    const auto parsed =
        read(R"({"version":"https://jsonfeed.org/version/1.1","title":"F","home_page_url":"http://x/",
        "feed_url":"http://x/f","next_url":"/2","icon":"/i","favicon":"/f.ico","language":"en","expired":true,
        "authors":[{"name":"Ann","url":"http://a/","avatar":"http://a/p"}],"hubs":[{"type":"WebSub","url":"http://h/"}],
        "items":[{"id":7,"url":"/a","external_url":"http://e/","title":"A","content_html":"<p>h</p>","content_text":"t","summary":"s",
        "image":"/img","banner_image":"/b","date_published":"2004-05-25T10:00:00-05:00","tags":["one","two"],"_x":{"y":1},
        "attachments":[{"url":"a.mp3","mime_type":"audio/mpeg","title":"E","size_in_bytes":12,"duration_in_seconds":3.5},
                       {"url":"a.ogg","mime_type":"audio/ogg","title":"E"}]},{"title":"no id"}]})");
    const auto& feed = parsed.feed();
    EXPECT_EQ(feed.next_page, "http://x/2");
    EXPECT_EQ(feed.icon, "http://x/f.ico");
    EXPECT_TRUE(feed.expired);
    EXPECT_EQ(feed.hubs[0], "http://h/");
    ASSERT_EQ(feed.entries.size(), 1u);
    const auto& entry = feed.entries[0];
    EXPECT_EQ(entry.id, "7");
    EXPECT_EQ(entry.link, "http://x/a");
    EXPECT_EQ(entry.external_url, "http://e/");
    EXPECT_EQ(entry.content.value, "<p>h</p>");
    EXPECT_EQ(entry.content.type, TextType::kHtml);
    EXPECT_EQ(entry.alternatives[0].value, "t");
    EXPECT_EQ(entry.summary.value, "s");
    EXPECT_EQ(format_rfc3339(*entry.published.time), "2004-05-25T15:00:00Z");
    EXPECT_EQ(entry.categories[1].term, "two");
    EXPECT_EQ(entry.enclosures[0].url, "http://x/a.mp3");
    EXPECT_EQ(entry.enclosures[0].length, 12u);
    EXPECT_EQ(entry.enclosures[0].duration_seconds, 3.5);
    EXPECT_EQ(entry.enclosures[0].group, entry.enclosures[1].group);
    EXPECT_NE(entry.enclosures[0].group, 0u);
    EXPECT_EQ(entry.extensions[0].name, "_x");
    EXPECT_EQ(entry.extensions[0].text, "{\"y\":1}");
    EXPECT_EQ(entry.authors[0].name, "Ann");
    ASSERT_EQ(parsed.diagnostics().size(), 1u);
    EXPECT_EQ(parsed.diagnostics()[0].problem, Problem::kMissing);
}

TEST(JsonFeed, ReadsTheSingleAuthorOfVersion1) {
    const auto parsed = read(
        R"({"version":"https://jsonfeed.org/version/1","title":"F","author":{"name":"Ann"},"items":[]})");
    EXPECT_EQ(parsed.feed().authors[0].name, "Ann");
}

}  // namespace
}  // namespace orrery::feed
