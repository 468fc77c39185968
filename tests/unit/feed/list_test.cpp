#include "orrery/feed/list.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace orrery::feed {
namespace {

std::vector<int> values(const List<int>& list) {
    return {list.begin(), list.end()};
}

TEST(List, KeepsTheOrderOfAppending) {
    Arena arena;
    List<int> list;
    EXPECT_TRUE(list.empty());
    EXPECT_EQ(list.size(), 0u);
    EXPECT_EQ(values(list), std::vector<int>{});
    for (const int value : {3, 1, 2}) {
        EXPECT_EQ(list.push_back(arena, value), value);
        EXPECT_EQ(list.front(), 3);
        EXPECT_EQ(list.back(), value);
    }
    EXPECT_EQ(values(list), (std::vector<int>{3, 1, 2}));
    EXPECT_EQ(list.size(), 3u);
    EXPECT_EQ(list[2], 2);
}

TEST(List, ShowsTheSameNodesThroughACopy) {
    Arena arena;
    List<int> list;
    list.assign(arena, {1, 2});
    auto copy = list;
    copy.front() = 7;
    EXPECT_EQ(values(list), (std::vector<int>{7, 2}));
    list.assign(arena, {5});
    EXPECT_EQ(values(copy), (std::vector<int>{7, 2}));
    EXPECT_EQ(values(list), (std::vector<int>{5}));
}

TEST(List, ReferencesStayValidWhileItGrows) {
    Arena arena(64);
    List<int> list;
    auto& first = list.push_back(arena, 1);
    for (int i = 0; i < 1000; ++i)
        list.push_back(arena, i);
    first = 9;
    EXPECT_EQ(list.front(), 9);
}

}  // namespace
}  // namespace orrery::feed
