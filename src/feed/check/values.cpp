#include "check/values.hpp"

#include "orrery/base/text.hpp"
#include "orrery/base/url.hpp"
#include "orrery/feed/date.hpp"
#include "orrery/html/references.hpp"
#include "orrery/html/tags.hpp"
#include "text_rules.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace orrery::feed::check {

namespace {

constexpr std::size_t npos = std::string_view::npos;

// 9 stands for a digit, everything else for itself.
bool has_form(std::string_view text, std::string_view form) {
    return text.size() == form.size() &&
           std::equal(text.begin(), text.end(), form.begin(),
                      [](char c, char f) { return f == '9' ? is_digit(c) : c == f; });
}

int number_at(std::string_view text, std::size_t at, std::size_t size) {
    int value = 0;
    for (const char c : text.substr(at, size))
        value = value * 10 + (c - '0');
    return value;
}

bool is_day(int year, int month, int day) {
    constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day < 1) return false;
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= kDays[static_cast<std::size_t>(month - 1)] + (leap && month == 2 ? 1 : 0);
}

bool is_zone(std::string_view text) {
    if (text == "Z") return true;
    return text.size() == 6 && (text[0] == '+' || text[0] == '-') && has_form(text.substr(1), "99:99") &&
           number_at(text, 1, 2) < 24 && number_at(text, 4, 2) < 60;
}

// YYYY-MM-DDThh:mm:ss[.s]zone; with `shorter`, also what W3CDTF leaves away at its end.
bool is_iso_date(std::string_view text, bool shorter) {
    if (shorter && has_form(text, "9999")) return true;
    if (shorter && has_form(text, "9999-99"))
        return number_at(text, 5, 2) >= 1 && number_at(text, 5, 2) <= 12;
    if (text.size() < 10 || !has_form(text.substr(0, 10), "9999-99-99") ||
        !is_day(number_at(text, 0, 4), number_at(text, 5, 2), number_at(text, 8, 2)))
        return false;
    if (text.size() == 10) return shorter;
    auto rest = text.substr(10);
    if (rest.size() < 7 || !has_form(rest.substr(0, 6), "T99:99") || number_at(rest, 1, 2) > 23 ||
        number_at(rest, 4, 2) > 59)
        return false;
    rest.remove_prefix(6);
    if (rest.front() != ':') return shorter && is_zone(rest);
    if (rest.size() < 4 || !has_form(rest.substr(0, 3), ":99") || number_at(rest, 1, 2) > 60) return false;
    rest.remove_prefix(3);
    if (rest.front() == '.') {
        std::size_t digits = 1;
        while (digits < rest.size() && is_digit(rest[digits]))
            ++digits;
        if (digits == 1) return false;
        rest.remove_prefix(digits);
    }
    return is_zone(rest);
}

constexpr std::array<std::string_view, 7> kWeekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

// [Day,] D Mon YYYY hh:mm[:ss] zone
bool is_rfc822_date(std::string_view text) {
    constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::string_view weekday;
    if (const auto comma = text.find(','); comma != npos) {
        weekday = text.substr(0, comma);
        if (std::ranges::find(kWeekdays, weekday) == kWeekdays.end() || text.substr(comma + 1, 1) != " ")
            return false;
        text = trim(text.substr(comma + 1));
    }
    std::array<std::string_view, 5> words;
    std::size_t count = 0;
    for (const auto word : split(text, ' ')) {
        if (word.empty()) continue;
        if (count == words.size()) return false;
        words[count++] = word;
    }
    if (count != words.size()) return false;
    const auto [day, month, year, time, zone] = words;
    if (!has_form(day, "9") && !has_form(day, "99")) return false;
    const auto found = std::ranges::find(kMonths, month);
    if (found == kMonths.end() || !has_form(year, "9999")) return false;
    if (!is_day(number_at(year, 0, 4), static_cast<int>(found - kMonths.begin()) + 1,
                number_at(day, 0, day.size())))
        return false;
    if (!has_form(time, "99:99") && !has_form(time, "99:99:99")) return false;
    if (number_at(time, 0, 2) > 23 || number_at(time, 3, 2) > 59) return false;
    if (time.size() == 8 && number_at(time, 6, 2) > 60) return false;
    const bool offset = zone.size() == 5 && (zone[0] == '+' || zone[0] == '-') &&
                        has_form(zone.substr(1), "9999") && number_at(zone, 1, 2) < 24 &&
                        number_at(zone, 3, 2) < 60;
    constexpr std::array<std::string_view, 11> kZones = {"UT",  "GMT", "EST", "EDT", "CST", "CDT",
                                                         "MST", "MDT", "PST", "PDT", "Z"};
    if (!offset && std::ranges::find(kZones, zone) == kZones.end()) return false;
    if (weekday.empty()) return true;
    const std::chrono::weekday real{std::chrono::year(number_at(year, 0, 4)) /
                                    static_cast<int>(found - kMonths.begin() + 1) /
                                    number_at(day, 0, day.size())};
    return kWeekdays[real.c_encoding()] == weekday;
}

// Characters that an address has to percent-encode, white space among them.
bool has_bad_url_character(std::string_view url) {
    return std::ranges::any_of(url, [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || std::string_view("<>\"{}|\\^`").find(c) != npos;
    });
}

bool is_host(std::string_view host) {
    if (host.empty()) return false;
    if (host.front() == '[') return host.back() == ']';
    return std::ranges::all_of(host, [](char c) {
        return is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~' || c == '%' ||
               static_cast<unsigned char>(c) >= 0x80;
    });
}

// tag:authority,date:specific (RFC 4151)
bool is_tag_uri(std::string_view uri) {
    const auto comma = uri.find(',');
    const auto colon = comma == npos ? npos : uri.find(':', comma);
    if (colon == npos) return false;
    const auto authority = uri.substr(4, comma - 4);
    const auto date = uri.substr(comma + 1, colon - comma - 1);
    const auto host = authority.substr(authority.find('@') == npos ? 0 : authority.find('@') + 1);
    if (authority.empty() || !is_host(host) || host.front() == '-') return false;
    return has_form(date, "9999") ||
           (has_form(date, "9999-99") && number_at(date, 5, 2) >= 1 && number_at(date, 5, 2) <= 12) ||
           (has_form(date, "9999-99-99") &&
            is_day(number_at(date, 0, 4), number_at(date, 5, 2), number_at(date, 8, 2)));
}

// urn:nid:nss (RFC 2141)
bool is_urn(std::string_view uri) {
    const auto rest = uri.substr(4);
    const auto colon = rest.find(':');
    if (colon == npos || colon + 1 >= rest.size()) return false;
    const auto nid = rest.substr(0, colon);
    if (nid.empty() || nid.size() > 31 || nid.front() == '-' || iequals(nid, "urn")) return false;
    if (!std::ranges::all_of(nid, [](char c) { return is_alnum(c) || c == '-'; })) return false;
    if (!iequals(nid, "uuid")) return true;
    auto uuid = to_lower(rest.substr(colon + 1));
    std::ranges::replace_if(uuid, [](char c) { return hex_value(c) >= 0; }, '9');
    return uuid == "99999999-9999-9999-9999-999999999999";
}

std::string_view about_iri(std::string_view url, bool full) {
    if (trim(url).empty()) return "is empty";
    if (url != trim(url)) return "has white space around it";
    if (has_bad_url_character(url)) return "has characters that an address cannot have";
    for (auto at = url.find('%'); at != npos; at = url.find('%', at + 1))
        if (at + 2 >= url.size() || hex_value(url[at + 1]) < 0 || hex_value(url[at + 2]) < 0)
            return "has a percent sign that encodes nothing";
    const auto scheme = to_lower(url.substr(0, scheme_length(url)));
    if (scheme.empty()) {
        if (url.front() == ':') return "begins with a colon";
        return full ? "has no scheme" : "";
    }
    if (scheme == "tag") return is_tag_uri(url) ? "" : "is no tag: address (RFC 4151)";
    if (scheme == "urn") return is_urn(url) ? "" : "is no urn: address (RFC 2141)";
    if (scheme == "http" || scheme == "https" || scheme == "ftp") {
        const auto rest = url.substr(scheme.size() + 1);
        if (!rest.starts_with("//")) return "has no host";
        const auto authority = rest.substr(2, rest.find_first_of("/?#", 2) - 2);
        auto host = authority.substr(authority.find('@') == npos ? 0 : authority.find('@') + 1);
        if (const auto port = host.rfind(':'); port != npos && host.back() != ']') {
            if (!std::ranges::all_of(host.substr(port + 1), is_digit)) return "has a port that is no number";
            host = host.substr(0, port);
        }
        if (!is_host(host) || !Url::parse(url)) return "has a host that there cannot be";
    }
    return "";
}

std::string_view about_language(std::string_view tag) {
    if (tag.empty()) return "is empty";
    bool first = true;
    for (const auto part : split(tag, '-')) {
        const bool letters = std::ranges::all_of(part, is_alpha);
        if (part.empty() || part.size() > 8 || !std::ranges::all_of(part, is_alnum) || (first && !letters) ||
            (first && (part.size() > 3 || (part.size() == 1 && !iequals(part, "x") && !iequals(part, "i")))))
            return "is no language tag (BCP 47)";
        first = false;
    }
    return "";
}

bool is_mail(std::string_view text) {
    const auto at = text.rfind('@');
    if (at == npos || at == 0 || text.find_first_of(" \t\r\n<>(),;:\\\"[]") != npos) return false;
    const auto host = text.substr(at + 1);
    return host.find('.') != npos && host.front() != '.' && host.back() != '.' && is_host(host) &&
           text.find('@') == at;
}

std::string_view about_contact(std::string_view text) {
    if (istarts_with(text, "mailto:")) text.remove_prefix(7);
    const auto open = text.find('(');
    if (is_mail(trim(text.substr(0, open)))) {
        if (open == npos) return "has no name: user@host (name)";
        if (!text.ends_with(')')) return "is not user@host (name)";
        return contains_html(text.substr(open)) ? "contains HTML" : "";
    }
    return text.find('@') == npos ? "has no mail address" : "is not user@host (name)";
}

bool is_media_type(std::string_view text) {
    const auto type = trim(text.substr(0, text.find(';')));
    const auto slash = type.find('/');
    const auto is_token = [](char c) { return is_alnum(c) || std::string_view("!#$&-^_.+").find(c) != npos; };
    return slash != npos && slash > 0 && slash + 1 < type.size() &&
           std::ranges::all_of(type.substr(0, slash), is_token) &&
           std::ranges::all_of(type.substr(slash + 1), is_token);
}

std::string_view about_number(std::string_view text, std::int64_t least, std::int64_t most,
                              std::string_view message) {
    std::int64_t value = 0;
    if (text.starts_with('+') || !parse_number(text, value) || value < least || value > most) return message;
    return "";
}

std::string_view about_degrees(std::string_view text, double most, std::string_view message) {
    double value = 0;
    return parse_number(text, value) && value >= -most && value <= most ? "" : message;
}

std::string_view about_position(std::string_view text) {
    const auto space = text.find(' ');
    if (space == npos) return "is not latitude and longitude";
    if (!about_degrees(text.substr(0, space), 90, "x").empty()) return "has a latitude that there is not";
    return about_degrees(trim(text.substr(space)), 180, "has a longitude that there is not");
}

std::string_view about_integers(std::string_view text) {
    for (const auto part : split(text, ','))
        if (!about_number(trim(part), 0, INT64_MAX, "x").empty()) return "is no list of numbers";
    return "";
}

// Seconds, mm:ss or hh:mm:ss.
bool is_duration(std::string_view text) {
    if (text.empty() || text.find_first_not_of("0123456789:") != npos) return false;
    std::size_t parts = 0;
    for (const auto part : split(text, ':')) {
        if (part.empty() || ++parts > 3) return false;
        if (parts > 1 && (part.size() > 2 || number_at(part, 0, part.size()) > 59)) return false;
    }
    return true;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, text) != words.end();
}

bool has_only(std::string_view text, std::string_view characters) {
    return !text.empty() && text.find_first_not_of(characters) == npos;
}

}  // namespace

bool contains_html(std::string_view text) {
    for (auto at = text.find_first_of("<&"); at != npos; at = text.find_first_of("<&", at + 1)) {
        if (text[at] == '&') {
            const auto reference = html::read_reference(text, at, html::ReferenceContext::kText);
            if (reference.length > 0 && text[at + reference.length - 1] == ';') return true;
            continue;
        }
        auto begin = at + 1;
        if (begin < text.size() && text[begin] == '/') ++begin;
        auto end = begin;
        while (end < text.size() && is_alnum(text[end]))
            ++end;
        if (end > begin && text.find('>', end) != npos &&
            html::tag_of(to_lower(text.substr(begin, end - begin))) != html::Tag::kUnknown)
            return true;
    }
    return false;
}

bool is_date(Value value) {
    return value == Value::kRfc3339 || value == Value::kW3cdtf || value == Value::kRfc822;
}
bool is_address(Value value) {
    return value == Value::kIri || value == Value::kFullIri;
}

std::string_view complaint(Value value, std::string_view text) {
    const auto trimmed = trim(text);
    const auto unless = [](bool good, std::string_view message) {
        return good ? std::string_view() : message;
    };
    if (value == Value::kAnything || value == Value::kHtml) return "";
    if (trimmed.empty()) return "is empty";
    switch (value) {
        case Value::kAnything:
        case Value::kPresent:
        case Value::kHtml:
            return "";
        case Value::kPlain:
            return unless(!contains_html(text), "contains HTML, which will be shown as it stands");
        case Value::kRfc3339:
            return unless(is_iso_date(text, false), "is no date of Atom: 2003-12-13T18:30:02Z (RFC 3339)");
        case Value::kW3cdtf:
            return unless(is_iso_date(trimmed, true), "is no date of the form 2003-12-13T18:30:02Z (W3CDTF)");
        case Value::kRfc822:
            return unless(is_rfc822_date(trimmed),
                          "is no date of RSS: Sat, 13 Dec 2003 18:30:02 GMT (RFC 822)");
        case Value::kIri:
            return about_iri(text, false);
        case Value::kFullIri:
            return about_iri(text, true);
        case Value::kLanguage:
            return about_language(trimmed);
        case Value::kMail:
            return unless(is_mail(trimmed), "is no mail address");
        case Value::kContact:
            return about_contact(trimmed);
        case Value::kMediaType:
            return unless(is_media_type(text), "is no media type");
        case Value::kTextType:
            return unless(is_one_of(text, {"text", "html", "xhtml"}), "is none of text, html, xhtml");
        case Value::kMediaTextType:
            return unless(is_one_of(text, {"plain", "html"}), "is neither plain nor html");
        case Value::kCount:
            return about_number(trimmed, 0, INT64_MAX, "is no whole number");
        case Value::kPositive:
            return about_number(trimmed, 1, INT64_MAX, "is no whole number above 0");
        case Value::kIntegers:
            return about_integers(trimmed);
        case Value::kNumber: {
            double number = 0;
            return unless(parse_number(trimmed, number), "is no number");
        }
        case Value::kLatitude:
            return about_degrees(trimmed, 90, "is no latitude");
        case Value::kLongitude:
            return about_degrees(trimmed, 180, "is no longitude");
        case Value::kPosition:
            return about_position(trimmed);
        case Value::kHour:
            return about_number(trimmed, 0, 23, "is no hour from 0 to 23");
        case Value::kDay:
            return unless(is_one_of(trimmed, {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
                                              "Saturday", "Sunday"}),
                          "is no English name of a day");
        case Value::kYesNo:
            return unless(is_one_of(to_lower(text), {"yes", "no"}), "is neither yes nor no");
        case Value::kTrueFalse:
            return unless(is_one_of(trimmed, {"true", "false"}), "is neither true nor false");
        case Value::kExplicit:
            return unless(is_one_of(text, {"yes", "no", "clean", "true", "false", "explicit"}),
                          "is neither true nor false");
        case Value::kPeriod:
            return unless(is_one_of(trimmed, {"hourly", "daily", "weekly", "monthly", "yearly"}),
                          "is none of hourly, daily, weekly, monthly, yearly");
        case Value::kEpisodeType:
            return unless(is_one_of(trimmed, {"full", "trailer", "bonus"}),
                          "is none of full, trailer, bonus");
        case Value::kDuration:
            return unless(is_duration(trimmed), "is no duration: seconds, or hours:minutes:seconds");
        case Value::kClock:
            return unless(has_only(trimmed, "0123456789:.") && parse_clock(trimmed),
                          "is no time of a recording");
        case Value::kImageWidth:
            return about_number(trimmed, 1, 144, "is no width from 1 to 144");
        case Value::kImageHeight:
            return about_number(trimmed, 1, 400, "is no height from 1 to 400");
        case Value::kAllowDeny:
            return unless(is_one_of(trimmed, {"allow", "deny"}), "is neither allow nor deny");
        case Value::kRestrictionType:
            return unless(is_one_of(trimmed, {"country", "uri", "sharing"}),
                          "is none of country, uri, sharing");
        case Value::kMedium:
            return unless(is_one_of(trimmed, {"image", "audio", "video", "document", "executable"}),
                          "is none of image, audio, video, document, executable");
        case Value::kExpression:
            return unless(is_one_of(trimmed, {"sample", "full", "nonstop"}),
                          "is none of sample, full, nonstop");
        case Value::kHashAlgorithm:
            return unless(is_one_of(trimmed, {"md5", "sha-1"}), "is neither md5 nor sha-1");
        case Value::kCloudProtocol:
            return unless(is_one_of(trimmed, {"xml-rpc", "soap", "http-post"}),
                          "is none of xml-rpc, soap, http-post");
    }
    return "";
}

}  // namespace orrery::feed::check
