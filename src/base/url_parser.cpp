#include "url_parser.hpp"

#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"
#include "url_host.hpp"
#include "url_sets.hpp"

#include <algorithm>
#include <array>

// The states of the standard's machine are functions here: each is entered at most once, in the order of the
// text, with the cursor `position_` where the standard has its pointer. A function returns false where the
// standard says failure. What the standard calls validation errors changes no outcome and is not reported.
namespace orrery {
namespace {

struct SpecialScheme {
    std::string_view name;
    std::string_view default_port;
};
constexpr std::array kSpecialSchemes{SpecialScheme{"https", "443"}, SpecialScheme{"http", "80"},
                                     SpecialScheme{"file", ""},     SpecialScheme{"ftp", "21"},
                                     SpecialScheme{"ws", "80"},     SpecialScheme{"wss", "443"}};

const SpecialScheme* special_scheme(std::string_view name) {
    const auto found = std::find_if(kSpecialSchemes.begin(), kSpecialSchemes.end(),
                                    [&](const SpecialScheme& scheme) { return scheme.name == name; });
    return found == kSpecialSchemes.end() ? nullptr : &*found;
}

/// Where the scheme's colon stands, or npos when the text does not begin with a scheme.
std::size_t find_scheme_end(std::string_view text) {
    if (text.empty() || !is_alpha(text[0])) return std::string_view::npos;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == ':') return i;
        if (!is_alnum(text[i]) && text[i] != '+' && text[i] != '-' && text[i] != '.') break;
    }
    return std::string_view::npos;
}

bool is_drive_letter(std::string_view text) {
    return text.size() == 2 && is_alpha(text[0]) && (text[1] == ':' || text[1] == '|');
}

bool starts_with_drive_letter(std::string_view text) {
    return is_drive_letter(text.substr(0, 2)) &&
           (text.size() == 2 || std::string_view("/\\?#").find(text[2]) != std::string_view::npos);
}

/// The path begins with a segment like `C:`.
bool path_has_drive_letter(std::string_view path) {
    return path.size() >= 3 && is_alpha(path[1]) && path[2] == ':' && (path.size() == 3 || path[3] == '/');
}

/// How many dots a segment stands for, `%2e` counting as one: 1 and 2 have a meaning, 0 is any other segment.
int dots(std::string_view segment) {
    int count = 0;
    while (!segment.empty()) {
        if (segment[0] == '.') {
            segment.remove_prefix(1);
        } else if (istarts_with(segment, "%2e")) {
            segment.remove_prefix(3);
        } else {
            return 0;
        }
        if (++count > 2) return 0;
    }
    return count;
}

bool is_c0_or_space(char c) {
    return static_cast<unsigned char>(c) <= 0x20;
}
bool is_tab_or_newline(char c) {
    return c == '\t' || c == '\n' || c == '\r';
}

}  // namespace

std::optional<Url> UrlParser::parse(std::string_view input, const Url* base) {
    while (!input.empty() && is_c0_or_space(input.front()))
        input.remove_prefix(1);
    while (!input.empty() && is_c0_or_space(input.back()))
        input.remove_suffix(1);
    std::string tidied;
    if (std::any_of(input.begin(), input.end(), is_tab_or_newline)) {
        std::copy_if(input.begin(), input.end(), std::back_inserter(tidied),
                     [](char c) { return !is_tab_or_newline(c); });
        input = tidied;
    }
    if (!utf8::is_valid(input)) {
        tidied = utf8::repaired(input);
        input = tidied;
    }

    UrlParser parser(input);
    if (!parser.run(base)) return std::nullopt;
    return parser.assembled();
}

bool UrlParser::run(const Url* base) {
    if (const auto end = find_scheme_end(input_); end != std::string_view::npos) {
        set_scheme(to_lower(input_.substr(0, end)));
        position_ = end + 1;
        return after_scheme(base);
    }

    // No scheme state.
    if (base == nullptr || base->href().empty()) return false;
    if (base->has_opaque_path()) {
        if (!input_.starts_with('#')) return false;
        set_scheme(base->scheme());
        opaque_ = true;
        path_ = base->path();
        if (base->has_query()) query_ = base->query();
        return query_and_fragment();
    }
    set_scheme(base->scheme());
    return scheme_ == "file" ? file(base) : relative(*base);
}

void UrlParser::set_scheme(std::string_view scheme) {
    scheme_ = scheme;
    special_ = special_scheme(scheme) != nullptr;
}

bool UrlParser::after_scheme(const Url* base) {
    if (scheme_ == "file") return file(base != nullptr && base->scheme() == "file" ? base : nullptr);
    if (special_) {
        // `http:page` is relative to an http base; with two slashes, or with no such base, an authority
        // follows.
        if (base != nullptr && base->scheme() == scheme_ && !rest().starts_with("//")) return relative(*base);
        while (at_slash())
            ++position_;
        return authority();
    }
    if (rest().starts_with("//")) {
        position_ += 2;
        return authority();
    }
    return rest().starts_with('/') ? path() : opaque_path();
}

bool UrlParser::relative(const Url& base) {
    if (at_slash()) {
        const bool second = position_ + 1 < input_.size() && is_slash(input_[position_ + 1]);
        if (second) {
            position_ += 2;
            while (special_ && at_slash())
                ++position_;
            return authority();
        }
    }
    username_ = base.username();
    password_ = base.password();
    if (base.has_authority()) host_ = base.host();
    port_ = base.port();
    if (at_slash()) return path();

    path_ = base.path();
    if (at_end() || rest()[0] == '?' || rest()[0] == '#') {
        if (base.has_query()) query_ = base.query();
        return query_and_fragment();
    }
    shorten_path();
    return path();
}

bool UrlParser::file(const Url* base) {
    host_.emplace();
    if (at_slash()) {
        ++position_;
        if (at_slash()) {
            ++position_;
            return file_host();
        }
        if (base != nullptr) {
            host_ = base->host();
            if (!starts_with_drive_letter(rest()) && path_has_drive_letter(base->path()))
                path_ = base->path().substr(0, 3);
        }
        --position_;
        return path();
    }
    if (base == nullptr) return path();

    host_ = base->host();
    path_ = base->path();
    if (at_end() || rest()[0] == '?' || rest()[0] == '#') {
        if (base->has_query()) query_ = base->query();
        return query_and_fragment();
    }
    if (starts_with_drive_letter(rest())) {
        path_.clear();
    } else {
        shorten_path();
    }
    return path();
}

bool UrlParser::file_host() {
    const auto text = rest().substr(0, rest().find_first_of("/\\?#"));
    if (is_drive_letter(text)) return path();
    if (!text.empty()) {
        host_ = url::parse_host(text);
        if (!host_) return false;
        if (*host_ == "localhost") host_->clear();
    }
    position_ += text.size();
    return path_start();
}

bool UrlParser::authority() {
    const auto text = rest().substr(0, rest().find_first_of(special_ ? "/\\?#" : "/?#"));
    position_ += text.size();
    const auto at = text.rfind('@');
    if (at == std::string_view::npos) return host_and_port(text) && path_start();

    const auto credentials = text.substr(0, at);
    const auto colon = credentials.find(':');
    url::append_encoded(username_, credentials.substr(0, colon), url::kUserinfo);
    if (colon != std::string_view::npos)
        url::append_encoded(password_, credentials.substr(colon + 1), url::kUserinfo);
    return at + 1 < text.size() && host_and_port(text.substr(at + 1)) && path_start();
}

bool UrlParser::host_and_port(std::string_view text) {
    // The colon before the port is the first one outside of brackets.
    std::size_t colon = std::string_view::npos;
    bool in_brackets = false;
    for (std::size_t i = 0; i < text.size() && colon == std::string_view::npos; ++i) {
        if (text[i] == '[') in_brackets = true;
        if (text[i] == ']') in_brackets = false;
        if (text[i] == ':' && !in_brackets) colon = i;
    }
    const auto host = text.substr(0, colon);
    if (host.empty() && (special_ || colon != std::string_view::npos)) return false;
    host_ = special_ ? url::parse_host(host) : url::parse_opaque_host(host);
    if (!host_) return false;
    if (colon == std::string_view::npos || colon + 1 == text.size()) return true;

    unsigned port = 0;
    for (const char c : text.substr(colon + 1)) {
        if (!is_digit(c)) return false;
        port = port * 10 + static_cast<unsigned>(c - '0');
        if (port > 65535) return false;
    }
    port_ = std::to_string(port);
    if (const auto* special = special_scheme(scheme_); special != nullptr && special->default_port == port_)
        port_.clear();
    return true;
}

bool UrlParser::path_start() {
    // A special URL has a path always, any other only if there is one.
    if (special_ || at_slash()) return path();
    return query_and_fragment();
}

bool UrlParser::path() {
    if (at_slash()) ++position_;
    while (true) {
        const auto start = position_;
        while (!at_end() && !at_slash() && input_[position_] != '?' && input_[position_] != '#')
            ++position_;
        const bool last = !at_slash();
        add_segment(input_.substr(start, position_ - start), last);
        if (last) return query_and_fragment();
        ++position_;
    }
}

void UrlParser::add_segment(std::string_view segment, bool last) {
    if (const int count = dots(segment); count > 0) {
        if (count == 2) shorten_path();
        if (last) path_ += '/';
        return;
    }
    const bool drive = scheme_ == "file" && path_.empty() && is_drive_letter(segment);
    path_ += '/';
    url::append_encoded(path_, segment, url::kPath);
    if (drive) path_.back() = ':';
}

void UrlParser::shorten_path() {
    if (scheme_ == "file" && path_.size() == 3 && path_has_drive_letter(path_)) return;
    if (const auto slash = path_.rfind('/'); slash != std::string::npos) path_.resize(slash);
}

bool UrlParser::opaque_path() {
    opaque_ = true;
    const auto text = rest().substr(0, rest().find_first_of("?#"));
    position_ += text.size();
    url::append_encoded(path_, text, url::kC0Control);
    // A space before the query or the fragment would be lost once these are taken away.
    if (!at_end() && path_.ends_with(' ')) path_.replace(path_.size() - 1, 1, "%20");
    return query_and_fragment();
}

bool UrlParser::query_and_fragment() {
    if (!at_end() && input_[position_] == '?') {
        const auto text = rest().substr(1, std::min(rest().find('#'), rest().size()) - 1);
        query_.emplace();
        url::append_encoded(*query_, text, special_ ? url::kSpecialQuery : url::kQuery);
        position_ += text.size() + 1;
    }
    if (!at_end()) {
        fragment_.emplace();
        url::append_encoded(*fragment_, rest().substr(1), url::kFragment);
    }
    return true;
}

// https://url.spec.whatwg.org/#url-serializing
Url UrlParser::assembled() const {
    Url url;
    auto& href = url.href_;
    const auto here = [&] { return static_cast<std::uint32_t>(href.size()); };
    href.reserve(scheme_.size() + username_.size() + password_.size() + (host_ ? host_->size() : 0) +
                 path_.size() + (query_ ? query_->size() : 0) + (fragment_ ? fragment_->size() : 0) + 16);
    href += scheme_;
    url.scheme_end_ = here();
    href += ':';
    if (host_) {
        href += "//";
        href += username_;
        url.username_end_ = here();
        if (!password_.empty()) href.append(":").append(password_);
        if (!username_.empty() || !password_.empty()) href += '@';
        url.host_start_ = here();
        href += *host_;
        url.host_end_ = here();
        if (!port_.empty()) href.append(":").append(port_);
    } else {
        url.username_end_ = url.host_start_ = url.host_end_ = here();
        if (!opaque_ && path_.starts_with("//")) href += "/.";
    }
    url.path_start_ = here();
    href += path_;
    if (query_) {
        url.query_start_ = here();
        href.append("?").append(*query_);
    }
    if (fragment_) {
        url.fragment_start_ = here();
        href.append("#").append(*fragment_);
    }
    return url;
}

}  // namespace orrery
