#include "orrery/base/text.hpp"

#include <gtest/gtest.h>

namespace orrery {
namespace {

TEST(Text, TrimsAndCollapsesAsciiWhiteSpaceOnly) {
    EXPECT_EQ(trim(" \t a b \n"), "a b");
    EXPECT_EQ(trim(" \n"), "");
    EXPECT_EQ(collapse_space("  a \n\t b  "), "a b");
    EXPECT_EQ(trim("\u00A0a"), "\u00A0a");
}

TEST(Text, SplitsIntoOnePartMoreThanSeparators) {
    EXPECT_EQ(split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
    EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
}

TEST(Text, ComparesAndFindsWithoutRegardToCase) {
    EXPECT_TRUE(iequals("ETag", "etag"));
    EXPECT_FALSE(iequals("ETag", "etags"));
    EXPECT_EQ(ifind("<A HREF=", "href"), 3u);
    EXPECT_EQ(ifind("abc", "d"), std::string_view::npos);
    EXPECT_TRUE(istarts_with("Text/HTML; x", "text/html"));
}

TEST(Text, IgnoresTheCaseOfAsciiLettersOnly) {
    // Every pair of bytes, in texts of every size up to three words.
    for (std::size_t size = 1; size <= 24; ++size) {
        const std::size_t place = size / 2;
        for (int x = 0; x < 256; ++x) {
            for (int y = 0; y < 256; ++y) {
                std::string a(size, 'k');
                std::string b(size, 'K');
                a[place] = static_cast<char>(x);
                b[place] = static_cast<char>(y);
                ASSERT_EQ(iequals(a, b), to_lower(a[place]) == to_lower(b[place]))
                    << size << ' ' << x << ' ' << y;
            }
        }
    }
    for (std::size_t size = 1; size <= 24; ++size) {
        for (std::size_t place = 0; place < size; ++place) {
            std::string a(size, 'k');
            a[place] = '[';
            std::string b = a;
            b[place] = '{';
            EXPECT_FALSE(iequals(a, b)) << size << ' ' << place;
            EXPECT_TRUE(iequals(a, a));
        }
    }
}

TEST(Text, ReadsWholeNumbersWithNothingAround) {
    std::int64_t value = 0;
    EXPECT_TRUE(parse_number("-42", value));
    EXPECT_EQ(value, -42);
    EXPECT_FALSE(parse_number("42x", value));
    EXPECT_FALSE(parse_number("", value));
    EXPECT_FALSE(parse_number("99999999999999999999", value));
}

TEST(Text, EscapesWhatHasAMeaningInMarkup) {
    EXPECT_EQ(escaped("<a href=\"x\">&'</a>"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;&lt;/a&gt;");
}

TEST(Text, TellsLineAndColumnFromOne) {
    const auto place = line_column("ab\ncd", 4);
    EXPECT_EQ(place.line, 2u);
    EXPECT_EQ(place.column, 2u);
}

TEST(Text, ReplacesEveryOccurrence) {
    EXPECT_EQ(replace_all("a--b--", "--", "+"), "a+b+");
    EXPECT_EQ(replace_all("abc", "", "+"), "abc");
}

}  // namespace
}  // namespace orrery
