#include "orrery/html/select.hpp"

#include <gtest/gtest.h>

namespace orrery::html {
namespace {

const std::string kPage =
    "<div id=a class='x y'><h2>1</h2><p lang=en-GB>2<p class=y>3<a href='/q.pdf'>4</a></div>"
    "<ul><li>5<li class=x>6<li>7<li>8</ul><section><h2>9</h2></section><i></i>";

// The texts of what matches, joined.
std::string texts(std::string_view css) {
    const auto document = parse_document(kPage);
    const auto found = select(document, css);
    if (!found) return found.error().message();
    std::string all;
    for (const auto* node : *found)
        all += (all.empty() ? "" : " ") + text_content(*node);
    return all;
}

TEST(Select, ByTypeClassIdAndAttribute) {
    EXPECT_EQ(texts("LI"), "5 6 7 8");
    EXPECT_EQ(texts(".x.y h2"), "1");
    EXPECT_EQ(texts("#a > .y"), "34");
    EXPECT_EQ(texts("[href$='.pdf']"), "4");
    EXPECT_EQ(texts("[lang|=en]"), "2");
    EXPECT_EQ(texts("p[lang='EN-gb' i]"), "2");
    EXPECT_EQ(texts("[class~=y]"), "1234 34");
    EXPECT_EQ(texts("h2, a"), "1 4 9");
}

TEST(Select, ByEscapedNames) {
    const auto document = parse_fragment("<p id=1a>a</p><p class='sm:b'>b</p><p class=\u00FC>c</p>");
    const auto first = [&](std::string_view css) {
        const auto found = select(document, css);
        return found && found->size() == 1 ? text_content(*found->front()) : "";
    };
    EXPECT_EQ(first("#\\31 a"), "a");
    EXPECT_EQ(first("#\\000031a"), "a");
    EXPECT_EQ(first(".sm\\:b"), "b");
    EXPECT_EQ(first(".\\FC"), "c");
    EXPECT_EQ(first("[class='sm:b']"), "b");
    EXPECT_FALSE(select(document, "\\").has_value());
}

TEST(Select, ByPlace) {
    EXPECT_EQ(texts("h2 + p"), "2");
    EXPECT_EQ(texts("h2 ~ p"), "2 34");
    EXPECT_EQ(texts("div ~ ul > li:first-child"), "5");
    EXPECT_EQ(texts("li:nth-child(2n+1)"), "5 7");
    EXPECT_EQ(texts("li:nth-child(even)"), "6 8");
    EXPECT_EQ(texts("li:nth-child(-n+2)"), "5 6");
    EXPECT_EQ(texts("li:nth-last-child(1)"), "8");
    EXPECT_EQ(texts("p:nth-of-type(2)"), "34");
    EXPECT_EQ(texts("section > :only-child"), "9");
    EXPECT_EQ(texts("html:root > body > section"), "9");
    EXPECT_EQ(texts("i:empty"), "");
}

TEST(Select, ByOtherSelectors) {
    EXPECT_EQ(texts("li:not(.x, :first-child)"), "7 8");
    EXPECT_EQ(texts(":is(ul, section) :is(li.x, h2)"), "6 9");
    EXPECT_EQ(texts("p:has(a)"), "34");
    EXPECT_EQ(texts("div:has(> a)"), "");
    EXPECT_EQ(texts("h2:has(+ p)"), "1");
    EXPECT_EQ(texts("div:has(~ section h2)"), "1234");
}

TEST(Select, SaysWhatIsWrongAndWhere) {
    const auto document = parse_document("<p>");
    EXPECT_EQ(select(document, "p >").error().code, ErrorCode::kInvalid);
    EXPECT_EQ(select(document, "").error().code, ErrorCode::kInvalid);
    EXPECT_EQ(select(document, "p[x").error().where, "selector:4");
    EXPECT_EQ(select(document, "p:hover").error().code, ErrorCode::kUnsupported);
    EXPECT_EQ(select(document, std::string(5000, 'a')).error().code, ErrorCode::kLimit);
    std::string nested = "p";
    for (int i = 0; i < 20; ++i)
        nested = ":is(" + nested + ")";
    EXPECT_EQ(select(document, nested).error().code, ErrorCode::kLimit);
}

}  // namespace
}  // namespace orrery::html
