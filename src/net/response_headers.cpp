#include "response_headers.hpp"

#include "orrery/base/text.hpp"

#include <algorithm>
#include <string>

#include <curl/curl.h>

namespace orrery::net {

namespace {
// More than anybody means; what is larger is taken as this, so that sums with a time cannot overflow.
constexpr std::int64_t kMostSeconds = std::int64_t{10} * 365 * 24 * 3600;
}  // namespace

std::optional<Timestamp> parse_http_date(std::string_view text) {
    const auto seconds = curl_getdate(std::string(trim(text)).c_str(), nullptr);
    if (seconds < 0) return {};
    return Timestamp(std::chrono::seconds(seconds));
}

std::optional<Duration> parse_retry_after(std::string_view value, Timestamp now) {
    value = trim(value);
    std::int64_t seconds = 0;
    if (parse_number(value, seconds))
        return Duration(std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, kMostSeconds)));
    if (const auto date = parse_http_date(value)) return std::max(Duration(0), Duration(*date - now));
    return {};
}

std::optional<Duration> parse_max_age(std::string_view value) {
    for (const auto part : split(value, ',')) {
        const auto directive = trim(part);
        std::int64_t seconds = 0;
        if (istarts_with(directive, "max-age=") && parse_number(trim(directive.substr(8)), seconds) &&
            seconds >= 0)
            return Duration(std::chrono::seconds(std::min(seconds, kMostSeconds)));
    }
    return {};
}

}  // namespace orrery::net
