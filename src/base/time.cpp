#include "orrery/base/time.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>

namespace orrery {

namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 12> kLongMonths = {"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};

struct Parts {
    year_month_day date;
    weekday day;
    hh_mm_ss<microseconds> time;

    explicit Parts(Timestamp moment)
        : date(floor<days>(moment)), day(floor<days>(moment)), time(moment - floor<days>(moment)) {}

    [[nodiscard]] int year() const { return static_cast<int>(date.year()); }
    [[nodiscard]] unsigned month() const { return static_cast<unsigned>(date.month()); }
    [[nodiscard]] unsigned day_of_month() const { return static_cast<unsigned>(date.day()); }
};

std::string format_mail_date(Timestamp moment, std::string_view zone) {
    const Parts p(moment);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} {}", kDays[p.day.c_encoding()], p.day_of_month(),
                       kMonths[p.month() - 1], p.year(), p.time.hours().count(), p.time.minutes().count(),
                       p.time.seconds().count(), zone);
}

}  // namespace

Timestamp system_now() {
    return time_point_cast<microseconds>(system_clock::now());
}

std::string format_rfc3339(Timestamp moment) {
    const Parts p(moment);
    auto text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", p.year(), p.month(), p.day_of_month(),
                            p.time.hours().count(), p.time.minutes().count(), p.time.seconds().count());
    if (const auto fraction = p.time.subseconds().count(); fraction % 1000 != 0) {
        text += fmt::format(".{:06}", fraction);
    } else if (fraction != 0) {
        text += fmt::format(".{:03}", fraction / 1000);
    }
    return text + 'Z';
}

std::string format_rfc822(Timestamp moment) {
    return format_mail_date(moment, "+0000");
}

std::string format_http_date(Timestamp moment) {
    return format_mail_date(moment, "GMT");
}

std::string format_day(Timestamp moment) {
    const Parts p(moment);
    return fmt::format("{} {} {}", p.day_of_month(), kLongMonths[p.month() - 1], p.year());
}

std::string format_relative(Timestamp moment, Timestamp now) {
    const bool past = moment <= now;
    const auto distance = past ? now - moment : moment - now;
    const auto say = [&](auto count, std::string_view unit) {
        const auto amount = fmt::format("{} {}{}", count, unit, count == 1 ? "" : "s");
        return past ? amount + " ago" : "in " + amount;
    };
    if (distance < 60s) return past ? "just now" : "in a moment";
    if (distance < 60min) return say(floor<minutes>(distance).count(), "minute");
    if (distance < 24h) return say(floor<hours>(distance).count(), "hour");
    if (distance < days(30)) return say(floor<days>(distance).count(), "day");
    return format_day(moment);
}

}  // namespace orrery
