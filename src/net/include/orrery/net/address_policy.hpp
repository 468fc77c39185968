#pragma once

#include "orrery/base/error.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct sockaddr;

/// Which addresses a request may go to: a feed that anybody can submit must not make the server talk to its
/// own network.
namespace orrery::net {

/// An IPv4 or IPv6 address as 16 bytes; IPv4 stands as ::ffff:a.b.c.d, and so do the forms of IPv6 that only
/// carry one.
class IpAddress {
  public:
    [[nodiscard]] static std::optional<IpAddress> parse(std::string_view text);
    [[nodiscard]] static std::optional<IpAddress> from(const sockaddr& address);

    [[nodiscard]] std::string text() const;
    [[nodiscard]] const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
    [[nodiscard]] bool is_v4() const;

  private:
    std::array<std::uint8_t, 16> bytes_{};
};

/// A range of addresses in CIDR form: `10.0.0.0/8`, `fd00::/8`, a single address.
class Network {
  public:
    [[nodiscard]] static Result<Network> parse(std::string_view text);
    [[nodiscard]] bool contains(const IpAddress& address) const;
    [[nodiscard]] std::string text() const;

  private:
    IpAddress address_;
    int prefix_ = 128;  // bits of the 16 bytes
};

/// Everything on the public internet, and the networks that the operator names. Checked after name
/// resolution, before connecting.
class AddressPolicy {
  public:
    /// `allowed`: networks permitted although they are not public.
    explicit AddressPolicy(std::vector<Network> allowed = {}) : allowed_(std::move(allowed)) {}
    [[nodiscard]] static Result<AddressPolicy> parse(std::span<const std::string> allowed);

    [[nodiscard]] bool permits(const IpAddress& address) const;

  private:
    std::vector<Network> allowed_;
};

/// Loopback, private, link-local, shared, multicast, reserved: what RFC 6890 and its successors keep off the
/// public internet.
[[nodiscard]] bool is_public(const IpAddress& address);

}  // namespace orrery::net
