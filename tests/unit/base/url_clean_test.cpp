#include "orrery/base/url_clean.hpp"

#include <gtest/gtest.h>

namespace orrery {
namespace {

std::string stripped(std::string_view text) {
    return strip_tracking(Url::parse(text).value()).href();
}

TEST(UrlClean, TakesTrackingParametersOutAndLeavesTheRestAsItWas) {
    EXPECT_EQ(stripped("https://h/a?utm_source=rss&id=7&fbclid=x&b=%41+c#top"),
              "https://h/a?id=7&b=%41+c#top");
    EXPECT_EQ(stripped("https://h/?a&&b=&mc_eid=1"), "https://h/?a&&b=");
    EXPECT_EQ(stripped("https://h/?UTM_Medium=x&a"), "https://h/?a");
    EXPECT_EQ(stripped("https://h/?utm%5Fsource=x&a"), "https://h/?a");
}

TEST(UrlClean, AQueryLeftEmptyGoesWithItsMark) {
    EXPECT_EQ(stripped("https://h/a?gclid=1"), "https://h/a");
    EXPECT_EQ(stripped("https://h/a?gclid=1#f"), "https://h/a#f");
}

TEST(UrlClean, AFragmentOfNothingButTrackingGoes) {
    EXPECT_EQ(stripped("https://h/a#utm_source=rss&utm_medium=feed"), "https://h/a");
    EXPECT_EQ(stripped("https://h/a?b#xtor=RSS-1"), "https://h/a?b");
    EXPECT_EQ(stripped("https://h/a#chapter&utm_source=rss"), "https://h/a#chapter&utm_source=rss");
}

TEST(UrlClean, LeavesUrlsWithoutTrackingAlone) {
    for (const std::string_view text :
         {"https://h/a?utm_=1", "https://h/a?ref=x&source=y", "https://h/?", "https://h/#", "https://h/?&",
          "https://h/#&", "mailto:a@h?utm_source=x", "https://h/utm_source=x"}) {
        EXPECT_EQ(stripped(text), text);
    }
}

TEST(UrlClean, KnowsTrackingNames) {
    EXPECT_TRUE(is_tracking_parameter("utm_anything"));
    EXPECT_TRUE(is_tracking_parameter("GCLID"));
    EXPECT_FALSE(is_tracking_parameter(""));
    EXPECT_FALSE(is_tracking_parameter("gclidx"));
    EXPECT_FALSE(is_tracking_parameter("id"));
}

TEST(UrlClean, DecodesWhatIsEncodedAndKeepsTheRest) {
    EXPECT_EQ(percent_decode("a%20b%zz%4%C3%BC%"), "a b%zz%4\u00fc%");
    EXPECT_EQ(percent_decode("%00"), std::string(1, '\0'));
    EXPECT_EQ(percent_decode("a+b"), "a+b");
}

TEST(UrlClean, EncodesAsEncodeUriComponentDoes) {
    EXPECT_EQ(percent_encode("a b&c=d/?#%+\u00fc"), "a%20b%26c%3Dd%2F%3F%23%25%2B%C3%BC");
    EXPECT_EQ(percent_encode("AZaz09-._~!*'()"), "AZaz09-._~!*'()");
    EXPECT_EQ(percent_decode(percent_encode("\"<>`^{}|\\[]@:;,$")), "\"<>`^{}|\\[]@:;,$");
}

}  // namespace
}  // namespace orrery
