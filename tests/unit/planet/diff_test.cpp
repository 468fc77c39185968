#include "orrery/planet/diff.hpp"

#include "diff/myers.hpp"
#include "diff/words.hpp"

#include <algorithm>
#include <random>
#include <string>

#include <gtest/gtest.h>

namespace orrery::planet {
namespace {

using Kind = DiffRun::Kind;

// `the [-old-]{+new+} text`
std::string shown(std::string_view before, std::string_view after, const DiffLimits& limits = {}) {
    std::string all;
    for (const auto& run : diff(before, after, limits)) {
        if (run.kind == Kind::kEqual) all.append(run.text);
        if (run.kind == Kind::kDelete) all.append("[-").append(run.text).append("-]");
        if (run.kind == Kind::kInsert) all.append("{+").append(run.text).append("+}");
    }
    return all;
}

void expect_sound(std::string_view before, std::string_view after, const DiffLimits& limits = {}) {
    std::string old_text;
    std::string new_text;
    const auto runs = diff(before, after, limits);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        EXPECT_FALSE(runs[i].text.empty());
        if (runs[i].kind != Kind::kInsert) old_text += runs[i].text;
        if (runs[i].kind != Kind::kDelete) new_text += runs[i].text;
        if (i > 0) {
            EXPECT_NE(runs[i].kind, runs[i - 1].kind);
            EXPECT_FALSE(runs[i].kind == Kind::kDelete && runs[i - 1].kind == Kind::kInsert);
        }
    }
    EXPECT_EQ(old_text, before);
    EXPECT_EQ(new_text, after);
}

TEST(Diff, OfTheSameTextIsOneRun) {
    EXPECT_EQ(diff("a b", "a b"), (std::vector<DiffRun>{{Kind::kEqual, "a b"}}));
    EXPECT_EQ(diff("", ""), std::vector<DiffRun>{});
}

TEST(Diff, OfNothingIsAllOfTheOther) {
    EXPECT_EQ(shown("", "new"), "{+new+}");
    EXPECT_EQ(shown("old", ""), "[-old-]");
}

TEST(Diff, GoesWordByWord) {
    EXPECT_EQ(shown("We ship version 16 today.", "We ship version 17 today."),
              "We ship version [-16-]{+17+} today.");
    EXPECT_EQ(shown("one two three", "one three"), "one [-two -]three");
    EXPECT_EQ(shown("one three", "one two three"), "one {+two +}three");
    EXPECT_EQ(shown("Hello, world", "Hello; world!"), "Hello[-,-]{+;+} world{+!+}");
}

TEST(Diff, NeighbouringWordsChangeTogether) {
    EXPECT_EQ(shown("the quick brown fox", "the slow red fox"), "the [-quick brown-]{+slow red+} fox");
    EXPECT_EQ(shown("a b\nc d", "a x\ny d"), "a [-b\nc-]{+x\ny+} d");
}

TEST(Diff, TakesIdeographsAndSignsOneByOne) {
    EXPECT_EQ(shown("今日は雨です", "今日は雪です"), "今日は[-雨-]{+雪+}です");
    EXPECT_EQ(shown("สวัสดีครับ", "สวัสดีค่ะ"), "สวัสดี[-ครับ-]{+ค่ะ+}");
}

TEST(Diff, LeavesLettersWithTheirMarks) {
    const auto words = diffing::words("e\u0301te\u0301 na\u00EFve \u0646\u0651");
    EXPECT_EQ(words,
              (std::vector<std::string_view>{"e\u0301te\u0301", " ", "na\u00EFve", " ", "\u0646\u0651"}));
    EXPECT_EQ(diffing::words("a  b_1\r\n\u00A0c?!"),
              (std::vector<std::string_view>{"a", "  ", "b_1", "\r\n\u00A0", "c", "?", "!"}));
    EXPECT_EQ(diffing::words(""), std::vector<std::string_view>{});
}

TEST(Diff, LinesKeepTheirEnds) {
    EXPECT_EQ(diffing::lines("a\n\nb"), (std::vector<std::string_view>{"a\n", "\n", "b"}));
    EXPECT_EQ(diffing::lines("a\n"), (std::vector<std::string_view>{"a\n"}));
}

// Every pair of short sequences over two letters, against the longest common subsequence by its definition.
TEST(Diff, ChangesAsLittleAsPossible) {
    const auto sequence = [](unsigned length, unsigned bits) {
        std::vector<std::uint32_t> all;
        for (unsigned i = 0; i < length; ++i)
            all.push_back(bits >> i & 1);
        return all;
    };
    const auto longest_common = [](const auto& a, const auto& b) {
        std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
        for (std::size_t i = 1; i <= a.size(); ++i)
            for (std::size_t j = 1; j <= b.size(); ++j)
                table[i][j] = a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1
                                                   : std::max(table[i - 1][j], table[i][j - 1]);
        return table[a.size()][b.size()];
    };
    for (unsigned n = 0; n <= 6; ++n)
        for (unsigned m = 0; m <= 6; ++m)
            for (unsigned x = 0; x < 1U << n; ++x)
                for (unsigned y = 0; y < 1U << m; ++y) {
                    const auto a = sequence(n, x);
                    const auto b = sequence(m, y);
                    diffing::Changes changes{std::vector<bool>(n), std::vector<bool>(m)};
                    ASSERT_TRUE(diffing::find_changes(a, b, 10'000, changes));
                    std::vector<std::uint32_t> left;
                    std::vector<std::uint32_t> right;
                    for (unsigned i = 0; i < n; ++i)
                        if (!changes.before[i]) left.push_back(a[i]);
                    for (unsigned i = 0; i < m; ++i)
                        if (!changes.after[i]) right.push_back(b[i]);
                    ASSERT_EQ(left, right);
                    ASSERT_EQ(left.size(), longest_common(a, b)) << n << " " << m << " " << x << " " << y;
                }
}

TEST(Diff, GivesBothTextsBackWhateverTheyAre) {
    std::mt19937 random(1);
    constexpr const char* kParts[] = {"a",      "b",      " ",    "\n",     ".",     "word",
                                      "\u00E9", "\u96EA", "\xFF", "\u0301", "\u00A0"};
    for (int round = 0; round < 2000; ++round) {
        std::string texts[2];
        for (auto& text : texts)
            for (auto left = random() % 30; left > 0; --left)
                text += kParts[random() % std::size(kParts)];
        expect_sound(texts[0], texts[1]);
        expect_sound(texts[0], texts[1], {.steps = random() % 200});
    }
}

std::string numbers(int from, int to, std::string_view between) {
    std::string text;
    for (int i = from; i < to; ++i)
        text.append("line ").append(std::to_string(std::int64_t{i} * 7919 % 10007)).append(between);
    return text;
}

TEST(Diff, ComparesLinesWhereWordsWouldTakeTooManySteps) {
    // Eight words a line, none of them twice.
    const auto words = [](int from, int to) {
        std::string text;
        for (int i = from; i < to; ++i)
            text.append(std::to_string(i)).append(i % 8 == 7 ? "\n" : ",");
        return text;
    };
    const std::string kept = "these old words stay here\n";
    const auto before = words(0, 2000) + kept + words(2000, 4000);
    const auto after = words(4000, 6000) + kept + words(6000, 8000);
    const DiffLimits few{.steps = 1'000'000};
    const auto runs = diff(before, after, few);
    ASSERT_EQ(runs.size(), 5u);
    EXPECT_EQ(runs[2].text, kept);
    expect_sound(before, after, few);
    EXPECT_GT(diff(before, after, {.steps = 100'000'000}).size(), 5u);
}

TEST(Diff, ReplacesEverythingWhereLinesWouldTakeTooManyStepsToo) {
    const auto before = numbers(0, 500, "\n");
    const auto after = numbers(500, 1000, "\n");
    EXPECT_EQ(diff(before, after, {.steps = 100}),
              (std::vector<DiffRun>{{Kind::kDelete, before}, {Kind::kInsert, after}}));
}

TEST(Diff, EndsSoonOnLargeTextsThatHaveNothingInCommon) {
    const auto before = numbers(0, 100'000, "\n");
    const auto after = numbers(200'000, 300'000, " ");
    expect_sound(before, after);
}

}  // namespace
}  // namespace orrery::planet
