#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"
#include "orrery/planet/rule.hpp"

namespace orrery::planet {

Error RuleError::at(std::string_view source) const {
    const auto place = line_column(source, begin);
    return {code, what, std::to_string(place.line) + ":" + std::to_string(place.column), "", remedy};
}

std::string RuleError::picture(std::string_view source) const {
    const auto line_begin = begin == 0 ? 0 : source.rfind('\n', begin - 1) + 1;
    const auto line = source.substr(line_begin, source.find('\n', line_begin) - line_begin);
    std::string text(line);
    text += '\n';
    // White space of the line itself, so that the carets stand right whatever a tab is wide.
    for (const auto before = line.substr(0, begin - line_begin); const char c : before)
        if (c == '\t') {
            text += '\t';
        } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
            text += ' ';
        }
    const auto marked = line.substr(std::min(begin - line_begin, line.size()), end - begin);
    return text.append(std::max<std::size_t>(1, utf8::length(utf8::repaired(marked))), '^');
}

}  // namespace orrery::planet
