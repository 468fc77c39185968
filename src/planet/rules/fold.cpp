#include "fold.hpp"

#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"

#include <unicode/uchar.h>

namespace orrery::planet::rules {

namespace {

char32_t next_folded(std::string_view text, std::size_t& position) {
    const char c = text[position];
    if (static_cast<unsigned char>(c) < 0x80) {
        ++position;
        return static_cast<char32_t>(to_lower(c));
    }
    return static_cast<char32_t>(
        u_foldCase(static_cast<UChar32>(utf8::decode(text, position)), U_FOLD_CASE_DEFAULT));
}

// How many bytes of `text` the needle takes, or npos when it does not begin with it.
std::size_t match_length(std::string_view text, std::u32string_view needle) {
    std::size_t position = 0;
    for (const auto wanted : needle)
        if (position == text.size() || next_folded(text, position) != wanted) return std::string_view::npos;
    return position;
}

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

}  // namespace

std::u32string folded(std::string_view text) {
    std::u32string out;
    for (std::size_t position = 0; position < text.size();)
        out += next_folded(text, position);
    return out;
}

bool equals_folded(std::string_view text, std::u32string_view needle) {
    return match_length(text, needle) == text.size();
}

bool starts_with_folded(std::string_view text, std::u32string_view needle) {
    return match_length(text, needle) != std::string_view::npos;
}

bool ends_with_folded(std::string_view text, std::u32string_view needle) {
    // Folding may change how many bytes a letter has, but not how many letters there are.
    auto begin = text.size();
    for (std::size_t letters = needle.size(); letters > 0; --letters) {
        if (begin == 0) return false;
        --begin;
        while (begin > 0 && is_continuation(text[begin]))
            --begin;
    }
    return equals_folded(text.substr(begin), needle);
}

bool language_is(std::string_view tag, std::u32string_view needle) {
    const auto length = match_length(tag, needle);
    if (length == std::string_view::npos) return false;
    return length == tag.size() || (!needle.empty() && tag[length] == '-');
}

}  // namespace orrery::planet::rules
