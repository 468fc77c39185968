#pragma once

#include "orrery/base/error.hpp"

#include <map>
#include <string>

#include <boost/asio/ssl/context.hpp>

namespace orrery::galaxy {

/// Servers' TLS settings with the galaxy's own certificates, made at start: names as in Galaxy::tls_urls().
struct Certificates {
    std::map<std::string, boost::asio::ssl::context> contexts;
    std::string ca_pem;  ///< the root, for clients to trust
};

/// Certificates for localhost, 127.0.0.1 and ::1. `now` decides what is expired. The keys are random.
[[nodiscard]] Result<Certificates> make_certificates(std::int64_t now_seconds);

}  // namespace orrery::galaxy
