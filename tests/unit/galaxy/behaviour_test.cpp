#include "behaviour.hpp"

#include "broken.hpp"
#include "http/client.hpp"
#include "orrery/base/file.hpp"
#include "orrery/base/text.hpp"
#include "orrery/galaxy/galaxy.hpp"
#include "orrery/http/address.hpp"
#include "orrery/http/gzip.hpp"

#include <gtest/gtest.h>

namespace orrery::galaxy {
namespace {

using http::test::Client;

class GalaxyTest : public ::testing::Test {
  protected:
    void SetUp() override {
        Options options;
        options.feeds = 40;
        auto galaxy = Galaxy::start(options);
        ASSERT_TRUE(galaxy) << galaxy.error().message();
        galaxy_ = std::move(*galaxy);
        port_ = http::parse_address(std::string_view(galaxy_->url()).substr(7))->port;
    }

    Client::Reply get(std::string_view target, std::string_view headers = "") {
        Client client(port_);
        return client.get(target, headers);
    }
    std::string raw(std::string_view target) {
        Client client(port_);
        client.send("GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        return client.read_to_end();
    }
    Client::Reply post(std::string_view target) {
        Client client(port_);
        client.send("POST " + std::string(target) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
        return client.read_reply();
    }

    std::unique_ptr<Galaxy> galaxy_;
    std::uint16_t port_ = 0;
};

TEST_F(GalaxyTest, ServesFeedsPagesAndPictures) {
    const auto feed = get("/feeds/1.xml");
    EXPECT_EQ(feed.status, 200);
    EXPECT_TRUE(feed.body.starts_with("<?xml"));
    EXPECT_EQ(get("/feeds/7.json").headers.at("content-type"), "application/feed+json");
    EXPECT_EQ(get("/feeds/41.xml").status, 404);
    EXPECT_EQ(get("/feeds/0.xml").status, 404);
    EXPECT_EQ(get("/feeds/1.exe").status, 404);
    EXPECT_EQ(get("/img/1.png").headers.at("content-type"), "image/png");
    EXPECT_NE(get("/opml.xml").body.find("/feeds/40."), std::string::npos);
    EXPECT_NE(get("/").body.find("/truncated/PATH"), std::string::npos);
}

TEST_F(GalaxyTest, LeadsFromAFeedToItsPagesAndBack) {
    const auto body = get("/feeds/1.rss").body;
    const auto start = body.find("/blog/1/", body.find("<item>"));
    const auto page = get(body.substr(start, body.find('<', start) - start));
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("rel=\"alternate\""), std::string::npos);
    EXPECT_NE(page.body.find("href=\"http://a/feeds/1.xml\""), std::string::npos);
    EXPECT_EQ(get("/blog/1/0-another-title.html").status, 301);
}

TEST_F(GalaxyTest, AnswersConditionalRequestsUntilThereIsANewPost) {
    const auto first = get("/feeds/3.xml");
    const auto condition = "If-None-Match: " + first.headers.at("etag") + "\r\n";
    EXPECT_EQ(get("/feeds/3.xml", condition).status, 304);
    EXPECT_EQ(get("/feeds/3.xml", "If-Modified-Since: " + first.headers.at("last-modified") + "\r\n").status,
              304);
    EXPECT_EQ(get("/never-304/feeds/3.xml", condition).status, 200);
    EXPECT_FALSE(get("/no-validators/feeds/3.xml").headers.contains("etag"));
    EXPECT_FALSE(get("/only-date/feeds/3.xml").headers.contains("etag"));
    EXPECT_FALSE(get("/only-etag/feeds/3.xml").headers.contains("last-modified"));
    EXPECT_EQ(post("/_control?post=3").status, 200);
    EXPECT_EQ(get("/feeds/3.xml", condition).status, 200);
}

TEST_F(GalaxyTest, LetsTimePass) {
    const auto before = get("/feeds/1.xml").headers.at("etag");
    EXPECT_EQ(post("/_control?advance=90d").status, 200);
    EXPECT_NE(get("/feeds/1.xml").headers.at("etag"), before);
    EXPECT_EQ(post("/_control?advance=soon").status, 400);
    EXPECT_EQ(post("/_control?post=99").status, 400);
    EXPECT_EQ(post("/_control").status, 400);
    EXPECT_EQ(get("/_control?advance=1d").status, 405);
}

TEST_F(GalaxyTest, CountsWhoAskedForWhat) {
    get("/feeds/1.xml");
    get("/feeds/1.xml", "If-None-Match: \"x\"\r\n");
    const auto stats = get("/_stats").body;
    EXPECT_NE(stats.find("\"/feeds/1.xml\":{\"requests\":2,\"conditional\":1,\"not_modified\":0"),
              std::string::npos)
        << stats;
}

TEST_F(GalaxyTest, Redirects) {
    for (const char* code : {"301", "302", "303", "307", "308"}) {
        const auto reply = get("/redirect/" + std::string(code) + "/feeds/1.xml?x=1");
        EXPECT_EQ(std::to_string(reply.status), code);
        EXPECT_EQ(reply.headers.at("location"), "/feeds/1.xml?x=1");
    }
    EXPECT_EQ(get("/chain/3/feeds/1.xml").headers.at("location"), "/chain/2/feeds/1.xml");
    EXPECT_EQ(get("/chain/1/feeds/1.xml").headers.at("location"), "/feeds/1.xml");
    EXPECT_EQ(get("/loop").headers.at("location"), "/loop/there");
    EXPECT_EQ(get("/loop/there").headers.at("location"), "/loop/here");
}

TEST_F(GalaxyTest, AnswersWithAnyStatus) {
    for (const int code : {204, 401, 404, 410, 500, 503})
        EXPECT_EQ(get("/status/" + std::to_string(code)).status, code);
    EXPECT_EQ(get("/status/429?retry-after=7").headers.at("retry-after"), "7");
    EXPECT_EQ(get("/status/x").status, 400);
}

TEST_F(GalaxyTest, LiesAboutTypesAndCompression) {
    EXPECT_EQ(get("/as/image/png/feeds/1.xml").headers.at("content-type"), "image/png");
    EXPECT_FALSE(get("/no-type/feeds/1.xml").headers.contains("content-type"));
    EXPECT_TRUE(get("/gzip/feeds/1.xml").body.starts_with("\x1f\x8b"));
    EXPECT_TRUE(get("/wrong-gzip/feeds/1.xml").body.starts_with("<?xml"));
    EXPECT_EQ(get("/feeds/1.xml", "Accept-Encoding: gzip\r\n").headers.at("content-encoding"), "gzip");
    EXPECT_NE(get("/parked").body.find("for sale"), std::string::npos);
}

TEST_F(GalaxyTest, BreaksOffAndMiscounts) {
    const auto whole = get("/feeds/1.rss").body.size();
    const auto half = get("/truncated/feeds/1.rss");
    EXPECT_EQ(half.headers.at("content-length"), std::to_string(whole));
    EXPECT_LT(half.body.size(), whole);
    EXPECT_LT(std::stoul(get("/wrong-length/feeds/1.rss").headers.at("content-length")), whole);
    EXPECT_EQ(raw("/close-early"), "");
    EXPECT_EQ(raw("/reset"), "");
    EXPECT_EQ(raw("/garbage").size(), 10'000u);
    EXPECT_EQ(raw("/garbage"), raw("/garbage"));
    EXPECT_EQ(get("/noise").body.size(), 10'000u);
}

TEST_F(GalaxyTest, SendsChunks) {
    const auto bytes = raw("/chunked/feeds/1.rss");
    EXPECT_NE(bytes.find("Transfer-Encoding: chunked\r\n"), std::string::npos);
    EXPECT_NE(bytes.find("\r\n\r\n3e8\r\n<?xml"), std::string::npos);
    EXPECT_TRUE(bytes.ends_with("\r\n0\r\n\r\n"));
}

TEST_F(GalaxyTest, TakesItsTimeAndGetsThereInTheEnd) {
    const auto plain = get("/img/1.svg").body;
    EXPECT_EQ(get("/slow-head/img/1.svg?ms=1").body, plain);
    EXPECT_EQ(get("/slow-body/img/1.svg?rate=20000").body, plain);
    EXPECT_EQ(get("/late/img/1.svg?ms=50").body, plain);
}

TEST_F(GalaxyTest, SendsTooMuch) {
    const auto huge = get("/huge?bytes=10MiB");
    EXPECT_NEAR(static_cast<double>(huge.body.size()), 10.0 * (1 << 20), 70'000);
    EXPECT_EQ(std::to_string(huge.body.size()), huge.headers.at("content-length"));
    const auto bomb = get("/gzip-bomb?bytes=100MiB");
    EXPECT_LT(bomb.body.size(), 200'000u);
    EXPECT_EQ(std::to_string(bomb.body.size()), bomb.headers.at("content-length"));
    EXPECT_LT(get("/bomb").body.size(), 10'000u);
    EXPECT_GT(get("/deep?depth=1000").body.size(), 3000u);
}

TEST_F(GalaxyTest, NeverEndsItsHeadersAndSurvivesTheClientLeaving) {
    {
        Client client(port_);
        client.send("GET /endless-headers HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    {
        Client client(port_);
        client.send("GET /hang HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    EXPECT_EQ(get("/feeds/1.xml").status, 200);
}

TEST_F(GalaxyTest, BreaksFeedsInEveryListedWay) {
    for (const auto& kind : broken_kinds())
        EXPECT_EQ(get("/broken/" + std::string(kind.name) + "/2.xml").status, 200) << kind.name;
    EXPECT_EQ(get("/broken/nonsense/2.xml").status, 400);
}

TEST_F(GalaxyTest, RefusesMalformedRequests) {
    Client client(port_);
    client.send("GET /../ HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.read_reply().status, 400);
}

TEST(GalaxyStart, SaysWhatIsWrong) {
    Options options;
    options.corpus = "/no/such/folder";
    auto galaxy = Galaxy::start(options);
    ASSERT_FALSE(galaxy);
    EXPECT_EQ(galaxy.error().code, ErrorCode::kNotFound);
    options = {};
    options.listen = "nowhere";
    EXPECT_FALSE(Galaxy::start(options));
}

TEST(GalaxyStart, ServesACorpusWithTypesAndTags) {
    Options options;
    options.corpus = std::string(ORRERY_SOURCE_DIR) + "/tools/galaxy";
    auto galaxy = Galaxy::start(options);
    ASSERT_TRUE(galaxy);
    const auto port = http::parse_address(std::string_view((*galaxy)->url()).substr(7))->port;
    Client client(port);
    EXPECT_NE(client.get("/corpus/").body.find("/corpus/README.md"), std::string::npos);
    const auto file = client.get("/corpus/README.md");
    EXPECT_EQ(file.body, *read_file(options.corpus / "README.md"));
    EXPECT_EQ(client.get("/corpus/README.md", "If-None-Match: " + file.headers.at("etag") + "\r\n").status,
              304);
    EXPECT_EQ(client.get("/corpus/nothing").status, 404);
    EXPECT_EQ(client.get("/corpus/..%2FCMakeLists.txt").status, 400);
}

TEST(GalaxyReadme, ListsEveryBehaviour) {
    const auto readme = *read_file(std::string(ORRERY_SOURCE_DIR) + "/tools/galaxy/README.md");
    for (const auto& behaviour : behaviours()) {
        EXPECT_NE(
            readme.find("| `" + std::string(behaviour.usage) + "` | " + std::string(behaviour.what) + " |"),
            std::string::npos)
            << behaviour.usage;
    }
    for (const auto& kind : broken_kinds())
        EXPECT_NE(readme.find("| `" + std::string(kind.name) + "` | " + std::string(kind.what) + " |"),
                  std::string::npos)
            << kind.name;
}

}  // namespace
}  // namespace orrery::galaxy
