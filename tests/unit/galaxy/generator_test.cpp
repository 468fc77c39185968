#include "blog.hpp"
#include "broken.hpp"
#include "charset.hpp"
#include "feed_document.hpp"
#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"
#include "picture.hpp"
#include "well_formed.hpp"

#include <set>

#include <gtest/gtest.h>

namespace orrery::galaxy {
namespace {

using test::xml_fault;

constexpr std::string_view kBase = "http://127.0.0.1:8000";
constexpr Timestamp kNow{std::chrono::sys_days{std::chrono::year{2026} / 6 / 1}};

std::vector<Post> newest_posts(const Blog& blog, std::size_t count) {
    std::vector<Post> posts;
    for (auto key = posts_until(blog, kNow); key > 0 && posts.size() < count; --key)
        posts.push_back(make_post(blog, key - 1, published(blog, key - 1), kBase));
    return posts;
}

std::string feed_of(const Blog& blog, Format format, std::string_view charset) {
    return write_feed(blog, newest_posts(blog, blog.feed_length), format, charset, kBase,
                      "http://127.0.0.1:8000/feeds/1.xml")
        .bytes;
}

TEST(Generator, MakesTheSameOfTheSameSeed) {
    for (std::uint64_t number = 1; number <= 30; ++number) {
        const auto first = make_blog(7, number);
        const auto second = make_blog(7, number);
        EXPECT_EQ(feed_of(first, first.format, first.charset),
                  feed_of(second, second.format, second.charset));
    }
    EXPECT_NE(feed_of(make_blog(7, 1), Format::kRss20, "UTF-8"),
              feed_of(make_blog(8, 1), Format::kRss20, "UTF-8"));
}

TEST(Generator, MakesWellFormedFeedsInEveryFormatAndCharset) {
    for (std::uint64_t number = 1; number <= 2 * (languages().size() - 1); ++number) {
        const auto blog = make_blog(1, number);
        auto charsets = blog.language->charsets;
        charsets.insert(charsets.end(), {"UTF-8", "UTF-16"});
        for (const auto format : {Format::kRss20, Format::kAtom10, Format::kRss10, Format::kRss091,
                                  Format::kRss092, Format::kAtom03})
            for (const auto charset : charsets) {
                const auto text = decoded(feed_of(blog, format, charset), charset);
                ASSERT_TRUE(text) << number << " is not in the charset it declares: " << charset;
                EXPECT_EQ(xml_fault(*text), "") << number << ' ' << charset;
                EXPECT_NE(text->find("encoding=\"" + std::string(charset) + "\""), std::string::npos);
            }
    }
}

TEST(Generator, SaysTheSameInEveryCharset) {
    const auto blog = make_blog(1, 10);
    ASSERT_EQ(blog.language->code, "ru");
    const auto posts = newest_posts(blog, 3);
    for (const std::string_view charset : {"KOI8-R", "windows-1251", "UTF-16"})
        EXPECT_NE(decoded(feed_of(blog, Format::kRss20, charset), charset)->find(posts[0].title),
                  std::string::npos)
            << charset;
}

TEST(Generator, WritesWhatACharsetLacksAsReferences) {
    EXPECT_EQ(encoded_markup("caf\xC3\xA9 \xE2\x98\x86", "ISO-8859-1"), "caf\xE9 &#9734;");
    EXPECT_EQ(encoded_markup("x", "no-such-charset"), std::nullopt);
}

TEST(Generator, CoversEveryLanguageFormatAndCharset) {
    std::set<std::string_view> languages_seen;
    std::set<Format> formats;
    std::set<std::string_view> charsets;
    for (std::uint64_t number = 1; number <= 2000; ++number) {
        const auto blog = make_blog(1, number);
        languages_seen.insert(blog.language->code);
        formats.insert(blog.format);
        charsets.insert(blog.charset);
    }
    EXPECT_EQ(languages_seen.size(), languages().size());
    EXPECT_EQ(formats.size(), 7u);
    for (const auto& language : languages())
        for (const auto charset : language.charsets)
            EXPECT_TRUE(charsets.contains(charset)) << charset;
    EXPECT_TRUE(charsets.contains("UTF-16"));
}

TEST(Generator, WritesPostsThatReadLikePosts) {
    for (std::uint64_t number = 1; number <= 200; ++number) {
        const auto blog = make_blog(1, number);
        for (const auto& post : newest_posts(blog, 10)) {
            EXPECT_EQ(xml_fault("<?xml version=\"1.0\"?><div>" + post.html + "</div>"), "")
                << number << ' ' << post.key;
            EXPECT_GE(post.html.size(), 300u) << number << ' ' << post.key;
            EXPECT_LE(utf8::length(post.html), 4500u) << number << ' ' << post.key;
            EXPECT_TRUE(utf8::is_valid(post.title));
            EXPECT_EQ((post.title + post.summary).find_first_of("{}|="), std::string::npos)
                << "an unfilled slot: " << post.title;
            EXPECT_FALSE(post.tags.empty());
        }
    }
}

TEST(Generator, NamesTheFirstBlogsDifferently) {
    std::set<std::string> titles;
    for (std::uint64_t number = 1; number <= 30; ++number)
        titles.insert(make_blog(1, number).title);
    EXPECT_EQ(titles.size(), 30u);
}

// What the first page of a planet with forty of these feeds would show.
TEST(Generator, MakesAFrontPageThatIsWorthReading) {
    std::vector<std::pair<Timestamp, std::pair<std::string, bool>>> all;
    for (std::uint64_t number = 1; number <= 40; ++number) {
        const auto blog = make_blog(1, number);
        for (const auto& post : newest_posts(blog, 20))
            all.push_back({post.published, {post.title, blog.language->code == "en"}});
    }
    std::ranges::sort(all, std::greater());
    all.resize(50);
    std::set<std::string> titles;
    std::size_t english = 0;
    for (const auto& [when, post] : all) {
        titles.insert(post.first);
        english += post.second ? 1 : 0;
    }
    EXPECT_GE(titles.size(), 42u) << "titles repeat";
    EXPECT_GE(english, 25u);
    EXPECT_LE(english, 45u);
}

TEST(Generator, WritesAnOpmlOfItsFeeds) {
    const auto opml = write_opml(1, 50, kBase);
    EXPECT_EQ(xml_fault(opml), "");
    EXPECT_NE(opml.find("xmlUrl=\"http://127.0.0.1:8000/feeds/50.xml\""), std::string::npos);
    EXPECT_EQ(opml.find("/feeds/51."), std::string::npos);
}

TEST(Generator, DrawsPictures) {
    EXPECT_EQ(xml_fault("<?xml version=\"1.0\"?>" + draw_svg(3)), "");
    EXPECT_NE(draw_svg(3), draw_svg(4));
    EXPECT_TRUE(draw_png(3).starts_with("\x89PNG\r\n\x1a\n"));
    EXPECT_TRUE(draw_png(3).ends_with("IEND\xAE\x42\x60\x82"));
}

TEST(Broken, BreaksWhatItSays) {
    const auto whole = feed_of(make_blog(1, 5), Format::kRss20, "UTF-8");
    ASSERT_EQ(xml_fault(whole), "");
    const std::set<std::string_view> still_well_formed = {
        "wrong-charset", "undeclared-prefix", "bad-dates", "no-dates", "no-ids", "no-titles", "no-entries"};
    for (const auto& kind : broken_kinds()) {
        const auto xml = broken_rss(kind.name, whole);
        ASSERT_TRUE(xml);
        EXPECT_TRUE(*xml != whole) << kind.name;
        EXPECT_EQ(xml_fault(*xml) == "", still_well_formed.contains(kind.name))
            << kind.name << ": " << xml_fault(*xml);
    }
    EXPECT_EQ(broken_rss("nonsense", whole), std::nullopt);
}

}  // namespace
}  // namespace orrery::galaxy
