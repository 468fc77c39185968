#include "amount.hpp"

#include "orrery/base/quantity.hpp"
#include "orrery/base/text.hpp"

#include <limits>
#include <optional>

#include <fmt/format.h>

namespace orrery::planet::rules {

namespace {

constexpr auto kLowest = std::numeric_limits<std::int64_t>::min();
constexpr auto kHighest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLargestNumber = 1'000'000'000'000'000;
constexpr auto kLongest = std::chrono::days(366 * 1000);

// Takes the parts of a date off the front of a text.
class Cursor {
  public:
    explicit Cursor(std::string_view text) : rest_(text) {}

    bool at_end() const { return rest_.empty(); }
    bool take(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    std::optional<int> digits(std::size_t count) {
        int value = 0;
        if (rest_.size() < count) return {};
        for (const char c : rest_.substr(0, count)) {
            if (!is_digit(c)) return {};
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(count);
        return value;
    }
    // Microseconds of the digits behind a point.
    std::optional<int> fraction() {
        int value = 0;
        int scale = 1'000'000;
        if (at_end() || !is_digit(rest_.front())) return {};
        while (!at_end() && is_digit(rest_.front())) {
            scale /= 10;
            value += (rest_.front() - '0') * scale;
            rest_.remove_prefix(1);
        }
        return value;
    }

  private:
    std::string_view rest_;
};

std::optional<Duration> zone(Cursor& cursor) {
    if (cursor.at_end() || cursor.take('Z')) return Duration(0);
    const bool west = cursor.take('-');
    if (!west && !cursor.take('+')) return {};
    const auto hours = cursor.digits(2);
    if (!hours || !cursor.take(':')) return {};
    const auto minutes = cursor.digits(2);
    if (!minutes || *hours > 23 || *minutes > 59) return {};
    const Duration offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
    return west ? -offset : offset;
}

Range range(Timestamp begin, Timestamp end) {
    return {begin.time_since_epoch().count(), end.time_since_epoch().count() - 1};
}

std::optional<Range> time_of_day(Cursor& cursor, std::chrono::sys_days day) {
    const auto hour = cursor.digits(2);
    if (!hour || !cursor.take(':')) return {};
    const auto minute = cursor.digits(2);
    if (!minute || *hour > 23 || *minute > 59) return {};
    Duration since = std::chrono::hours(*hour) + std::chrono::minutes(*minute);
    Duration length = std::chrono::minutes(1);
    if (cursor.take(':')) {
        const auto second = cursor.digits(2);
        if (!second || *second > 59) return {};
        since += std::chrono::seconds(*second);
        length = std::chrono::seconds(1);
        if (cursor.take('.')) {
            const auto fraction = cursor.fraction();
            if (!fraction) return {};
            since += Duration(*fraction);
            length = Duration(1);
        }
    }
    const auto offset = zone(cursor);
    if (!offset || !cursor.at_end()) return {};
    const Timestamp begin = day + since - *offset;
    return range(begin, begin + length);
}

std::optional<Range> parse_time(std::string_view text) {
    namespace ch = std::chrono;
    Cursor cursor(text);
    const auto year = cursor.digits(4);
    if (!year) return {};
    const ch::year y(*year);
    if (cursor.at_end())
        return range(ch::sys_days(y / ch::January / 1), ch::sys_days((y + ch::years(1)) / ch::January / 1));
    if (!cursor.take('-')) return {};
    const auto month = cursor.digits(2);
    if (!month || *month < 1 || *month > 12) return {};
    const auto m = y / ch::month(static_cast<unsigned>(*month));
    if (cursor.at_end()) return range(ch::sys_days(m / 1), ch::sys_days((m + ch::months(1)) / 1));
    if (!cursor.take('-')) return {};
    const auto day = cursor.digits(2);
    if (!day) return {};
    const auto date = m / ch::day(static_cast<unsigned>(*day));
    if (!date.ok()) return {};
    const ch::sys_days begin(date);
    if (cursor.at_end()) return range(begin, begin + ch::days(1));
    if (!cursor.take('T') && !cursor.take(' ')) return {};
    return time_of_day(cursor, begin);
}

}  // namespace

Result<Range> parse_amount(std::string_view text, RuleType type) {
    if (type == RuleType::kTime) {
        if (const auto time = parse_time(text)) return *time;
        return fail(ErrorCode::kInvalid, fmt::format("\"{}\" is not a date", text), "", "",
                    "write it like 2024, 2024-05, 2024-05-01 or 2024-05-01T10:00Z");
    }
    if (type == RuleType::kDuration) {
        ORRERY_TRY(const auto duration, parse_duration(text));
        if (duration > kLongest)
            return fail(ErrorCode::kInvalid, fmt::format("\"{}\" is longer than a thousand years", text));
        return Range{duration.count(), duration.count()};
    }
    std::int64_t number = 0;
    if (!parse_number(text, number) || number < 0 || number > kLargestNumber)
        return fail(ErrorCode::kInvalid, fmt::format("\"{}\" is not a number", text), "", "",
                    "write a whole number such as 300");
    return Range{number, number};
}

Range range_for(RuleOperator op, const Range& value) {
    switch (op) {
        case RuleOperator::kLess:
            return {kLowest, value.low - 1};
        case RuleOperator::kLessOrEqual:
            return {kLowest, value.high};
        case RuleOperator::kGreater:
            return {value.high + 1, kHighest};
        case RuleOperator::kGreaterOrEqual:
            return {value.low, kHighest};
        default:
            return value;
    }
}

}  // namespace orrery::planet::rules
