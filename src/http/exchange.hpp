#pragma once

#include "orrery/http/request.hpp"
#include "orrery/http/response.hpp"
#include "orrery/http/server.hpp"

#include <string>
#include <string_view>

namespace orrery::http {

/// Appends the head that `response` needs as the answer to `request`, and returns the body to send after it
/// (empty for HEAD, 204 and 304), having compressed it or turned it into a 304 where that is due. `date` is
/// the Date header's value.
[[nodiscard]] std::string_view finish_response(const Request& request, Response& response,
                                               const ServerOptions& options, bool keep_alive,
                                               std::string_view date, std::string& head);

/// The whole answer to a request that could not be read; the connection closes after it.
[[nodiscard]] std::string refusal(int status, std::string_view why, std::string_view date);

}  // namespace orrery::http
