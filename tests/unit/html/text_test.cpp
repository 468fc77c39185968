#include "orrery/html/text.hpp"

#include "orrery/base/hash.hpp"
#include "orrery/html/prose.hpp"
#include "orrery/html/resolve.hpp"

#include <array>
#include <bit>
#include <string>

#include <gtest/gtest.h>

namespace orrery::html {
namespace {

const Url kBase = *Url::parse("https://blog.example/2024/post/");

TEST(Text, ReadsAsABrowserShowsIt) {
    EXPECT_EQ(text("<p>a\n b <b>c</b></p><p>d<br>e"), "a b c\n\nd\ne");
    EXPECT_EQ(text("<ul><li>a<li>b</ul>c"), "a\nb\nc");
    EXPECT_EQ(text("<table><tr><td>a<td>b<tr><td>c</table>"), "a\tb\nc");
    EXPECT_EQ(text("<pre>\n a\n  b</pre>c"), " a\n  b\nc");
    EXPECT_EQ(text("a<script>b</script><style>c</style><template>d</template>e &amp; f"), "ae & f");
    EXPECT_EQ(text("<noscript>a"), "a");
    EXPECT_EQ(text(""), "");
}

TEST(Excerpt, EndsWithASentenceOrElseAWord) {
    EXPECT_EQ(excerpt("<p>One two. Three four. Five six seven.", 24), "One two. Three four.");
    EXPECT_EQ(excerpt("<p>One, two three four five six", 12), "One, two\u2026");
    EXPECT_EQ(excerpt("short", 5), "short");
    EXPECT_EQ(excerpt("Donaudampfschifffahrt", 6), "Donau\u2026");
    EXPECT_EQ(excerpt("a", 0), "");
}

TEST(Excerpt, NeverCutsAGrapheme) {
    const std::string family = "\U0001F468\u200D\U0001F469\u200D\U0001F467";
    EXPECT_EQ(excerpt(family + family + family, 2), family + "\u2026");
    EXPECT_EQ(excerpt("e\u0301e\u0301e\u0301", 2), "e\u0301\u2026");
}

TEST(Words, AreCountedInEveryScript) {
    EXPECT_EQ(word_count("<p>It's 3.14, isn&rsquo;t it?</p>"), 4u);
    EXPECT_EQ(word_count("Привет, мир"), 2u);
    EXPECT_GE(word_count("今日は良い天気です"), 3u);
    EXPECT_EQ(word_count("... --"), 0u);
}

TEST(ReadingTime, GrowsWithTheWords) {
    std::string words;
    for (int i = 0; i < 2 * prose::kWordsPerMinute; ++i)
        words += "word ";
    EXPECT_EQ(reading_time(words), std::chrono::seconds(120));
    EXPECT_EQ(reading_time(""), std::chrono::seconds(0));
}

TEST(Language, IsToldWhenThereIsEnoughText) {
    EXPECT_EQ(
        language(
            "<p>The quick brown fox jumps over the lazy dog and runs away from all the other animals.</p>"),
        "en");
    EXPECT_EQ(language("Der schnelle braune Fuchs springt über den faulen Hund und läuft dann in den Wald."),
              "de");
    EXPECT_EQ(language("x"), "");
}

TEST(Fingerprint, DependsOnTheWordsOnly) {
    const std::string words =
        "a planet is a server that follows feeds and keeps everything they ever gave it for good";
    EXPECT_EQ(fingerprint("<p>" + words + "!</p>"),
              fingerprint("<div><b>A</b>" + words.substr(1) + "</div>"));
    EXPECT_LT(std::popcount(fingerprint(words) ^ fingerprint(words + " again")), 20);
    EXPECT_GT(
        std::popcount(fingerprint(words) ^ fingerprint("something else altogether stands here as a text")),
        16);
    EXPECT_EQ(fingerprint("<p></p>"), 0u);
    EXPECT_NE(fingerprint("one"), fingerprint("two"));
}

TEST(Fingerprint, HasTheBitsThatMostOfItsShinglesHave) {
    std::array<std::string, 40> words;
    for (std::size_t i = 0; i < words.size(); ++i)
        words[i] = "word" + std::to_string(i * i);
    std::string text = words[0] + ' ' + words[1];
    std::array<int, 64> votes{};
    int shingles = 0;
    for (std::size_t i = 2; i < words.size(); ++i) {
        text += ' ' + words[i];
        const std::array hashes = {hash64(words[i - 2]), hash64(words[i - 1]), hash64(words[i])};
        const auto shingle = hash64({reinterpret_cast<const char*>(hashes.data()), sizeof hashes});
        for (std::size_t bit = 0; bit < 64; ++bit)
            votes[bit] += static_cast<int>(shingle >> bit & 1);
        ++shingles;
        // With an even number of them and an odd one.
        std::uint64_t expected = 0;
        for (std::size_t bit = 0; bit < 64; ++bit)
            if (2 * votes[bit] > shingles) expected |= std::uint64_t{1} << bit;
        EXPECT_EQ(prose::fingerprint(text), expected) << shingles;
    }
}

TEST(FirstImage, IsThefirstWorthShowing) {
    const auto image = first_image(
        "<img src=p.gif width=1 height=1><img class=wp-smiley src=s.png><img src=a.jpg alt='A &amp; B' "
        "width=640px>",
        &kBase);
    EXPECT_EQ(image.url, "https://blog.example/2024/post/a.jpg");
    EXPECT_EQ(image.alt, "A & B");
    EXPECT_EQ(image.width, 640);
    EXPECT_EQ(first_image("<img src=javascript:x>").url, "");
}

TEST(Links, AreListedWithTheirText) {
    const auto found = links(
        "<a href=/a rel=tag>A <b>b</b></a><a href='javascript:x'>no</a><a href=mailto:x@y.example>m", &kBase);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].url, "https://blog.example/a");
    EXPECT_EQ(found[0].text, "A b");
    EXPECT_EQ(found[0].rel, "tag");
    EXPECT_EQ(found[1].url, "mailto:x@y.example");
}

TEST(Outline, ListsHeadings) {
    const auto found = outline("<h1 id=x>A <i>b</i></h1><p>c<h3>d</h3><h2></h2>");
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].text, "A b");
    EXPECT_EQ(found[0].id, "x");
    EXPECT_EQ(found[1].level, 3);
}

TEST(ResolveUrls, ChangesNothingElse) {
    EXPECT_EQ(
        resolve_urls(
            "<P><a  href=x class=y>a</a>&copy;<img src='b.png?a=1&amp;b' srcset=\"c 1x, /d 2x\"><a href=#n>",
            kBase),
        "<P><a  href=https://blog.example/2024/post/x class=y>a</a>&copy;<img "
        "src='https://blog.example/2024/post/b.png?a=1&amp;b' "
        "srcset=\"https://blog.example/2024/post/c 1x, https://blog.example/d 2x\"><a href=#n>");
    EXPECT_EQ(resolve_urls("<script>'<a href=x>'</script>", kBase), "<script>'<a href=x>'</script>");
}

}  // namespace
}  // namespace orrery::html
