#include "orrery/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace orrery {

std::string to_lower(std::string_view text) {
    std::string lower(text);
    for (auto& c : lower)
        c = to_lower(c);
    return lower;
}

namespace {

// The bytes of a word, its ASCII letters in lower case.
template <class Word>
Word lower_word(const char* at) {
    constexpr auto each = [](unsigned byte) {
        return static_cast<Word>(static_cast<Word>(~Word{0}) / 255 * byte);
    };
    Word word;
    std::memcpy(&word, at, sizeof word);
    const Word seven = word & each(0x7F);
    // The high bit of each byte says: at least `A`; beyond `Z`; ASCII.
    const Word upper = (seven + each(0x80 - 'A')) & ~(seven + each(0x7F - 'Z')) & ~word & each(0x80);
    return word | upper >> 2;
}

template <class Word>
bool equal_words(const char* a, const char* b, std::size_t size) {
    const auto equal = [](const char* x, const char* y) {
        return std::memcmp(x, y, sizeof(Word)) == 0 || lower_word<Word>(x) == lower_word<Word>(y);
    };
    for (std::size_t i = 0; i + sizeof(Word) <= size; i += sizeof(Word))
        if (!equal(a + i, b + i)) return false;
    return equal(a + size - sizeof(Word), b + size - sizeof(Word));
}

}  // namespace

bool detail::iequals_of_one_size(std::string_view a, std::string_view b) {
    if (a.size() >= sizeof(std::uint64_t)) return equal_words<std::uint64_t>(a.data(), b.data(), a.size());
    if (a.size() >= sizeof(std::uint32_t)) return equal_words<std::uint32_t>(a.data(), b.data(), a.size());
    return std::equal(a.begin(), a.end(), b.begin(),
                      [](char x, char y) { return to_lower(x) == to_lower(y); });
}

bool istarts_with(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() && iequals(text.substr(0, prefix.size()), prefix);
}

std::size_t ifind(std::string_view text, std::string_view needle, std::size_t from) {
    if (from > text.size()) return std::string_view::npos;
    const auto found =
        std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), needle.begin(),
                    needle.end(), [](char x, char y) { return to_lower(x) == to_lower(y); });
    if (found == text.end() && !needle.empty()) return std::string_view::npos;
    return static_cast<std::size_t>(found - text.begin());
}

std::string collapse_space(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : trim(text)) {
        if (!is_space(c)) {
            out += c;
        } else if (out.back() != ' ') {
            out += ' ';
        }
    }
    return out;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t start = 0;;) {
        const auto end = text.find(separator, start);
        parts.push_back(text.substr(start, end - start));
        if (end == std::string_view::npos) return parts;
        start = end + 1;
    }
}

bool parse_number(std::string_view text, std::int64_t& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

bool parse_number(std::string_view text, double& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

std::string replace_all(std::string_view text, std::string_view from, std::string_view to) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t start = 0;;) {
        const auto found = from.empty() ? std::string_view::npos : text.find(from, start);
        out.append(text.substr(start, found - start));
        if (found == std::string_view::npos) return out;
        out.append(to);
        start = found + from.size();
    }
}

void append_escaped(std::string& out, std::string_view text) {
    static constexpr auto kReferences = [] {
        std::array<std::string_view, 256> table{};
        table['&'] = "&amp;";
        table['<'] = "&lt;";
        table['>'] = "&gt;";
        table['"'] = "&quot;";
        table['\''] = "&#39;";
        return table;
    }();
    static constexpr auto kEscaped = [] {
        std::array<bool, 256> table{};
        for (std::size_t i = 0; i < table.size(); ++i)
            table[i] = !kReferences[i].empty();
        return table;
    }();
    for (std::size_t at = 0; at < text.size();) {
        const auto plain = at;
        while (at < text.size() && !kEscaped[static_cast<unsigned char>(text[at])])
            ++at;
        out.append(text.substr(plain, at - plain));
        if (at < text.size()) out.append(kReferences[static_cast<unsigned char>(text[at++])]);
    }
}

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    append_escaped(out, text);
    return out;
}

LineColumn line_column(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, offset);
    const auto line_start = before.rfind('\n');
    return {static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1,
            before.size() - (line_start == std::string_view::npos ? 0 : line_start + 1) + 1};
}

}  // namespace orrery
