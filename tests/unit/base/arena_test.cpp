#include "orrery/base/arena.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace orrery {
namespace {

TEST(Arena, KeepsEveryAllocationApartAligned) {
    for (const bool steady : {false, true}) {
        auto arena = steady ? Arena(64, 48) : Arena(64);
        std::vector<std::pair<std::uintptr_t, std::size_t>> given;
        for (std::size_t i = 0; i < 500; ++i) {
            const auto size = i % 37 == 0 ? 200 : 1 + i % 16;
            const auto alignment = std::size_t{1} << (i % 5);
            const auto at = reinterpret_cast<std::uintptr_t>(arena.allocate(size, alignment));
            EXPECT_EQ(at % alignment, 0u);
            given.emplace_back(at, size);
        }
        std::sort(given.begin(), given.end());
        for (std::size_t i = 1; i < given.size(); ++i)
            EXPECT_GE(given[i].first, given[i - 1].first + given[i - 1].second);
    }
}

TEST(Arena, OfSteadyGrowthHoldsLittleMoreThanWasAskedFor) {
    Arena arena(1000, 1000);
    std::size_t asked = 0;
    for (int i = 0; i < 100; ++i) {
        static_cast<void>(arena.allocate(90, 1));
        static_cast<void>(arena.allocate(5000, 1));
        asked += 5090;
    }
    EXPECT_GE(arena.capacity(), asked);
    EXPECT_LE(arena.capacity(), asked + asked / 20 + 1000) << "large ones have blocks of their own";
}

TEST(Arena, KeepsOfItsRoomWhatIsTaken) {
    for (const bool steady : {false, true}) {
        auto arena = steady ? Arena(100, 60) : Arena(16);
        std::vector<std::pair<std::string_view, std::string>> kept;
        for (std::size_t i = 0; i < 300; ++i) {
            const std::string text(i % 7 == 0 ? 150 : i % 20, static_cast<char>('a' + i % 26));
            auto* room = arena.room(text.size() + i % 50);
            std::memcpy(room, text.data(), text.size());
            kept.emplace_back(arena.take(text.size()), text);
            kept.emplace_back(arena.copy(text), text);
        }
        for (const auto& [view, text] : kept)
            EXPECT_EQ(view, text);
    }
}

TEST(Arena, GoesOnWhereItWasAfterALongText) {
    Arena arena(1000, 1000);
    const auto before = arena.copy("before");
    static_cast<void>(arena.room(5000));
    static_cast<void>(arena.take(4990));
    EXPECT_EQ(arena.copy("after").data(), before.data() + before.size());
}

TEST(Arena, HasOneBlockAfterAReset) {
    Arena arena(100, 50);
    for (int i = 0; i < 20; ++i)
        static_cast<void>(arena.allocate(60));
    arena.reset();
    EXPECT_LE(arena.capacity(), 150u);
    EXPECT_EQ(arena.copy("text"), "text");
}

TEST(Arena, KeepsAddressesWhenMoved) {
    Arena arena(32);
    const auto text = arena.copy("a text of some length");
    Arena other = std::move(arena);
    EXPECT_EQ(text, "a text of some length");
    EXPECT_NE(other.copy("x").data(), text.data());
}

}  // namespace
}  // namespace orrery
