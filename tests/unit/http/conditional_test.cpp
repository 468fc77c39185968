#include "orrery/http/conditional.hpp"

#include "orrery/http/gzip.hpp"

#include <gtest/gtest.h>

namespace orrery::http {
namespace {

Request with(std::string_view name, std::string_view value) {
    Request request;
    request.headers.push_back({name, value});
    return request;
}

TEST(HttpDate, ReadsAllThreeForms) {
    const auto expected = parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT");
    ASSERT_TRUE(expected);
    EXPECT_EQ(format_http_date(*expected), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT"), expected);
    EXPECT_EQ(parse_http_date("Sun Nov  6 08:49:37 1994"), expected);
}

TEST(HttpDate, GivesNothingForWhatIsNoDate) {
    for (const char* text :
         {"", "yesterday", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT",
          "Sun, 06 Nox 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET"})
        EXPECT_FALSE(parse_http_date(text)) << text;
}

TEST(Fresh, ComparesTagsWeakly) {
    EXPECT_TRUE(is_fresh(with("If-None-Match", "\"a\""), "\"a\"", ""));
    EXPECT_TRUE(is_fresh(with("If-None-Match", "\"x\", W/\"a\""), "\"a\"", ""));
    EXPECT_TRUE(is_fresh(with("If-None-Match", "\"a\""), "W/\"a\"", ""));
    EXPECT_TRUE(is_fresh(with("If-None-Match", "*"), "\"a\"", ""));
    EXPECT_FALSE(is_fresh(with("If-None-Match", "\"b\""), "\"a\"", ""));
    EXPECT_FALSE(is_fresh(with("If-None-Match", "*"), "", ""));
}

TEST(Fresh, LooksAtTheDateOnlyWhereNoTagIsGiven) {
    const std::string_view date = "Sun, 06 Nov 1994 08:49:37 GMT";
    EXPECT_TRUE(is_fresh(with("If-Modified-Since", date), "\"a\"", date));
    EXPECT_FALSE(is_fresh(with("If-Modified-Since", "Sun, 06 Nov 1994 08:49:36 GMT"), "", date));
    auto both = with("If-None-Match", "\"b\"");
    both.headers.push_back({"If-Modified-Since", date});
    EXPECT_FALSE(is_fresh(both, "\"a\"", date));
}

TEST(Fresh, IsOnlyForReading) {
    auto post = with("If-None-Match", "\"a\"");
    post.method = Method::kPost;
    EXPECT_FALSE(is_fresh(post, "\"a\"", ""));
}

TEST(Gzip, IsAcceptedAsTheClientSays) {
    EXPECT_TRUE(accepts_gzip("gzip, deflate, br"));
    EXPECT_TRUE(accepts_gzip("deflate, gzip;q=0.5"));
    EXPECT_TRUE(accepts_gzip("*"));
    EXPECT_FALSE(accepts_gzip("gzip;q=0, *"));
    EXPECT_FALSE(accepts_gzip("br"));
    EXPECT_FALSE(accepts_gzip(""));
}

TEST(Gzip, IsForText) {
    EXPECT_TRUE(is_compressible("text/html; charset=utf-8"));
    EXPECT_TRUE(is_compressible("application/atom+xml"));
    EXPECT_TRUE(is_compressible("image/svg+xml"));
    EXPECT_FALSE(is_compressible("image/png"));
    EXPECT_FALSE(is_compressible(""));
}

}  // namespace
}  // namespace orrery::http
