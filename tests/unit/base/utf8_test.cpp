#include "orrery/base/utf8.hpp"

#include <gtest/gtest.h>

namespace orrery {
namespace {

TEST(Utf8, RefusesOverlongFormsSurrogatesAndWhatIsTooLarge) {
    EXPECT_TRUE(utf8::is_valid("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\xAA\x90"));
    EXPECT_FALSE(utf8::is_valid("\xC0\x80"));
    EXPECT_FALSE(utf8::is_valid("\xED\xA0\x80"));
    EXPECT_FALSE(utf8::is_valid("\xF4\x90\x80\x80"));
    EXPECT_FALSE(utf8::is_valid("\xE2\x82"));
}

TEST(Utf8, RepairsEachMalformedPartWithOneReplacement) {
    EXPECT_EQ(utf8::repaired("a\xE2\x82z"), "a\uFFFDz");
    EXPECT_EQ(utf8::repaired("\xFF\xFE"), "\uFFFD\uFFFD");
    EXPECT_EQ(utf8::repaired("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");
    EXPECT_TRUE(utf8::is_valid(utf8::repaired("\xF0\x9F\xAA")));
}

TEST(Utf8, EveryScalarValueReadsBack) {
    for (char32_t c = 0; c <= 0x10FFFF; c += 7) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        std::string text;
        utf8::append(text, c);
        std::size_t position = 0;
        ASSERT_EQ(utf8::decode(text, position), c);
        ASSERT_EQ(position, text.size());
    }
}

TEST(Utf8, WritesWhatIsNoScalarValueAsTheReplacement) {
    std::string text;
    utf8::append(text, 0xD800);
    EXPECT_EQ(text, "\uFFFD");
}

TEST(Utf8, TruncatesBetweenCodePoints) {
    EXPECT_EQ(utf8::truncated("a\u20AC", 3), "a");
    EXPECT_EQ(utf8::truncated("a\u20AC", 4), "a\u20AC");
    EXPECT_EQ(utf8::length("a\u20AC"), 2u);
}

}  // namespace
}  // namespace orrery
