#include "orrery/http/address.hpp"

#include <gtest/gtest.h>

namespace orrery::http {
namespace {

TEST(Address, ReadsNumbersAndNames) {
    const auto four = parse_address("127.0.0.1:8080");
    ASSERT_TRUE(four);
    EXPECT_EQ(four->host, "127.0.0.1");
    EXPECT_EQ(four->port, 8080);
    EXPECT_EQ(four->url(), "http://127.0.0.1:8080");
    const auto six = parse_address("[::1]:0");
    ASSERT_TRUE(six);
    EXPECT_EQ(six->host, "::1");
    EXPECT_EQ(six->text(), "[::1]:0");
    EXPECT_TRUE(parse_address("localhost:80"));
}

TEST(Address, RefusesWhatLeavesAnythingOpenAndSaysHowToWriteIt) {
    for (const char* text : {"", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", "::1:80",
                             "[]:80", "127.0.0.1:-1", "127.0.0.1:http"}) {
        const auto address = parse_address(text);
        ASSERT_FALSE(address) << text;
        EXPECT_NE(address.error().remedy.find("127.0.0.1:8080"), std::string::npos);
    }
}

}  // namespace
}  // namespace orrery::http
