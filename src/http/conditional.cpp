#include "orrery/http/conditional.hpp"

#include "orrery/base/hash.hpp"
#include "orrery/base/text.hpp"

#include <array>

namespace orrery::http {

namespace {

using namespace std::chrono;

constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";

// Reads `18:05:09`.
bool read_clock(std::string_view text, seconds& time) {
    std::int64_t h = 0;
    std::int64_t m = 0;
    std::int64_t s = 0;
    if (text.size() != 8 || text[2] != ':' || text[5] != ':') return false;
    if (!parse_number(text.substr(0, 2), h) || !parse_number(text.substr(3, 2), m) ||
        !parse_number(text.substr(6), s))
        return false;
    if (h > 23 || m > 59 || s > 60) return false;
    time = hours(h) + minutes(m) + seconds(s);
    return true;
}

std::optional<Timestamp> moment(std::string_view day_text, std::string_view month_text,
                                std::int64_t year_number, std::string_view clock) {
    std::int64_t d = 0;
    const auto m = kMonths.find(month_text);
    seconds time{};
    if (!parse_number(trim(day_text), d) || month_text.size() != 3 || m == std::string_view::npos ||
        m % 3 != 0 || !read_clock(clock, time))
        return std::nullopt;
    const year_month_day date(year(static_cast<int>(year_number)), month(static_cast<unsigned>(m / 3 + 1)),
                              day(static_cast<unsigned>(d)));
    if (!date.ok()) return std::nullopt;
    return Timestamp(sys_days(date) + time);
}

std::string_view opaque_part(std::string_view tag) {
    tag = trim(tag);
    return tag.starts_with("W/") ? tag.substr(2) : tag;
}

}  // namespace

std::optional<Timestamp> parse_http_date(std::string_view text) {
    text = trim(text);
    std::int64_t year_number = 0;
    // Sun, 06 Nov 1994 08:49:37 GMT
    if (text.size() == 29 && text[3] == ',' && text.ends_with(" GMT") &&
        parse_number(text.substr(12, 4), year_number))
        return moment(text.substr(5, 2), text.substr(8, 3), year_number, text.substr(17, 8));
    // Sun Nov  6 08:49:37 1994
    if (text.size() == 24 && text[3] == ' ' && parse_number(text.substr(20), year_number))
        return moment(text.substr(8, 2), text.substr(4, 3), year_number, text.substr(11, 8));
    // Sunday, 06-Nov-94 08:49:37 GMT: a year that would be far ahead is one of the last century.
    const auto comma = text.find(',');
    if (comma != std::string_view::npos && text.size() == comma + 24 && text.ends_with(" GMT") &&
        parse_number(text.substr(comma + 9, 2), year_number))
        return moment(text.substr(comma + 2, 2), text.substr(comma + 5, 3),
                      year_number + (year_number < 70 ? 2000 : 1900), text.substr(comma + 12, 8));
    return std::nullopt;
}

std::string etag_of(std::string_view contents) {
    return '"' + hash128_hex(contents) + '"';
}

bool is_fresh(const Request& request, std::string_view etag, std::string_view last_modified) {
    if (request.method != Method::kGet && request.method != Method::kHead) return false;
    if (const auto known = request.header("If-None-Match"); !known.empty()) {
        if (etag.empty()) return false;
        if (trim(known) == "*") return true;
        // A tag may hold commas, but ours do not, and no other one can be equal to ours.
        for (const auto tag : split(known, ','))
            if (opaque_part(tag) == opaque_part(etag)) return true;
        return false;
    }
    if (last_modified.empty()) return false;
    const auto since = parse_http_date(request.header("If-Modified-Since"));
    const auto modified = parse_http_date(last_modified);
    return since && modified && *modified <= *since;
}

}  // namespace orrery::http
