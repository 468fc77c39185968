#pragma once

#include <optional>
#include <string>
#include <string_view>

/// The host parser and serializer of the URL Standard (https://url.spec.whatwg.org/#host-parsing).
namespace orrery::url {

/// The host of a special URL as it is written: a domain in its ASCII form, an IPv4 address, or an IPv6
/// address in brackets. Nothing when `input` (valid UTF-8) is none of these.
[[nodiscard]] std::optional<std::string> parse_host(std::string_view input);

/// The host of any other URL: an IPv6 address in brackets or opaque text.
[[nodiscard]] std::optional<std::string> parse_opaque_host(std::string_view input);

}  // namespace orrery::url
