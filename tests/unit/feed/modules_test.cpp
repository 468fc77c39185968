#include "support.hpp"

namespace orrery::feed {
namespace {

TEST(Modules, SettlesTheAxisOrderOfPlaces) {
    const auto parsed =
        read(item("<georss:point>45.2 -71.9</georss:point><georss:line>1,2 3,4</georss:line>"
                  "<georss:where><gml:Point srsName='urn:ogc:def:crs:OGC:1.3:CRS84'><gml:pos>-71.9 "
                  "45.2</gml:pos></gml:Point></georss:where>"
                  "<geo:long>8</geo:long><geo:lat>7</geo:lat><georss:point>200 300</georss:point>"));
    const auto& places = parsed.feed().entries[0].places;
    ASSERT_EQ(places.size(), 4u);
    EXPECT_EQ(places[0].coordinates[0].latitude, 45.2);
    EXPECT_EQ(places[0].coordinates[0].longitude, -71.9);
    EXPECT_EQ(places[1].coordinates[1].latitude, 3);
    EXPECT_EQ(places[2].coordinates[0].latitude, 45.2);
    EXPECT_EQ(places[3].coordinates[0].longitude, 8);
}

TEST(Modules, CollectsFilesFromEveryElementOnce) {
    const auto parsed =
        read(item("<enclosure url='http://x/a.mp3' length='lots' type='audio/mpeg'/>"
                  "<media:group><media:content url='http://x/a.mp3' fileSize='9' isDefault='true'/>"
                  "<media:content url='http://x/b.ogg' type='audio/ogg' duration='61'/></media:group>"
                  "<media:thumbnail url='/t.png' width='20'/>"));
    const auto& entry = parsed.feed().entries[0];
    ASSERT_EQ(entry.enclosures.size(), 2u);
    EXPECT_EQ(entry.enclosures[0].type, "audio/mpeg");
    EXPECT_EQ(entry.enclosures[0].length, 9u);
    EXPECT_TRUE(entry.enclosures[0].is_default);
    EXPECT_EQ(entry.enclosures[1].duration_seconds, 61);
    EXPECT_EQ(entry.image, "http://x/t.png");
    EXPECT_EQ(entry.media->thumbnails[0].width, 20);
}

TEST(Modules, ReadsPodcasts) {
    const auto parsed = read(item(
        "<itunes:duration>1:02:03</itunes:duration><itunes:explicit>clean</itunes:explicit>"
        "<itunes:block>yes</itunes:block><itunes:image href='/i.png'/><podcast:episode "
        "display='3b'>3.5</podcast:episode>"
        "<podcast:transcript url='/t.vtt' type='text/vtt'/><podcast:person role='guest'>Ann</podcast:person>"
        "<podcast:alternateEnclosure type='audio/opus'><podcast:source "
        "uri='/a.opus'/></podcast:alternateEnclosure>"));
    const auto& entry = parsed.feed().entries[0];
    EXPECT_EQ(entry.podcast->duration_seconds, 3723);
    EXPECT_EQ(entry.podcast->is_explicit, false);
    EXPECT_EQ(entry.podcast->block, true);
    EXPECT_EQ(entry.image, "http://x/i.png");
    EXPECT_EQ(entry.podcast->episode_display, "3b");
    EXPECT_EQ(entry.podcast->transcripts[0].url, "http://x/t.vtt");
    EXPECT_EQ(entry.contributors[0].role, "guest");
    EXPECT_EQ(entry.podcast->alternate_enclosures[0].sources[0], "http://x/a.opus");
}

TEST(Modules, ReadsMoreSpellingsOfExplicitThanAppleAndKeepsWhatWasWritten) {
    const auto parsed = read(item("<itunes:explicit> YES </itunes:explicit>"));
    EXPECT_EQ(parsed.feed().entries[0].podcast->is_explicit, true);
    EXPECT_EQ(parsed.feed().entries[0].podcast->explicit_text, " YES ");
}

TEST(Modules, TakesKeywordsApartAtCommasAndEachOnce) {
    const auto parsed =
        read(item("<category>sea</category><itunes:keywords>sea, open water,wind</itunes:keywords>"
                  "<media:category>CafÃ©</media:category>"));
    const auto& categories = parsed.feed().entries[0].categories;
    ASSERT_EQ(categories.size(), 4u);
    EXPECT_EQ(categories[1].term, "open water");
    EXPECT_EQ(categories[2].scheme, "http://www.itunes.com/");
    EXPECT_EQ(categories[3].term, "Café") << "taken for windows-1252 once too often";
    EXPECT_EQ(categories[3].scheme, "http://search.yahoo.com/mrss/category_schema") << "Media RSS's default";
}

TEST(Modules, DoesNotTakeALiveItemForAnEntry) {
    const auto parsed = read(rss(
        "<podcast:liveItem status='live' start='2021-09-26T07:30:00Z'><title>L</title><guid>1</guid>"
        "<enclosure url='http://x/live'/></podcast:liveItem><title>F</title><item><title>A</title></item>",
        "xmlns:podcast='https://podcastindex.org/namespace/1.0'"));
    EXPECT_EQ(parsed.feed().title.value, "F");
    EXPECT_EQ(parsed.feed().entries.size(), 1u);
    EXPECT_EQ(parsed.feed().podcast->live_items[0].title, "L");
    EXPECT_EQ(parsed.feed().podcast->live_items[0].enclosure, "http://x/live");
}

TEST(Modules, ReadsChaptersAndThreads) {
    const auto parsed =
        read(item("<psc:chapters><psc:chapter start='00:03:07.250' "
                  "title='B'/></psc:chapters><slash:comments>7</slash:comments>"));
    EXPECT_EQ(parsed.feed().entries[0].chapters[0].start_seconds, 187.25);
    EXPECT_EQ(parsed.feed().entries[0].comments.count, 7);
    const auto thread =
        read(atom("<entry><thr:in-reply-to ref='tag:1' href='/p'/><link rel='replies' href='/r' "
                  "thr:count='3'/></entry>"));
    EXPECT_EQ(thread.feed().entries[0].in_reply_to[0].href, "http://x/p");
    EXPECT_EQ(thread.feed().entries[0].comments.count, 3);
}

TEST(Modules, ReadsHowOftenToPoll) {
    const auto parsed =
        read(rss("<ttl>60</ttl><skipHours><hour>3</hour><hour>24</hour></skipHours><skipDays><day>Sunday</"
                 "day></skipDays>"
                 "<cloud domain='d' port='80' path='/p' registerProcedure='' protocol='xml-rpc'/>"));
    EXPECT_EQ(parsed.feed().poll_hints.ttl_minutes, 60);
    EXPECT_EQ(parsed.feed().poll_hints.skip_hours, (1u << 3) | 1u);
    EXPECT_EQ(parsed.feed().poll_hints.skip_days, 1);
    EXPECT_EQ(parsed.feed().cloud->domain, "d");
}

}  // namespace
}  // namespace orrery::feed
