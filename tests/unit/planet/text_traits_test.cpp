#include "orrery/planet/text_traits.hpp"

#include <string>

#include <gtest/gtest.h>

namespace orrery::planet {
namespace {

const std::string kText =
    "The release has been a long time coming. We rewrote the planner, fixed a hundred bugs, and threw away "
    "the old configuration language, which nobody will miss. Thanks to everybody who tested the 3 betas.";

// Fingerprints as far apart as unrelated texts have them, or near.
constexpr std::uint64_t kFar = 0x5555555555555555;

TextRelation relation(std::string_view a, std::string_view b, std::uint64_t bits_between = kFar) {
    return compare(text_traits(a, 0), text_traits(b, bits_between));
}

TEST(TextTraits, DoNotSeeCaseSpacesAndSigns) {
    EXPECT_EQ(relation("\"Don\u2019t panic,\" he said  to everybody.", "don't PANIC he said to everybody"),
              TextRelation::kIdentical);
}

TEST(TextTraits, KnowAnExcerpt) {
    EXPECT_EQ(relation(kText, kText.substr(0, 120)), TextRelation::kExcerpt);
    EXPECT_EQ(relation(kText, kText.substr(0, 120) + " [\u2026] Read more"), TextRelation::kExcerpt);
    EXPECT_EQ(relation(kText, kText + " The post Release appeared first on Blog."), TextRelation::kExcerpt);
}

TEST(TextTraits, TakeTextsThatOnlyBeginAlikeForRelated) {
    EXPECT_EQ(
        relation(kText,
                 kText.substr(0, 150) +
                     " and from here on something quite different follows that is long enough to be seen"),
        TextRelation::kRelated);
}

TEST(TextTraits, KnowEditedTextByTheFingerprint) {
    const auto edited = "Now t" + kText.substr(1);
    EXPECT_EQ(relation(kText, edited, 0b111), TextRelation::kNear);
    EXPECT_EQ(relation(kText, edited, 0x7FFF), TextRelation::kRelated);
    EXPECT_EQ(relation(kText, edited), TextRelation::kDifferent);
}

TEST(TextTraits, SayNothingOfTextsWithoutWords) {
    EXPECT_EQ(relation("", ""), TextRelation::kUnknown);
    EXPECT_EQ(relation(kText, ""), TextRelation::kUnknown);
    EXPECT_EQ(relation(kText, "Comments"), TextRelation::kUnknown);
}

TEST(TextTraits, SeeOtherFigures) {
    EXPECT_NE(text_traits("12 passed, 3 failed", 0).numbers, text_traits("12 passed, 4 failed", 0).numbers);
    EXPECT_NE(text_traits("1 23", 0).numbers, text_traits("12 3", 0).numbers);
    EXPECT_EQ(text_traits("none", 0).numbers, 0u);
}

TEST(TextTraits, LeaveOutALineThatNamesTheAuthor) {
    EXPECT_EQ(text_traits("By Ada Berg\n\n" + kText, 0), text_traits(kText, 0));
}

TEST(TextTraits, CountAChineseCharacterForThree) {
    EXPECT_EQ(text_traits("小孩子緣", 0).letters, 12u);
}

}  // namespace
}  // namespace orrery::planet
