#include "well_formed.hpp"

#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"

#include <vector>

namespace orrery::galaxy::test {

namespace {

std::string near(std::string_view xml, std::size_t at, std::string_view what) {
    return std::string(what) + " near: " + std::string(xml.substr(at, 60));
}

bool is_reference(std::string_view text) {
    const auto end = text.find(';');
    if (end == std::string_view::npos) return false;
    const auto name = text.substr(1, end - 1);
    for (const std::string_view known : {"amp", "lt", "gt", "quot", "apos"})
        if (name == known) return true;
    if (name.size() < 2 || name[0] != '#') return false;
    for (const char c : name.substr(1))
        if (!is_digit(c)) return false;
    return true;
}

// `tag` is what stands between the brackets of a start tag, without the closing slash.
bool has_good_attributes(std::string_view tag) {
    auto rest = tag.substr(std::min(tag.find_first_of(" \n"), tag.size()));
    std::vector<std::string_view> seen;
    for (rest = trim(rest); !rest.empty(); rest = trim(rest)) {
        const auto equals = rest.find('=');
        if (equals == std::string_view::npos || equals + 1 >= rest.size() || rest[equals + 1] != '"')
            return false;
        const auto name = rest.substr(0, equals);
        if (std::ranges::find(seen, name) != seen.end()) return false;
        seen.push_back(name);
        const auto close = rest.find('"', equals + 2);
        if (close == std::string_view::npos) return false;
        rest.remove_prefix(close + 1);
        if (!rest.empty() && rest[0] != ' ' && rest[0] != '\n') return false;
    }
    return true;
}

}  // namespace

std::string xml_fault(std::string_view xml) {
    if (!utf8::is_valid(xml)) return "not UTF-8";
    for (std::size_t i = 0; i < xml.size(); ++i)
        if (static_cast<unsigned char>(xml[i]) < 0x20 && !is_space(xml[i]))
            return near(xml, i, "a control character");
    if (xml.starts_with("\xEF\xBB\xBF")) xml.remove_prefix(3);
    if (!xml.starts_with("<?xml ")) return "no declaration at the start";
    std::vector<std::string_view> open;
    bool had_root = false;
    for (std::size_t i = xml.find("?>") + 2; i < xml.size();) {
        if (xml[i] != '<') {
            if (open.empty() && !is_space(xml[i])) return near(xml, i, "text outside the root");
            if (xml[i] == '&' && !is_reference(xml.substr(i))) return near(xml, i, "a bare ampersand");
            ++i;
            continue;
        }
        if (xml.substr(i).starts_with("<![CDATA[")) {
            const auto end = xml.find("]]>", i);
            if (end == std::string_view::npos || open.empty()) return near(xml, i, "CDATA");
            i = end + 3;
            continue;
        }
        const auto end = xml.find('>', i);
        if (end == std::string_view::npos) return near(xml, i, "an open tag");
        auto tag = xml.substr(i + 1, end - i - 1);
        if (tag.starts_with('/')) {
            if (open.empty() || open.back() != tag.substr(1)) return near(xml, i, "a wrong end tag");
            open.pop_back();
        } else {
            if (open.empty() && had_root) return near(xml, i, "a second root");
            had_root = true;
            const bool is_empty = tag.ends_with('/');
            if (is_empty) tag.remove_suffix(1);
            if (!has_good_attributes(trim(tag))) return near(xml, i, "bad attributes");
            if (!is_empty) open.push_back(tag.substr(0, tag.find_first_of(" \n")));
        }
        i = end + 1;
    }
    return open.empty() && had_root ? "" : "elements are open at the end";
}

}  // namespace orrery::galaxy::test
