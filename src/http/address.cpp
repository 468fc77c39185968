#include "orrery/http/address.hpp"

#include "orrery/base/text.hpp"

#include <fmt/format.h>

namespace orrery::http {

std::string Address::text() const {
    return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port)
                                               : fmt::format("[{}]:{}", host, port);
}

std::string Address::url(std::string_view scheme) const {
    return fmt::format("{}://{}", scheme, text());
}

Result<Address> parse_address(std::string_view text) {
    const auto colon = text.rfind(':');
    std::int64_t port = -1;
    auto host = text.substr(0, std::min(colon, text.size()));
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
    } else if (host.find_first_of(":[]") != std::string_view::npos) {
        host = {};
    }
    if (colon == std::string_view::npos || host.empty() || !parse_number(text.substr(colon + 1), port) ||
        port < 0 || port > 65535)
        return fail(
            ErrorCode::kInvalid, fmt::format("\"{}\" is not an address to listen on", text), "", "",
            "write it like 127.0.0.1:8080, [::1]:8080, or 0.0.0.0:8080 for every address of this machine");
    return Address{std::string(host), static_cast<std::uint16_t>(port)};
}

}  // namespace orrery::http
