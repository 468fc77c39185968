#include "codec.hpp"

#include "bytes.hpp"

#include <random>

#include <gtest/gtest.h>

namespace orrery::search {
namespace {

std::vector<std::uint32_t> round_trip(const std::vector<std::uint32_t>& values, std::size_t& size) {
    std::string bytes;
    pack(bytes, values.data(), values.size());
    size = bytes.size();
    bytes.append(kSlack, '\x55');
    std::vector<std::uint32_t> back(values.size(), 7);
    const char* const end = bytes.data() + size;
    EXPECT_EQ(unpack(bytes.data(), end, back.data(), back.size()), end);
    EXPECT_EQ(skip_packed(bytes.data(), end, back.size()), end);
    return back;
}

TEST(Codec, GivesBackNumbersOfEveryWidthAndCount) {
    std::mt19937 random(1);
    for (unsigned width = 0; width <= 32; ++width) {
        for (const std::size_t count : {1u, 2u, 31u, 127u, 128u}) {
            std::vector<std::uint32_t> values(count);
            for (auto& value : values)
                value = width == 0 ? 0 : static_cast<std::uint32_t>(random()) >> (32 - width);
            std::size_t size = 0;
            EXPECT_EQ(round_trip(values, size), values) << width << ' ' << count;
            EXPECT_LE(size, 3 + (count * width + 7) / 8);
        }
    }
}

TEST(Codec, PaysForFewLargeNumbersByThemselves) {
    std::vector<std::uint32_t> values(kBlock, 1);
    values[0] = 0xFFFFFFFF;
    values[77] = 1000;
    std::size_t size = 0;
    EXPECT_EQ(round_trip(values, size), values);
    EXPECT_LE(size, 3u + 16 + 6 + 3);
}

TEST(Codec, NeedsOneByteForZeros) {
    std::size_t size = 0;
    round_trip(std::vector<std::uint32_t>(kBlock, 0), size);
    EXPECT_EQ(size, 1u);
}

TEST(Codec, NeverReadsPastTheEndOfDamagedBytes) {
    std::mt19937 random(2);
    for (int round = 0; round < 20000; ++round) {
        std::string bytes(random() % 80, '\0');
        for (auto& byte : bytes)
            byte = static_cast<char>(random());
        const auto size = bytes.size();
        bytes.append(kSlack, '\0');
        std::uint32_t values[kBlock];
        try {
            const char* end = unpack(bytes.data(), bytes.data() + size, values, 1 + random() % kBlock);
            EXPECT_LE(end, bytes.data() + size);
        } catch (const Failed& failed) {
            EXPECT_EQ(failed.error.code, ErrorCode::kCorrupt);
        }
    }
}

}  // namespace
}  // namespace orrery::search
