#include "date_names.hpp"

#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace orrery::feed {

namespace {

struct Month {
    std::string_view beginning;
    int number;
};

// How names of months begin, lower-case. English, German, Dutch, French, Spanish, Portuguese, Italian,
// Danish, Norwegian, Swedish, Finnish, Hungarian, Greek, Russian. What begins like another entry stands
// before it.
constexpr std::array kMonths = {
    Month{"jan", 1},    Month{"ene", 1},  Month{"gen", 1},     Month{"tammi", 1}, Month{"ιαν", 1},
    Month{"янв", 1},    Month{"feb", 2},  Month{"fev", 2},     Month{"fév", 2},   Month{"helmi", 2},
    Month{"φεβ", 2},    Month{"фев", 2},  Month{"marras", 11}, Month{"mar", 3},   Month{"mär", 3},
    Month{"már", 3},    Month{"mrt", 3},  Month{"maalis", 3},  Month{"μαρ", 3},   Month{"μάρ", 3},
    Month{"мар", 3},    Month{"apr", 4},  Month{"abr", 4},     Month{"avr", 4},   Month{"ápr", 4},
    Month{"huhti", 4},  Month{"απρ", 4},  Month{"апр", 4},     Month{"may", 5},   Month{"mai", 5},
    Month{"maj", 5},    Month{"mag", 5},  Month{"mei", 5},     Month{"máj", 5},   Month{"touko", 5},
    Month{"μάϊ", 5},    Month{"μάι", 5},  Month{"μαϊ", 5},     Month{"μαι", 5},   Month{"май", 5},
    Month{"мая", 5},    Month{"jun", 6},  Month{"juin", 6},    Month{"giu", 6},   Month{"jún", 6},
    Month{"kesä", 6},   Month{"ιούν", 6}, Month{"ιουν", 6},    Month{"ιον", 6},   Month{"июн", 6},
    Month{"jul", 7},    Month{"juil", 7}, Month{"lug", 7},     Month{"júl", 7},   Month{"heinä", 7},
    Month{"ιούλ", 7},   Month{"ιουλ", 7}, Month{"ιολ", 7},     Month{"июл", 7},   Month{"aug", 8},
    Month{"ago", 8},    Month{"aoû", 8},  Month{"aou", 8},     Month{"elo", 8},   Month{"αύγ", 8},
    Month{"αυγ", 8},    Month{"авг", 8},  Month{"sep", 9},     Month{"set", 9},   Month{"szep", 9},
    Month{"syys", 9},   Month{"σεπ", 9},  Month{"сен", 9},     Month{"oct", 10},  Month{"okt", 10},
    Month{"out", 10},   Month{"ott", 10}, Month{"loka", 10},   Month{"οκτ", 10},  Month{"окт", 10},
    Month{"nov", 11},   Month{"νοέ", 11}, Month{"νοε", 11},    Month{"ноя", 11},  Month{"dec", 12},
    Month{"des", 12},   Month{"dez", 12}, Month{"dic", 12},    Month{"dez", 12},  Month{"déc", 12},
    Month{"joulu", 12}, Month{"δεκ", 12}, Month{"дек", 12},
};

struct Zone {
    std::string_view name;
    int minutes;
};

// Some are wrong by the map and right by RFC 822 or by use: AT, ET, CT, MT and PT are taken at summer or
// winter time as feedparser does.
constexpr std::array kZones = {
    Zone{"GMT", 0},    Zone{"UT", 0},     Zone{"UTC", 0},    Zone{"Z", 0},      Zone{"WET", 0},
    Zone{"ADT", -180}, Zone{"AST", -240}, Zone{"AT", -240},  Zone{"EDT", -240}, Zone{"EST", -300},
    Zone{"ET", -300},  Zone{"CDT", -300}, Zone{"CST", -360}, Zone{"CT", -360},  Zone{"MDT", -360},
    Zone{"MST", -420}, Zone{"MT", -420},  Zone{"PDT", -420}, Zone{"PST", -480}, Zone{"PT", -480},
    Zone{"MET", 60},   Zone{"CET", 60},   Zone{"MEZ", 60},   Zone{"BST", 60},   Zone{"WEST", 60},
    Zone{"MEST", 120}, Zone{"CEST", 120}, Zone{"MESZ", 120}, Zone{"EET", 120},  Zone{"EEST", 180},
    Zone{"MSK", 180},  Zone{"JST", 540},  Zone{"KST", 540},  Zone{"AEST", 600}, Zone{"AEDT", 660},
    Zone{"NZST", 720}, Zone{"NZDT", 780}, Zone{"A", -60},    Zone{"M", -720},   Zone{"N", 60},
    Zone{"Y", 720},
};

constexpr std::uint32_t three_letters(std::string_view word) {
    std::uint32_t letters = 0;
    for (int i = 2; i >= 0; --i)
        letters = letters << 8 | static_cast<unsigned char>(word[static_cast<std::size_t>(i)]);
    return letters;
}

constexpr std::array<std::uint32_t, 12> kEnglishMonths = {
    three_letters("jan"), three_letters("feb"), three_letters("mar"), three_letters("apr"),
    three_letters("may"), three_letters("jun"), three_letters("jul"), three_letters("aug"),
    three_letters("sep"), three_letters("oct"), three_letters("nov"), three_letters("dec"),
};

// What nearly every feed has: three letters, in any case. 0 when it is none.
int english_month(std::string_view word) {
    const auto letters = three_letters(word) | 0x202020U;
    int number = 0;
    for (int i = 0; i < 12; ++i)
        number = kEnglishMonths[static_cast<std::size_t>(i)] == letters ? i + 1 : number;
    // No byte but a letter's becomes a letter by that.
    return number;
}

// Lower case for the letters that the table above contains: ASCII, Latin-1, Greek, Cyrillic.
std::string lowered(std::string_view word) {
    std::string out;
    for (std::size_t i = 0; i < word.size();) {
        auto c = utf8::decode(word, i);
        const bool upper = (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE) || (c >= 0x391 && c <= 0x3AB) ||
                           (c >= 0x410 && c <= 0x42F);
        utf8::append(out, upper ? c + 32 : c);
    }
    return out;
}

}  // namespace

std::optional<int> month_number(std::string_view word) {
    if (word.size() < 3 || word.size() > 32) return std::nullopt;
    if (word.size() == 3)
        if (const int number = english_month(word); number != 0) return number;
    const auto name = lowered(word);
    for (const auto& month : kMonths)
        if (month.beginning.front() == name.front() && name.starts_with(month.beginning)) return month.number;
    return std::nullopt;
}

std::optional<int> zone_minutes(std::string_view name) {
    if (istarts_with(name, "Etc/")) name.remove_prefix(4);
    for (const auto& zone : kZones)
        if (iequals(zone.name, name)) return zone.minutes;
    return std::nullopt;
}

std::optional<bool> is_afternoon(std::string_view word) {
    if (iequals(word, "pm") || iequals(word, "p.m.") || word == "오후") return true;
    if (iequals(word, "am") || iequals(word, "a.m.") || word == "오전") return false;
    return std::nullopt;
}

}  // namespace orrery::feed
