#include "orrery/base/hint.hpp"

#include <array>

#include <gtest/gtest.h>

namespace orrery {
namespace {

constexpr std::array<std::string_view, 3> kKeys = {"refresh", "listen", "title"};

TEST(Hint, NamesTheCandidateThatASlipOfTheFingersMissed) {
    EXPECT_EQ(closest("refersh", kKeys), "refresh");
    EXPECT_EQ(closest("Titel", kKeys), "title");
    EXPECT_EQ(perhaps_you_meant("lisen", kKeys), "perhaps you meant \"listen\"");
}

TEST(Hint, SaysNothingWhenNoCandidateIsNear) {
    EXPECT_EQ(closest("database", kKeys), "");
    EXPECT_EQ(perhaps_you_meant("database", kKeys), "");
}

}  // namespace
}  // namespace orrery
