#include "orrery/http/server.hpp"

#include "client.hpp"
#include "orrery/http/conditional.hpp"
#include "orrery/http/gzip.hpp"

#include <atomic>
#include <set>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

namespace orrery::http {
namespace {

using test::Client;
using namespace std::chrono_literals;

Response handle(const Request& request) {
    if (request.path == "/throw") throw std::runtime_error("boom");
    if (request.path == "/long") return Response::html(std::string(100'000, 'x')).set("ETag", "\"long\"");
    if (request.path == "/huge") return Response::text(200, std::string(20'000'000, 'x'));
    if (request.path == "/kept") {
        Response response = Response::html("plain");
        response.gzip_body = std::make_shared<const std::string>("squeezed");
        return response;
    }
    if (request.path == "/split") return Response::text(200, "").set("X-Name", "a\r\nSet-Cookie: b");
    if (request.path == "/thread") return Response::text(200, std::to_string(::gettid()));
    std::string text(name_of(request.method));
    text += " " + request.path + " " + std::string(request.body);
    return Response::text(200, text);
}

class ServerTest : public ::testing::Test {
  protected:
    void start(ServerOptions options = {}) {
        if (options.listen == ServerOptions{}.listen) options.listen = "127.0.0.1:0";
        auto server = Server::start(std::move(options), handle);
        ASSERT_TRUE(server) << server.error().message();
        server_ = std::move(*server);
    }
    [[nodiscard]] std::uint16_t port() const { return server_->address().port; }

    std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, AnswersAndKeepsTheConnection) {
    start();
    Client client(port());
    const auto first = client.get("/a");
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(first.body, "GET /a ");
    EXPECT_TRUE(parse_http_date(first.headers.at("date")));
    EXPECT_EQ(client.get("/b").body, "GET /b ");
}

TEST_F(ServerTest, ListensOnIPv6) {
    ServerOptions options;
    options.listen = "[::1]:0";
    auto server = Server::start(options, handle);
    if (!server) GTEST_SKIP() << "no IPv6 here: " << server.error().message();
    EXPECT_EQ((*server)->address().host, "::1");
    Client client((*server)->address().port, "::1");
    EXPECT_EQ(client.get("/").status, 200);
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
    start();
    Client client(port());
    client.send(
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
        "GET /3 HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.read_reply().body, "GET /1 ");
    EXPECT_EQ(client.read_reply().body, "POST /2 abc");
    EXPECT_EQ(client.read_reply().body, "GET /3 ");
}

TEST_F(ServerTest, ReadsRequestsThatComeByteByByte) {
    start();
    Client client(port());
    for (const char c :
         std::string_view("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                          "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\nGET /y HTTP/1.1\r\nHost: a\r\n\r\n"))
        client.send({&c, 1});
    EXPECT_EQ(client.read_reply().body, "POST /x abcde");
    EXPECT_EQ(client.read_reply().body, "GET /y ");
}

TEST_F(ServerTest, ReadsABodyAsLongAsTheLimitAndNoLonger) {
    ServerOptions options;
    options.body_bytes = 100'000;
    start(options);
    Client client(port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + std::string(100'000, 'x'));
    EXPECT_EQ(client.read_reply().body.size(), 100'000u + 7);
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100001\r\n\r\n");
    EXPECT_EQ(client.read_reply().status, 413);
    EXPECT_EQ(client.read_reply().status, 0) << "and closes";

    Client chunked(port());
    chunked.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n30000\r\n");
    EXPECT_EQ(chunked.read_reply().status, 413);
}

TEST_F(ServerTest, AsksForABodyThatWaitsToBeAsked) {
    start();
    Client client(port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(client.read_reply().status, 100);
    client.send("ab");
    EXPECT_EQ(client.read_reply().body, "POST / ab");
}

TEST_F(ServerTest, SendsTheHeadAloneForHead) {
    start();
    Client client(port());
    client.send("HEAD /long HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.read_reply(true).headers.at("content-length"), "100000");
    EXPECT_EQ(client.get("/next").body, "GET /next ");
}

TEST_F(ServerTest, ClosesWhenAsked) {
    start();
    Client client(port());
    EXPECT_EQ(client.get("/", "Connection: close\r\n").headers.at("connection"), "close");
    EXPECT_EQ(client.read_reply().status, 0);
    Client old(port());
    old.send("GET / HTTP/1.0\r\n\r\n");
    EXPECT_NE(old.read_to_end().find("GET / "), std::string::npos);
}

TEST_F(ServerTest, TellsAMalformedRequestWhatIsWrongAndCloses) {
    start();
    Client client(port());
    client.send("GET / HTTP/1.1\r\n\r\n");
    const auto reply = client.read_reply();
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(reply.body, "the Host header is missing\n");
    EXPECT_EQ(client.read_reply().status, 0);
}

TEST_F(ServerTest, TurnsAnExceptionInto500AndReportsIt) {
    std::string reported;
    ServerOptions options;
    options.on_error = [&](const Request& request, std::string_view what) {
        reported = request.path + ": " + std::string(what);
    };
    start(options);
    Client client(port());
    const auto reply = client.get("/throw");
    EXPECT_EQ(reply.status, 500);
    EXPECT_EQ(reply.body.find("boom"), std::string::npos);
    EXPECT_EQ(reported, "/throw: boom");
    EXPECT_EQ(client.get("/after").status, 200);
}

TEST_F(ServerTest, Answers304WhenTheClientHasThePage) {
    start();
    Client client(port());
    const auto reply = client.get("/long", "If-None-Match: \"long\"\r\n");
    EXPECT_EQ(reply.status, 304);
    EXPECT_EQ(reply.headers.at("etag"), "\"long\"");
    EXPECT_FALSE(reply.headers.contains("content-length"));
    EXPECT_FALSE(reply.headers.contains("content-type"));
    EXPECT_EQ(client.get("/next").status, 200);
}

TEST_F(ServerTest, CompressesLongTextForThoseWhoAcceptIt) {
    start();
    Client client(port());
    const auto packed = client.get("/long", "Accept-Encoding: gzip\r\n");
    EXPECT_EQ(packed.headers.at("content-encoding"), "gzip");
    EXPECT_EQ(packed.headers.at("vary"), "Accept-Encoding");
    EXPECT_EQ(packed.headers.at("etag"), "W/\"long\"");
    EXPECT_EQ(packed.body, gzip(std::string(100'000, 'x'), 1));
    EXPECT_EQ(client.get("/long", "Accept-Encoding: gzip\r\nIf-None-Match: W/\"long\"\r\n").status, 304);

    const auto plain = client.get("/long");
    EXPECT_EQ(plain.body.size(), 100'000u);
    EXPECT_EQ(plain.headers.at("vary"), "Accept-Encoding");
    EXPECT_FALSE(client.get("/short", "Accept-Encoding: gzip\r\n").headers.contains("content-encoding"));
    EXPECT_EQ(client.get("/kept", "Accept-Encoding: gzip\r\n").body, "squeezed");
    EXPECT_EQ(client.get("/kept").body, "plain");
}

TEST_F(ServerTest, KeepsLineBreaksOutOfHeaders) {
    start();
    Client client(port());
    const auto reply = client.get("/split");
    EXPECT_EQ(reply.headers.at("x-name"), "a  Set-Cookie: b");
    EXPECT_FALSE(reply.headers.contains("set-cookie"));
}

TEST_F(ServerTest, SendsLongBodiesToSlowReaders) {
    start();
    Client client(port());
    client.send("GET /huge HTTP/1.1\r\nHost: a\r\n\r\n");
    std::this_thread::sleep_for(50ms);
    EXPECT_EQ(client.read_reply().body.size(), 20'000'000u);
}

TEST_F(ServerTest, ClosesIdleConnectionsAndTellsSlowOnes) {
    ServerOptions options;
    options.idle_timeout = 150ms;
    options.read_timeout = 150ms;
    start(options);
    Client idle(port());
    EXPECT_EQ(idle.read_to_end(), "");
    Client slow_head(port());
    slow_head.send("GET / HT");
    EXPECT_EQ(slow_head.read_reply().status, 408);
    Client slow_body(port());
    slow_body.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
    EXPECT_EQ(slow_body.read_reply().status, 408);
    Client slow_chunks(port());
    slow_chunks.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab");
    EXPECT_EQ(slow_chunks.read_reply().status, 408);
}

TEST_F(ServerTest, ClosesOnReadersThatStopReading) {
    ServerOptions options;
    options.write_timeout = 150ms;
    start(options);
    Client client(port());
    client.send("GET /huge HTTP/1.1\r\nHost: a\r\n\r\n");
    std::this_thread::sleep_for(600ms);
    EXPECT_LT(client.read_reply().body.size(), 20'000'000u);
}

TEST_F(ServerTest, TurnsAwayConnectionsAboveTheLimit) {
    ServerOptions options;
    options.connections = 1;
    start(options);
    Client first(port());
    EXPECT_EQ(first.get("/").status, 200);
    Client second(port());
    EXPECT_EQ(second.read_reply().status, 503);
    EXPECT_EQ(first.get("/").status, 200);
}

TEST_F(ServerTest, SpreadsConnectionsOverItsThreads) {
    ServerOptions options;
    options.threads = 2;
    start(options);
    std::set<std::string> threads;
    for (int i = 0; i < 200 && threads.size() < 2; ++i) {
        Client client(port());
        threads.insert(client.get("/thread").body);
    }
    EXPECT_EQ(threads.size(), 2u);
}

TEST_F(ServerTest, StopsAtOnceWhenConnectionsAreIdleAndFinishesWhatIsUnderWay) {
    ServerOptions options;
    options.drain_timeout = 5s;
    start(options);
    Client idle(port());
    EXPECT_EQ(idle.get("/").status, 200);
    Client busy(port());
    busy.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na");
    std::this_thread::sleep_for(50ms);
    std::thread stopper([this] { server_->stop(); });
    EXPECT_EQ(idle.read_to_end(), "");
    busy.send("b");
    auto reply = busy.read_reply();
    EXPECT_EQ(reply.body, "POST / ab");
    EXPECT_EQ(reply.headers["connection"], "close");
    busy.shut_down_sending();
    stopper.join();
    server_->stop();
}

TEST_F(ServerTest, StopsInSpiteOfAClientThatNeverFinishes) {
    ServerOptions options;
    options.drain_timeout = 100ms;
    start(options);
    Client client(port());
    client.send("GET / HTTP");
    std::this_thread::sleep_for(50ms);
    server_->stop();
    SUCCEED();
}

TEST(ServerStart, SaysWhichPortIsTaken) {
    for (const unsigned threads : {1u, 2u}) {
        ServerOptions options;
        options.listen = "127.0.0.1:0";
        options.threads = threads;
        auto first = Server::start(options, handle);
        ASSERT_TRUE(first);
        options.listen = (*first)->address().text();
        const auto second = Server::start(options, handle);
        ASSERT_FALSE(second) << "with " << threads << " threads";
        EXPECT_EQ(second.error().code, ErrorCode::kBusy);
        EXPECT_EQ(second.error().where, options.listen);
        EXPECT_NE(second.error().remedy.find("another port"), std::string::npos);
    }
}

TEST(ServerStart, SaysWhatIsWrongWithTheAddress) {
    ServerOptions options;
    options.listen = "203.0.113.1:0";
    const auto foreign = Server::start(options, handle);
    ASSERT_FALSE(foreign);
    EXPECT_EQ(foreign.error().code, ErrorCode::kInvalid);
    options.listen = "nonsense";
    EXPECT_FALSE(Server::start(options, handle));
    options.listen = "no-such-host.invalid:0";
    const auto unknown = Server::start(options, handle);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace orrery::http
