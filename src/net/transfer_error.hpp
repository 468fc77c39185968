#pragma once

#include "orrery/base/error.hpp"

#include <string>

#include <curl/curl.h>

namespace orrery::net {

/// What is known about a transfer that ended without an answer.
struct TransferFailure {
    CURLcode code = CURLE_OK;
    long verify_result = 0;  ///< OpenSSL's X509_V_ERR_…, 0 when the chain was fine
    std::string detail;      ///< libcurl's own words
    std::string url;
    std::size_t received = 0;  ///< bytes of the body
};

/// The same for a person: what happened, and what can be done about it.
[[nodiscard]] Error explain(const TransferFailure& failure);

}  // namespace orrery::net
