#include "prose.hpp"

#include "orrery/base/text.hpp"

namespace orrery::galaxy {

namespace {

void add_line(Language& language, std::string_view line) {
    if (line.size() < 3) return;
    const auto rest = line.substr(2);
    if (line[0] == '@') {
        const auto space = line.find(' ');
        language.words[line.substr(1, space - 1)] = split(line.substr(space + 1), '|');
        return;
    }
    if (line[0] == '#') {
        language.topics.emplace_back();
        return;
    }
    auto& topic = language.topics.back();
    switch (line[0]) {
        case '=':
            topic.titles.push_back(rest);
            break;
        case '>':
            topic.openings.push_back(rest);
            break;
        case '.':
            topic.sentences.push_back(rest);
            break;
        case '!':
            topic.closings.push_back(rest);
            break;
        case '*':
            topic.lists.push_back(rest);
            break;
        case '|':
            topic.tables.push_back(rest);
            break;
        case '"':
            topic.quotes.push_back(rest);
            break;
        case '~':
            topic.code_language = rest;
            break;
        default:
            (topic.code += line.starts_with("    ") ? line.substr(4) : line) += '\n';
    }
}

Language read(std::string_view code, std::string_view text, std::vector<std::string_view> charsets) {
    Language language;
    language.code = code;
    language.is_right_to_left = code == "ar";
    language.charsets = std::move(charsets);
    for (const auto line : split(text, '\n'))
        add_line(language, line);
    return language;
}

}  // namespace

const std::vector<Language>& languages() {
    static const std::vector<Language> kLanguages = [] {
        std::vector<Language> list;
        list.push_back(read("en", kProseEn, {"ISO-8859-1", "windows-1252", "US-ASCII"}));
        list.push_back(read("de", kProseDe, {"ISO-8859-1", "ISO-8859-15", "windows-1252"}));
        list.push_back(read("fr", kProseFr, {"ISO-8859-15", "ISO-8859-1", "windows-1252"}));
        list.push_back(read("es", kProseEs, {"ISO-8859-1", "windows-1252"}));
        list.push_back(read("pt", kProsePt, {"ISO-8859-1", "windows-1252"}));
        list.push_back(read("ru", kProseRu, {"windows-1251", "KOI8-R"}));
        list.push_back(read("el", kProseEl, {"ISO-8859-7", "windows-1253"}));
        list.push_back(read("ja", kProseJa, {"Shift_JIS", "EUC-JP"}));
        list.push_back(read("zh-CN", kProseZhCn, {"GB18030"}));
        list.push_back(read("zh-TW", kProseZhTw, {"Big5"}));
        list.push_back(read("ko", kProseKo, {"EUC-KR"}));
        list.push_back(read("ar", kProseAr, {"windows-1256"}));
        return list;
    }();
    return kLanguages;
}

std::string Slots::fill(std::string_view text) {
    std::string out;
    for (;;) {
        const auto open = text.find('{');
        out += text.substr(0, open);
        if (open == std::string_view::npos) return out;
        const auto close = text.find('}', open);
        out += value_of(text.substr(open + 1, close - open - 1));
        text.remove_prefix(close + 1);
    }
}

std::string Slots::value_of(std::string_view slot) {
    const auto equals = slot.find('=');
    const auto name = slot.substr(0, equals);
    if (const auto known = values_.find(name); known != values_.end()) return known->second;
    std::string value;
    if (const auto list = language_.words.find(name); list != language_.words.end()) {
        value = dice_.pick(list->second);
    } else if (equals != std::string_view::npos) {
        const auto range = slot.substr(equals + 1);
        const auto dash = range.find('-');
        std::int64_t low = 0;
        std::int64_t high = 0;
        if (parse_number(range.substr(0, dash), low) && parse_number(range.substr(dash + 1), high))
            value = std::to_string(
                low + static_cast<std::int64_t>(dice_.below(static_cast<std::size_t>(high - low + 1))));
    } else {
        // A number that the chosen sentences happened not to introduce.
        value = std::to_string(3 + dice_.below(9));
    }
    values_.emplace(name, value);
    return value;
}

}  // namespace orrery::galaxy
