#include "orrery/planet/address.hpp"

#include <gtest/gtest.h>

namespace orrery::planet {
namespace {

bool is_one_page(std::string_view a, std::string_view b) {
    return page_address(a).key() == page_address(b).key() && page_address(a).key() != 0;
}

TEST(PageAddress, LeavesOutWhatDoesNotTellPagesApart) {
    const auto* const plain = "http://example.org/2012/a";
    for (const auto* other : {
             "https://example.org/2012/a",
             "http://www.example.org/2012/a",
             "HTTP://EXAMPLE.org:80/2012/a",
             "https://example.org:443/2012/a/",
             "http://example.org/2012/a//",
             "http://example.org/2012/a/index.html",
             "http://example.org/2012/%61",
             "http://example.org/2012/a?",
             "http://example.org/2012/a?utm_source=rss&utm_medium=feed",
             "http://example.org/2012/a?fbclid=x#utm_source=y",
             "http://example.org/2012/a?from=rss",
             "http://example.org/2012/a;jsessionid=0815",
             "http://example.org/2012/a#comments",
             "http://example.org/2012/a#ref=rss",
         })
        EXPECT_TRUE(is_one_page(plain, other)) << other;
}

TEST(PageAddress, KeepsWhatMayTellPagesApart) {
    const auto* const plain = "http://example.org/2012/a?id=1";
    for (const auto* other : {
             "http://example.org/2012/A?id=1",
             "http://example.org/2012/a?id=2",
             "http://example.org/2012/a",
             "http://example.org:8080/2012/a?id=1",
             "http://blog.example.org/2012/a?id=1",
             "http://example.org/2012/a?id=1#2012-05-06",
             "http://example.org/2012/a?id=1&from=mary",
         })
        EXPECT_FALSE(is_one_page(plain, other)) << other;
}

TEST(PageAddress, KnowsParametersInAnyOrder) {
    EXPECT_TRUE(is_one_page("http://example.org/?b=2&a=1", "http://example.org/?a=1&b=2"));
}

TEST(PageAddress, KnowsPartsOfOnePage) {
    const auto a = page_address("http://example.org/2005.html#e1");
    const auto b = page_address("http://example.org/2005.html#e2");
    EXPECT_NE(a.key(), b.key());
    EXPECT_EQ(a.page_key(), b.page_key());
    EXPECT_EQ(page_address("http://example.org/2005.html").key(), a.page_key());
}

TEST(PageAddress, TakesWhatAScriptDrawsForAPage) {
    EXPECT_NE(page_address("http://example.org/#!/a").page_key(),
              page_address("http://example.org/#!/b").page_key());
}

TEST(PageAddress, GoesThroughRedirectorsThatNameTheirTarget) {
    for (const auto* through : {
             "https://www.google.com/url?sa=t&url=https%3A%2F%2Fexample.org%2Fa&usg=x",
             "http://us.rd.yahoo.com/dailynews/rss/*http://example.org/a",
             "https://web.archive.org/web/20120101000000/http://example.org/a",
             "http://www.podtrac.com/pts/redirect.mp3?http://example.org/a",
             "https://l.facebook.com/l.php?u=http%3A%2F%2Fexample.org%2Fa&h=x",
         })
        EXPECT_EQ(page_address(through).page, "example.org/a") << through;
}

TEST(PageAddress, DoesNotGuessWhereAShortenerLeads) {
    EXPECT_FALSE(is_one_page("http://bit.ly/abc", "http://bit.ly/abd"));
    EXPECT_FALSE(is_one_page("http://feedproxy.google.com/~r/Blog/~3/aa/",
                             "http://feedproxy.google.com/~r/Blog/~3/bb/"));
}

TEST(PageAddress, KnowsTheAddressOfAWholeSite) {
    EXPECT_TRUE(page_address("https://www.example.org/").is_site());
    EXPECT_TRUE(page_address("https://example.org/index.html?utm_source=x").is_site());
    EXPECT_FALSE(page_address("https://example.org/?p=1").is_site());
    EXPECT_FALSE(page_address("https://example.org/a").is_site());
}

TEST(PageAddress, IsNoneForWhatIsNoPage) {
    for (const auto* none : {"", "mailto:a@example.org", "tag:example.org,2020:1", "/a/b", "http://", "12"})
        EXPECT_EQ(page_address(none).key(), 0u) << none;
}

TEST(SameSite, LooksPastNamesOfServices) {
    EXPECT_TRUE(is_same_site("example.org", "example.org"));
    EXPECT_TRUE(is_same_site("feeds.example.org", "blog.example.org"));
    EXPECT_TRUE(is_same_site("discourse.example.org", "example.org"));
    EXPECT_FALSE(is_same_site("ann.example.org", "bob.example.org"));
    EXPECT_FALSE(is_same_site("news.com.au", "blog.com.au"));
    EXPECT_FALSE(is_same_site("example.org", ""));
}

}  // namespace
}  // namespace orrery::planet
