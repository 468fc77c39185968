#include "orrery/http/response.hpp"

#include "orrery/base/text.hpp"

namespace orrery::http {

std::string_view reason_of(int status) {
    switch (status) {
        case 100:
            return "Continue";
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        case 505:
            return "HTTP Version Not Supported";
        case 507:
            return "Insufficient Storage";
        default:
            return "Unknown";
    }
}

namespace {

Response with_type(int status, std::string_view type, std::string body) {
    Response response;
    response.status = status;
    response.headers.emplace_back("Content-Type", type);
    response.body = std::move(body);
    return response;
}

}  // namespace

Response Response::text(int status, std::string body) {
    return with_type(status, "text/plain; charset=utf-8", std::move(body));
}

Response Response::html(std::string body, int status) {
    return with_type(status, "text/html; charset=utf-8", std::move(body));
}

Response Response::json(std::string body, int status) {
    return with_type(status, "application/json", std::move(body));
}

Response Response::redirect(std::string location, int status) {
    auto response = text(status, "Go to " + location + "\n");
    response.add("Location", std::move(location));
    return response;
}

Response& Response::set(std::string_view name, std::string value) {
    std::erase_if(headers, [name](const auto& header) { return iequals(header.first, name); });
    return add(name, std::move(value));
}

Response& Response::add(std::string_view name, std::string value) {
    headers.emplace_back(name, std::move(value));
    return *this;
}

std::string_view Response::header(std::string_view name) const {
    for (const auto& [key, value] : headers)
        if (iequals(key, name)) return value;
    return {};
}

}  // namespace orrery::http
