#include "orrery/http/request.hpp"

#include <gtest/gtest.h>

namespace orrery::http {
namespace {

TEST(Target, IsSplitAndDecoded) {
    Request request;
    ASSERT_TRUE(request.set_target("/na%C3%AFve/a%20b?q=1%262&q=3"));
    EXPECT_EQ(request.path, "/na\xC3\xAFve/a b");
    EXPECT_EQ(request.raw_path, "/na%C3%AFve/a%20b");
    EXPECT_EQ(request.query, "q=1%262&q=3");
    EXPECT_EQ(request.query_form().get("q"), "1&2");
}

TEST(Target, MayBeAWholeUrl) {
    Request request;
    ASSERT_TRUE(request.set_target("http://example.org/a?b"));
    EXPECT_EQ(request.path, "/a");
    EXPECT_EQ(request.query, "b");
    ASSERT_TRUE(request.set_target("http://example.org"));
    EXPECT_EQ(request.path, "/");
    ASSERT_TRUE(request.set_target("http://example.org?x"));
    EXPECT_EQ(request.path, "/");
}

TEST(Target, NeverLeavesItsFolder) {
    for (const char* text :
         {"/../etc/passwd", "/a/../b", "/a/..",  "/.", "/a/./b", "/%2e%2e/x", "/a/%2E%2E%2fb",
          "/..%2fb",        "/%00",    "/a%0Ab", "/%", "/%4",    "/%zz",      "/%ff",
          "/\xff",          "",        "a",      "*",  "//\x7f", "/a#b",      "http:///x"}) {
        Request request;
        EXPECT_FALSE(request.set_target(text)) << text;
    }
    for (const char* text : {"/...", "/.well-known/x", "/a..b/", "/..a", "/a/...", "//x"}) {
        Request request;
        EXPECT_TRUE(request.set_target(text)) << text;
    }
}

TEST(Form, IsDecodedAndNeverFails) {
    const auto form = Form::parse("a=1+2&b=%C3%A9&&c&=d&e=%zz&f=%ff&g=x=y");
    EXPECT_EQ(form.get("a"), "1 2");
    EXPECT_EQ(form.get("b"), "\xC3\xA9");
    EXPECT_EQ(form.get("c"), "");
    EXPECT_EQ(form.get(""), "d");
    EXPECT_EQ(form.get("e"), "%zz");
    EXPECT_EQ(form.get("f"), "\xEF\xBF\xBD");
    EXPECT_EQ(form.get("g"), "x=y");
    EXPECT_EQ(form.get("h"), std::nullopt);
    EXPECT_EQ(form.pairs().size(), 7u);
}

TEST(PercentEncoding, EscapesAllButUnreserved) {
    std::string out;
    append_percent_encoded(out, "a/b c\xC3\xA9~");
    EXPECT_EQ(out, "a%2Fb%20c%C3%A9~");
    EXPECT_EQ(percent_decoded(out), "a/b c\xC3\xA9~");
}

}  // namespace
}  // namespace orrery::http
