#include "broken.hpp"

#include "charset.hpp"
#include "orrery/base/text.hpp"

namespace orrery::galaxy {

namespace {

void replace(std::string& xml, std::string_view from, std::string_view to) {
    xml = replace_all(xml, from, to);
}

void empty_elements(std::string& xml, std::string_view start, std::string_view end) {
    for (auto from = xml.find(start); from != std::string::npos; from = xml.find(start, from + 1)) {
        const auto to = xml.find(end, from);
        if (to == std::string::npos) return;
        xml.erase(from, to + end.size() - from);
    }
}

constexpr BrokenKind kKinds[] = {
    {"leading-space", "white space before the XML declaration",
     [](std::string& xml) { xml.insert(0, "\n  \n"); }},
    {"php-warning", "a message of the server's before the XML",
     [](std::string& xml) {
         xml.insert(0,
                    "<br />\n<b>Warning</b>: Undefined variable $feed in <b>/srv/www/feed.php</b> on line "
                    "<b>12</b><br />\n");
     }},
    {"html-around", "a web page around the feed",
     [](std::string& xml) { xml = "<html><body>\n" + xml + "</body></html>\n"; }},
    {"two-roots", "a second root element at the end",
     [](std::string& xml) { xml += "<rss version=\"2.0\"><channel/></rss>\n"; }},
    {"undeclared-entity", "HTML's entities, which XML does not know",
     [](std::string& xml) { replace(xml, "</title>", "&nbsp;&eacute;</title>"); }},
    {"bare-ampersand", "an ampersand that stands alone",
     [](std::string& xml) { replace(xml, "<title>", "<title>R&D & more: "); }},
    {"bare-less-than", "a less-than sign that stands alone",
     [](std::string& xml) { replace(xml, "<title>", "<title>1 < 2: "); }},
    {"bad-nesting", "elements closed in the wrong order",
     [](std::string& xml) {
         replace(xml, "<title>", "<title><b><i>");
         replace(xml, "</title>", "</b></i></title>");
     }},
    {"unclosed", "elements that nobody closes", [](std::string& xml) { replace(xml, "</category>", ""); }},
    {"truncated", "the end is missing", [](std::string& xml) { xml.resize(xml.size() * 3 / 5); }},
    {"control-characters", "characters that XML forbids",
     [](std::string& xml) { replace(xml, "</title>", "\x01\x0B\x1F</title>"); }},
    {"bad-utf8", "bytes that are no UTF-8",
     [](std::string& xml) { replace(xml, "</title>", "\xE9\xFF</title>"); }},
    {"wrong-charset", "declared to be ISO-8859-1, but UTF-8",
     [](std::string& xml) { replace(xml, "encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\""); }},
    {"wrong-utf8", "declared to be UTF-8, but windows-1252",
     [](std::string& xml) {
         replace(xml, "</title>", "\xC3\xA9</title>");
         xml = encoded_markup(xml, "windows-1252").value_or(xml);
     }},
    {"undeclared-prefix", "a namespace prefix that is not declared",
     [](std::string& xml) { replace(xml, "</item>", "<odd:thing>7</odd:thing></item>"); }},
    {"duplicate-attribute", "an attribute that comes twice",
     [](std::string& xml) { replace(xml, "<rss version=\"2.0\"", "<rss version=\"2.0\" version=\"2.0\""); }},
    {"unquoted-attribute", "an attribute without quotes",
     [](std::string& xml) { replace(xml, "isPermaLink=\"true\"", "isPermaLink=true"); }},
    {"bad-dates", "dates that nobody can read",
     [](std::string& xml) { replace(xml, "<pubDate>", "<pubDate>some time after "); }},
    {"no-dates", "no dates at all", [](std::string& xml) { empty_elements(xml, "<pubDate>", "</pubDate>"); }},
    {"no-ids", "no guids", [](std::string& xml) { empty_elements(xml, "<guid", "</guid>"); }},
    {"no-titles", "no titles", [](std::string& xml) { empty_elements(xml, "<title>", "</title>"); }},
    {"no-entries", "a feed without entries",
     [](std::string& xml) { empty_elements(xml, "<item>", "</item>"); }},
    {"empty", "a body of no bytes", [](std::string& xml) { xml.clear(); }},
};

}  // namespace

std::span<const BrokenKind> broken_kinds() {
    return kKinds;
}

std::optional<std::string> broken_rss(std::string_view kind, std::string xml) {
    for (const auto& known : kKinds) {
        if (known.name != kind) continue;
        known.break_it(xml);
        return xml;
    }
    return std::nullopt;
}

}  // namespace orrery::galaxy
