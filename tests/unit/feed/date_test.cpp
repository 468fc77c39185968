#include "orrery/feed/date.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace orrery::feed {
namespace {

std::string read(std::string_view text) {
    const auto time = parse_date(text);
    return time ? format_rfc3339(*time) : "none";
}

struct Sample {
    std::string_view text;
    std::string_view expected;
};

void check(std::initializer_list<Sample> samples) {
    for (const auto& sample : samples)
        EXPECT_EQ(read(sample.text), sample.expected) << sample.text;
}

TEST(Date, TakesMissingPartsOfAnIsoDateAsTheirFirst) {
    check({{"2004", "2004-01-01T00:00:00Z"},
           {"2004-05", "2004-05-01T00:00:00Z"},
           {"2004-5-2", "2004-05-02T00:00:00Z"},
           {"2004-05-25T10", "2004-05-25T10:00:00Z"}});
}

// There is a quick way for the two usual shapes, and it must not be another one.
TEST(Date, ReadsTheUsualShapesLikeTheirUnusualSpellings) {
    for (const int year : {1969, 1970, 1999, 2000, 2004, 2026, 9999})
        for (const int month : {0, 1, 2, 6, 12, 13})
            for (const int day : {0, 1, 9, 28, 29, 30, 31, 32})
                for (const std::string_view time :
                     {"00:00:00", "19:48:21", "23:59:60", "24:00:00", "99:99:99"})
                    for (const std::string_view zone : {"+00:00", "-05:00", "+05:30", "+24:00", "+25:00"}) {
                        const auto text = fmt::format("{:04}-{:02}-{:02}T{}{}", year, month, day, time, zone);
                        const auto spaced =
                            fmt::format("{:04}-{:02}-{:02}T{} {}", year, month, day, time, zone);
                        EXPECT_EQ(read(text), read(spaced)) << text;
                    }
    for (const std::string_view month : {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
                                         "Nov", "Dec", "Foo", "Mai", "Okt"})
        for (const std::string_view day : {"0", "1", "09", "31", "32", "111"})
            for (const std::string_view year : {"1969", "2004", "04", "99", "20044"})
                for (const std::string_view time : {"19:48:21", "24:00:60", "7:05:09", "19:48"})
                    for (const std::string_view zone :
                         {"GMT", "+0000", "-0500", "+2430", "+2530", "EST", "+02", ""}) {
                        const auto text = fmt::format("Thu, {} {} {} {} {}", day, month, year, time, zone);
                        const auto spaced = fmt::format("thu, {} {}  {} {} {}", day, month, year, time, zone);
                        EXPECT_EQ(read(text), read(spaced)) << text;
                    }
}

TEST(Date, ReadsRfc3339AndWhatResemblesIt) {
    check({{"2004-05-25T10:00:00Z", "2004-05-25T10:00:00Z"},
           {"2004-05-25t10:00:00z", "2004-05-25T10:00:00Z"},
           {"2004-05-25T10:00:00.123456Z", "2004-05-25T10:00:00.123456Z"},
           {"2004-05-25 10:00:00", "2004-05-25T10:00:00Z"},
           {"2004-05-25 10:00:00.0", "2004-05-25T10:00:00Z"},
           {"2004-05-25T10:00:00 GMT", "2004-05-25T10:00:00Z"},
           {"2004-05-25T10:00:00 -05:00", "2004-05-25T15:00:00Z"},
           {"2004-05-25T10:00:00+0530", "2004-05-25T04:30:00Z"},
           {"2004-05-25T10:00:00+05:30", "2004-05-25T04:30:00Z"},
           {"2004-05-25T10:00:00+02", "2004-05-25T08:00:00Z"},
           {"2004/05/25 10:00", "2004-05-25T10:00:00Z"}});
}

TEST(Date, ReadsBasicAndOrdinalIsoDates) {
    check({{"20031231", "2003-12-31T00:00:00Z"},
           {"2003-335", "2003-12-01T00:00:00Z"},
           {"2003335", "2003-12-01T00:00:00Z"},
           {"20040525T100000Z", "2004-05-25T10:00:00Z"},
           {"20040525100000", "2004-05-25T10:00:00Z"},
           {"03335", "none"},
           {"-03-12", "none"}});
}

TEST(Date, RollsPartsOverThatAreOutOfRange) {
    check({{"2003-12-31T25:14:55Z", "2004-01-01T01:14:55Z"},
           {"2003-12-31T10:61:00Z", "2003-12-31T11:01:00Z"},
           {"2003-12-31T10:14:61Z", "2003-12-31T10:15:01Z"},
           {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
           {"Thu, 31 Jun 2004 19:48:21 GMT", "2004-07-01T19:48:21Z"},
           {"Thu, 01 Jan 2004 24:00:00 GMT", "2004-01-02T00:00:00Z"}});
}

TEST(Date, ReadsRfc822WithItsUsualMistakes) {
    check({{"Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"},
           {"Thu, 01 Jan 04 19:48 XYZ", "2004-01-01T19:48:00Z"},
           {"Thu, 01 Jan 2004", "2004-01-01T00:00:00Z"},
           {"25 May 2004 10:00:00", "2004-05-25T10:00:00Z"},
           {"Thu,24 Nov 2023 18:28:36 -0000", "2023-11-24T18:28:36Z"},
           {"Tue, May 25 2004 10:00:00 GMT", "2004-05-25T10:00:00Z"},
           {"July 4, 2004", "2004-07-04T00:00:00Z"},
           {"Thursday, 1 January 2004 19:48:21 +02:00", "2004-01-01T17:48:21Z"},
           {"Thu, 01 Jan 2004 19:48:21 GMT+0200", "2004-01-01T17:48:21Z"},
           {"25-May-2004 10:00:00 GMT", "2004-05-25T10:00:00Z"},
           {"Wrong, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"},
           {"Tue, 25 May 2004 10:00:00 PM GMT", "2004-05-25T22:00:00Z"},
           {"25 May 2004 12:30 AM", "2004-05-25T00:30:00Z"},
           {"4 July 89", "1989-07-04T00:00:00Z"}});
}

TEST(Date, KnowsTheNamesOfTimeZones) {
    check({{"01 Jan 2004 12:00:00 EST", "2004-01-01T17:00:00Z"},
           {"01 Jan 2004 12:00:00 EDT", "2004-01-01T16:00:00Z"},
           {"01 Jan 2004 12:00:00 PT", "2004-01-01T20:00:00Z"},
           {"01 Jan 2004 12:00:00 MEST", "2004-01-01T10:00:00Z"},
           {"01 Jan 2004 12:00:00 CET", "2004-01-01T11:00:00Z"},
           {"01 Jan 2004 12:00:00 JST", "2004-01-01T03:00:00Z"},
           {"01 Jan 2004 12:00:00 A", "2004-01-01T13:00:00Z"},
           {"01 Jan 2004 12:00:00 N", "2004-01-01T11:00:00Z"},
           {"01 Jan 2004 12:00:00 IST", "2004-01-01T12:00:00Z"},
           {"01 Jan 2004 12:00:00 Etc/GMT", "2004-01-01T12:00:00Z"}});
}

TEST(Date, ReadsTheFormsOfOtherProgramsAndLanguages) {
    check({{"Sun Jan  4 16:29:06 PST 2004", "2004-01-05T00:29:06Z"},
           {"Sun Jan  4 16:29:06 2004", "2004-01-04T16:29:06Z"},
           {"Fri, 2006/09/15 08:19:53 EDT", "2006-09-15T12:19:53Z"},
           {"2004-július-13T9:15-05:00", "2004-07-13T14:15:00Z"},
           {"2006. 01. 04. 17:48:45", "2006-01-04T17:48:45Z"},
           {"2004. július 13. 14:15", "2004-07-13T14:15:00Z"},
           {"2004.05.25 10:00", "2004-05-25T10:00:00Z"},
           {"Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00Z"},
           {"2004년 05월 28일  01:31:15", "2004-05-27T16:31:15Z"},
           {"2004-05-25 오후 11:23:17", "2004-05-25T14:23:17Z"},
           {"fre, 14 maj 2004 10:00:00 +0200", "2004-05-14T08:00:00Z"},
           {"to 13. marraskuuta 2003 10:00", "2003-11-13T10:00:00Z"},
           {"mar., 25 nov. 2003 10:00:00 +0100", "2003-11-25T09:00:00Z"}});
}

TEST(Date, ReadsSecondsAndMillisecondsSince1970) {
    check({{"1085479200", "2004-05-25T10:00:00Z"},
           {"1085479200000", "2004-05-25T10:00:00Z"},
           {"999999999", "2001-09-09T01:46:39Z"}});
}

TEST(Date, GivesNothingForWhatIsNoDate) {
    check({{"", "none"},
           {"yesterday", "none"},
           {"25/05/2004", "none"},
           {"2004-13-01", "none"},
           {"2004-05-32", "none"},
           {"Thu, 01 Jan 1970 00:00:00 GMT", "none"},
           {"1960-01-01", "none"},
           {"9999-366", "none"},
           {"0000-00-00", "none"},
           {"2004-", "none"},
           {"12:00", "none"},
           {"1 2 3 Jan 2004", "none"},
           {"99999999999999999999", "none"}});
    EXPECT_EQ(read(std::string(100'000, '1')), "none");
}

}  // namespace
}  // namespace orrery::feed
