#include "orrery/html/tree.hpp"

#include <gtest/gtest.h>

namespace orrery::html {
namespace {

std::string body_of(std::string_view page) {
    const auto document = parse_document(page);
    return serialize(*document.find(Tag::kBody));
}

TEST(Tree, IsWhatABrowserMakes) {
    EXPECT_EQ(body_of("<p>a<p>b"), "<p>a</p><p>b</p>");
    EXPECT_EQ(body_of("<b><p>a</b>b"), "<b></b><p><b>a</b>b</p>");
    EXPECT_EQ(body_of("<table>x<tr><td>y"), "x<table><tbody><tr><td>y</td></tr></tbody></table>");
    EXPECT_EQ(body_of("<body><template><td>x</template>"), "<template><td>x</td></template>");
    EXPECT_EQ(body_of("<svg viewbox=1><a/></svg>"), "<svg viewBox=\"1\"><a></a></svg>");
}

TEST(Tree, TakesTheContextOfAFragment) {
    EXPECT_EQ(serialize(*parse_fragment("<td>x", {"tr"}).root), "<td>x</td>");
    EXPECT_EQ(serialize(*parse_fragment("<td>x").root), "x");
    EXPECT_EQ(serialize(*parse_fragment("a<b", {"title"}).root), "a&lt;b");
}

TEST(Tree, KeepsTheDoctypeAndKnowsQuirks) {
    const auto document = parse_document("<!DOCTYPE html><title>a</title>");
    EXPECT_FALSE(document.quirks);
    EXPECT_EQ(serialize(*document.root),
              "<!DOCTYPE html><html><head><title>a</title></head><body></body></html>");
    EXPECT_TRUE(parse_document("<p>").quirks);
}

TEST(Tree, LimitsItsDepthAndSize) {
    std::string deep;
    for (int i = 0; i < 10000; ++i)
        deep += "<div>";
    const auto document = parse_document(deep);
    std::size_t depth = 0;
    for (const auto* node = document.find(Tag::kBody); node != nullptr; node = node->first_child)
        ++depth;
    EXPECT_LE(depth, ParseLimits().max_depth + 1);
    EXPECT_FALSE(document.truncated);
    EXPECT_TRUE(parse_document(deep, {.max_nodes = 100}).truncated);
}

TEST(Tree, StaysLinearOnFormattingThatNeverEnds) {
    std::string page;
    for (int i = 0; i < 3000; ++i)
        page += "<p><b a=" + std::to_string(i) + ">x";
    const auto document = parse_document(page);
    EXPECT_FALSE(document.truncated);
    std::string fostered = "<table>";
    for (int i = 0; i < 20000; ++i)
        fostered += "a<tr><td>b</td></tr>";
    EXPECT_EQ(parse_document(fostered).find(Tag::kBody)->first_child->text.size(), 20000u);
}

TEST(Tree, SerializesSoThatItParsesBack) {
    for (const auto* html :
         {"<pre>\n\na</pre>", "a&amp;b&nbsp;c &lt;", "<script>a<b</script>",
          "<p title=\"&quot;&lt;&amp;\">x</p>", "<!-- x --><template><p>a</p></template><br>",
          "<svg><title><b>x</b></title></svg>"}) {
        EXPECT_EQ(serialize(*parse_fragment(html).root), html);
    }
    const auto document = parse_fragment("<p id=a>x<b>y</b></p>z");
    EXPECT_EQ(serialize_outer(*document.root->first_child), "<p id=\"a\">x<b>y</b></p>");
    EXPECT_EQ(text_content(*document.root), "xyz");
}

}  // namespace
}  // namespace orrery::html
