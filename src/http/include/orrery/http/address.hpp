#pragma once

#include "orrery/base/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace orrery::http {

/// Where to listen.
struct Address {
    std::string host;  ///< a name or a number, IPv6 without brackets
    std::uint16_t port = 0;

    /// `127.0.0.1:8080`, `[::1]:8080`
    [[nodiscard]] std::string text() const;
    [[nodiscard]] std::string url(std::string_view scheme = "http") const;
};

/// Reads `127.0.0.1:8080`, `[::1]:0`, `localhost:8080`. Port 0 lets the system choose one.
[[nodiscard]] Result<Address> parse_address(std::string_view text);

}  // namespace orrery::http
