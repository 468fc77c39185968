#include "orrery/net/address_policy.hpp"

#include <gtest/gtest.h>

namespace orrery::net {
namespace {

bool is_public(std::string_view text) {
    return net::is_public(*IpAddress::parse(text));
}

TEST(AddressPolicy, TellsThePublicInternetFromTheRest) {
    for (const auto* address : {"8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111"})
        EXPECT_TRUE(is_public(address)) << address;
    for (const auto* address : {"127.0.0.1", "127.8.9.10", "0.0.0.0", "10.1.2.3", "172.16.0.1",
                                "172.31.255.255", "192.168.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
                                "255.255.255.255", "::1", "::", "fe80::1", "fd12::1", "ff02::1"})
        EXPECT_FALSE(is_public(address)) << address;
}

TEST(AddressPolicy, SeesTheIpv4AddressInsideAnIpv6One) {
    for (const auto* address : {"::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"})
        EXPECT_FALSE(is_public(address)) << address;
    EXPECT_TRUE(is_public("::ffff:8.8.8.8"));
}

TEST(AddressPolicy, PermitsTheNetworksThatAreNamed) {
    const std::vector<std::string> allowed = {"127.0.0.0/8", "192.168.1.10", "fd00::/8"};
    const auto policy = AddressPolicy::parse(allowed);
    ASSERT_TRUE(policy);
    EXPECT_TRUE(policy->permits(*IpAddress::parse("127.0.0.1")));
    EXPECT_TRUE(policy->permits(*IpAddress::parse("192.168.1.10")));
    EXPECT_FALSE(policy->permits(*IpAddress::parse("192.168.1.11")));
    EXPECT_TRUE(policy->permits(*IpAddress::parse("fd12::1")));
    EXPECT_FALSE(policy->permits(*IpAddress::parse("::1")));
    EXPECT_TRUE(policy->permits(*IpAddress::parse("8.8.8.8")));
}

TEST(AddressPolicy, RefusesWhatIsNoNetworkAndSaysHowToWriteOne) {
    for (const auto* text : {"localhost", "127.0.0.1/33", "127.0.0.1/", "::1/129", "", "127.0.0.1/-1"}) {
        const std::vector<std::string> allowed = {text};
        const auto policy = AddressPolicy::parse(allowed);
        ASSERT_FALSE(policy) << text;
        EXPECT_EQ(policy.error().remedy, "write it like 127.0.0.0/8, fd00::/8 or 192.168.1.10");
    }
}

TEST(Network, IsWrittenAsItIsRead) {
    for (const auto* text : {"127.0.0.0/8", "fd00::/8", "::1/128", "0.0.0.0/0"})
        EXPECT_EQ(Network::parse(text)->text(), text);
}

}  // namespace
}  // namespace orrery::net
