#include "sql_archive.hpp"

#include "entry_rows.hpp"
#include "feed_rows.hpp"
#include "judgement.hpp"
#include "pending_keys.hpp"
#include "poll_commit.hpp"
#include "prepared_poll.hpp"
#include "pruning.hpp"
#include "reader_pool.hpp"
#include "rejudging.hpp"
#include "search_index.hpp"
#include "statements.hpp"
#include "story_search.hpp"
#include "take_down.hpp"

#include <mutex>

#include <fmt/format.h>

namespace orrery::store {

namespace {

// Forgetting goes in steps of so many, for each is a transaction that others wait for.
constexpr std::int64_t kForgottenAtOnce = 200;

template <class Read>
auto read_rows(Query& query, Read read) {
    std::vector<decltype(read(query))> rows;
    while (query.step())
        rows.push_back(read(query));
    return rows;
}

template <class Read>
auto read_one(Query& query, Read read) -> std::optional<decltype(read(query))> {
    if (!query.step()) return {};
    return read(query);
}

// A dictionary is learnt from so many of the newest bodies, once there are as many as that.
constexpr std::int64_t kDictionarySamples = 2000;

// Two parts of one statement, put together once.
std::string joined(std::string_view head, std::string_view tail) {
    return std::string(head).append(tail);
}

class SqlArchive final : public Archive {
  public:
    SqlArchive(std::unique_ptr<Engine> engine, const std::string& where)
        : engine_(std::move(engine)),
          writer_(engine_->open_writer()),
          readers_(*engine_),
          search_(readers_, codec_) {
        check_is_whole(*engine_, *writer_, where);
        load_dictionaries(codec_, *writer_);
    }

    Result<std::vector<Added>> add_feeds(std::span<const NewFeed> feeds, Timestamp now) override {
        return write([&](Database& database) {
            std::vector<Added> added;
            for (const auto& feed : feeds) {
                {
                    auto known = database.query(sql::kFindFeedId);
                    if (known.bind_all(feed.url).step()) {
                        added.push_back({known.integer(0), false});
                        continue;
                    }
                }
                const auto id = database.allocate_ids("feed", 1);
                database.query(sql::kAddFeed)
                    .bind_all(id, feed.url, feed.given_title, feed.category, feed.site_url, now)
                    .run();
                database.query(sql::kAddFeedState).bind_all(id, now).run();
                added.push_back({id, true});
            }
            return added;
        });
    }

    void set_rules(std::shared_ptr<const planet::RuleSet> rules) override {
        rules_ = std::move(rules);
        knows_rules_ = true;
    }

    Result<std::vector<PollChanges>> commit_polls(std::span<const PollCommit> commits) override {
        ORRERY_TRY(auto polls, guarded([&] { return prepare_polls(readers_, codec_, commits); }));
        auto changes = write([&](Database& database) {
            pending_keys_.refresh(database);
            const auto index = search_.segments();
            KnownKeys known_keys{pending_keys_,
                                 [index, searcher = search::Searcher(index->views())](std::uint64_t key) {
                                     return entries_with_key(searcher, key);
                                 }};
            const bool has_entries = std::any_of(commits.begin(), commits.end(),
                                                 [](const auto& commit) { return !commit.entries.empty(); });
            if (has_entries) adopt_rules(database, rules_->fingerprint());
            EntryJudge judge(*rules_);
            return write_polls(database, codec_, known_keys, judge, polls);
        });
        if (!changes) return changes;
        for (auto& poll : polls)
            for (auto& entry : poll.entries)
                if (entry.written != 0)
                    search_.keep_text(entry.written, entry.hash, std::move(entry.forms->text));
        return changes;
    }

    Result<std::vector<StoryMember>> members(EntryId id, std::optional<Timestamp> at) const override {
        return read([&](Database& database) {
            auto query = database.query(sql::kListMembers);
            return read_rows(query.bind_all(id, at.value_or(Timestamp::max())), [](const Query& row) {
                return StoryMember{.id = row.integer(0),
                                   .feed = row.integer(1),
                                   .feed_title = row.text(2),
                                   .feed_site_url = row.text(3),
                                   .url = row.text(4),
                                   .title = row.text(5),
                                   .date = row.time(6),
                                   .is_copy = row.integer(7) != 0,
                                   .why = row.text(8)};
            });
        });
    }

    Result<void> split_story(EntryId entry, std::string_view why, Timestamp now) override {
        return write_for_good([&](Database& database) {
            refuse_removed(database, entry);
            store::split_story(database, entry, now, why);
        });
    }

    Result<void> join_story(EntryId entry, EntryId other, std::string_view why, Timestamp now) override {
        return write_for_good([&](Database& database) {
            refuse_removed(database, entry);
            refuse_removed(database, other);
            store::join_story(database, entry, other, now, kByModerator, why);
        });
    }

    Result<std::vector<Judgement>> judgements(const JudgementQuery& wanted) const override {
        static const auto by_visibility = joined(sql::kSelectJudgements, sql::kWhereVisibility);
        static const auto undecided = joined(sql::kSelectJudgements, sql::kWhereUndecided);
        return read([&](Database& database) {
            auto query = database.query(wanted.visibility ? by_visibility : undecided);
            int parameter = 0;
            if (wanted.visibility) query.bind(++parameter, name_of(*wanted.visibility));
            query.bind(++parameter, static_cast<std::int64_t>(wanted.limit));
            query.bind(++parameter, static_cast<std::int64_t>(wanted.offset));
            return read_rows(query, read_judgement);
        });
    }

    Result<std::optional<Judgement>> judgement(EntryId entry) const override {
        static const auto sql = joined(sql::kSelectJudgements, sql::kWhereEntry);
        return read([&](Database& database) {
            const auto goes_on = successor_of(database, entry);
            auto query = database.query(sql);
            return read_one(query.bind_all(goes_on), read_judgement);
        });
    }

    Result<void> moderate(EntryId entry, Moderation decision, std::string_view reason,
                          Timestamp now) override {
        return write_for_good([&](Database& database) {
            refuse_removed(database, entry);
            decide(database, entry,
                   decision == Moderation::kRelease ? Visibility::kShown : Visibility::kHidden, reason, now);
        });
    }

    Result<void> take_down(EntryId entry, std::string_view reason, Timestamp now) override {
        return write_for_good(
            [&](Database& database) { store::take_down(database, codec_, entry, reason, now); });
    }

    Result<std::vector<Story>> entries(EntryId before, std::size_t limit) const override {
        static const auto sql = joined(sql::kSelectStories, sql::kWhereKeptBefore);
        return read([&](Database& database) {
            const BodyReader bodies(codec_, database);
            auto query = database.query(sql);
            query.bind_all(before, static_cast<std::int64_t>(limit));
            return read_rows(query, [&](const Query& row) { return read_story(row, bodies); });
        });
    }

    Result<std::vector<FeedRecord>> feeds() const override {
        static const auto sql = joined(sql::kSelectFeeds, sql::kOrderFeeds);
        return read([](Database& database) {
            auto query = database.query(sql);
            return read_rows(query, read_feed);
        });
    }

    Result<std::optional<FeedRecord>> feed(FeedId id) const override {
        static const auto sql = joined(sql::kSelectFeeds, sql::kWhereFeedId);
        return read([&](Database& database) {
            auto query = database.query(sql);
            return read_one(query.bind_all(id), read_feed);
        });
    }

    Result<std::optional<FeedRecord>> feed_by_url(std::string_view url) const override {
        static const auto sql = joined(sql::kSelectFeeds, sql::kWhereFeedUrl);
        return read([&](Database& database) {
            auto query = database.query(sql);
            return read_one(query.bind_all(url), read_feed);
        });
    }

    Result<std::vector<FeedRecord>> due_feeds(Timestamp now, std::size_t limit) const override {
        static const auto sql = joined(sql::kSelectFeeds, sql::kWhereFeedDue);
        return read([&](Database& database) {
            auto query = database.query(sql);
            return read_rows(query.bind_all(now, static_cast<std::int64_t>(limit)), read_feed);
        });
    }

    Result<std::optional<Timestamp>> next_due() const override {
        return read([](Database& database) {
            auto query = database.query(sql::kNextDue);
            query.step();
            return query.optional_time(0);
        });
    }

    Result<std::vector<Story>> stories(const StoryQuery& wanted) const override {
        return read([&](Database& database) {
            const BodyReader bodies(codec_, database);
            auto query = ask(database, Direction::kBehind, sql::kSelectStories, wanted,
                             static_cast<std::int64_t>(wanted.limit));
            auto found = read_rows(query, [&](const Query& row) { return read_story(row, bodies); });
            if (wanted.at)
                for (auto& story : found)
                    turn_back(database, bodies, story, *wanted.at);
            return found;
        });
    }

    Result<std::vector<StoryPlace>> places(const StoryQuery& wanted) const override {
        return read([&](Database& database) {
            auto query = ask(database, Direction::kBehind, sql::kSelectPlaces, wanted,
                             static_cast<std::int64_t>(wanted.limit));
            return read_rows(query, read_place);
        });
    }

    Result<std::optional<StoryPlace>> place_ahead(const StoryQuery& wanted) const override {
        return read([&](Database& database) -> std::optional<StoryPlace> {
            if (wanted.limit == 0) return wanted.behind;
            auto query = ask(database, Direction::kAhead, sql::kSelectPlaces, wanted,
                             static_cast<std::int64_t>(wanted.limit) - 1);
            return read_one(query, read_place);
        });
    }

    Result<std::optional<StoryPlace>> place_of(EntryId id) const override {
        static const auto sql = joined(sql::kSelectPlaces, sql::kWhereEntry);
        return read([&](Database& database) {
            auto query = database.query(sql);
            return read_one(query.bind_all(id), read_place);
        });
    }

    Result<std::optional<Story>> story(EntryId id, std::optional<Timestamp> at) const override {
        return read([&](Database& database) -> std::optional<Story> {
            EntryId lead = 0;
            id = successor_of(database, id);
            {
                auto query = database.query(sql::kFindLead);
                if (!query.bind_all(id).step()) return {};
                const bool was_alone = at && !query.is_null(1) && query.time(1) > *at;
                lead = was_alone ? id : query.integer(0);
            }
            static const auto shown = joined(sql::kSelectStories, sql::kWhereShown);
            const BodyReader bodies(codec_, database);
            auto found = entry_row(database, bodies, shown, lead);
            if (!found || !at) return found;
            if (found->first_seen > *at) return {};
            turn_back(database, bodies, *found, *at);
            return found;
        });
    }

    Result<std::vector<Revision>> revisions(EntryId id) const override {
        return read([&](Database& database) {
            auto query = database.query(sql::kListRevisions);
            return read_rows(query.bind_all(id), [](const Query& row) {
                return Revision{static_cast<int>(row.integer(0)), row.time(1), row.text(2)};
            });
        });
    }

    Result<std::optional<Story>> revision(EntryId id, int number) const override {
        return read([&](Database& database) -> std::optional<Story> {
            const BodyReader bodies(codec_, database);
            if (auto older = older_revision(database, bodies, id, number)) return older;
            auto newest = current(database, bodies, id);
            if (!newest || newest->revision != number) return {};
            return newest;
        });
    }

    Result<std::vector<Delivery>> deliveries(FeedId feed, std::size_t limit) const override {
        return read([&](Database& database) {
            auto query = database.query(sql::kListDeliveries);
            return read_rows(query.bind_all(feed, static_cast<std::int64_t>(limit)), [](const Query& row) {
                return Delivery{row.integer(0), row.integer(1), row.time(2),
                                row.integer(3), row.text(4),    row.text(5)};
            });
        });
    }

    Result<std::optional<Document>> document(std::int64_t delivery) const override {
        return read([&](Database& database) {
            const BodyReader bodies(codec_, database);
            auto query = database.query(sql::kFindDelivery);
            return read_one(query.bind_all(delivery), [&](const Query& row) {
                return Document{bodies.read(row.view(0)), row.text(1), row.text(2)};
            });
        });
    }

    Result<std::int64_t> forget_deliveries(Timestamp time) override {
        return write([&](Database& database) {
            std::int64_t forgotten = 0;
            auto query = database.query(sql::kForgetDeliveries);
            query.bind_all(time, kForgottenAtOnce);
            while (query.step())
                ++forgotten;
            return forgotten;
        });
    }

    Result<PruneReport> prunable(const RetentionPolicy& policy, Timestamp now) const override {
        ORRERY_TRY(const auto followed, feeds());
        return read([&](Database& database) {
            PruneReport report;
            for (const auto& feed : followed) {
                const auto bound = prune_bound(database, feed.id, policy.of(feed.id), now);
                if (!bound) continue;
                auto found = count_prunable(database, feed.id, *bound);
                if (found.entries == 0) continue;
                found.title = feed.title();
                report.feeds.push_back(std::move(found));
            }
            return report;
        });
    }

    Result<PruneReport> prune(const RetentionPolicy& policy, const Maintenance& maintenance) override {
        PruneReport report;
        if (policy.keeps_all()) return report;
        ORRERY_TRY(const auto followed, feeds());
        const auto now = maintenance.clock();
        for (const auto& feed : followed) {
            ORRERY_TRY(const auto bound, read([&](Database& database) {
                           return prune_bound(database, feed.id, policy.of(feed.id), now);
                       }));
            if (!bound) continue;
            PruneReport::Feed pruned{.id = feed.id, .title = feed.title()};
            for (bool is_left = true; is_left;) {
                if (maintenance.stop.stop_requested()) {
                    report.is_complete = false;
                    break;
                }
                auto after = pruned;
                ORRERY_TRY(is_left, write([&](Database& database) {
                               return prune_some(database, feed.id, *bound, now, after);
                           }));
                pruned = after;
            }
            if (pruned.entries > 0) report.feeds.push_back(std::move(pruned));
        }
        return report;
    }

    Result<std::optional<Pruned>> pruned(EntryId id) const override {
        return read([&](Database& database) -> std::optional<Pruned> {
            if (successor_of(database, id) != 0) return {};
            auto query = database.query(sql::kFindPruned);
            return read_one(query.bind_all(id), [&](const Query& row) {
                return Pruned{id, row.integer(0), row.text(1), row.time(2)};
            });
        });
    }

    Result<void> run_sql(std::string_view statement, const SqlAnswer& answer) const override {
        try {
            return readers_.read([&](Database& database) {
                const BodyReader bodies(codec_, database);
                return engine_->run_sql(statement, answer,
                                        [&](std::string_view body) { return bodies.read(body); });
            });
        } catch (const StoreFailure& failure) {
            return Failure(failure.error());
        }
    }

    Result<void> maintain(const Maintenance& maintenance) override {
        const std::lock_guard lock(maintenance_mutex_);
        ORRERY_CHECK(learn_dictionary());
        if (knows_rules_) ORRERY_CHECK(rejudge(maintenance));
        const auto in_transaction = [&](const std::function<void(Database&)>& work) {
            if (const auto done = write_only(work); !done) throw StoreFailure(done.error());
        };
        try {
            search_.maintain(in_transaction, maintenance);
        } catch (const StoreFailure& failure) {
            return Failure(failure.error());
        }
        return {};
    }

    Result<SearchAnswer> search(const SearchRequest& request) const override {
        return guarded([&] { return search_stories(search_, readers_, codec_, request); });
    }

    Result<Counts> counts() const override {
        return read([](Database& database) {
            auto query = database.query(sql::kCountAll);
            query.step();
            return Counts{query.integer(0), query.integer(1), query.integer(1) - query.integer(2)};
        });
    }

    Result<std::uint64_t> generation() const override {
        return guarded([&] { return engine_->generation(); });
    }

    Result<void> check() const override {
        try {
            return engine_->check();
        } catch (const StoreFailure& failure) {
            return Failure(failure.error());
        }
    }

  private:
    enum class Direction { kBehind, kAhead };

    static StoryPlace read_place(const Query& row) { return {row.time(0), row.integer(1)}; }

    // `select` of the stories that stand behind a place, or ahead of it; `count` is how many, or which one.
    static Query ask(Database& database, Direction direction, std::string_view select,
                     const StoryQuery& wanted, std::int64_t count) {
        const bool ahead = direction == Direction::kAhead;
        const auto where = wanted.at
                               ? (wanted.feed ? (ahead ? sql::kWhereAheadOfFeedAt : sql::kWhereNewestOfFeedAt)
                                              : (ahead ? sql::kWhereAheadAt : sql::kWhereNewestAt))
                               : (wanted.feed ? (ahead ? sql::kWhereAheadOfFeed : sql::kWhereNewestOfFeed)
                                              : (ahead ? sql::kWhereAhead : sql::kWhereNewest));
        auto query = database.query(joined(select, where));
        query.bind_all(count, wanted.behind.date, wanted.behind.id);
        int parameter = 3;
        if (wanted.at) query.bind(++parameter, *wanted.at);
        if (wanted.feed) query.bind(++parameter, *wanted.feed);
        return query;
    }

    Result<void> rejudge(const Maintenance& maintenance) {
        ORRERY_TRY(bool is_left, read([&](Database& database) { return has_to_rejudge(database, *rules_); }));
        while (is_left && !maintenance.stop.stop_requested()) {
            ORRERY_TRY(is_left, write([&](Database& database) {
                           return rejudge_some(database, codec_, *rules_, maintenance.clock());
                       }));
        }
        return {};
    }

    Result<void> learn_dictionary() {
        if (codec_.newest() > 0) return {};
        ORRERY_TRY(const auto number_of, counts());
        if (number_of.entries < kDictionarySamples) return {};
        ORRERY_TRY(const auto samples, read([&](Database& database) {
                       const BodyReader bodies(codec_, database);
                       auto query = database.query(sql::kSampleBodies);
                       return read_rows(query.bind_all(kDictionarySamples),
                                        [&](const Query& row) { return bodies.read(row.view(0)); });
                   }));
        constexpr std::uint32_t kFirst = 1;
        const auto dictionary = BodyCodec::train(samples, kFirst);
        if (dictionary.empty()) return {};
        ORRERY_TRY(
            [[maybe_unused]] const auto done, write([&](Database& database) {
                // Another process may have been first; its dictionary is as good.
                load_dictionaries(codec_, database);
                if (codec_.newest() > 0) return false;
                database.query(sql::kAddDictionary).bind_all(std::int64_t{kFirst}, Blob{dictionary}).run();
                return true;
            }));
        // Only now, for a body must never need a dictionary that was not committed before it.
        codec_.add_dictionary(kFirst, dictionary);
        return {};
    }

    static std::optional<Story> current(Database& database, const BodyReader& bodies, EntryId id) {
        static const auto sql = joined(sql::kSelectStories, sql::kWhereEntry);
        return entry_row(database, bodies, sql, id);
    }

    static std::optional<Story> entry_row(Database& database, const BodyReader& bodies, std::string_view sql,
                                          EntryId id) {
        auto query = database.query(sql);
        return read_one(query.bind_all(id), [&](const Query& row) { return read_story(row, bodies); });
    }

    static std::optional<Story> older_revision(Database& database, const BodyReader& bodies, EntryId id,
                                               int number) {
        static const auto sql = joined(sql::kSelectRevisions, sql::kWhereRevision);
        auto query = database.query(sql);
        return read_one(query.bind_all(id, std::int64_t{number}),
                        [&](const Query& row) { return read_story(row, bodies); });
    }

    // Gives the story the content that it had at `at`.
    static void turn_back(Database& database, const BodyReader& bodies, Story& story, Timestamp at) {
        if (story.revisions > 1) {
            std::int64_t number = 0;
            {
                auto query = database.query(sql::kRevisionAt);
                query.bind_all(story.id, at).step();
                number = query.integer(0);
            }
            if (number != story.revision)
                if (auto older = older_revision(database, bodies, story.id, static_cast<int>(number)))
                    story = std::move(*older);
            story.revisions = story.revision;
        }
        if (story.vanished && *story.vanished > at) story.vanished.reset();
    }

    template <class Work>
    static auto guarded(Work work) -> Result<decltype(work())> {
        try {
            return work();
        } catch (const StoreFailure& failure) {
            return Failure(failure.error());
        }
    }

    template <class Work>
    auto write(Work work) -> Result<decltype(work(std::declval<Database&>()))> {
        const std::lock_guard lock(writer_mutex_);
        return guarded([&] {
            Transaction transaction(*writer_);
            if (const auto session = writer_->session(); session != session_) {
                pending_keys_ = PendingKeys();
                search_.forget();
                session_ = session;
            }
            auto result = work(*writer_);
            transaction.commit();
            return result;
        });
    }

    template <class Work>
    Result<void> write_only(Work work) {
        ORRERY_TRY([[maybe_unused]] const auto done, write([&](Database& database) {
                       work(database);
                       return true;
                   }));
        return {};
    }

    // What a person decided: nobody would do it again after a power cut.
    template <class Work>
    Result<void> write_for_good(Work work) {
        const std::lock_guard lock(writer_mutex_);
        ORRERY_TRY([[maybe_unused]] const auto done, guarded([&] {
                       writer_->sync(Database::Sync::kEachCommit);
                       const auto later = [](Database* writer) {
                           try {
                               writer->sync(Database::Sync::kLater);
                           } catch (const StoreFailure&) {  // so it goes on syncing each
                           }
                       };
                       const std::unique_ptr<Database, decltype(later)> back(writer_.get(), later);
                       Transaction transaction(*writer_);
                       work(*writer_);
                       transaction.commit();
                       return true;
                   }));
        return {};
    }

    template <class Work>
    auto read(Work work) const -> Result<decltype(work(std::declval<Database&>()))> {
        return guarded([&] { return readers_.read(work); });
    }

    std::unique_ptr<Engine> engine_;
    std::shared_ptr<const planet::RuleSet> rules_ = std::make_shared<planet::RuleSet>();
    bool knows_rules_ = false;  // false: only readers and tests
    mutable BodyCodec codec_;
    std::mutex maintenance_mutex_;
    std::mutex writer_mutex_;
    std::unique_ptr<Database> writer_;
    std::uint64_t session_ = 0;  // of writer_, in which what is kept in memory was read
    PendingKeys pending_keys_;   // as writer_, under the mutex
    ReaderPool readers_;
    SearchIndex search_;
};

}  // namespace

Result<PollChanges> Archive::commit_poll(const PollCommit& commit) {
    ORRERY_TRY(auto changes, commit_polls({&commit, 1}));
    return changes.front();
}

std::unique_ptr<Archive> make_sql_archive(std::unique_ptr<Engine> engine, const std::string& where) {
    return std::make_unique<SqlArchive>(std::move(engine), where);
}

}  // namespace orrery::store
