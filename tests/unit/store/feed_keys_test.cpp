#include "feed_keys.hpp"

#include "archive_fixture.hpp"
#include "engines.hpp"

#include <algorithm>
#include <deque>
#include <limits>

namespace orrery::store {
namespace {

using Pair = FeedKeys::Pair;

class FeedKeysTest : public testing_support::ArchiveTest {
  protected:
    void SetUp() override {
        ArchiveTest::SetUp();
        if (IsSkipped()) return;
        archive_.reset();
        engine_ = find_engine(place(), OpenMode::kExisting);
        database_ = engine_->open_writer();
    }
    void TearDown() override {
        database_.reset();
        engine_.reset();
    }
    void add(FeedId feed, const std::vector<Pair>& pairs) {
        Transaction transaction(*database_);
        FeedKeys(*database_, feed).add(*database_, pairs);
        transaction.commit();
    }
    std::vector<EntryId> find(FeedId feed, std::vector<std::int64_t> keys) {
        std::vector<EntryId> entries;
        for (const auto& match : FeedKeys(*database_, feed).find(keys))
            entries.push_back(match.entry);
        std::sort(entries.begin(), entries.end());
        return entries;
    }
    std::int64_t number(const std::string& sql) {
        auto query = database_->query(texts_.emplace_back(sql));
        query.step();
        return query.integer(0);
    }

    std::unique_ptr<Engine> engine_;
    std::unique_ptr<Database> database_;
    std::deque<std::string> texts_;
};

constexpr auto kLargest = std::numeric_limits<std::int64_t>::max();
constexpr auto kSmallest = std::numeric_limits<std::int64_t>::min();

TEST_F(FeedKeysTest, AreFoundInTheirFeedAlone) {
    EXPECT_EQ(find(1, {5}), std::vector<EntryId>{});
    add(1, {{10, 5}, {10, kSmallest}, {11, kLargest}});
    add(2, {{12, 5}});
    EXPECT_EQ(find(1, {5}), std::vector<EntryId>{10});
    EXPECT_EQ(find(1, {kSmallest, kLargest}), (std::vector<EntryId>{10, 11}));
    EXPECT_EQ(find(2, {5, kLargest}), std::vector<EntryId>{12});
    EXPECT_EQ(find(3, {5}), std::vector<EntryId>{});
}

TEST_F(FeedKeysTest, MayBeSharedAndComeLate) {
    add(1, {{10, 5}});
    add(1, {{900'000'000'000, 5}, {900'000'000'000, 6}});
    add(1, {{10, 6}});
    EXPECT_EQ(find(1, {5}), (std::vector<EntryId>{10, 900'000'000'000}));
    EXPECT_EQ(find(1, {6}), (std::vector<EntryId>{10, 900'000'000'000}));
}

TEST_F(FeedKeysTest, AreWrittenOnce) {
    add(1, {{10, 5}, {11, 6}});
    const auto bytes = number("SELECT sum(length(keys)) FROM feed_keys");
    add(1, {{11, 6}, {10, 5}, {10, 5}});
    EXPECT_EQ(number("SELECT sum(length(keys)) FROM feed_keys"), bytes);
}

TEST_F(FeedKeysTest, OfALargeFeedFillOneBlockAfterTheOther) {
    std::vector<Pair> all;
    for (std::int64_t entry = 1; entry <= 5000; ++entry)
        all.push_back({entry * 3, static_cast<std::int64_t>(hash64(std::to_string(entry)))});
    for (std::size_t first = 0; first < all.size(); first += 50)
        add(1, {all.begin() + static_cast<std::ptrdiff_t>(first),
                all.begin() + static_cast<std::ptrdiff_t>(first) + 50});
    for (std::size_t i = 0; i < all.size(); i += 7)
        EXPECT_EQ(find(1, {all[i].key}), std::vector<EntryId>{all[i].entry});
    EXPECT_GT(number("SELECT count(*) FROM feed_keys"), 10);
    EXPECT_LT(number("SELECT max(length(keys)) FROM feed_keys"), 2100);
    EXPECT_LT(number("SELECT sum(length(keys)) FROM feed_keys"), 10 * 5000);
}

TEST_F(FeedKeysTest, AreFilledTogether) {
    for (std::int64_t entry = 1; entry <= 30; ++entry)
        for (FeedId feed = 1; feed <= 10; ++feed)
            add(feed, {{entry * 100 + feed, entry}});
    // A row each, and nothing between them.
    EXPECT_EQ(number("SELECT count(*) FROM feed_keys"), 10);
    EXPECT_EQ(number("SELECT max(id) - min(id) FROM feed_keys"), 9);
    for (FeedId feed = 1; feed <= 10; ++feed)
        EXPECT_EQ(find(feed, {7, 30}), (std::vector<EntryId>{700 + feed, 3000 + feed}));
}

TEST_F(FeedKeysTest, OfBlocksThatWereFilledInTheirPlaceAreFound) {
    add(1, {{10, 5}, {12, 6}});
    database_->query("UPDATE feed_keys SET id = ?1").bind_all(FeedKeys::first_block(1)).run();
    add(1, {{12, 6}, {14, 7}});
    EXPECT_EQ(find(1, {5, 6, 7}), (std::vector<EntryId>{10, 12, 14}));
    EXPECT_EQ(number("SELECT count(*) FROM feed_keys"), 2);
}

TEST_F(FeedKeysTest, ThatAreDamagedSaySo) {
    add(1, {{10, 5}});
    for (const auto* const keys :
         {"0501", "05000000000000000080", "0500000000000000FFFFFFFFFFFFFFFFFFFF01"}) {
        database_->execute("DELETE FROM feed_keys");
        const std::string bytes = [&] {
            std::string all;
            for (const char* at = keys; *at != '\0'; at += 2)
                all += static_cast<char>(std::stoi(std::string(at, 2), nullptr, 16));
            return all;
        }();
        database_->query("INSERT INTO feed_keys (id, keys) VALUES (?1, ?2)")
            .bind_all(FeedKeys::first_block(1), Blob{bytes})
            .run();
        EXPECT_THROW(static_cast<void>(find(1, {5})), StoreFailure) << keys;
    }
}

}  // namespace
}  // namespace orrery::store
