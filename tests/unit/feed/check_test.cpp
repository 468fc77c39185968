#include "support.hpp"

#include <algorithm>

// What a feed is told that wants to be mended (ParseOptions::check).

namespace orrery::feed {
namespace {

std::vector<Diagnostic> complaints(std::string document) {
    ParseOptions options;
    options.check = true;
    return read(std::move(document), options).diagnostics();
}

bool says(const std::vector<Diagnostic>& diagnostics, Problem problem, std::string_view word) {
    return std::any_of(diagnostics.begin(), diagnostics.end(), [&](const Diagnostic& each) {
        return each.problem == problem && each.message.find(word) != std::string::npos;
    });
}

std::string good_channel(std::string_view more) {
    return rss(
        "<title>T</title><link>http://x/</link><description>D</description>" + std::string(more),
        "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/' "
        "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' xmlns:atom='http://www.w3.org/2005/Atom' "
        "xmlns:media='http://search.yahoo.com/mrss/'");
}

std::string good_entry(std::string_view more) {
    return atom(
        "<title>T</title><id>tag:x.example,2004:1</id><updated>2004-01-01T00:00:00Z</updated>"
        "<author><name>A</name></author><entry><title>E</title><id>http://x/1</id>"
        "<link href='http://x/1'/><updated>2004-01-01T00:00:00Z</updated>" +
        std::string(more) + "</entry>");
}

TEST(Check, FindsNothingInFeedsThatAreAsTheyShouldBe) {
    EXPECT_TRUE(
        complaints(
            good_channel("<item><title>A &amp; B</title><pubDate>Thu, 01 Jan 2004 19:48:21 GMT</pubDate>"
                         "<description>&lt;p>x&lt;/p></description><guid>http://x/1</guid>"
                         "<enclosure url='http://x/a.mp3' length='0' type='audio/mpeg'/>"
                         "<author>a@b.example (Ann)</author></item>"
                         "<atom:link rel='self' href='http://x/f'/>"))
            .empty());
    EXPECT_TRUE(complaints(good_entry("<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
                                      "<p>x</p></div></content><category term='sea'/>"))
                    .empty());
}

TEST(Check, IsOnlyMadeWhenAskedForAndNeverSaysError) {
    const auto document = rss("<item/>");
    EXPECT_TRUE(read(document).diagnostics().empty());
    const auto said = complaints(document);
    EXPECT_FALSE(said.empty());
    for (const auto& each : said)
        EXPECT_NE(each.severity, Severity::kError) << each.message;
}

TEST(Check, MissesWhatIsRequired) {
    const auto channel = complaints(rss("<item><link>http://x/1</link></item>"));
    for (const auto word : {"no title", "no link", "no description", "no title and no description"})
        EXPECT_TRUE(says(channel, Problem::kMissing, word)) << word;
    const auto feed = complaints(atom("<entry><author/></entry>"));
    for (const auto word : {"feed has no id", "feed has no updated", "entry has no title",
                            "person has no name", "neither content nor an alternate link"})
        EXPECT_TRUE(says(feed, Problem::kMissing, word)) << word;
    EXPECT_TRUE(says(complaints(good_channel("<item><title>a</title><enclosure url='http://x/'/></item>")),
                     Problem::kMissing, "no length"));
}

TEST(Check, CountsWhatMayStandOnce) {
    EXPECT_TRUE(says(complaints(good_channel("<title>U</title>")), Problem::kDuplicate, "second \"title\""));
    EXPECT_TRUE(says(complaints(good_entry("<id>http://x/2</id>")), Problem::kDuplicate, "second \"id\""));
    EXPECT_TRUE(
        says(complaints(good_entry("<link href='http://x/2'/>")), Problem::kDuplicate, "alternate link"));
    EXPECT_TRUE(says(complaints(good_channel("<item><title>a</title><guid>1</guid></item>"
                                             "<item><title>b</title><guid>1</guid></item>")),
                     Problem::kDuplicate, "second entry"));
    EXPECT_FALSE(
        says(complaints(good_channel("<atom:link rel='self' href='http://x/f'/>")), Problem::kDuplicate, ""))
        << "atom:link is no second link of RSS";
}

TEST(Check, KnowsTheDatesOfEachFormat) {
    const auto rss_date = [](std::string_view date) {
        return says(complaints(good_channel("<pubDate>" + std::string(date) + "</pubDate>")), Problem::kDate,
                    "");
    };
    EXPECT_FALSE(rss_date("Thu, 01 Jan 2004 19:48:21 +0100"));
    EXPECT_FALSE(rss_date("1 Jan 2004 19:48 GMT"));
    EXPECT_TRUE(rss_date("Fri, 01 Jan 2004 19:48:21 GMT")) << "it was a Thursday";
    EXPECT_TRUE(rss_date("Thu, 01 Jan 04 19:48:21 GMT"));
    EXPECT_TRUE(rss_date("2004-01-01T19:48:21Z"));
    const auto atom_date = [](std::string_view date) {
        return says(complaints(good_entry("<published>" + std::string(date) + "</published>")),
                    Problem::kDate, "");
    };
    EXPECT_FALSE(atom_date("2004-02-29T23:59:60.25-05:00"));
    EXPECT_TRUE(atom_date("2003-02-29T12:00:00Z"));
    EXPECT_TRUE(atom_date("2004-01-01"));
    EXPECT_TRUE(atom_date(" 2004-01-01T00:00:00Z"));
    EXPECT_TRUE(atom_date("2004-01-01t00:00:00z"));
    EXPECT_TRUE(says(complaints(good_channel("<dc:date>2004</dc:date>")), Problem::kDate, "") == false);
}

TEST(Check, KnowsAddressesLanguagesAndOtherValues) {
    const auto id = [](std::string_view text) {
        return says(complaints(atom("<id>" + std::string(text) + "</id>")), Problem::kUrl, "");
    };
    EXPECT_FALSE(id("urn:uuid:60a76c80-d399-11d9-b93C-0003939e0af6"));
    EXPECT_FALSE(id("tag:diveintomark.org,2003-01:foo"));
    EXPECT_TRUE(id("tag:diveintomark.org,2003-1:foo"));
    EXPECT_TRUE(id("urn:uuid:60a76c80"));
    EXPECT_TRUE(id("/relative"));
    EXPECT_TRUE(id("http://x/a b"));
    EXPECT_TRUE(id("http:///path"));
    const auto value = [](std::string_view element) {
        return says(complaints(good_channel(element)), Problem::kValue, "");
    };
    EXPECT_FALSE(value("<language>zh-Hant-TW</language>"));
    EXPECT_TRUE(value("<language>english</language>"));
    EXPECT_TRUE(value("<ttl>0</ttl>"));
    EXPECT_TRUE(value("<skipHours><hour>24</hour></skipHours>"));
    EXPECT_TRUE(value("<sy:updatePeriod>often</sy:updatePeriod>"));
    EXPECT_TRUE(value("<managingEditor>Ann</managingEditor>"));
    EXPECT_TRUE(value("<itunes:explicit>perhaps</itunes:explicit>"));
    EXPECT_TRUE(value("<item><title>a</title><guid isPermaLink='no'>1</guid></item>"));
    EXPECT_TRUE(value("<item><title>a</title><itunes:duration>1:75</itunes:duration></item>"));
    EXPECT_TRUE(value("<item><title>a</title><media:content url='http://x/' medium='film'/></item>"));
}

TEST(Check, KnowsWhatBelongsWhere) {
    EXPECT_TRUE(says(complaints(good_entry("<foo/>")), Problem::kMisplaced, "foo"));
    EXPECT_TRUE(says(complaints(good_channel("<guid>1</guid>")), Problem::kMisplaced, "guid"));
    EXPECT_TRUE(says(complaints(good_channel("stray")), Problem::kMisplaced, "text"));
    EXPECT_TRUE(says(complaints(good_entry("<link rel='next-archive' href='http://x/'/>")),
                     Problem::kMisplaced, "RFC 5005"));
    EXPECT_FALSE(says(complaints(good_entry("<x:foo xmlns:x='http://x/ns'/>")), Problem::kMisplaced, ""))
        << "an extension may stand anywhere";
}

TEST(Check, KnowsWhatTextsAre) {
    EXPECT_TRUE(
        says(complaints(good_entry("<summary>&lt;b>x&lt;/b></summary>")), Problem::kValue, "plain text"));
    EXPECT_TRUE(says(complaints(good_entry("<summary type='html'><b>x</b></summary>")), Problem::kMisplaced,
                     "have to be escaped"));
    EXPECT_TRUE(says(complaints(good_entry("<summary type='xhtml'>&lt;b>x&lt;/b></summary>")),
                     Problem::kMisplaced, "must not be escaped"));
    EXPECT_TRUE(
        says(complaints(good_entry("<summary type='text/html'>x</summary>")), Problem::kValue, "type"));
    EXPECT_TRUE(
        says(complaints(good_channel("<item><description>&lt;script>1&lt;/script></description></item>")),
             Problem::kValue, "leave out"));
    EXPECT_TRUE(says(complaints(good_entry("<content src='http://x/a.pdf' type='application/pdf'/>")),
                     Problem::kMissing, "no summary"));
}

TEST(Check, TellsThePlace) {
    const auto said = complaints(
        "<rss version='2.0'><channel><title>T</title><link>http://x/</link>\n"
        "<description>D</description><ttl>never</ttl></channel></rss>");
    ASSERT_EQ(said.size(), 1u);
    EXPECT_EQ(format_diagnostic("f.xml", said[0]),
              "f.xml:2:29: warning: \"never\" of \"ttl\" is no whole number above 0");
}

}  // namespace
}  // namespace orrery::feed
