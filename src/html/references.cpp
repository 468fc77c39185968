#include "orrery/html/references.hpp"

#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"

#include <algorithm>
#include <array>

namespace orrery::html {
namespace {

struct Named {
    std::string_view name;  // without the &, mostly with the ;
    char32_t first;
    char32_t second;
};

constexpr Named kNamed[] = {
#define X(name, first, second) {name, first, second},
#include "reference_table.inc"
#undef X
};

constexpr std::size_t kLongestName = 32;         // CounterClockwiseContourIntegral;
constexpr std::size_t kLongestUnterminated = 6;  // &Aacute and the other 105 that need no semicolon
constexpr std::size_t kSlots = 8192;

constexpr std::size_t slot_of(std::string_view name) {
    std::uint32_t hash = static_cast<std::uint32_t>(name.size());
    for (const char c : name)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    return (hash ^ (hash >> 15)) % kSlots;
}

// Index into kNamed plus one; open addressing, a quarter full.
constexpr auto kTable = [] {
    std::array<std::uint16_t, kSlots> table{};
    std::uint16_t index = 0;
    for (const auto& named : kNamed) {
        auto slot = slot_of(named.name);
        while (table[slot] != 0)
            slot = (slot + 1) % kSlots;
        table[slot] = ++index;
    }
    return table;
}();

const Named* find(std::string_view name) {
    for (auto slot = slot_of(name); kTable[slot] != 0; slot = (slot + 1) % kSlots) {
        const auto& named = kNamed[kTable[slot] - 1];
        if (named.name == name) return &named;
    }
    return nullptr;
}

// What &#x80; to &#x9F; mean: windows-1252, as authors who write them expect (13.2.5.80).
constexpr char16_t kWindows1252[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                       0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                       0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                       0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

Reference read_numeric(std::string_view text, std::size_t position) {
    std::size_t at = position + 2;
    const bool hexadecimal = at < text.size() && (text[at] == 'x' || text[at] == 'X');
    if (hexadecimal) ++at;
    const auto digits = at;
    std::uint32_t value = 0;
    for (; at < text.size(); ++at) {
        const int digit = hexadecimal ? hex_value(text[at]) : is_digit(text[at]) ? text[at] - '0' : -1;
        if (digit < 0) break;
        value = value * (hexadecimal ? 16 : 10) + static_cast<std::uint32_t>(digit);
        if (value > 0x10FFFF) value = 0x110000;
    }
    if (at == digits) return {};
    if (at < text.size() && text[at] == ';') ++at;
    if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) value = utf8::kReplacement;
    if (value >= 0x80 && value <= 0x9F) value = kWindows1252[value - 0x80];
    return {at - position, value, 0};
}

}  // namespace

Reference read_reference(std::string_view text, std::size_t position, ReferenceContext context) {
    const auto name_start = position + 1;
    if (name_start >= text.size()) return {};
    if (text[name_start] == '#') return read_numeric(text, position);
    // Nearly all named ones are these.
    const auto rest = text.substr(name_start);
    if (rest.starts_with("amp;")) return {5, U'&'};
    if (rest.starts_with("nbsp;")) return {6, U'\u00A0'};
    if (rest.starts_with("quot;")) return {6, U'"'};
    if (rest.starts_with("lt;")) return {4, U'<'};
    if (rest.starts_with("gt;")) return {4, U'>'};
    if (!is_alpha(text[name_start])) return {};

    auto at = name_start;
    const auto limit = std::min(text.size(), name_start + kLongestName);
    while (at < limit && is_alnum(text[at]))
        ++at;
    if (at < text.size() && text[at] == ';') {
        if (const auto* named = find(text.substr(name_start, at + 1 - name_start))) {
            return {at + 1 - position, named->first, named->second};
        }
    }
    // One of the old names that need no semicolon, the longest that fits.
    for (auto length = std::min(at - name_start, kLongestUnterminated); length >= 2; --length) {
        const auto* named = find(text.substr(name_start, length));
        if (named == nullptr) continue;
        const auto after = name_start + length;
        const bool part_of_a_word = after < text.size() && (text[after] == '=' || is_alnum(text[after]));
        if (context == ReferenceContext::kAttribute && part_of_a_word) return {};
        return {after - position, named->first, named->second};
    }
    return {};
}

void append_decoded(std::string& out, std::string_view text, ReferenceContext context) {
    std::size_t done = 0;
    for (auto at = text.find('&'); at != std::string_view::npos; at = text.find('&', at)) {
        const auto reference = read_reference(text, at, context);
        if (reference.length == 0) {
            ++at;
            continue;
        }
        out.append(text, done, at - done);
        utf8::append(out, reference.first);
        if (reference.second != 0) utf8::append(out, reference.second);
        at += reference.length;
        done = at;
    }
    out.append(text, done);
}

std::string decoded(std::string_view text, ReferenceContext context) {
    std::string out;
    out.reserve(text.size());
    append_decoded(out, text, context);
    return out;
}

}  // namespace orrery::html
