#include "orrery/feed/date.hpp"

#include "date_names.hpp"
#include "orrery/base/text.hpp"

#include <array>

// Two readers: one for dates that begin with a year (ISO 8601 and what looks like it), one that takes the
// words and numbers of everything else in whatever order they come. Both fill Parts; moment() adds them up,
// which is where parts that are out of range roll over.

namespace orrery::feed {

namespace {

using namespace std::chrono;

constexpr std::size_t kLongestDate = 128;
constexpr int kKoreaMinutes = 9 * 60;
constexpr Timestamp kEndOfTime = sys_days{year(10'000) / 1 / 1};  // what four digits can write

struct Parts {
    int year = 0;
    int month = 1;
    int day = 1;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int microsecond = 0;
    int zone_minutes = 0;
};

std::optional<Timestamp> moment(const Parts& p) {
    if (p.month < 1 || p.month > 12 || p.day < 1 || p.year < 1970 || p.year > 9999) return std::nullopt;
    const sys_days first{year(p.year) / month(static_cast<unsigned>(p.month)) / 1};
    const Timestamp time = Timestamp(first) + days(p.day - 1) + hours(p.hour) + minutes(p.minute) +
                           seconds(p.second) + microseconds(p.microsecond) - minutes(p.zone_minutes);
    if (time.time_since_epoch() <= Duration::zero() || time >= kEndOfTime) return std::nullopt;
    return time;
}

int full_year(int year, int digits) {
    if (digits == 2) return year < 50 ? 2000 + year : 1900 + year;
    if (digits == 3) return 1900 + year;
    return year;
}

class Cursor {
  public:
    explicit Cursor(std::string_view text) : rest_(text) {}

    [[nodiscard]] bool done() const { return rest_.empty(); }
    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return ahead < rest_.size() ? rest_[ahead] : '\0';
    }
    [[nodiscard]] std::string_view rest() const { return rest_; }
    void skip(std::size_t count = 1) { rest_.remove_prefix(std::min(count, rest_.size())); }
    bool take(char c) {
        if (peek() != c) return false;
        skip();
        return true;
    }
    bool take(std::string_view text) {
        if (!rest_.starts_with(text)) return false;
        skip(text.size());
        return true;
    }
    void skip_space() {
        while (!done() && is_space(peek()))
            skip();
    }
    [[nodiscard]] std::size_t digits_ahead() const {
        std::size_t count = 0;
        while (is_digit(peek(count)))
            ++count;
        return count;
    }
    /// At least one and at most `most` digits; the number of them goes to `count`.
    std::optional<int> number(std::size_t most, int* count = nullptr) {
        int value = 0;
        std::size_t taken = 0;
        for (; taken < most && is_digit(peek()); ++taken, skip())
            value = value * 10 + (peek() - '0');
        if (count != nullptr) *count = static_cast<int>(taken);
        return taken == 0 ? std::nullopt : std::optional(value);
    }
    /// Letters, among them everything beyond ASCII, and dots and slashes between them (`a.m.`, `Etc/GMT`).
    std::string_view word() {
        const auto is_letter = [](char c) { return is_alpha(c) || static_cast<unsigned char>(c) >= 0x80; };
        std::size_t size = 0;
        while (is_letter(peek(size)) || (size > 0 && (peek(size) == '.' || peek(size) == '/')))
            ++size;
        const auto text = rest_.substr(0, size);
        skip(size);
        return text;
    }

  private:
    std::string_view rest_;
};

// hh[:mm[:ss[.fraction]]], the colons optional when `compact`.
bool take_time(Cursor& in, Parts& parts, bool compact) {
    const auto hour = in.number(2);
    if (!hour) return false;
    parts.hour = *hour;
    const auto next = [&]() -> std::optional<int> {
        if (in.peek() == ':' && is_digit(in.peek(1))) {
            in.skip();
        } else if (!compact || !is_digit(in.peek())) {
            return std::nullopt;
        }
        return in.number(2);
    };
    if (const auto minute = next()) {
        parts.minute = *minute;
        if (const auto second = next()) parts.second = *second;
    }
    if ((in.peek() == '.' || in.peek() == ',') && is_digit(in.peek(1))) {
        in.skip();
        int scale = 100'000;
        for (; is_digit(in.peek()); in.skip(), scale /= 10)
            parts.microsecond += (in.peek() - '0') * scale;
    }
    return true;
}

// +hh, +hhmm, +hh:mm.
bool take_offset(Cursor& in, Parts& parts) {
    const int sign = in.peek() == '+' ? 1 : in.peek() == '-' ? -1 : 0;
    if (sign == 0 || !is_digit(in.peek(1))) return false;
    in.skip();
    int digits = 0;
    const auto hour = in.number(2, &digits);
    int minute = 0;
    if (is_digit(in.peek()) || (in.peek() == ':' && is_digit(in.peek(1)))) {
        in.take(':');
        minute = in.number(2).value_or(0);
    }
    if (*hour > 24) return true;  // no zone on earth: read, and not believed
    parts.zone_minutes = sign * (*hour * 60 + minute);
    return true;
}

// What may follow a time: a zone by number or by name, `GMT+0200`, AM and PM, in any order and several of
// them.
void take_zone(Cursor& in, Parts& parts) {
    for (int tokens = 0; tokens < 4; ++tokens) {
        in.skip_space();
        if (take_offset(in, parts)) continue;
        const auto before = in;
        const auto word = in.word();
        if (word.empty()) return;
        if (const auto afternoon = is_afternoon(word)) {
            if (*afternoon && parts.hour < 12) parts.hour += 12;
            if (!*afternoon && parts.hour == 12) parts.hour = 0;
        } else if (const auto zone = zone_minutes(word)) {
            parts.zone_minutes = *zone;
        } else if (month_number(word)) {
            in = before;
            return;
        }
    }
}

// 2004, 2004-5-2, 20040525T100000Z, 2003-335, 2004/05/25 …, 2004년 05월 28일 …, 2004-július-13T9:15-05:00.
std::optional<Timestamp> year_first(Cursor in) {
    Parts parts;
    parts.year = *in.number(4);
    if (in.take("년")) {
        in.skip_space();
        const auto month = in.number(2);
        if (!month || !in.take("월")) return std::nullopt;
        in.skip_space();
        const auto day = in.number(2);
        if (!day || !in.take("일")) return std::nullopt;
        parts.month = *month;
        parts.day = *day;
        parts.zone_minutes = kKoreaMinutes;
    } else if (in.digits_ahead() == 4 || in.digits_ahead() == 10) {  // YYYYMMDD, YYYYMMDDhhmmss
        parts.month = *in.number(2);
        parts.day = *in.number(2);
    } else if (in.digits_ahead() == 3) {  // YYYYDDD
        parts.day = *in.number(3);
    } else if (in.peek() == '-' || in.peek() == '/' || in.peek() == '.') {
        const char separator = in.peek();
        in.skip();
        if (in.digits_ahead() == 3) {
            parts.day = *in.number(3);
        } else {
            if (separator == '.') in.skip_space();
            const auto month = is_digit(in.peek()) ? in.number(2) : month_number(in.word());
            if (!month) return std::nullopt;
            parts.month = *month;
            const bool dotted = separator == '.';  // 2006. 01. 04., 2004. július 13.
            if (in.take(separator) || (dotted && !in.done())) {
                if (dotted) in.skip_space();
                const auto day = in.number(2);
                if (!day || *day > 31) return std::nullopt;
                parts.day = *day;
                if (dotted) in.take('.');
            }
        }
    } else if (!in.done() && in.peek() != 'T' && !is_space(in.peek())) {
        return std::nullopt;
    }

    in.skip_space();
    if (in.peek() == 'T' || in.peek() == 't') in.skip();
    in.skip_space();
    std::optional<bool> afternoon;
    if (const auto before = in; !in.done() && !is_digit(in.peek())) {
        afternoon = is_afternoon(in.word());
        if (afternoon) {
            parts.zone_minutes = kKoreaMinutes;
        } else {
            in = before;
        }
    }
    in.skip_space();
    if (take_time(in, parts, true)) {
        if (afternoon == true && parts.hour < 12) parts.hour += 12;
        take_zone(in, parts);
    } else if (in.peek() == '+' || in.peek() == 'Z') {
        take_zone(in, parts);
    } else if (!in.done()) {
        return std::nullopt;
    }
    return moment(parts);
}

// Thu, 01 Jan 04 19:48 GMT; Sun Jan  4 16:29:06 PST 2004; July 4, 2004; Fri, 2006/09/15 08:19:53 EDT.
std::optional<Timestamp> in_words(Cursor in) {
    Parts parts;
    std::optional<int> month;
    std::optional<int> day;
    std::optional<int> year;
    bool has_time = false;
    while (!in.done()) {
        const char c = in.peek();
        if (is_digit(c)) {
            const auto digits = in.digits_ahead();
            if (digits <= 2 && in.peek(digits) == ':' && !has_time) {
                if (!take_time(in, parts, false)) return std::nullopt;
                has_time = true;
                take_zone(in, parts);
                continue;
            }
            if (digits == 4 && in.peek(4) == '/' && !month && !day) return year_first(in);
            if (digits > 4) return std::nullopt;
            int count = 0;
            const auto number = in.number(4, &count);
            if (in.peek() == '/') return std::nullopt;  // 25/05/2004: nobody knows which is the month
            if (count <= 2 && !day) {
                day = number;
            } else if (!year) {
                year = full_year(*number, count);
            } else {
                return std::nullopt;
            }
        } else if (is_alpha(c) || static_cast<unsigned char>(c) >= 0x80) {
            // A later name wins: "mar" is Tuesday in half of Europe.
            const auto name = in.word();
            if (const auto number = month_number(name); number && (!year || !month)) month = number;
        } else {
            in.skip();
        }
    }
    if (!month || !day || !year) return std::nullopt;
    if (*day > 31) return std::nullopt;
    parts.month = *month;
    parts.day = *day;
    parts.year = *year;
    return moment(parts);
}

std::optional<Timestamp> since_1970(std::string_view digits) {
    std::int64_t value = 0;
    if (!parse_number(digits, value)) return std::nullopt;
    const Duration duration = digits.size() >= 12 ? Duration(milliseconds(value)) : Duration(seconds(value));
    const Timestamp time{duration};
    if (time.time_since_epoch() <= Duration::zero() || time >= kEndOfTime) return std::nullopt;
    return time;
}

// The two ways to write a date that nearly every feed goes by, and nothing else:
// `Thu, 01 Jan 2004 19:48:21 GMT` with a zone in digits perhaps, and `2004-01-01T19:48:21Z` likewise.
class UsualDate {
  public:
    explicit UsualDate(std::string_view text) : text_(text) {}

    std::optional<Timestamp> in_words() {
        static constexpr std::string_view kDays = "MonTueWedThuFriSatSun";
        static constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
        if (text_.size() < 28 || !is_word(0, kDays) || !is(3, ',') || !is(4, ' ')) return std::nullopt;
        at_ = 5;
        digits(is_digit(text_[6]) ? 2 : 1, parts_.day);
        take(' ');
        parts_.month = is_word(at_, kMonths);
        at_ += 3;
        take(' ');
        digits(4, parts_.year);
        take(' ');
        time();
        take(' ');
        if (text_.substr(at_) == "GMT") {
            at_ += 3;
        } else {
            zone(false);
        }
        return done();
    }

    std::optional<Timestamp> by_numbers() {
        if (text_.size() < 20) return std::nullopt;
        digits(4, parts_.year);
        take('-');
        digits(2, parts_.month);
        take('-');
        digits(2, parts_.day);
        take('T');
        time();
        if (text_.substr(at_) == "Z") {
            ++at_;
        } else {
            zone(true);
        }
        return done();
    }

  private:
    [[nodiscard]] bool is(std::size_t at, char c) const { return at < text_.size() && text_[at] == c; }
    // Which of the words of three letters stands there, from 1; 0 for none.
    [[nodiscard]] int is_word(std::size_t at, std::string_view words) const {
        for (std::size_t i = 0; at + 3 <= text_.size() && i < words.size(); i += 3)
            if (text_[at] == words[i] && text_[at + 1] == words[i + 1] && text_[at + 2] == words[i + 2])
                return static_cast<int>(i / 3) + 1;
        return 0;
    }
    void take(char c) {
        fits_ = fits_ && is(at_, c);
        ++at_;
    }
    void digits(std::size_t count, int& value) {
        for (; count > 0; --count, ++at_) {
            fits_ = fits_ && at_ < text_.size() && is_digit(text_[at_]);
            if (fits_) value = value * 10 + (text_[at_] - '0');
        }
    }
    void time() {
        digits(2, parts_.hour);
        take(':');
        digits(2, parts_.minute);
        take(':');
        digits(2, parts_.second);
    }
    void zone(bool colon) {
        const int sign = is(at_, '-') ? -1 : is(at_, '+') ? 1 : 0;
        int hours = 0;
        int minutes = 0;
        ++at_;
        digits(2, hours);
        if (colon) take(':');
        digits(2, minutes);
        fits_ = fits_ && sign != 0 && hours <= 24;
        parts_.zone_minutes = sign * (hours * 60 + minutes);
    }
    // What rolls over is left to the patient reader.
    [[nodiscard]] std::optional<Timestamp> done() const {
        const bool usual = fits_ && at_ == text_.size() && parts_.month >= 1 && parts_.month <= 12 &&
                           parts_.day >= 1 && parts_.day <= 31;
        return usual ? moment(parts_) : std::nullopt;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    bool fits_ = true;
    Parts parts_{.year = 0, .month = 0, .day = 0};
};

}  // namespace

std::optional<Timestamp> parse_date(std::string_view text) {
    text = trim(text);
    if (text.empty() || text.size() > kLongestDate) return std::nullopt;
    if (const auto usual = is_digit(text.front()) ? UsualDate(text).by_numbers() : UsualDate(text).in_words())
        return usual;
    const Cursor in(text);
    const auto digits = in.digits_ahead();
    if (digits == text.size() && digits >= 9 && digits <= 13) return since_1970(text);
    if (digits == 4 || digits == 7 || digits == 8 || digits == 14) return year_first(in);
    return in_words(in);
}

}  // namespace orrery::feed
