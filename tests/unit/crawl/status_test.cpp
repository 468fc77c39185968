#include "orrery/crawl/poller.hpp"

#include <gtest/gtest.h>

namespace orrery::crawl {
namespace {

using namespace std::chrono_literals;

TEST(Status, EveryUnusableAnswerSaysWhereAndWhy) {
    for (const int status : {204, 400, 401, 403, 404, 410, 418, 429, 500, 503}) {
        const auto error = explain_status(status, "https://example.org/feed");
        EXPECT_EQ(error.where, "https://example.org/feed");
        EXPECT_NE(error.what.find(std::to_string(status)), std::string::npos);
        EXPECT_FALSE(error.why.empty()) << status;
    }
}

TEST(Status, OnlyAServerThatSaidSoIsLeftAlone) {
    const Timestamp now = Timestamp(1'700'000'000s);
    store::FeedState state;
    state.next_poll = now + 1h;
    state.http_status = 429;
    EXPECT_TRUE(asked_to_wait(state, now));
    EXPECT_FALSE(asked_to_wait(state, now + 2h));
    state.http_status = 500;
    EXPECT_FALSE(asked_to_wait(state, now));
}

}  // namespace
}  // namespace orrery::crawl
