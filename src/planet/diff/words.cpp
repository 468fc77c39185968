#include "words.hpp"

#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

namespace orrery::planet::diffing {

namespace {

enum class Kind { kSpace, kWord, kMark, kSingle };

bool is_written_without_spaces(UChar32 c) {
    if (u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC)) return true;
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(c, &status)) {
        case USCRIPT_HIRAGANA:
        case USCRIPT_KATAKANA:
        case USCRIPT_THAI:
        case USCRIPT_LAO:
        case USCRIPT_KHMER:
        case USCRIPT_MYANMAR:
            return true;
        default:
            return false;
    }
}

Kind kind_of(char32_t code_point) {
    if (code_point < 0x80) {
        const char c = static_cast<char>(code_point);
        if (is_space(c)) return Kind::kSpace;
        return is_alnum(c) || c == '_' ? Kind::kWord : Kind::kSingle;
    }
    const auto c = static_cast<UChar32>(code_point);
    if (u_isUWhiteSpace(c)) return Kind::kSpace;
    if ((U_GET_GC_MASK(c) & U_GC_M_MASK) != 0 || c == 0x200D) return Kind::kMark;
    return u_isalnum(c) && !is_written_without_spaces(c) ? Kind::kWord : Kind::kSingle;
}

}  // namespace

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> all;
    std::size_t begin = 0;
    auto kind = Kind::kSingle;
    for (std::size_t position = 0; position < text.size();) {
        const auto here = position;
        const auto next = kind_of(utf8::decode(text, position));
        const bool goes_on = here > begin && (next == Kind::kMark || (next == kind && kind != Kind::kSingle));
        if (goes_on) continue;
        if (here > begin) all.push_back(text.substr(begin, here - begin));
        begin = here;
        kind = next;
    }
    if (begin < text.size()) all.push_back(text.substr(begin));
    return all;
}

std::vector<std::string_view> lines(std::string_view text) {
    std::vector<std::string_view> all;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
        all.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return all;
}

}  // namespace orrery::planet::diffing
