#include "sky.hpp"

#include <gtest/gtest.h>

namespace orrery::galaxy {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp kNow{std::chrono::sys_days{std::chrono::year{2026} / 6 / 1}};

Sky make_sky(Duration post_every = Duration(0)) {
    return Sky({1, 10, post_every, [] { return kNow; }});
}

TEST(Sky, ListsTheNewestPostsFirstAndNoneOfTheFuture) {
    auto sky = make_sky();
    for (std::uint64_t number = 1; number <= 10; ++number) {
        const auto blog = make_blog(1, number);
        const auto posts = sky.newest(blog, 12);
        ASSERT_EQ(posts.size(), 12u);
        EXPECT_LE(posts.front().published, kNow);
        EXPECT_GE(posts.front().published, kNow - 2 * blog.gap);
        for (std::size_t i = 1; i < posts.size(); ++i)
            EXPECT_GE(posts[i - 1].published, posts[i].published);
    }
}

TEST(Sky, PublishesMoreAsTimePasses) {
    auto sky = make_sky();
    const auto blog = make_blog(1, 1);
    const auto before = sky.newest(blog, 1).front();
    sky.advance(2 * blog.gap);
    const auto after = sky.newest(blog, 5);
    EXPECT_GT(after.front().key, before.key);
    EXPECT_TRUE(sky.find(blog, before.key));
}

TEST(Sky, FindsOnlyWhatIsOut) {
    auto sky = make_sky();
    const auto blog = make_blog(1, 1);
    EXPECT_TRUE(sky.find(blog, 0));
    EXPECT_FALSE(sky.find(blog, posts_until(blog, kNow)));
    EXPECT_FALSE(sky.find(blog, 1'000'000));
}

TEST(Sky, PostsWhenAsked) {
    auto sky = make_sky();
    const auto blog = make_blog(1, 3);
    const auto key = sky.post(3);
    EXPECT_EQ(sky.newest(blog, 5).front().key, key);
    EXPECT_EQ(sky.newest(blog, 5).front().published, kNow);
    EXPECT_TRUE(sky.find(blog, key));
    EXPECT_FALSE(sky.find(make_blog(1, 4), key));
}

TEST(Sky, PostsEverySoOftenSomewhere) {
    auto sky = make_sky(10s);
    sky.advance(1h);
    std::size_t extras = 0;
    for (std::uint64_t number = 1; number <= 10; ++number)
        for (const auto& post : sky.newest(make_blog(1, number), 1000))
            extras += post.key >= 1'000'000 ? 1 : 0;
    EXPECT_EQ(extras, 360u);
}

TEST(Sky, DoesTheSameAfterTheSameTime) {
    auto one = make_sky(10s);
    auto two = make_sky(10s);
    const auto blog = make_blog(1, 2);
    one.advance(1h);
    two.advance(30min);
    EXPECT_FALSE(two.newest(blog, 3).empty());
    two.advance(30min);
    EXPECT_EQ(one.newest(blog, 3).front().key, two.newest(blog, 3).front().key);
}

}  // namespace
}  // namespace orrery::galaxy
