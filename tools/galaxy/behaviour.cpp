#include "behaviour.hpp"

#include "broken.hpp"
#include "dice.hpp"
#include "orrery/base/quantity.hpp"
#include "orrery/base/text.hpp"
#include "orrery/http/conditional.hpp"
#include "orrery/http/gzip.hpp"
#include "site.hpp"

#include <array>

#include <fmt/format.h>
#include <zlib.h>

namespace orrery::galaxy {

namespace {

using http::Request;
using http::Response;
using std::chrono::milliseconds;

// --- from a response to bytes ---

std::string head_of(const Response& response, std::size_t length) {
    auto head = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\nServer: orrery-galaxy\r\n", response.status,
                            http::reason_of(response.status), format_http_date(system_now()));
    for (const auto& [name, value] : response.headers)
        head += fmt::format("{}: {}\r\n", name, value);
    if (response.status != 304 && response.status != 204)
        head += fmt::format("Content-Length: {}\r\n", length);
    return head + "\r\n";
}

bool is_body_left_out(const Request& request, const Response& response) {
    return request.method == http::Method::kHead || response.status == 304 || response.status == 204;
}

// What a well-behaved server makes of a response.
void finish(const Request& request, Response& response) {
    if (response.status != 200) return;
    if (http::is_fresh(request, response.header("ETag"), response.header("Last-Modified"))) {
        response.status = 304;
        response.body = {};
    } else if (http::is_compressible(response.header("Content-Type")) && response.body.view().size() > 1024 &&
               http::accepts_gzip(request.header("Accept-Encoding"))) {
        response.body = http::gzip(response.body.view(), 1);
        response.add("Content-Encoding", "gzip").add("Vary", "Accept-Encoding");
    }
}

Answer in_one_piece(const Request& request, const Response& response) {
    Answer answer;
    answer.status = response.status;
    auto bytes = head_of(response, response.body.view().size());
    if (!is_body_left_out(request, response)) bytes += response.body.view();
    answer.steps.push_back({std::move(bytes)});
    return answer;
}

Answer finished(const Request& request, Response response) {
    finish(request, response);
    return in_one_piece(request, response);
}

// --- what calls say ---

std::uint64_t bytes_asked_for(const Call& call, std::uint64_t otherwise) {
    const auto form = call.request.query_form();
    if (const auto text = form.get("bytes"))
        if (const auto bytes = parse_bytes(*text)) return *bytes;
    return otherwise;
}

std::int64_t number_asked_for(const Call& call, std::string_view name, std::int64_t otherwise) {
    const auto form = call.request.query_form();
    std::int64_t number = 0;
    return parse_number(form.get(name).value_or(""), number) && number >= 0 ? number : otherwise;
}

// The first segment of `rest`, which is moved past it.
std::string_view take_segment(std::string_view& rest) {
    const auto segment = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(segment.size() + 1, rest.size()));
    return segment;
}

std::string with_query(std::string path, const Request& request) {
    if (!request.query.empty()) (path += '?') += request.query;
    return path;
}

// The inner answer of a behaviour that wraps another path, before it is finished.
Response inner(const Call& call, std::string_view path) {
    auto request = call.request;
    const auto target = with_query("/" + std::string(path), request);
    if (!request.set_target(target)) return Response::text(400, "The inner path is malformed.\n");
    return call.site.answer(request);
}

Answer usage_error(std::string_view what) {
    Request request;
    return in_one_piece(request, Response::text(400, std::string(what) + "\n"));
}

// --- the behaviours ---

Answer redirect(const Call& call) {
    auto rest = call.rest;
    std::int64_t code = 0;
    if (!parse_number(take_segment(rest), code) || code < 300 || code > 399)
        return usage_error("say /redirect/301/PATH");
    return in_one_piece(call.request, Response::redirect(with_query("/" + std::string(rest), call.request),
                                                         static_cast<int>(code)));
}

Answer chain(const Call& call) {
    auto rest = call.rest;
    std::int64_t length = 0;
    if (!parse_number(take_segment(rest), length) || length < 0) return usage_error("say /chain/3/PATH");
    const auto next = length <= 1 ? "/" + std::string(rest) : fmt::format("/chain/{}/{}", length - 1, rest);
    return in_one_piece(call.request, Response::redirect(with_query(next, call.request), 302));
}

Answer loop(const Call& call) {
    return in_one_piece(call.request,
                        Response::redirect(call.rest == "there" ? "/loop/here" : "/loop/there", 302));
}

Answer downgrade(const Call& call) {
    return in_one_piece(call.request, Response::redirect("file:///etc/passwd", 302));
}

Answer status(const Call& call) {
    auto rest = call.rest;
    std::int64_t code = 0;
    if (!parse_number(take_segment(rest), code) || code < 200 || code > 599)
        return usage_error("say /status/404");
    auto response = Response::text(static_cast<int>(code),
                                   fmt::format("{} {}\n", code, http::reason_of(static_cast<int>(code))));
    if (code == 429 || code == 503)
        response.add("Retry-After", std::to_string(number_asked_for(call, "retry-after", 120)));
    if (code == 401) response.add("WWW-Authenticate", "Basic realm=\"galaxy\"");
    return in_one_piece(call.request, response);
}

Answer without(const Call& call, std::span<const std::string_view> names) {
    auto response = inner(call, call.rest);
    for (const auto name : names)
        std::erase_if(response.headers, [name](const auto& header) { return iequals(header.first, name); });
    return finished(call.request, std::move(response));
}

Answer no_validators(const Call& call) {
    static constexpr std::array<std::string_view, 2> kBoth = {"ETag", "Last-Modified"};
    return without(call, kBoth);
}
Answer only_etag(const Call& call) {
    static constexpr std::array<std::string_view, 1> kOne = {"Last-Modified"};
    return without(call, kOne);
}
Answer only_date(const Call& call) {
    static constexpr std::array<std::string_view, 1> kOne = {"ETag"};
    return without(call, kOne);
}

// The validators are there, and asking with them is in vain.
Answer never_304(const Call& call) {
    auto request = call.request;
    std::erase_if(request.headers, [](const http::Header& header) {
        return iequals(header.name, "If-None-Match") || iequals(header.name, "If-Modified-Since");
    });
    return finished(request, inner({call.site, request, call.rest}, call.rest));
}

Answer gzip_always(const Call& call) {
    auto response = inner(call, call.rest);
    response.body = http::gzip(response.body.view(), 6);
    response.add("Content-Encoding", "gzip");
    return in_one_piece(call.request, response);
}

Answer wrong_gzip(const Call& call) {
    auto response = inner(call, call.rest);
    response.add("Content-Encoding", "gzip");
    return in_one_piece(call.request, response);
}

Answer chunked(const Call& call) {
    const auto response = inner(call, call.rest);
    Answer answer;
    answer.status = response.status;
    auto head = head_of(response, 0);
    const auto length = head.find("Content-Length");
    if (length == std::string::npos) return in_one_piece(call.request, response);
    head.replace(length, head.find('\r', length) - length, "Transfer-Encoding: chunked");
    answer.steps.push_back({head});
    if (call.request.method == http::Method::kHead) return answer;
    for (auto body = response.body.view(); !body.empty();
         body.remove_prefix(std::min<std::size_t>(1000, body.size())))
        answer.steps.push_back(
            {fmt::format("{:x}\r\n{}\r\n", std::min<std::size_t>(1000, body.size()), body.substr(0, 1000))});
    answer.steps.push_back({"0\r\n\r\n"});
    return answer;
}

Answer as_type(const Call& call) {
    auto rest = call.rest;
    const auto type = take_segment(rest);
    const auto subtype = take_segment(rest);
    auto response = inner(call, rest);
    response.set("Content-Type", fmt::format("{}/{}", type, subtype));
    return finished(call.request, std::move(response));
}

Answer no_type(const Call& call) {
    auto response = inner(call, call.rest);
    std::erase_if(response.headers, [](const auto& header) { return iequals(header.first, "Content-Type"); });
    return finished(call.request, std::move(response));
}

Answer parked(const Call& call) {
    return finished(
        call.request,
        Response::html(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><title>This domain is for sale</title></head>"
            "<body><h1>This domain is for sale</h1><p>Ask us about the price.</p></body></html>\n"));
}

Answer slow_head(const Call& call) {
    const milliseconds pause(number_asked_for(call, "ms", 100));
    auto answer = finished(call.request, inner(call, call.rest));
    const auto whole = answer.steps.front().bytes;
    const auto end = whole.find("\r\n\r\n") + 4;
    answer.steps.clear();
    for (std::size_t i = 0; i < end; ++i)
        answer.steps.push_back({whole.substr(i, 1), 1, pause});
    answer.steps.push_back({whole.substr(end)});
    return answer;
}

Answer slow_body(const Call& call) {
    const auto rate =
        static_cast<std::size_t>(std::max<std::int64_t>(10, number_asked_for(call, "rate", 1000)));
    const auto response = inner(call, call.rest);
    Answer answer;
    answer.status = response.status;
    answer.steps.push_back({head_of(response, response.body.view().size())});
    if (is_body_left_out(call.request, response)) return answer;
    for (auto body = response.body.view(); !body.empty();
         body.remove_prefix(std::min(rate / 10, body.size())))
        answer.steps.push_back({std::string(body.substr(0, rate / 10)), 1, milliseconds(100)});
    return answer;
}

Answer late(const Call& call) {
    auto answer = finished(call.request, inner(call, call.rest));
    answer.steps.front().pause = milliseconds(number_asked_for(call, "ms", 1000));
    return answer;
}

Answer truncated(const Call& call) {
    const auto response = inner(call, call.rest);
    const auto body = response.body.view();
    Answer answer;
    answer.status = response.status;
    answer.end = Answer::End::kClose;
    answer.steps.push_back({head_of(response, body.size())});
    answer.steps.push_back({std::string(body.substr(0, body.size() / 2))});
    return answer;
}

Answer wrong_length(const Call& call) {
    auto answer = truncated(call);
    const auto response = inner(call, call.rest);
    answer.steps = {{head_of(response, response.body.view().size() / 2)},
                    {std::string(response.body.view())}};
    return answer;
}

Answer broken(const Call& call) {
    auto rest = call.rest;
    const auto kind = take_segment(rest);
    std::int64_t number = 0;
    if (!parse_number(rest.substr(0, rest.find('.')), number)) return usage_error("say /broken/KIND/7.xml");
    auto xml = broken_rss(kind, call.site.plain_rss(static_cast<std::uint64_t>(number), call.request));
    if (!xml) return usage_error("no such way of being broken");
    Response response;
    response.add("Content-Type", "application/rss+xml");
    response.body = std::move(*xml);
    return finished(call.request, std::move(response));
}

constexpr std::string_view kRssStart =
    "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>Too "
    "much</title><link>/</link><description>Too much"
    "</description>\n<item><title>The first of very many</title><guid>first</guid></item>\n";

Answer xml_response(const Call& call, std::string xml) {
    Response response;
    response.add("Content-Type", "application/rss+xml");
    response.body = std::move(xml);
    return finished(call.request, std::move(response));
}

Answer bomb(const Call& call) {
    std::string xml = "<?xml version=\"1.0\"?>\n<!DOCTYPE rss [\n<!ENTITY a0 \"ha\">\n";
    for (int i = 1; i < 30; ++i)
        xml += fmt::format("<!ENTITY a{0} \"&a{1};&a{1};&a{1};&a{1};&a{1};&a{1};&a{1};&a{1};\">\n", i, i - 1);
    return xml_response(call,
                        xml +
                            "]>\n<rss version=\"2.0\"><channel><title>&a29;</title><item><title>Boom</title>"
                            "<description>&a29;</description></item></channel></rss>\n");
}

Answer external_entity(const Call& call) {
    return xml_response(
        call,
        "<?xml version=\"1.0\"?>\n<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n"
        "<rss version=\"2.0\"><channel><title>&x;</title><item><title>Secrets</title>"
        "<description>&x;</description></item></channel></rss>\n");
}

Answer deep(const Call& call) {
    const auto depth = static_cast<std::size_t>(
        std::min<std::int64_t>(10'000'000, number_asked_for(call, "depth", 100'000)));
    std::string xml(kRssStart);
    for (std::size_t i = 0; i < depth; ++i)
        xml += "<a>";
    return xml_response(call, std::move(xml));
}

Answer huge(const Call& call) {
    const auto bytes = bytes_asked_for(call, 1 << 30);
    std::string item = "<item><title>Another one</title><description>";
    item.resize(64 * 1024 - 32, 'x');
    item += "</description></item>\n";
    const auto count = bytes > kRssStart.size() ? (bytes - kRssStart.size()) / item.size() : 0;
    Response response;
    response.add("Content-Type", "application/rss+xml");
    Answer answer;
    answer.status = 200;
    answer.steps.push_back({head_of(response, kRssStart.size() + count * item.size())});
    answer.steps.push_back({std::string(kRssStart)});
    answer.steps.push_back({std::move(item), count});
    return answer;
}

// A megabyte of spaces is deflated once; with a full flush at its end the result can stand there any number
// of times.
Answer gzip_bomb(const Call& call) {
    const auto megabytes = std::max<std::uint64_t>(1, bytes_asked_for(call, 1 << 30) >> 20);
    const std::string plain(1 << 20, ' ');
    std::string start = "\x1f\x8b\x08";
    start.resize(10, '\0');
    std::string block(64 * 1024, '\0');
    std::string last(64, '\0');
    z_stream stream{};
    ::deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
    const auto run = [&stream](std::string_view in, std::string& out, int flush) {
        stream.next_in = reinterpret_cast<Bytef*>(
            const_cast<char*>(in.data()));  // zlib's signature; it does not write there
        stream.avail_in = static_cast<uInt>(in.size());
        stream.next_out = reinterpret_cast<Bytef*>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        ::deflate(&stream, flush);
        out.erase(out.size() - stream.avail_out);
    };
    std::string first(1024, '\0');
    run(kRssStart, first, Z_FULL_FLUSH);
    run(plain, block, Z_FULL_FLUSH);
    run({}, last, Z_FINISH);
    ::deflateEnd(&stream);

    const auto crc_of = [](std::string_view text) {
        return ::crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
    };
    auto crc = crc_of(kRssStart);
    const auto block_crc = crc_of(plain);
    for (std::uint64_t i = 0; i < megabytes; ++i)
        crc = ::crc32_combine(crc, block_crc, static_cast<z_off_t>(plain.size()));
    const auto size = static_cast<std::uint32_t>(kRssStart.size() + megabytes * plain.size());
    for (const auto word : {static_cast<std::uint32_t>(crc), size})
        for (int shift = 0; shift < 32; shift += 8)
            last += static_cast<char>(word >> shift);

    Response response;
    response.add("Content-Type", "application/rss+xml").add("Content-Encoding", "gzip");
    Answer answer;
    answer.status = 200;
    answer.steps.push_back(
        {head_of(response, start.size() + first.size() + block.size() * megabytes + last.size())});
    answer.steps.push_back({start + first});
    answer.steps.push_back({std::move(block), megabytes});
    answer.steps.push_back({std::move(last)});
    return answer;
}

Answer close_early(const Call&) {
    Answer answer;
    answer.end = Answer::End::kClose;
    return answer;
}

Answer reset(const Call& call) {
    auto answer = truncated(call);
    if (call.rest.empty()) answer.steps.clear();
    answer.end = Answer::End::kReset;
    return answer;
}

Answer hang(const Call&) {
    Answer answer;
    answer.end = Answer::End::kHang;
    return answer;
}

Answer endless_headers(const Call&) {
    Answer answer;
    answer.end = Answer::End::kClose;
    answer.steps.push_back({"HTTP/1.1 200 OK\r\n"});
    answer.steps.push_back({"X-More: " + std::string(1000, 'x') + "\r\n", UINT64_MAX});
    return answer;
}

Answer garbage(const Call& call) {
    Dice dice{0x6A7, static_cast<std::uint64_t>(number_asked_for(call, "seed", 1))};
    std::string bytes(10'000, '\0');
    for (auto& byte : bytes)
        byte = static_cast<char>(dice.next());
    Answer answer;
    answer.end = Answer::End::kClose;
    answer.steps.push_back({std::move(bytes)});
    return answer;
}

Answer noise(const Call& call) {
    auto answer = garbage(call);
    auto body = std::move(answer.steps.front().bytes);
    Response response;
    response.add("Content-Type", "application/rss+xml");
    response.body = std::move(body);
    return in_one_piece(call.request, response);
}

constexpr Behaviour kBehaviours[] = {
    {"redirect", "/redirect/CODE/PATH", "Redirects to PATH with 301, 302, 303, 307 or 308.", redirect},
    {"chain", "/chain/N/PATH", "N redirects, one after the other, and then PATH.", chain},
    {"loop", "/loop", "Redirects without end.", loop},
    {"downgrade", "/downgrade", "Redirects to a file of the client's own machine.", downgrade},
    {"status", "/status/CODE", "That status. 429 and 503 say Retry-After (?retry-after=120).", status},
    {"no-validators", "/no-validators/PATH", "PATH without ETag and Last-Modified.", no_validators},
    {"only-etag", "/only-etag/PATH", "PATH without Last-Modified.", only_etag},
    {"only-date", "/only-date/PATH", "PATH without ETag.", only_date},
    {"never-304", "/never-304/PATH", "PATH in full each time, whatever the client has.", never_304},
    {"gzip", "/gzip/PATH", "PATH compressed, even for those who did not ask.", gzip_always},
    {"wrong-gzip", "/wrong-gzip/PATH", "PATH, plain but declared to be compressed.", wrong_gzip},
    {"chunked", "/chunked/PATH", "PATH in chunks of 1,000 bytes.", chunked},
    {"as", "/as/TYPE/SUBTYPE/PATH", "PATH with another Content-Type, such as /as/image/png/feeds/1.xml.",
     as_type},
    {"no-type", "/no-type/PATH", "PATH without a Content-Type.", no_type},
    {"parked", "/parked", "A web page where a feed used to be.", parked},
    {"slow-head", "/slow-head/PATH?ms=100", "PATH, its headers a byte at a time.", slow_head},
    {"slow-body", "/slow-body/PATH?rate=1000", "PATH, its body at so many bytes a second.", slow_body},
    {"late", "/late/PATH?ms=1000", "PATH after a while of silence.", late},
    {"hang", "/hang", "No answer at all; the connection stays open.", hang},
    {"truncated", "/truncated/PATH", "Half of PATH's body, then the connection closes.", truncated},
    {"wrong-length", "/wrong-length/PATH", "PATH with a Content-Length of half its body.", wrong_length},
    {"broken", "/broken/KIND/N.xml", "Feed N as RSS 2.0, broken in one of the ways listed in the README.",
     broken},
    {"bomb", "/bomb", "XML whose entities would expand to 8^29 times two letters.", bomb},
    {"external-entity", "/external-entity", "XML that asks the reader for a file of its own machine.",
     external_entity},
    {"deep", "/deep?depth=100000", "XML with that many elements open.", deep},
    {"huge", "/huge?bytes=1GiB", "A feed of about that size, streamed.", huge},
    {"gzip-bomb", "/gzip-bomb?bytes=1GiB", "A small body that unpacks to that size.", gzip_bomb},
    {"close-early", "/close-early", "Closes the connection instead of answering.", close_early},
    {"reset", "/reset/PATH", "Half of PATH, or nothing, then a TCP reset.", reset},
    {"endless-headers", "/endless-headers", "Headers without end.", endless_headers},
    {"garbage", "/garbage?seed=1", "10,000 random bytes instead of HTTP.", garbage},
    {"noise", "/noise?seed=1", "10,000 random bytes as the body of a feed.", noise},
};

}  // namespace

std::span<const Behaviour> behaviours() {
    return kBehaviours;
}

Answer answer(Site& site, const Request& request) {
    auto rest = std::string_view(request.raw_path).substr(1);
    const auto name = take_segment(rest);
    for (const auto& behaviour : kBehaviours)
        if (behaviour.name == name) return behaviour.answer({site, request, rest});
    return finished(request, site.answer(request));
}

}  // namespace orrery::galaxy
