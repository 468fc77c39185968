#include "orrery/html/article.hpp"

#include "orrery/html/text.hpp"

#include <gtest/gtest.h>

namespace orrery::html {
namespace {

const Url kUrl = *Url::parse("https://blog.example/a/");

std::string page(std::string_view head) {
    std::string text = "<html lang=en><head>" + std::string(head) +
                       "</head><body><nav><a href=/>Home</a></nav><div class=sidebar>"
                       "<ul><li><a href=x>Other, things, to, read, elsewhere</a></ul></div><article>";
    for (int i = 0; i < 6; ++i) {
        text += "<p>This is a paragraph of the article, and it has a few commas, so that it counts, number " +
                std::to_string(i) + ".</p>";
    }
    return text +
           "<div class=share-buttons><a href=t>Tweet</a></div></article><div id=comments><p>First, of "
           "course, as always, "
           "somebody had to write it, here.</p></div><footer>Imprint</footer></body></html>";
}

TEST(Article, IsTheTextWithoutWhatIsAroundIt) {
    const auto found = text(article(parse_document(page("")), kUrl).html);
    EXPECT_TRUE(found.starts_with("This is a paragraph"));
    EXPECT_TRUE(found.ends_with("number 5."));
    EXPECT_EQ(found.find("Tweet"), std::string::npos);
}

TEST(Article, ReadsWhatThePageSaysOfIt) {
    const auto found = article(
        parse_document(
            page("<title>A story of the sea | The Blog</title><meta property=og:site_name content='The Blog'>"
                 "<meta name=author content='Ann'><meta property=article:published_time "
                 "content=2024-01-02><meta property=og:image content=/i.png>")),
        kUrl);
    EXPECT_EQ(found.title, "A story of the sea");
    EXPECT_EQ(found.byline, "Ann");
    EXPECT_EQ(found.published, "2024-01-02");
    EXPECT_EQ(found.image, "https://blog.example/i.png");
    EXPECT_EQ(found.language, "en");
    EXPECT_EQ(found.site, "The Blog");
}

TEST(Article, IsTakenTogetherFromPartsInManyWrappers) {
    std::string page = "<body><div id=root>";
    for (const auto* part : {"first", "second", "third"}) {
        page += "<div><div><div><div><div><div><div><section>";
        for (int i = 0; i < 5; ++i) {
            page += "<p>This is a paragraph of the " + std::string(part) +
                    " part, and it has a few commas, so that it counts, as long as the others.</p>";
        }
        page += "</section></div></div></div></div></div></div></div><figure><img src=a.png></figure>";
    }
    const auto found = text(article(parse_document(page + "</div>"), kUrl).html);
    for (const auto* part : {"first", "second", "third"})
        EXPECT_NE(found.find(part), std::string::npos) << part;
}

TEST(Article, KeepsListsOfLinksInItsMiddle) {
    const auto page_with_list = [](std::string_view list) {
        auto page = std::string("<body><article>");
        for (const std::string_view between : {std::string_view(), list, std::string_view()}) {
            page += between;
            for (int i = 0; i < 3; ++i)
                page +=
                    "<p>This is a paragraph of the article, and it has a few commas, so that it counts.</p>";
        }
        return text(article(parse_document(page + "</article>"), kUrl).html);
    };
    EXPECT_NE(page_with_list("<ul><li><a href=/1>A bug that was fixed this week</a> by Ann").find("A bug"),
              std::string::npos);
    EXPECT_EQ(page_with_list("<ul><li><a href=/1>Read this, too</a></ul>").find("too"), std::string::npos);
}

TEST(Article, IsEmptyWithoutText) {
    EXPECT_EQ(article(parse_document("<script>x</script>"), kUrl).html, "");
}

}  // namespace
}  // namespace orrery::html
