#include "orrery/net/address_policy.hpp"

#include "orrery/base/text.hpp"

#include <algorithm>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace orrery::net {

namespace {

constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr int kMappedBits = 96;

bool in(const std::array<std::uint8_t, 16>& bytes, const std::array<std::uint8_t, 16>& network, int prefix) {
    const auto whole = static_cast<std::size_t>(prefix / 8);
    if (!std::equal(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(whole), network.begin()))
        return false;
    const int rest = prefix % 8;
    return rest == 0 || (bytes[whole] >> (8 - rest)) == (network[whole] >> (8 - rest));
}

// The registries of special-purpose addresses (RFC 6890, kept by IANA), in so far as nobody's public server
// lives there.
constexpr std::array<std::string_view, 26> kNotPublic = {
    "0.0.0.0/8",      "10.0.0.0/8",   "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24",   "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",  "198.51.100.0/24",
    "203.0.113.0/24", "224.0.0.0/4",  "240.0.0.0/4",    "::/128",         "::1/128",        "64:ff9b:1::/48",
    "100::/64",       "2001::/23",    "2001:db8::/32",  "3fff::/20",      "fc00::/7",       "fe80::/10",
    "fec0::/10",      "ff00::/8"};

const std::vector<Network>& not_public() {
    static const auto networks = [] {
        std::vector<Network> list;
        for (const auto text : kNotPublic)
            list.push_back(*Network::parse(text));
        return list;
    }();
    return networks;
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    const std::string copy(text);
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    if (inet_pton(AF_INET, copy.c_str(), &v4.sin_addr) == 1)
        return from(reinterpret_cast<const sockaddr&>(v4));
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    if (inet_pton(AF_INET6, copy.c_str(), &v6.sin6_addr) == 1)
        return from(reinterpret_cast<const sockaddr&>(v6));
    return {};
}

std::optional<IpAddress> IpAddress::from(const sockaddr& address) {
    IpAddress result;
    auto& bytes = result.bytes_;
    const auto take_v4 = [&](const std::uint8_t* four) {
        std::array<std::uint8_t, 4> copy{};
        std::memcpy(copy.data(), four, 4);
        std::copy(kMapped.begin(), kMapped.end(), bytes.begin());
        std::copy(copy.begin(), copy.end(), bytes.begin() + 12);
    };
    if (address.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        take_v4(reinterpret_cast<const std::uint8_t*>(&v4.sin_addr));
        return result;
    }
    if (address.sa_family != AF_INET6) return {};
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    std::memcpy(bytes.data(), &v6.sin6_addr, 16);

    // NAT64 (64:ff9b::/96, RFC 6052) and 6to4 (2002::/16, RFC 3056) lead to the IPv4 address inside.
    static constexpr std::array<std::uint8_t, 16> kNat64 = {0x00, 0x64, 0xFF, 0x9B};
    if (in(bytes, kNat64, kMappedBits)) {
        take_v4(&bytes[12]);
    } else if (bytes[0] == 0x20 && bytes[1] == 0x02) {
        take_v4(&bytes[2]);
    }
    return result;
}

bool IpAddress::is_v4() const {
    return std::equal(kMapped.begin(), kMapped.end(), bytes_.begin());
}

std::string IpAddress::text() const {
    char buffer[INET6_ADDRSTRLEN] = {};
    if (is_v4()) {
        inet_ntop(AF_INET, &bytes_[12], buffer, sizeof buffer);
    } else {
        inet_ntop(AF_INET6, bytes_.data(), buffer, sizeof buffer);
    }
    return buffer;
}

Result<Network> Network::parse(std::string_view text) {
    const auto slash = text.find('/');
    const auto address = IpAddress::parse(trim(text.substr(0, slash)));
    std::int64_t prefix = 0;
    const bool valid =
        address && (slash == std::string_view::npos || parse_number(trim(text.substr(slash + 1)), prefix));
    const std::int64_t most = address && address->is_v4() ? 32 : 128;
    if (slash == std::string_view::npos) prefix = most;
    if (!valid || prefix < 0 || prefix > most)
        return fail(ErrorCode::kInvalid, "\"" + std::string(text) + "\" is not a network", "", "",
                    "write it like 127.0.0.0/8, fd00::/8 or 192.168.1.10");
    Network network;
    network.address_ = *address;
    network.prefix_ = static_cast<int>(prefix) + (address->is_v4() ? kMappedBits : 0);
    return network;
}

bool Network::contains(const IpAddress& address) const {
    return in(address.bytes(), address_.bytes(), prefix_);
}

std::string Network::text() const {
    return address_.text() + "/" + std::to_string(address_.is_v4() ? prefix_ - kMappedBits : prefix_);
}

Result<AddressPolicy> AddressPolicy::parse(std::span<const std::string> allowed) {
    std::vector<Network> networks;
    for (const auto& text : allowed) {
        ORRERY_TRY(auto network, Network::parse(text));
        networks.push_back(network);
    }
    return AddressPolicy(std::move(networks));
}

bool AddressPolicy::permits(const IpAddress& address) const {
    return is_public(address) || std::any_of(allowed_.begin(), allowed_.end(),
                                             [&](const Network& n) { return n.contains(address); });
}

bool is_public(const IpAddress& address) {
    return std::none_of(not_public().begin(), not_public().end(),
                        [&](const Network& n) { return n.contains(address); });
}

}  // namespace orrery::net
