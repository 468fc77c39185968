#include "exchange.hpp"

#include "orrery/base/text.hpp"
#include "orrery/http/conditional.hpp"
#include "orrery/http/gzip.hpp"

#include <charconv>

namespace orrery::http {

namespace {

void append_number(std::string& out, std::size_t number) {
    char digits[20];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void append_status_line(std::string& out, int status) {
    out += "HTTP/1.1 ";
    append_number(out, static_cast<std::size_t>(status));
    out += ' ';
    out += reason_of(status);
    out += "\r\n";
}

// A line break in a value would begin a header of its own: what a person typed may be in there.
void append_header(std::string& out, std::string_view name, std::string_view value) {
    out += name;
    out += ": ";
    const auto start = out.size();
    out += value;
    std::replace_if(
        out.begin() + static_cast<std::ptrdiff_t>(start), out.end(),
        [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; }, ' ');
    out += "\r\n";
}

bool has_no_body(int status) {
    return status == 204 || status == 304 || status < 200;
}

void add_vary(Response& response) {
    const auto vary = response.header("Vary");
    if (ifind(vary, "Accept-Encoding") != std::string_view::npos || vary == "*") return;
    response.set("Vary", vary.empty() ? "Accept-Encoding" : std::string(vary) + ", Accept-Encoding");
}

// The compressed form is another representation: a strong tag would promise the same bytes.
void weaken_etag(Response& response) {
    for (auto& [name, value] : response.headers)
        if (iequals(name, "ETag") && value.starts_with('"')) value.insert(0, "W/");
}

void compress(const Request& request, Response& response, const ServerOptions& options) {
    if (!response.header("Content-Encoding").empty()) return;
    const bool worthwhile =
        response.gzip_body != nullptr || (response.body.view().size() >= options.gzip_bytes &&
                                          is_compressible(response.header("Content-Type")));
    if (!worthwhile) return;
    add_vary(response);
    if (!accepts_gzip(request.header("Accept-Encoding"))) return;
    if (response.gzip_body) {
        response.body = response.gzip_body;
    } else {
        response.body = gzip(response.body.view(), options.gzip_level);
    }
    response.add("Content-Encoding", "gzip");
    weaken_etag(response);
}

void make_304(Response& response) {
    response.status = 304;
    response.body = {};
    response.gzip_body = nullptr;
    std::erase_if(response.headers, [](const auto& header) {
        return iequals(header.first, "Content-Type") || iequals(header.first, "Content-Encoding");
    });
}

}  // namespace

std::string_view finish_response(const Request& request, Response& response, const ServerOptions& options,
                                 bool keep_alive, std::string_view date, std::string& head) {
    if (response.status == 200) {
        if (is_fresh(request, response.header("ETag"), response.header("Last-Modified"))) {
            if (response.body.view().size() >= options.gzip_bytes) add_vary(response);
            make_304(response);
        } else {
            compress(request, response, options);
        }
    }
    append_status_line(head, response.status);
    append_header(head, "Date", date);
    for (const auto& [name, value] : response.headers)
        append_header(head, name, value);
    auto body = response.body.view();
    if (!has_no_body(response.status)) {
        head += "Content-Length: ";
        append_number(head, body.size());
        head += "\r\n";
    }
    head += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    if (request.method == Method::kHead || has_no_body(response.status)) body = {};
    return body;
}

std::string refusal(int status, std::string_view why, std::string_view date) {
    std::string text;
    append_status_line(text, status);
    append_header(text, "Date", date);
    text += "Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\nContent-Length: ";
    append_number(text, why.size() + 1);
    text += "\r\n\r\n";
    text += why;
    text += '\n';
    return text;
}

}  // namespace orrery::http
