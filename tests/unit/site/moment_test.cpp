#include "orrery/site/moment.hpp"

#include <gtest/gtest.h>

namespace orrery::site {
namespace {

std::string shown(std::string_view text) {
    const auto moment = moment_of(text);
    return moment ? format_rfc3339(*moment) : "";
}

TEST(Moment, IsTheLastOfWhatIsNamed) {
    EXPECT_EQ(shown("2015"), "2015-12-31T23:59:59.999999Z");
    EXPECT_EQ(shown("2015-02"), "2015-02-28T23:59:59.999999Z");
    EXPECT_EQ(shown("2015-12"), "2015-12-31T23:59:59.999999Z");
    EXPECT_EQ(shown("2016-02-29"), "2016-02-29T23:59:59.999999Z");
    EXPECT_EQ(shown("2015-12-01T10:30:00Z"), "2015-12-01T10:30:00Z");
    EXPECT_EQ(shown("2015-12-01T10:30:00+02:00"), "2015-12-01T08:30:00Z");
}

TEST(Moment, IsNothingElse) {
    for (const auto* text : {"", "-", "15", "2015-", "2015-13", "2015-02-30", "2015-2-3", "2015-12-01-02",
                             "20151201", "yesterday", "1 Dec 2015", "2015-12-01T", "2015-12-01 10:30:00Z",
                             "0000-00-00", "99999999999999999999"})
        EXPECT_EQ(shown(text), "") << text;
}

}  // namespace
}  // namespace orrery::site
