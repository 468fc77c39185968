#include "orrery/site/html_writer.hpp"

#include <type_traits>

#include <gtest/gtest.h>

namespace orrery::site {
namespace {

TEST(HtmlWriter, WritesMarkupAsItIsAndEscapesTheRest) {
    HtmlWriter page;
    page.add("<p title=\""_html, "a\"b", "\">"_html, std::string("<b> & 'c'"), 42, "</p>"_html);
    EXPECT_EQ(page.text(), "<p title=\"a&quot;b\">&lt;b&gt; &amp; &#39;c&#39;42</p>");
}

TEST(HtmlWriter, WritesSanitizedHtmlAsItIs) {
    HtmlWriter page;
    page.add(SafeHtml::sanitized("<em>tide</em>"));
    EXPECT_EQ(page.text(), "<em>tide</em>");
}

TEST(HtmlWriter, LeavesAnEmptyAttributeOut) {
    HtmlWriter page;
    page.attribute("lang"_html, "").attribute("lang"_html, "de\"");
    EXPECT_EQ(page.text(), " lang=\"de&quot;\"");
}

TEST(HtmlWriter, NoTextTurnsIntoMarkupByItself) {
    static_assert(!std::is_convertible_v<std::string, SafeHtml>);
    static_assert(!std::is_constructible_v<SafeHtml, std::string>);
    static_assert(!std::is_convertible_v<std::string_view, Markup>);
    static_assert(!std::is_constructible_v<Markup, std::string>);
}

TEST(HtmlWriter, OnlyAddressesOfTheWebMayStandInALink) {
    EXPECT_EQ(web_url("https://example.org/"), "https://example.org/");
    EXPECT_EQ(web_url("HTTP://example.org/"), "HTTP://example.org/");
    EXPECT_EQ(web_url("javascript:alert(1)"), "");
    EXPECT_EQ(web_url("data:text/html,x"), "");
    EXPECT_EQ(web_url("/relative"), "");
    EXPECT_EQ(web_url(""), "");
}

}  // namespace
}  // namespace orrery::site
