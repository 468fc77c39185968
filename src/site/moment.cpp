#include "orrery/site/moment.hpp"

#include "orrery/base/text.hpp"
#include "orrery/feed/date.hpp"

#include <algorithm>

namespace orrery::site {

std::optional<Timestamp> moment_of(std::string_view text) {
    using namespace std::chrono;
    const bool is_day =
        text.size() <= 10 && std::ranges::all_of(text, [](char c) { return is_digit(c) || c == '-'; });
    if (!is_day) {
        constexpr std::string_view kShortest = "2015-12-01T10:00Z";
        if (text.size() < kShortest.size() || text[10] != 'T') return {};
        return feed::parse_date(text);
    }
    const auto parts = split(text, '-');
    if (parts.size() > 3 || parts[0].size() != 4) return {};
    std::int64_t numbers[3] = {0, 1, 1};
    for (std::size_t i = 0; i < parts.size(); ++i)
        if ((i > 0 && parts[i].size() != 2) || !parse_number(parts[i], numbers[i])) return {};
    const year_month_day first{year(static_cast<int>(numbers[0])), month(static_cast<unsigned>(numbers[1])),
                               day(static_cast<unsigned>(numbers[2]))};
    if (!first.ok()) return {};
    sys_days next;
    if (parts.size() == 1) {
        next = first + years(1);
    } else if (parts.size() == 2) {
        next = first + months(1);
    } else {
        next = sys_days(first) + days(1);
    }
    return Timestamp(next) - Duration(1);
}

}  // namespace orrery::site
