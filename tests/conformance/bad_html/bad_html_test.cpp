// Input of the kinds that bring parsers down: however long and however broken, each function of the library
// comes back with valid UTF-8 of a size that the input's bounds. That it comes back soon is what the test's
// own timeout watches over.

#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"
#include "orrery/html/article.hpp"
#include "orrery/html/resolve.hpp"
#include "orrery/html/sanitize.hpp"
#include "orrery/html/select.hpp"
#include "orrery/html/text.hpp"
#include "orrery/html/tokenizer.hpp"
#include "orrery/html/tree.hpp"

#include <gtest/gtest.h>

namespace orrery::html {
namespace {

const Url kBase = *Url::parse("https://blog.example/post/");
constexpr std::size_t kMebibyte = std::size_t{1} << 20;

// Instrumented builds take ten times as long; they get a tenth.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr std::size_t kShare = 10;
#else
constexpr std::size_t kShare = 1;
#endif
#else
constexpr std::size_t kShare = 1;
#endif

std::string repeated(std::string_view part, std::size_t bytes) {
    std::string text;
    text.reserve(bytes + part.size());
    while (text.size() < bytes)
        text += part;
    return text;
}

void expect_sound(const std::string& out, std::size_t input) {
    EXPECT_TRUE(utf8::is_valid(out));
    EXPECT_LE(out.size(), 40 * input + 4096);
}

void expect_sanitized(const std::string& input, const Policy& policy) {
    const auto once = sanitize(input, policy, &kBase);
    expect_sound(once, input.size());
    EXPECT_TRUE(sanitize(once, policy, &kBase) == once);
    for (const char c : once)
        ASSERT_TRUE(static_cast<unsigned char>(c) >= ' ' || c == '\n' || c == '\t');
}

void expect_survived(const std::string& input) {
    auto escaping = Policy::strict();
    escaping.disallowed = Disallowed::kEscape;
    for (const auto& policy : {Policy::feed(), Policy::strict(), escaping})
        expect_sanitized(input, policy);
    expect_sound(text(input), input.size());
    expect_sound(excerpt(input, 200), input.size());
    expect_sound(resolve_urls(input, kBase), input.size());
    expect_sound(first_image(input, &kBase).url, input.size());
    for (const auto& link : links(input, &kBase))
        EXPECT_TRUE(utf8::is_valid(link.text) && utf8::is_valid(link.url));
    for (const auto& heading : outline(input))
        EXPECT_TRUE(utf8::is_valid(heading.text));
    const auto document = parse_document(input);
    expect_sound(serialize(*document.root), input.size());
    EXPECT_TRUE(select(document, "p:has(b) > i").has_value());
    expect_sound(article(document, kBase).html, input.size());
}

TEST(BadHtml, AHundredMegabytesOfDiv) {
    const auto input = repeated("<div>", 100'000'000 / kShare);
    const auto safe = sanitize_with_notes(input, Policy::feed());
    EXPECT_EQ(safe.html.size(), Policy().max_depth * 11);
    EXPECT_EQ(safe.notes.too_deep, 20'000'000 / kShare - Policy().max_depth);
    EXPECT_EQ(text(input), "");
    const auto document = parse_document(input);
    EXPECT_EQ(document.truncated, input.size() / 5 > ParseLimits().max_nodes);
    EXPECT_LE(serialize(*document.root).size(), ParseLimits().max_nodes * 11 + 100);
}

TEST(BadHtml, TenMillionAttributes) {
    std::string input = "<p";
    for (int i = 0; i < static_cast<int>(10'000'000 / kShare); ++i)
        input += " a" + std::to_string(i);
    input += ">text";
    EXPECT_EQ(sanitize(input, Policy::feed()), "<p>text</p>");
    EXPECT_EQ(text(input), "text");
    const auto document = parse_fragment(input);
    EXPECT_EQ(document.root->first_child->attributes.size(), Tokenizer::kMaxAttributes);
}

TEST(BadHtml, WhatNeverEndsOrNeverBegan) {
    for (const std::string_view part : {"<a><p>",
                                        "<b><i><p>",
                                        "<table>",
                                        "<table><tr><td>",
                                        "</p>",
                                        "</b>",
                                        "<a href=x>",
                                        "<font size=1>",
                                        "<svg>",
                                        "<math><mi>",
                                        "<select>",
                                        "<template>",
                                        "<iframe>",
                                        "<textarea>",
                                        "<script>",
                                        "<style>",
                                        "<title>",
                                        "<noscript>",
                                        "<object>",
                                        "<!--",
                                        "<!",
                                        "<![CDATA[",
                                        "<?",
                                        "</",
                                        "<",
                                        "&",
                                        "&amp",
                                        "&#x",
                                        "<a b='",
                                        "<a b=c d",
                                        "<li><ul>",
                                        "<dd><dt>",
                                        "<h1>",
                                        "<ruby><rt>",
                                        "<pre>\n",
                                        "<p><table>x",
                                        "<plaintext>",
                                        "<frameset>",
                                        "<form>",
                                        "<button>",
                                        "<br></br>",
                                        "<svg><desc><p>",
                                        "<svg></p><a>",
                                        "<math><mtext><p>",
                                        "<a href=#x id=x>",
                                        "<img srcset='a 1x, ",
                                        "<p style='color:",
                                        "<p style=';;;;'",
                                        "<annotation-xml encoding=text/html><div>"}) {
        SCOPED_TRACE(part);
        expect_survived(repeated(part, kMebibyte / 8 / kShare));
    }
}

TEST(BadHtml, NulsAndLoneSurrogates) {
    for (const std::string_view part :
         {std::string_view("\0", 1), std::string_view("<\0p\0>\0", 6),
          std::string_view("<p a\0=\0b>\0</p\0>", 16), std::string_view("\xED\xA0\x80"),
          std::string_view("<p title='\xED\xBF\xBF'>\xED\xA0\x80</p>"),
          std::string_view("&#xD800;&#0;&#x110000;"), std::string_view("<a href='&#xD800;\0&#0;'>x</a>", 30),
          std::string_view("\xC0\x80\xF8\x88\x80\x80\x80\xFE\xFF\x80")}) {
        SCOPED_TRACE(part);
        expect_survived(std::string(part));
        expect_survived(repeated(part, kMebibyte / 8 / kShare));
    }
}

TEST(BadHtml, EverySequenceOfTwoBytesInEveryPlace) {
    const auto policy = Policy::feed();
    Sanitizer sanitizer(policy);
    std::string once;
    std::string twice;
    for (const std::string_view around :
         {"|", "<|", "<p |>x", "<p title=|>x", "<a href='|'>x", "&|;", "<!--|-->", "</p|>"}) {
        const auto place = around.find('|');
        for (std::size_t pair = 0; pair < 65536; pair += kShare) {
            std::string input(around.substr(0, place));
            input += static_cast<char>(pair >> 8);
            input += static_cast<char>(pair & 0xFF);
            input += around.substr(place + 1);
            once.clear();
            twice.clear();
            sanitizer.sanitize(input, &kBase, once);
            sanitizer.sanitize(once, &kBase, twice);
            ASSERT_TRUE(utf8::is_valid(once)) << escaped(input);
            ASSERT_EQ(once, twice) << escaped(input);
            ASSERT_TRUE(utf8::is_valid(text(input))) << escaped(input);
            ASSERT_TRUE(utf8::is_valid(serialize(*parse_fragment(input).root))) << escaped(input);
        }
    }
}

}  // namespace
}  // namespace orrery::html
