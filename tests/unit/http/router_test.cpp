#include "orrery/http/router.hpp"

#include <gtest/gtest.h>

namespace orrery::http {
namespace {

constexpr Route kFront("/");
constexpr Route kStory("/story/{id}/");
constexpr Route kNewStory("/story/new/");
constexpr Route kAsset("/assets/{path...}");

Router::Handler says(std::string name) {
    return [name](const Request&, const Params& params) {
        auto text = name;
        for (const char* key : {"id", "name", "path"})
            if (!params[key].empty()) text += " " + std::string(params[key]);
        return Response::text(200, text);
    };
}

class RouterTest : public ::testing::Test {
  protected:
    RouterTest() {
        router_.get(kFront, says("front"));
        router_.get(kStory, says("story"));
        router_.get(kNewStory, says("new"));
        router_.post(kNewStory, says("create"));
        router_.get(Route("/feeds/{name}.xml"), says("feed"));
        router_.get(kAsset, says("asset"));
    }

    Response ask(std::string_view target, Method method = Method::kGet) {
        Request request;
        request.method = method;
        EXPECT_TRUE(request.set_target(target));
        return router_(request);
    }
    std::string body(std::string_view target, Method method = Method::kGet) {
        return std::string(ask(target, method).body.view());
    }

    Router router_;
};

TEST_F(RouterTest, MatchesAndDecodes) {
    EXPECT_EQ(body("/"), "front");
    EXPECT_EQ(body("/story/42/"), "story 42");
    EXPECT_EQ(body("/story/a%2Fb%20c/?x=1"), "story a/b c");
    EXPECT_EQ(body("/feeds/moon.xml"), "feed moon");
    EXPECT_EQ(body("/assets/css/main.css"), "asset css/main.css");
}

TEST_F(RouterTest, PrefersLiteralTextWhateverTheOrder) {
    EXPECT_EQ(body("/story/new/"), "new");
    EXPECT_EQ(body("/story/newer/"), "story newer");
}

TEST_F(RouterTest, BuildsWhatItMatches) {
    EXPECT_EQ(kFront.path(), "/");
    EXPECT_EQ(kStory.path({"a/b c"}), "/story/a%2Fb%20c/");
    EXPECT_EQ(body(kStory.path({"a/b c"})), "story a/b c");
    EXPECT_EQ(kAsset.path({"css/m n.css"}), "/assets/css/m%20n.css");
}

TEST_F(RouterTest, TellsApartWhatIsMissingAndWhatIsNotAllowed) {
    EXPECT_EQ(ask("/nothing").status, 404);
    EXPECT_EQ(ask("/story//").status, 404) << "a parameter is never empty";
    EXPECT_EQ(ask("/assets//etc").status, 404);
    EXPECT_EQ(ask("/feeds/.xml").status, 404);
    const auto refused = ask("/story/42/", Method::kPost);
    EXPECT_EQ(refused.status, 405);
    EXPECT_EQ(refused.header("Allow"), "OPTIONS, GET, HEAD");
    EXPECT_EQ(ask("/story/new/", Method::kOptions).header("Allow"), "OPTIONS, GET, HEAD, POST");
    EXPECT_EQ(ask("*", Method::kOptions).status, 204);
}

TEST_F(RouterTest, AnswersHeadWithGetAndPostWithPost) {
    EXPECT_EQ(body("/", Method::kHead), "front");
    EXPECT_EQ(body("/story/new/", Method::kPost), "create");
}

TEST_F(RouterTest, RedirectsToTheOtherSlash) {
    const auto moved = ask("/story/42?page=2");
    EXPECT_EQ(moved.status, 308);
    EXPECT_EQ(moved.header("Location"), "/story/42/?page=2");
    EXPECT_EQ(ask("/feeds/moon.xml/").header("Location"), "/feeds/moon.xml");
    EXPECT_EQ(ask("//story/42").status, 404) << "never to another host";
}

TEST_F(RouterTest, LetsTheSiteDrawItsOwn404) {
    router_.not_found([](const Request& request) { return Response::html("no " + request.path, 404); });
    EXPECT_EQ(body("/nowhere"), "no /nowhere");
}

TEST(Params, GiveNumbersOnlyForNumbers) {
    Router router;
    router.get(Route("/{id}"), [](const Request&, const Params& params) {
        return Response::text(200, params.number("id") ? std::to_string(*params.number("id")) : "none");
    });
    const auto ask = [&](std::string_view target) {
        Request request;
        EXPECT_TRUE(request.set_target(target));
        return std::string(router(request).body.view());
    };
    EXPECT_EQ(ask("/42"), "42");
    EXPECT_EQ(ask("/-1"), "none");
    EXPECT_EQ(ask("/4x"), "none");
    EXPECT_EQ(ask("/99999999999999999999"), "none");
}

}  // namespace
}  // namespace orrery::http
