#include "safe_style.hpp"

#include "orrery/base/text.hpp"

#include <algorithm>

namespace orrery::html {
namespace {

constexpr std::string_view kProperties[] = {
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
};
static_assert(std::size(kProperties) <= kMaxStyles);
static_assert(std::ranges::is_sorted(kProperties));

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
    std::string property;  // in lower case
    std::string value;     // in one line, without `!important`
};

Declaration declaration_in(std::string_view text) {
    const auto colon = std::min(text.find(':'), text.size());
    auto value = colon < text.size() ? collapse_space(text.substr(colon + 1)) : std::string();
    if (const auto mark = value.find('!'); mark != std::string::npos) value = trim(value.substr(0, mark));
    return {to_lower(trim(text.substr(0, colon))), std::move(value)};
}

}  // namespace

int style_bit(std::string_view property) {
    const auto found = std::ranges::lower_bound(kProperties, property);
    if (found == std::end(kProperties) || *found != property) return -1;
    return static_cast<int>(found - std::begin(kProperties));
}

bool is_out_of_sight(std::string_view style) {
    for (const auto part : split(style, ';')) {
        const auto [property, value] = declaration_in(part);
        if (property == "display" && iequals(value, "none")) return true;
        if (property == "visibility" && iequals(value, "hidden")) return true;
        if ((property == "width" || property == "height") &&
            (value == "0" || iequals(value, "0px") || iequals(value, "1px"))) {
            return true;
        }
    }
    return false;
}

std::size_t append_safe_style(std::string& out, std::string_view style,
                              const std::bitset<kMaxStyles>& allowed) {
    std::size_t dropped = 0;
    const auto start = out.size();
    for (const auto declaration : split(style, ';')) {
        if (trim(declaration).empty()) continue;
        const auto [property, value] = declaration_in(declaration);
        const int bit = style_bit(property);
        if (bit < 0 || !allowed[static_cast<std::size_t>(bit)] || !is_plain_value(value)) {
            ++dropped;
            continue;
        }
        if (out.size() > start) out += "; ";
        out += property;
        out += ": ";
        out += value;
    }
    return dropped;
}

}  // namespace orrery::html
