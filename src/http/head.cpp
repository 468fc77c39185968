#include "orrery/http/head.hpp"

#include "orrery/base/text.hpp"

#include <array>

namespace orrery::http {

namespace {

enum CharClass : std::uint8_t { kToken = 1, kFieldValue = 2, kTarget = 4 };

// RFC 9110, sections 5.6.2 (token) and 5.5 (field-value: VCHAR, obs-text, SP, HTAB); RFC 9112, section 3.2
// (request-target).
constexpr auto kClasses = [] {
    std::array<std::uint8_t, 256> table{};
    for (int c = 0x21; c < 0x7F; ++c)
        table[static_cast<std::size_t>(c)] = kFieldValue | kTarget;
    for (std::size_t c = 0x80; c < 0x100; ++c)
        table[c] = kFieldValue | kTarget;
    table[' '] = table['\t'] = kFieldValue;
    for (const char c : std::string_view("!#$%&'*+-.^_`|~"))
        table[static_cast<unsigned char>(c)] |= kToken;
    for (std::size_t c = 0; c < 128; ++c)
        if (is_alnum(static_cast<char>(c))) table[c] |= kToken;
    return table;
}();

bool all_of_class(std::string_view text, CharClass wanted) {
    std::uint8_t common = 0xFF;
    for (const char c : text)
        common &= kClasses[static_cast<unsigned char>(c)];
    return (common & wanted) != 0;
}

Head refused(int status, std::string_view why) {
    Head head;
    head.state = Head::State::kRefused;
    head.status = status;
    head.why = why;
    return head;
}

std::string_view trim_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

// Whether a comma-separated list names `option`.
bool lists(std::string_view list, std::string_view option) {
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        if (iequals(trim_blanks(list.substr(0, comma)), option)) return true;
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return false;
}

// What the headers say about the message itself, gathered while they are read.
class Framing {
  public:
    // Returns a reason to refuse, or an empty view.
    std::string_view add(const Header& header) {
        switch (header.name.size()) {
            case 4:
                if (iequals(header.name, "Host")) {
                    if (has_host_) return "more than one Host header";
                    has_host_ = true;
                    if (header.value.find_first_of(" \t,/@") != std::string_view::npos)
                        return "the Host header is malformed";
                }
                break;
            case 6:
                if (iequals(header.name, "Expect"))
                    head_.expects_continue = iequals(header.value, "100-continue");
                break;
            case 10:
                if (iequals(header.name, "Connection")) {
                    close_ = close_ || lists(header.value, "close");
                    keep_alive_ = keep_alive_ || lists(header.value, "keep-alive");
                }
                break;
            case 14:
                if (iequals(header.name, "Content-Length")) {
                    if (has_length_) return "more than one Content-Length header";
                    has_length_ = true;
                    return read_length(header.value);
                }
                break;
            case 17:
                if (iequals(header.name, "Transfer-Encoding")) {
                    if (has_encoding_) return "more than one Transfer-Encoding header";
                    has_encoding_ = true;
                    head_.is_chunked = iequals(header.value, "chunked");
                }
                break;
            default:
                break;
        }
        return {};
    }

    Head finish(int minor_version) {
        if (minor_version > 0 && !has_host_) return refused(400, "the Host header is missing");
        if (has_encoding_ && has_length_)
            return refused(400, "both Transfer-Encoding and Content-Length are given");
        if (has_encoding_ && minor_version == 0)
            return refused(400, "Transfer-Encoding is not part of HTTP/1.0");
        if (has_encoding_ && !head_.is_chunked)
            return refused(501, "the only transfer encoding known here is chunked");
        head_.keep_alive = !close_ && (minor_version > 0 || keep_alive_);
        head_.expects_continue = head_.expects_continue && minor_version > 0;
        head_.state = Head::State::kComplete;
        return head_;
    }

  private:
    std::string_view read_length(std::string_view value) {
        std::int64_t length = 0;
        if (value.empty() || !is_digit(value[0]) || !parse_number(value, length))
            return "the Content-Length is not a whole number";
        head_.body_bytes = static_cast<std::uint64_t>(length);
        return {};
    }

    Head head_;
    bool has_host_ = false;
    bool has_length_ = false;
    bool has_encoding_ = false;
    bool close_ = false;
    bool keep_alive_ = false;
};

struct RequestLine {
    std::string_view method;
    std::string_view target;
    std::string_view version;
};

bool split_request_line(std::string_view line, RequestLine& parts) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return false;
    parts = {line.substr(0, first), line.substr(first + 1, last - first - 1), line.substr(last + 1)};
    return !parts.method.empty() && !parts.target.empty() && all_of_class(parts.method, kToken) &&
           all_of_class(parts.target, kTarget);
}

// 0 or 1 (for every later 1.x too), or -1 for what is no HTTP/1.
int minor_version(std::string_view version) {
    if (version.size() != 8 || !version.starts_with("HTTP/1.") || !is_digit(version[7])) return -1;
    return version[7] == '0' ? 0 : 1;
}

bool is_http_version(std::string_view version) {
    return version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) && version[6] == '.' &&
           is_digit(version[7]);
}

}  // namespace

Head parse_head(std::string_view bytes, Request& request, const HeadLimits& limits, std::size_t scanned) {
    // Empty lines before a request are to be ignored (RFC 9112, section 2.2).
    std::size_t start = 0;
    while (bytes.substr(start).starts_with("\r\n"))
        start += 2;
    if (start > limits.bytes) return refused(400, "nothing but empty lines");
    const auto text = bytes.substr(start);
    if (text.empty() || text == "\r") return {};
    // Said at once to whoever speaks TLS or something else to this port.
    if ((kClasses[static_cast<unsigned char>(text[0])] & kToken) == 0)
        return refused(400, "this is not HTTP");

    const auto from = scanned > start + 3 ? scanned - start - 3 : 0;
    const auto* end = static_cast<const char*>(
        from < text.size() ? ::memmem(text.data() + from, text.size() - from, "\r\n\r\n", 4) : nullptr);
    const auto head_size = end == nullptr ? text.size() : static_cast<std::size_t>(end - text.data()) + 4;
    if (head_size > limits.bytes || (end == nullptr && head_size == limits.bytes)) {
        const auto line = text.substr(0, limits.bytes).find("\r\n");
        return line == std::string_view::npos ? refused(414, "the address is too long")
                                              : refused(431, "the headers are too long");
    }
    if (end == nullptr) return {};

    auto rest = text.substr(0, head_size - 2);
    const auto take_line = [&rest] {
        const auto line = rest.substr(0, rest.find("\r\n"));
        rest.remove_prefix(line.size() + 2);
        return line;
    };

    RequestLine line;
    if (!split_request_line(take_line(), line)) return refused(400, "the request line is malformed");
    if (!is_http_version(line.version)) return refused(400, "the request line names no HTTP version");
    const int minor = minor_version(line.version);
    if (minor < 0) return refused(505, "only HTTP/1.0 and HTTP/1.1 are spoken here");
    if (line.target.size() > limits.target_bytes) return refused(414, "the address is too long");
    const auto method = parse_method(line.method);
    if (!method) return refused(501, "this method is not known here");
    request.method = *method;
    if (!request.set_target(line.target)) return refused(400, "the address is malformed");

    request.headers.clear();
    Framing framing;
    while (!rest.empty()) {
        const auto field = take_line();
        const auto colon = field.find(':');
        if (colon == std::string_view::npos || colon == 0 || !all_of_class(field.substr(0, colon), kToken))
            return refused(400, "a header is malformed");
        const Header header{field.substr(0, colon), trim_blanks(field.substr(colon + 1))};
        if (!header.value.empty() && !all_of_class(header.value, kFieldValue))
            return refused(400, "a header holds a control character");
        if (request.headers.size() == limits.headers) return refused(431, "too many headers");
        if (const auto why = framing.add(header); !why.empty()) return refused(400, why);
        request.headers.push_back(header);
    }
    auto head = framing.finish(minor);
    head.size = start + head_size;
    return head;
}

}  // namespace orrery::http
