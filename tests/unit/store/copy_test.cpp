#include "orrery/store/copy.hpp"

#include "archive_fixture.hpp"

#include <fstream>

namespace orrery::store {
namespace {

using namespace testing_support;

/// From the kind of store under test to a file and back.
class CopyTest : public ArchiveTest {
  protected:
    void SetUp() override {
        ArchiveTest::SetUp();
        if (IsSkipped()) return;
        const auto feed = add("https://a/feed");
        commit(feed, {entry("1", "Old"), entry("2", "Zw\xC3\xB6lf")});
        commit(feed, {entry("1", "New"), entry("2", "Zw\xC3\xB6lf")}, kNow + 1h);
        std::vector<NewEntry> many;
        for (int i = 0; i < 300; ++i)
            many.push_back(entry("post-" + std::to_string(i), "Post", kNow - std::chrono::minutes(i)));
        commit(add("https://b/feed"), std::move(many));
        PollCommit poll;
        poll.feed = feed;
        poll.time = kNow;
        poll.document = Document{std::string("<rss>\0</rss>", 12), "text/xml", "https://a/feed.xml"};
        for (int i = 0; i < 3; ++i)
            ASSERT_TRUE(archive_->commit_poll(poll));
        ASSERT_TRUE(archive_->maintain({}));
        archive_.reset();
    }

    [[nodiscard]] std::string file(const std::string& name) const { return (folder() / name).string(); }

    struct Interruption {};
    void interrupt_at(std::string_view wanted, const std::string& to) const {
        try {
            [[maybe_unused]] const auto report =
                copy_archive(place(), to, [&](std::uint64_t, std::uint64_t, std::string_view table) {
                    if (table == wanted) throw Interruption();
                });
            FAIL() << "there was no " << wanted;
        } catch (const Interruption&) {
        }
    }

    static std::string contents(const std::string& place) {
        const auto archive = open_archive(place, OpenMode::kExisting);
        EXPECT_TRUE(archive) << archive.error().message();
        if (!archive) return "";
        std::string all;
        const auto stories = (*archive)->stories({.limit = 1000});
        for (const auto& story : *stories) {
            const auto revisions = (*archive)->revisions(story.id);
            for (const auto& revision : *revisions) {
                const auto text = **(*archive)->revision(story.id, revision.number);
                all += std::to_string(story.id) + text.title + text.html + text.url + "\n";
            }
        }
        const auto feeds = (*archive)->feeds();
        for (const auto& feed : *feeds) {
            all += feed.url + std::to_string(feed.entries);
            const auto deliveries = (*archive)->deliveries(feed.id, 10);
            for (const auto& delivery : *deliveries)
                all += std::to_string(delivery.id) + (**(*archive)->document(delivery.id)).bytes;
        }
        const auto found = (*archive)->search({.query = "zw\xC3\xB6lf"});
        EXPECT_TRUE(found) << found.error().message();
        EXPECT_EQ(found->hits.size(), 1u) << "the search index came along";
        EXPECT_TRUE((*archive)->check());
        return all;
    }
};

TEST_F(CopyTest, ThereAndBackEverythingIsTheSame) {
    const auto there = copy_archive(place(), file("copy.db"));
    ASSERT_TRUE(there) << there.error().message();
    EXPECT_EQ(contents(file("copy.db")), contents(place()));
    const TestPlace other;
    const auto back = copy_archive(file("copy.db"), other.place());
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(contents(other.place()), contents(place()));
    for (std::size_t i = 0; i < there->tables.size(); ++i)
        EXPECT_EQ(there->tables[i].checksum, back->tables[i].checksum) << there->tables[i].name;
}

TEST_F(CopyTest, IdsGoOnWhereTheyWere) {
    const auto original = *open_archive(place(), OpenMode::kExisting);
    const auto gone = (*original->deliveries(1, 1))[0].id;
    ASSERT_EQ(*original->forget_deliveries(kNow + 1h), 3);
    ASSERT_TRUE(copy_archive(place(), file("copy.db")));
    const auto copy = *open_archive(file("copy.db"), OpenMode::kExisting);
    PollCommit poll;
    poll.feed = 1;
    poll.time = kNow;
    poll.document = Document{"<rss/>", "", ""};
    ASSERT_TRUE(copy->commit_poll(poll));
    EXPECT_GT((*copy->deliveries(1, 1))[0].id, gone) << "an id is never used twice";
}

TEST_F(CopyTest, InterruptedAnywhereItGoesOn) {
    const TestPlace other;
    const auto copy_with = [&](int steps) {
        return copy_archive(place(), other.place(), [&](std::uint64_t, std::uint64_t, std::string_view) {
            if (steps-- == 0) throw Interruption();
        });
    };
    int steps = 0;
    bool resumed = false;
    for (bool whole = false; !whole; ++steps) {
        ASSERT_LT(steps, 500);
        try {
            const auto report = copy_with(steps);
            ASSERT_TRUE(report) << report.error().message();
            resumed = report->resumed;
            EXPECT_FALSE(report->started_over);
            whole = true;
        } catch (const Interruption&) {
            const auto opened = open_archive(other.place(), OpenMode::kExisting);
            ASSERT_FALSE(opened) << "half an archive is none";
            EXPECT_EQ(opened.error().code, ErrorCode::kRefused);
            EXPECT_NE(opened.error().remedy.find("orrery copy"), std::string::npos);
        }
    }
    EXPECT_GT(steps, 10);
    EXPECT_TRUE(resumed);
    EXPECT_EQ(contents(other.place()), contents(place()));
}

TEST_F(CopyTest, StartsOverWhereTheArchiveHasChangedMeanwhile) {
    const TestPlace other;
    interrupt_at("search_chunk", other.place());
    open();
    commit(1, {entry("1", "Newer"), entry("2", "Zw\xC3\xB6lf")}, kNow + 2h);
    archive_.reset();
    const auto report = copy_archive(place(), other.place());
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_TRUE(report->resumed);
    EXPECT_TRUE(report->started_over);
    EXPECT_EQ(contents(other.place()), contents(place()));
}

TEST_F(CopyTest, WritesOverNothing) {
    ASSERT_TRUE(copy_archive(place(), file("copy.db")));
    const auto again = copy_archive(place(), file("copy.db"));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().what, "there is an archive already");
    EXPECT_FALSE(copy_archive(place(), place()));
    std::ofstream(file("notes.txt")) << std::string(5000, 'x');
    EXPECT_EQ(copy_archive(place(), file("notes.txt")).error().code, ErrorCode::kCorrupt);
    EXPECT_EQ(copy_archive(file("none.db"), file("new.db")).error().code, ErrorCode::kNotFound);
}

TEST_F(CopyTest, AnInterruptedCopyOfAnotherArchiveIsLeftAlone) {
    ASSERT_TRUE(copy_archive(place(), file("second.db")));
    interrupt_at("feed", file("copy.db"));
    const auto mixed = copy_archive(file("second.db"), file("copy.db"));
    ASSERT_FALSE(mixed);
    EXPECT_EQ(mixed.error().what, "an unfinished copy is there already");
}

TEST_F(CopyTest, TellsTheSchemaAndChecksAroundAMigration) {
    const auto state = find_schema(place());
    ASSERT_TRUE(state) << state.error().message();
    EXPECT_TRUE(state->is_newest());
    EXPECT_TRUE(migrate_archive(place())->is_newest());
    EXPECT_EQ(find_schema(file("none.db")).error().code, ErrorCode::kNotFound);
    const TestPlace empty;
    EXPECT_EQ(find_schema(empty.place()).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace orrery::store
