#include "orrery/search/tokenizer.hpp"

#include <gtest/gtest.h>

namespace orrery::search {
namespace {

std::string words(std::string_view text, TokenizeFor purpose = TokenizeFor::kIndex) {
    std::string out;
    Tokenizer tokenizer(text, purpose);
    std::uint32_t last = 0xFFFFFFFF;
    for (Token token; tokenizer.next(token);) {
        if (!out.empty()) out += token.position == last ? '=' : ' ';
        if (token.position != last && token.position != last + 1) out += '_';
        out += token.word;
        if (token.prefix) out += '*';
        last = token.position;
    }
    return out;
}

std::string asked(std::string_view text) {
    return words(text, TokenizeFor::kQuery);
}

TEST(Tokenizer, CutsAtEverythingThatIsNoLetterAndNoDigit) {
    EXPECT_EQ(words("Hello, World! It's 2024-05-25."), "hello world it s 2024 05 25");
    EXPECT_EQ(words(""), "");
    EXPECT_EQ(words(" \t\n--- … — !"), "");
    EXPECT_EQ(words("snake_case node.js user@example.org"), "snake case node js user example org");
    EXPECT_EQ(words("x’s “quoted”—dash"), "x s quoted dash");
}

TEST(Tokenizer, FoldsCase) {
    EXPECT_EQ(words("PostgreSQL ÄÖÜ ΣΊΣΥΦΟΣ ПРИВЕТ"), "postgresql aou σισυφοσ привет");
    EXPECT_EQ(words("Straße STRASSE"), "strasse strasse");
    EXPECT_EQ(words("İstanbul ISTANBUL ılık"), "istanbul istanbul ilik");
}

TEST(Tokenizer, DropsAccentsHoweverTheyAreWritten) {
    EXPECT_EQ(words("café cafe\u0301 naïve Ångström"), "cafe cafe naive angstrom");
    EXPECT_EQ(words("smørrebrød Łódź Đorđe œuvre Þór"), "smorrebrod lodz dorde oeuvre thor");
    EXPECT_EQ(words("ёлка Άρης"), "елка αρησ");
    EXPECT_EQ(words("مُحَمَّد محمد"), "محمد محمد");
    EXPECT_EQ(words("שָׁלוֹם שלום"), "שלום שלום");
}

TEST(Tokenizer, MakesCompatibleFormsPlain) {
    EXPECT_EQ(words("Ｆｕｌｌ ﬁne x² ①"), "full fine x2 1");
    EXPECT_EQ(words("so\u00ADft zero\u200Bwidth"), "soft zerowidth");
}

TEST(Tokenizer, KeepsTheMarksOfScriptsThatNeedThem) {
    EXPECT_EQ(words("हिन्दी तमिल"), "हिन्दी तमिल");
    EXPECT_EQ(words("தமிழ்"), "தமிழ்");
}

TEST(Tokenizer, KnowsTheNamesOfLanguages) {
    EXPECT_EQ(words("C++ and C# and F# and g++"), "c++ and c# and f# and g++");
    EXPECT_EQ(words("Notepad++ is C"), "notepad=notepad++ is c");
    EXPECT_EQ(asked("Notepad++ C++"), "notepad++ c++");
    EXPECT_EQ(words("a+b i++; issue#12 C+++ A+"), "a b i++ issue 12 c a+");
    EXPECT_EQ(words("(C++)"), "c++");
}

TEST(Tokenizer, PairsTheCharactersOfScriptsWithoutSpaces) {
    EXPECT_EQ(words("東京都"), "東京 京都 都");
    EXPECT_EQ(asked("東京都"), "東京 京都");
    EXPECT_EQ(words("京"), "京");
    EXPECT_EQ(asked("京"), "京*");
    EXPECT_EQ(words("データ"), "デー ータ タ");
    EXPECT_EQ(words("한국어 문서"), "한국 국어 어 문서 서");
    EXPECT_EQ(words("iPhone用の本2冊"), "iphone 用の の本 本 2 冊");
    EXPECT_EQ(asked("iPhone用"), "iphone 用*");
}

TEST(Tokenizer, CountsTheLastCharacterOfARunThatItLeavesOut) {
    EXPECT_EQ(words("東京tower"), "東京 京 tower");
    EXPECT_EQ(asked("東京tower"), "東京 _tower");
}

TEST(Tokenizer, ComposesWhatIsWrittenApart) {
    EXPECT_EQ(words("か\u3099く"), words("がく"));
    EXPECT_EQ(words("ｶﾞｸ"), words("ガク"));
    EXPECT_EQ(words("\u1112\u1161\u11AB\u1100\u116E\u11A8"), words("한국"));
}

TEST(Tokenizer, KeepsMarksWithTheirCharacter) {
    EXPECT_EQ(words("ที่นี่"), "ที่นี่ นี่");
}

TEST(Tokenizer, CutsLongWordsAtACharacter) {
    EXPECT_EQ(words(std::string(1000, 'a')), std::string(kMaxWordBytes, 'a'));
    const std::string cyrillic = [] {
        std::string text = "a";
        for (int i = 0; i < 100; ++i)
            text += "ж";
        return text;
    }();
    EXPECT_EQ(words(cyrillic), cyrillic.substr(0, 63));
    EXPECT_EQ(words(std::string(1000, 'a') + " b"), std::string(kMaxWordBytes, 'a') + " b");
}

TEST(Tokenizer, TakesBytesThatAreNoUtf8AsSeparators) {
    EXPECT_EQ(words("a\xFF"
                    "b \xC3"),
              "a b");
    EXPECT_EQ(words(std::string_view("a\0b", 3)), "a b");
}

TEST(Tokenizer, TellsWhereWordsStand) {
    const std::string text = "  Émile – C++ 東京";
    Tokenizer tokenizer(text);
    std::vector<std::string> parts;
    for (Token token; tokenizer.next(token);)
        parts.push_back(text.substr(token.begin, token.end - token.begin));
    EXPECT_EQ(parts, (std::vector<std::string>{"Émile", "C++", "東京", "京"}));
}

}  // namespace
}  // namespace orrery::search
