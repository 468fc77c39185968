#include "safe_style.hpp"

#include "orrery/base/by_first_byte.hpp"
#include "orrery/base/text.hpp"

#include <algorithm>

namespace orrery::html {
namespace {

constexpr ByFirstByte kProperties(std::to_array<std::string_view>({
    "background-color", "border",         "border-collapse",
    "border-color",     "border-style",   "border-width",
    "caption-side",     "clear",          "color",
    "direction",        "float",          "font-size",
    "font-style",       "font-variant",   "font-weight",
    "height",           "line-height",    "list-style-type",
    "max-height",       "max-width",      "padding",
    "padding-bottom",   "padding-left",   "padding-right",
    "padding-top",      "text-align",     "text-decoration",
    "text-indent",      "text-transform", "vertical-align",
    "white-space",      "width",          "word-break",
    "word-spacing",
}));
static_assert(kProperties.size() <= kMaxStyles);

constexpr std::string_view kFunctions[] = {"hsl", "hsla", "rgb", "rgba"};
constexpr std::size_t kLongestValue = 100;
constexpr std::size_t kLongestNumber = 4;  // digits before the point

// Words, numbers and colour functions. A minus before a digit is refused, as is a number that no screen has
// room for: they move things out of their place.
bool is_plain_value(std::string_view value) {
    if (value.empty() || value.size() > kLongestValue) return false;
    std::size_t word_start = 0;
    std::size_t digits = 0;
    bool in_colour = false;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        if (c == '(') {
            const auto function = to_lower(value.substr(word_start, i - word_start));
            if (std::ranges::find(kFunctions, function) == std::end(kFunctions)) return false;
        }
        if (c == '#') in_colour = true;
        if (c == ' ' || c == ',') in_colour = false;
        digits = is_digit(c) && !in_colour ? digits + 1 : 0;
        if (digits > kLongestNumber && (i < digits || value[i - digits] != '.')) return false;
        if (c == '-' && i + 1 < value.size() && (is_digit(value[i + 1]) || value[i + 1] == '.')) return false;
        if (is_alnum(c) || c == '-') continue;
        if (std::string_view(" #%.,()/").find(c) == std::string_view::npos) return false;
        word_start = i + 1;
    }
    return true;
}

struct Declaration {
    std::string property;    // in lower case
    std::string_view value;  // as it stands there
};

Declaration declaration_in(std::string_view text) {
    const auto colon = std::min(text.find(':'), text.size());
    return {to_lower(trim(text.substr(0, colon))), text.substr(std::min(colon + 1, text.size()))};
}

// In one line, without `!important`.
std::string plain_value(std::string_view text) {
    auto value = collapse_space(text);
    if (const auto mark = value.find('!'); mark != std::string::npos) value = trim(value.substr(0, mark));
    return value;
}

template <class OnDeclaration>
void for_each_declaration(std::string_view style, OnDeclaration on_declaration) {
    while (!style.empty()) {
        const auto end = std::min(style.find(';'), style.size());
        if (const auto text = trim(style.substr(0, end)); !text.empty()) on_declaration(declaration_in(text));
        style.remove_prefix(std::min(end + 1, style.size()));
    }
}

}  // namespace

int style_bit(std::string_view property) {
    if (property.empty()) return -1;
    const auto candidates = kProperties.of(property[0]);
    const auto found = std::ranges::find(candidates, property);
    return found == candidates.end() ? -1 : static_cast<int>(kProperties.index_of(*found));
}

bool is_out_of_sight(std::string_view style) {
    bool out_of_sight = false;
    for_each_declaration(style, [&](const Declaration& declaration) {
        const auto& [property, text] = declaration;
        if (property == "display") {
            out_of_sight |= iequals(plain_value(text), "none");
        } else if (property == "visibility") {
            out_of_sight |= iequals(plain_value(text), "hidden");
        } else if (property == "width" || property == "height") {
            const auto value = plain_value(text);
            out_of_sight |= value == "0" || iequals(value, "0px") || iequals(value, "1px");
        }
    });
    return out_of_sight;
}

std::size_t append_safe_style(std::string& out, std::string_view style,
                              const std::bitset<kMaxStyles>& allowed) {
    std::size_t dropped = 0;
    const auto start = out.size();
    for_each_declaration(style, [&](const Declaration& declaration) {
        const auto& [property, text] = declaration;
        const int bit = style_bit(property);
        if (bit < 0 || !allowed[static_cast<std::size_t>(bit)]) {
            ++dropped;
            return;
        }
        const auto value = plain_value(text);
        if (!is_plain_value(value)) {
            ++dropped;
            return;
        }
        if (out.size() > start) out += "; ";
        out += property;
        out += ": ";
        out += value;
    });
    return dropped;
}

}  // namespace orrery::html
