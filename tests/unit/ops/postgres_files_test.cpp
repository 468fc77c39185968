#include "orrery/base/file.hpp"
#include "postgres/cluster.hpp"
#include "postgres/server.hpp"
#include "postgres/tar_reader.hpp"

#include <filesystem>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace orrery::ops::postgres {
namespace {

class TarTest : public testing::Test {
  protected:
    void SetUp() override {
        auto made = (std::filesystem::temp_directory_path() / "orrery-tar-XXXXXX").string();
        ASSERT_NE(::mkdtemp(made.data()), nullptr);
        folder_ = made;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    static std::string member(const std::string& name, char kind, const std::string& content = {}) {
        std::string head(512, '\0');
        head.replace(0, name.size(), name);
        head.replace(100, 7, "0000600");
        head.replace(124, 11, fmt::format("{:011o}", content.size()));
        head[156] = kind;
        head.replace(257, 5, "ustar");
        auto padded = content;
        padded.resize((content.size() + 511) / 512 * 512);
        return head + padded;
    }

    std::filesystem::path folder_;
};

TEST_F(TarTest, UnpacksWhatComesInPiecesOfAnySize) {
    const std::string large(1300, 'x');
    const auto archive = member("base", '5') + member("base/empty", '0') + member("base/large", '0', large) +
                         member("whole", '0', std::string(512, 'y')) + std::string(1024, '\0');
    for (const std::size_t piece : {1u, 7u, 511u, 512u, 513u, 100'000u}) {
        SCOPED_TRACE(piece);
        TarReader reader(folder_);
        for (std::size_t at = 0; at < archive.size(); at += piece)
            ASSERT_TRUE(reader.add(std::string_view(archive).substr(at, piece)));
        ASSERT_TRUE(reader.finish());
        EXPECT_EQ(*read_file(folder_ / "base/empty", 10'000), "");
        EXPECT_EQ(*read_file(folder_ / "base/large", 10'000), large);
        EXPECT_EQ(*read_file(folder_ / "whole", 10'000), std::string(512, 'y'));
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directory(folder_);
    }
}

TEST_F(TarTest, RefusesWhatLeavesTheFolderOrIsCutShort) {
    for (const auto& archive :
         {member("../out", '0', "x"), member("/out", '0', "x"), member("base/../../out", '5'),
          member("link", '2'), member("", '0'), std::string(512, 'z')})
        EXPECT_FALSE(TarReader(folder_).add(archive));
    TarReader reader(folder_);
    ASSERT_TRUE(reader.add(member("cut", '0', std::string(600, 'x')).substr(0, 700)));
    EXPECT_FALSE(reader.finish());
}

TEST(LogPlace, IsWrittenAsPostgresqlWritesIt) {
    EXPECT_EQ(format_place(0x16B374D848), "16/B374D848");
    EXPECT_EQ(parse_place("16/B374D848"), 0x16B374D848u);
    EXPECT_EQ(parse_place("0/0"), 0u);
    for (const auto* wrong : {"", "/", "1/", "/1", "1/x", "1/2/3", "12"})
        EXPECT_FALSE(parse_place(wrong)) << wrong;
}

TEST(Cluster, IsReadAsItWasWrittenAndNothingElse) {
    Cluster cluster;
    cluster.system = "7";
    cluster.version = 15;
    cluster.segment = 16 << 20;
    cluster.log_begin = 1;
    cluster.state = 2;
    cluster.log_end = 3;
    cluster.schema = "\"my planet\"";
    cluster.checksums = {"1", "-2"};
    const auto bytes = encode(cluster);
    Cluster read;
    ASSERT_TRUE(decode(bytes, read));
    EXPECT_EQ(encode(read), bytes);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        Cluster cut;
        EXPECT_FALSE(decode(std::string_view(bytes).substr(0, length), cut)) << length;
    }
    cluster.state = 4;
    EXPECT_FALSE(decode(encode(cluster), read));
}

}  // namespace
}  // namespace orrery::ops::postgres
