#include "orrery/http/request.hpp"

#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"

#include <array>

namespace orrery::http {

namespace {

constexpr std::array<std::string_view, 7> kMethods = {"GET",   "HEAD",   "POST",   "PUT",
                                                      "PATCH", "DELETE", "OPTIONS"};

bool has_control(std::string_view text) {
    return std::ranges::any_of(text,
                               [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

bool has_dot_segment(std::string_view path) {
    for (std::size_t dot = path.find("/."); dot != std::string_view::npos; dot = path.find("/.", dot + 1)) {
        const auto rest = path.substr(dot + 2);
        if (rest.empty() || rest[0] == '/') return true;
        if (rest[0] == '.' && (rest.size() == 1 || rest[1] == '/')) return true;
    }
    return false;
}

// Forms come from people's browsers and other people's links: what is malformed stays as it is.
std::string form_decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                            hex_value(text[i + 2]) >= 0;
        if (escape) {
            out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return utf8::is_valid(out) ? out : utf8::repaired(out);
}

}  // namespace

std::string_view name_of(Method method) {
    return kMethods[static_cast<std::size_t>(method)];
}

std::optional<Method> parse_method(std::string_view name) {
    for (std::size_t i = 0; i < kMethods.size(); ++i)
        if (kMethods[i] == name) return static_cast<Method>(i);
    return std::nullopt;
}

Form Form::parse(std::string_view text) {
    Form form;
    for (const auto part : split(text, '&')) {
        if (part.empty()) continue;
        const auto equals = std::min(part.find('='), part.size());
        form.pairs_.emplace_back(form_decoded(part.substr(0, equals)),
                                 form_decoded(part.substr(std::min(equals + 1, part.size()))));
    }
    return form;
}

std::optional<std::string_view> Form::get(std::string_view name) const {
    for (const auto& [key, value] : pairs_)
        if (key == name) return value;
    return std::nullopt;
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        if (i + 2 >= text.size() || hex_value(text[i + 1]) < 0 || hex_value(text[i + 2]) < 0)
            return std::nullopt;
        out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
        i += 2;
    }
    if (has_control(out) || !utf8::is_valid(out)) return std::nullopt;
    return out;
}

void append_percent_encoded(std::string& out, std::string_view text) {
    static constexpr char kDigits[] = "0123456789ABCDEF";
    for (const char c : text) {
        if (is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += '%';
            out += kDigits[byte >> 4];
            out += kDigits[byte & 15];
        }
    }
}

std::string_view Request::header(std::string_view name) const {
    for (const auto& header : headers)
        if (iequals(header.name, name)) return header.value;
    return {};
}

bool Request::set_target(std::string_view text) {
    target = text;
    if (text == "*") {
        raw_path = text;
        query = {};
        path = text;
        return method == Method::kOptions;
    }
    // The absolute form is what proxies are sent; a server has to take it too.
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!istarts_with(text, scheme)) continue;
        text.remove_prefix(scheme.size());
        const auto authority = text.find_first_of("/?");
        if (authority == 0) return false;
        text = authority == std::string_view::npos || text[authority] == '?' ? std::string_view("/")
                                                                             : text.substr(authority);
        break;
    }
    if (text.empty() || text[0] != '/' || text.find('#') != std::string_view::npos) return false;
    const auto mark = text.find('?');
    raw_path = text.substr(0, mark);
    query = mark == std::string_view::npos ? std::string_view() : text.substr(mark + 1);
    if (raw_path.find('%') == std::string_view::npos) {
        path = raw_path;
        return !has_control(path) && utf8::is_valid(path) && !has_dot_segment(path);
    }
    auto decoded = percent_decoded(raw_path);
    if (!decoded || has_dot_segment(*decoded)) return false;
    path = std::move(*decoded);
    return true;
}

}  // namespace orrery::http
