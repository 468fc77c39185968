#include "support.hpp"

namespace orrery::feed {
namespace {

struct Decoding {
    std::string title;
    std::string encoding;
    bool reported;
};

Decoding decode(std::string bytes, std::string content_type = "") {
    ParseOptions options;
    options.content_type = std::move(content_type);
    const auto parsed = read(std::move(bytes), options);
    return {std::string(parsed.feed().title.value), parsed.encoding(), !parsed.diagnostics().empty()};
}

std::string document(std::string_view declaration, std::string_view title) {
    return "<?xml version='1.0'" +
           (declaration.empty() ? "" : " encoding='" + std::string(declaration) + "'") +
           "?><rss version='2.0'><channel><title>" + std::string(title) + "</title></channel></rss>";
}

std::string widened(std::string_view text, bool big_endian, std::size_t width) {
    std::string out;
    for (const char c : text) {
        if (!big_endian) out += c;
        out.append(width - 1, '\0');
        if (big_endian) out += c;
    }
    return out;
}

TEST(Encoding, ReadsWhatTheDeclarationSays) {
    EXPECT_EQ(decode(document("windows-1251", "\xCC\xE8\xF0")).title, "Мир");
    EXPECT_EQ(decode(document("KOI8-R", "\xED\xC9\xD2")).title, "Мир");
    EXPECT_EQ(decode(document("Shift_JIS", "\x93\xFA\x96\x7B")).title, "日本");
    EXPECT_EQ(decode(document("EUC-JP", "\xC6\xFC\xCB\xDC")).title, "日本");
    EXPECT_EQ(decode(document("ISO-2022-JP", "\x1B$BF|K\\\x1B(B")).title, "日本");
    EXPECT_EQ(decode(document("Big5", "\xA4\xA4\xA4\xE5")).title, "中文");
    EXPECT_EQ(decode(document("EUC-KR", "\xC7\xD1")).title, "한");
    EXPECT_EQ(decode(document("iso-8859-2", "\xB1\xE6")).title, "ąć");
    EXPECT_EQ(decode(document("iso-8859-16", "\xFE\xA4")).title, "ț€");
}

TEST(Encoding, ReadsWhatTakesMoreThanAPairOfBytes) {
    EXPECT_EQ(decode(document("EUC-JP", "\xC6\xFC\x8F\xB0\xA1\x8E\xB1")).title, "日丂ｱ");
    EXPECT_EQ(decode(document("gb18030", "\xD6\xD0\x81\x39\xEE\x39")).title, "中㐀");
    EXPECT_EQ(decode(document("Shift_JIS", "\x93\xFA\xB1")).title, "日ｱ");
}

TEST(Encoding, ReadsLongTextsInWhichFewBytesAreBeyondAscii) {
    const std::string ascii(200, 'x');
    for (std::size_t at = 0; at < 40; ++at) {
        auto french = ascii;
        french[at] = '\xE9';
        auto expected = ascii;
        expected.replace(at, 1, "é");
        EXPECT_EQ(decode(document("iso-8859-1", french)).title, expected);
    }
    EXPECT_EQ(decode(document("windows-1251", std::string(3000, '\xCC'))).title.size(), 6000u);
}

TEST(Encoding, SaysThatHalfAPairAtTheEndIsDamage) {
    const auto cut = decode(document("Shift_JIS", std::string(500, 'x') + "\x93\xFA") + "\x93");
    EXPECT_EQ(cut.title, std::string(500, 'x') + "日");
    EXPECT_TRUE(cut.reported);
}

TEST(Encoding, UnderstandsLabelsAsBrowsersDo) {
    EXPECT_EQ(decode(document("iso-8859-1", "\x93q\x94")).title, "“q”");
    EXPECT_EQ(decode(document("us-ascii", "caf\xE9")).title, "café");
    // A character that only GB 18030 has.
    EXPECT_EQ(decode(document("gb2312", "\x81\x30\x81\x30")).title, "\u0080");
    EXPECT_EQ(decode(document("gb2312", "\xD6\xD0\xE9\x46")).encoding, "gb18030");
}

TEST(Encoding, PrefersTheHttpHeaderToTheDeclaration) {
    EXPECT_EQ(decode(document("iso-8859-1", "\xCC\xE8\xF0"), "text/xml; charset=\"windows-1251\"").title,
              "Мир");
    EXPECT_EQ(decode(document("", "\xCC\xE8\xF0"), "application/rss+xml;charset=windows-1251").encoding,
              "windows-1251");
}

TEST(Encoding, ReadsUtf16AndUtf32WithAndWithoutAByteOrderMark) {
    const auto text = document("utf-16", "A");
    EXPECT_EQ(decode(widened(text, false, 2)).encoding, "utf-16le");
    EXPECT_EQ(decode(widened(text, true, 2)).title, "A");
    EXPECT_EQ(decode("\xFF\xFE" + widened(text, false, 2)).title, "A");
    EXPECT_EQ(decode("\xFE\xFF" + widened(text, true, 2)).title, "A");
    EXPECT_EQ(decode(widened(document("utf-32", "A"), false, 4)).title, "A");
    EXPECT_EQ(decode(widened(document("utf-32", "A"), true, 4)).encoding, "utf-32be");
    EXPECT_FALSE(decode(widened(text, false, 2)).reported);
    EXPECT_FALSE(decode("\xFF\xFE" + widened(document("csUnicode", "A"), false, 2)).reported);
    EXPECT_FALSE(decode(widened(document("ISO-10646-UCS-4", "A"), true, 4)).reported);
}

TEST(Encoding, SaysWhereRfc3023WouldHaveReadAsciiAndGoesByRfc7303) {
    EXPECT_TRUE(decode(document("utf-8", "café"), "text/xml").reported);
    EXPECT_EQ(decode(document("utf-8", "café"), "text/xml").title, "café");
    EXPECT_FALSE(decode(document("utf-8", "cafe"), "text/xml").reported);
    EXPECT_FALSE(decode(document("utf-8", "café"), "text/xml; charset=utf-8").reported);
    EXPECT_FALSE(decode(document("utf-8", "café"), "application/xml").reported);
    EXPECT_TRUE(decode(document("us-ascii", "caf\xE9")).reported);
}

TEST(Encoding, IgnoresADeclarationOfUtf16InPlainBytes) {
    const auto result = decode(document("utf-16", "café"));
    EXPECT_EQ(result.title, "café");
    EXPECT_EQ(result.encoding, "utf-8");
    EXPECT_TRUE(result.reported);
}

TEST(Encoding, RecoversFromAWrongDeclarationAndReportsIt) {
    const auto latin = decode(document("utf-8", "caf\xE9 \x93q\x94"));
    EXPECT_EQ(latin.title, "café “q”");
    EXPECT_TRUE(latin.reported);
    const auto utf8 = decode(document("iso-8859-1", "café"));
    EXPECT_EQ(utf8.title, "café");
    EXPECT_TRUE(utf8.reported);
    EXPECT_TRUE(decode(document("x-no-such-thing", "café")).reported);
}

TEST(Encoding, ReadsUtf8InWhichSomeBytesAreWindows1252) {
    EXPECT_EQ(decode(document("utf-8", "é ü ñ don\x92t")).title, "é ü ñ don’t");
}

TEST(Encoding, DetectsWhatNobodyDeclares) {
    const std::string russian =
        "\xD0\xF3\xF1\xF1\xEA\xE8\xE9 \xFF\xE7\xFB\xEA \xEF\xF0\xE5\xEA\xF0\xE0\xF1\xE5\xED \xE8 "
        "\xE1\xEE\xE3\xE0\xF2 \xF1\xEB\xEE\xE2\xE0\xEC\xE8";
    EXPECT_EQ(decode(document("", russian)).title, "Русский язык прекрасен и богат словами");
}

TEST(Encoding, UndoesADoubleEncodingOfAWholeText) {
    EXPECT_EQ(decode(document("utf-8", "CafÃ© crÃ¨me")).title, "Café crème");
    EXPECT_EQ(decode(document("utf-8", "CafÃ© crème")).title, "CafÃ© crème");
}

TEST(Encoding, StripsTheMarkOfUtf8) {
    EXPECT_EQ(decode("\xEF\xBB\xBF" + document("utf-8", "é")).title, "é");
    EXPECT_EQ(
        read("\xEF\xBB\xBF{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"é\",\"items\":[]}")
            .feed()
            .title.value,
        "é");
}

TEST(Encoding, GivesValidUtf8WhateverComes) {
    for (int byte = 0x80; byte < 0x100; ++byte) {
        const auto result = decode(document("", std::string(3, static_cast<char>(byte))));
        EXPECT_FALSE(result.encoding.empty());
    }
}

}  // namespace
}  // namespace orrery::feed
