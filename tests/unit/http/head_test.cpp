#include "orrery/http/head.hpp"

#include <gtest/gtest.h>

namespace orrery::http {
namespace {

using State = Head::State;

constexpr std::string_view kSimple =
    "GET /a?b=c HTTP/1.1\r\nHost: example.org\r\nAccept:  text/html \r\n\r\n";

Head parse(std::string_view text, Request& request) {
    return parse_head(text, request);
}
Head parse(std::string_view text) {
    Request request;
    return parse_head(text, request);
}
int status_of(std::string_view text) {
    return parse(text).status;
}

TEST(Head, IsReadIntoTheRequest) {
    Request request;
    const auto head = parse(kSimple, request);
    ASSERT_EQ(head.state, State::kComplete);
    EXPECT_EQ(head.size, kSimple.size());
    EXPECT_TRUE(head.keep_alive);
    EXPECT_EQ(request.method, Method::kGet);
    EXPECT_EQ(request.target, "/a?b=c");
    EXPECT_EQ(request.path, "/a");
    EXPECT_EQ(request.query, "b=c");
    ASSERT_EQ(request.headers.size(), 2u);
    EXPECT_EQ(request.header("accept"), "text/html");
    EXPECT_EQ(request.header("cookie"), "");
}

TEST(Head, IsIncompleteUntilItsLastByte) {
    for (std::size_t n = 0; n < kSimple.size(); ++n)
        EXPECT_EQ(parse(kSimple.substr(0, n)).state, State::kIncomplete) << n;
}

TEST(Head, IsFoundWhereverTheEarlierScanEnded) {
    for (std::size_t scanned = 0; scanned < kSimple.size(); ++scanned) {
        Request request;
        EXPECT_EQ(parse_head(kSimple, request, {}, scanned).state, State::kComplete) << scanned;
    }
}

TEST(Head, LeavesTheNextRequestAlone) {
    const auto two = std::string(kSimple) + std::string(kSimple);
    EXPECT_EQ(parse(two).size, kSimple.size());
}

TEST(Head, ForgivesEmptyLinesInFront) {
    const auto text = "\r\n\r\n" + std::string(kSimple);
    EXPECT_EQ(parse(text).size, text.size());
}

TEST(Head, SaysHowTheBodyComes) {
    EXPECT_EQ(parse("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\n").body_bytes, 12u);
    EXPECT_TRUE(parse("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n").is_chunked);
    EXPECT_TRUE(parse("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")
                    .expects_continue);
}

TEST(Head, SaysWhetherTheConnectionGoesOn) {
    EXPECT_FALSE(parse("GET / HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n").keep_alive);
    EXPECT_FALSE(parse("GET / HTTP/1.0\r\n\r\n").keep_alive);
    EXPECT_TRUE(parse("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").keep_alive);
    EXPECT_TRUE(parse("GET / HTTP/1.7\r\nHost: a\r\n\r\n").keep_alive);
}

// Each of these has let requests be smuggled past some proxy (RFC 9112, sections 2.2, 5.1, 5.2, 6.3
// and 11.2).
TEST(Head, RefusesWhatServersReadDifferently) {
    const std::string start = "POST / HTTP/1.1\r\nHost: a\r\n";
    for (const std::string_view rest : {
             "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
             "Content-Length: 5\r\nContent-Length: 5\r\n",
             "Content-Length: 5, 5\r\n",
             "Content-Length: +5\r\n",
             "Content-Length: -5\r\n",
             "Content-Length: 0x5\r\n",
             "Content-Length: 99999999999999999999\r\n",
             "Content-Length:\r\n",
             "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
             "Content-Length : 5\r\n",
             "Transfer-Encoding\r\n : chunked\r\n",
             "X: a\r\n folded: b\r\n",
             "X: a\rContent-Length: 5\r\n",
             "X: a\nContent-Length: 5\r\n",
             "Host: b\r\n",
             ": no name\r\n",
             "X\r\n",
             "X y: z\r\n",
         })
        EXPECT_EQ(status_of(start + std::string(rest) + "\r\n"), 400) << rest;
    EXPECT_EQ(status_of(start + std::string("X: a\0b\r\n\r\n", 10)), 400);
}

TEST(Head, RefusesTransferEncodingsItDoesNotKnow) {
    EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"), 501);
    EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n"), 501);
    EXPECT_EQ(status_of("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
}

TEST(Head, WantsExactlyOneHost) {
    EXPECT_EQ(status_of("GET / HTTP/1.1\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a b\r\n\r\n"), 400);
    EXPECT_EQ(parse("GET / HTTP/1.0\r\n\r\n").state, State::kComplete);
}

TEST(Head, RefusesMalformedRequestLines) {
    for (const std::string_view line :
         {"GET", "GET /", "GET  HTTP/1.1", "GET /a b HTTP/1.1", "GET / HTTP/1.1 ", "GET / http/1.1",
          "GET / HTTP/11", "G@T / HTTP/1.1", "GET /../x HTTP/1.1", "GET\t/\tHTTP/1.1"})
        EXPECT_EQ(status_of(std::string(line) + "\r\nHost: a\r\n\r\n"), 400) << line;
    EXPECT_EQ(status_of("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), 505);
    EXPECT_EQ(status_of("BREW / HTTP/1.1\r\nHost: a\r\n\r\n"), 501);
    EXPECT_EQ(status_of("get / HTTP/1.1\r\nHost: a\r\n\r\n"), 501);
}

TEST(Head, IsRefusedAtTheFirstByteThatIsNoHttp) {
    EXPECT_EQ(status_of("\x16\x03\x01"), 400) << "a TLS client";
    EXPECT_EQ(status_of(" "), 400);
}

TEST(Head, HasLimits) {
    Request request;
    HeadLimits limits;
    limits.bytes = 200;
    limits.target_bytes = 20;
    limits.headers = 2;
    const std::string host = "Host: a\r\n";
    EXPECT_EQ(
        parse_head("GET /" + std::string(20, 'a') + " HTTP/1.1\r\n" + host + "\r\n", request, limits).status,
        414);
    EXPECT_EQ(parse_head("GET /" + std::string(300, 'a'), request, limits).status, 414);
    EXPECT_EQ(parse_head("GET / HTTP/1.1\r\nX: " + std::string(300, 'a'), request, limits).status, 431);
    EXPECT_EQ(parse_head("GET / HTTP/1.1\r\n" + host + "A: b\r\nC: d\r\n\r\n", request, limits).status, 431);
    const auto head_of = [](std::size_t size) {
        std::string text = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
        text.append(size - text.size() - 4, 'x');
        return text + "\r\n\r\n";
    };
    EXPECT_EQ(parse_head(head_of(200), request, limits).state, State::kComplete);
    EXPECT_EQ(parse_head(head_of(201), request, limits).status, 431);
    std::string lines;
    while (lines.size() <= 200)
        lines += "\r\n";
    EXPECT_EQ(parse_head(lines, request, limits).status, 400);
}

}  // namespace
}  // namespace orrery::http
