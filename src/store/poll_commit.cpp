#include "poll_commit.hpp"

#include "entry_codec.hpp"
#include "feed_keys.hpp"
#include "statements.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace orrery::store {

namespace {

// An entry of the archive that an entry of the poll may be.
struct Known {
    EntryId id = 0;
    std::int64_t hash = 0;
    bool is_vanished = false;
    planet::EntryKeys identity;
    Timestamp date{};
    Timestamp first_seen{};
    bool is_removed = false;  // taken down: nothing brings it back
    bool is_pruned = false;   // kept no longer: the same
};

class PollWriter {
  public:
    PollWriter(Database& database, const BodyCodec& codec, KnownKeys& known_keys, EntryJudge& judge,
               PreparedPoll& poll)
        : database_(database),
          codec_(codec),
          known_keys_(known_keys),
          judge_(judge),
          poll_(poll),
          commit_(*poll.commit),
          known_(commit_.entries.size()) {}

    [[nodiscard]] const PollCommit& commit() const { return commit_; }

    void write_feed() {
        if (commit_.info) {
            const auto& info = *commit_.info;
            database_.query(sql::kUpdateFeedInfo)
                .bind_all(commit_.feed, info.title, info.subtitle, info.site_url, info.language, info.author,
                          info.icon)
                .run();
        }
        if (commit_.moved_to) database_.query(sql::kMoveFeed).bind_all(commit_.feed, *commit_.moved_to).run();
    }

    /// What write() would ask for: rows of find_feed_keys and feed_names. Nobody may write them until then.
    void expect_keys() { keys_.emplace(commit_.feed); }
    void take_keys(const Query& row) { keys_->take(row); }
    void take_names(const Query& row) {
        feed_title_ = row.text(0);
        feed_author_ = row.text(1);
        feed_url_ = row.text(2);
        feed_category_ = row.text(3);
        feed_language_ = row.text(4);
        knows_feed_ = true;
    }

    /// All else, behind write_feed().
    PollChanges write() {
        if (!commit_.entries.empty()) {
            recognise();
            revise();
            add();
            write_keys();
            if (commit_.is_whole) mark_vanished();
        }
        if (commit_.document) write_document(*commit_.document);
        write_state();
        return changes_;
    }

  private:
    void recognise() {
        std::vector<std::int64_t> wanted;
        for (const auto& entry : commit_.entries) {
            const auto own = lookup_keys(entry.identity);
            wanted.insert(wanted.end(), own.begin(), own.end());
        }
        if (!keys_) keys_.emplace(database_, commit_.feed);
        std::vector<EntryId> ids;
        for (const auto& match : keys_->find(wanted))
            ids.push_back(match.entry);
        std::sort(ids.begin(), ids.end(), std::greater<>());
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        std::vector<Known> found;
        database_.run_each(
            sql::kLoadKnown, ids.size(), [&](Query& query, std::size_t i) { query.bind_all(ids[i]); },
            [&](const Query& row, std::size_t i) {
                found.push_back({ids[i], row.integer(0), !row.is_null(1), decode_identity(row.view(2)),
                                 row.time(3), row.time(4), row.view(5) == name_of(Visibility::kRemoved)});
            });

        find_pruned(ids, found);

        std::vector<planet::EntryKeys> delivered;
        std::vector<planet::EntryKeys> kept;
        for (const auto& entry : commit_.entries)
            delivered.push_back(entry.identity);
        for (const auto& known : found)
            kept.push_back(known.identity);
        const auto matches = planet::match_entries(delivered, kept);
        for (std::size_t i = 0; i < matches.size(); ++i)
            if (matches[i]) known_[i] = found[*matches[i]];
    }

    // Those of `ids` that were not found as entries.
    void find_pruned(const std::vector<EntryId>& ids, std::vector<Known>& found) {
        if (found.size() == ids.size()) return;
        std::vector<EntryId> missing;
        for (const auto id : ids)
            if (std::ranges::find(found, id, &Known::id) == found.end()) missing.push_back(id);
        database_.run_each(
            sql::kLoadPruned, missing.size(),
            [&](Query& query, std::size_t i) { query.bind_all(missing[i]); },
            [&](const Query& row, std::size_t i) {
                found.push_back(
                    {.id = missing[i], .identity = decode_identity(row.view(0)), .is_pruned = true});
            });
    }

    // Hardly ever made only here, within the transaction.
    const EncodedEntry& forms_of(std::size_t i) {
        auto& forms = poll_.entries[i].forms;
        if (!forms) forms.emplace(commit_.entries[i], codec_);
        return *forms;
    }

    void revise() {
        std::vector<std::size_t> revised;
        std::vector<std::size_t> renamed;
        std::vector<EntryId> returned;
        for (std::size_t i = 0; i < known_.size(); ++i) {
            if (known_[i].id == 0) continue;
            const auto& entry = commit_.entries[i];
            if (known_[i].identity != entry.identity) renamed.push_back(i);
            if (known_[i].is_removed || known_[i].is_pruned) continue;
            if (poll_.entries[i].hash != known_[i].hash) {
                revised.push_back(i);
                poll_.entries[i].written = known_[i].id;
            } else if (known_[i].is_vanished) {
                returned.push_back(known_[i].id);
            }
        }
        changes_.revised = static_cast<std::int64_t>(revised.size());
        database_.run_each(sql::kKeepRevision, revised.size(),
                           [&](Query& query, std::size_t i) { query.bind_all(known_[revised[i]].id); });
        database_.run_each(sql::kReviseEntry, revised.size(), [&](Query& query, std::size_t i) {
            const auto& entry = commit_.entries[revised[i]];
            const auto& forms = forms_of(revised[i]);
            query.bind_all(known_[revised[i]].id, commit_.time, poll_.entries[revised[i]].hash, entry.guid,
                           entry.url, entry.title, entry.author, entry.language, entry.published,
                           entry.updated, forms.categories, forms.enclosures, forms.source,
                           Blob{forms.traits}, Blob{forms.body});
        });
        database_.run_each(sql::kSetVanished, returned.size(), [&](Query& query, std::size_t i) {
            query.bind_all(returned[i], std::optional<Timestamp>());
        });
        for (const auto i : renamed) {
            const auto identity = encode_identity(commit_.entries[i].identity);
            database_.query(known_[i].is_pruned ? sql::kRenamePruned : sql::kRenameEntry)
                .bind_all(known_[i].id, Blob{identity})
                .run();
        }
        keyed_ = renamed;
        judge_again(revised);
        for (const auto i : revised) {
            const auto keys = encode_keys(planet::story_keys(post_of(i)));
            database_.query(sql::kAddPending).bind_all(known_[i].id, std::int64_t{1}, Blob{keys}).run();
        }
    }

    void add() {
        std::vector<std::size_t> added;
        for (std::size_t i = 0; i < known_.size(); ++i)
            if (known_[i].id == 0) added.push_back(i);
        if (added.empty()) return;
        changes_.added = static_cast<std::int64_t>(added.size());
        // Ids rise towards the top of the document, which most feeds keep for what is newest.
        std::reverse(added.begin(), added.end());
        auto id = database_.allocate_ids("entry", added.size());
        std::vector<NewPost> posts;
        for (const auto i : added) {
            poll_.entries[i].written = known_[i].id = id++;
            auto& post = posts.emplace_back();
            post.id = known_[i].id;
            post.post = post_of(i);
            post.keys = planet::story_keys(post.post);
        }
        std::unordered_set<EntryId> shown;
        for (const auto& known : known_)
            shown.insert(known.id);
        place_stories(database_, known_keys_, posts, shown);
        const auto fates = judge_flood(added, posts);
        const auto judged = judge_new(added, posts, fates);

        database_.run_each(sql::kAddEntry, added.size(), [&](Query& query, std::size_t i) {
            const auto& entry = commit_.entries[added[i]];
            const auto& forms = forms_of(added[i]);
            const Stance stance{judged[i].effect.outcome, judged[i].flooded, {}};
            const auto visibility = visibility_of({&stance, 1});
            query.bind_all(posts[i].id, commit_.feed, posts[i].id,
                           std::int64_t{visibility == Visibility::kShown}, fates[i].date, commit_.time,
                           std::optional<Timestamp>(), name_of(visibility), std::int64_t{entry.is_copy},
                           poll_.entries[added[i]].hash, entry.guid, entry.url, entry.title, entry.author,
                           entry.language, entry.published, entry.updated, forms.categories, forms.enclosures,
                           forms.source, Blob{forms.identity}, Blob{forms.traits}, Blob{forms.body});
        });
        add_effects(database_, judged);
        keyed_.insert(keyed_.end(), added.begin(), added.end());
        write_story_keys(posts);
        for (const auto& post : posts) {
            if (post.same_as == 0) continue;
            join_story(database_, post.id, post.same_as, commit_.time, post.reason, post.why);
            ++changes_.joined;
        }
    }

    // Too many new stories at once are spread or held; what joins a story that is known adds none.
    std::vector<planet::FloodFate> judge_flood(const std::vector<std::size_t>& added,
                                               const std::vector<NewPost>& posts) {
        std::vector<planet::FloodFate> fates;
        std::vector<Timestamp> dates;
        for (std::size_t i = 0; i < added.size(); ++i) {
            fates.push_back({.date = commit_.entries[added[i]].date});
            if (posts[i].same_as == 0) dates.push_back(fates.back().date);
        }
        auto decision = planet::judge_flood(dates, feed_title_, commit_.time, commit_.flood);
        changes_.flood = std::move(decision.says);
        auto fate = decision.fates.begin();
        for (std::size_t i = 0; i < added.size(); ++i)
            if (posts[i].same_as == 0) fates[i] = *fate++;
        return fates;
    }

    std::vector<JudgedEntry> judge_new(const std::vector<std::size_t>& added,
                                       const std::vector<NewPost>& posts,
                                       const std::vector<planet::FloodFate>& fates) {
        std::vector<JudgedEntry> judged;
        for (std::size_t i = 0; i < added.size(); ++i) {
            auto& entry = judged.emplace_back();
            entry.id = posts[i].id;
            entry.flooded = fates[i].is_held;
            if (judge_.has_rules()) entry.effect = effect_on(added[i], fates[i].date, commit_.time);
            if (entry.flooded || entry.effect.outcome != Visibility::kShown) ++changes_.kept_back;
        }
        return judged;
    }

    // Revised entries, by their place in the poll: their date and when they were first seen stay.
    void judge_again(const std::vector<std::size_t>& revised) {
        if (!judge_.has_rules()) return;
        std::vector<JudgedEntry> judged;
        for (const auto i : revised)
            judged.push_back({known_[i].id, effect_on(i, known_[i].date, known_[i].first_seen)});
        change_effects(database_, judged, commit_.time);
    }

    RuleEffect effect_on(std::size_t i, Timestamp date, Timestamp first_seen) {
        know_feed();
        auto effect = judge_.judge(judge_.subjects().of(commit_.entries[i], {.text = forms_of(i).text,
                                                                             .feed_title = feed_title_,
                                                                             .feed_url = feed_url_,
                                                                             .feed_category = feed_category_,
                                                                             .feed_author = feed_author_,
                                                                             .feed_language = feed_language_,
                                                                             .date = date,
                                                                             .first_seen = first_seen}));
        for (auto& rule : decode_categories(effect.undecided))
            if (std::ranges::find(changes_.undecided, rule) == changes_.undecided.end())
                changes_.undecided.push_back(std::move(rule));
        return effect;
    }

    void know_feed() {
        if (knows_feed_) return;
        auto row = database_.query(sql::kFeedNames);
        if (row.bind_all(commit_.feed).step()) take_names(row);
        knows_feed_ = true;
    }

    planet::Post post_of(std::size_t i) {
        const auto& entry = commit_.entries[i];
        know_feed();
        return {.feed = commit_.feed,
                .url = entry.url,
                .guid = entry.guid,
                .title = entry.title,
                .author = entry.author.empty() ? feed_author_ : entry.author,
                .feed_title = feed_title_,
                .file = entry.enclosures.empty() ? std::string_view() : entry.enclosures.front().url,
                .text = decode_traits(forms_of(i).traits),
                .date = entry.published ? entry.published : entry.updated,
                .shares_url = entry.identity.shares_link,
                .is_listed = true};
    }

    // Of what is new and what has other keys than before.
    void write_keys() {
        std::vector<FeedKeys::Pair> pairs;
        for (const auto i : keyed_)
            for (const auto key : lookup_keys(commit_.entries[i].identity))
                pairs.push_back({known_[i].id, key});
        if (!pairs.empty()) keys_->add(database_, std::move(pairs));
    }

    // They wait for the search index, and are found among what waits until then.
    void write_story_keys(const std::vector<NewPost>& posts) {
        std::vector<std::string> packed;
        for (const auto& post : posts) {
            known_keys_.pending.add(post.keys, post.id);
            packed.push_back(encode_keys(post.keys));
        }
        database_.run_each(sql::kAddPending, posts.size(), [&](Query& query, std::size_t i) {
            query.bind_all(posts[i].id, std::int64_t{0}, Blob{packed[i]});
        });
    }

    // What is missing although the document goes further back was taken out by its author; what is older than
    // the whole document only fell off its end.
    void mark_vanished() {
        std::unordered_set<EntryId> shown;
        for (const auto& known : known_)
            shown.insert(known.id);
        // Twice as many as the document shows: were more taken out at once, the next polls find the others.
        auto newest = database_.query(sql::kNewestOfFeed);
        newest.bind_all(commit_.feed, static_cast<std::int64_t>(2 * shown.size()));
        std::vector<EntryId> missing;
        std::size_t certain = 0;
        while (newest.step()) {
            if (shown.contains(newest.integer(0))) {
                certain = missing.size();
            } else {
                missing.push_back(newest.integer(0));
            }
        }
        missing.resize(certain);
        database_.run_each(sql::kSetVanished, missing.size(), [&](Query& query, std::size_t i) {
            query.bind_all(missing[i], std::optional(commit_.time));
        });
    }

    void write_document(const Document& document) {
        const auto body = codec_.encode(document.bytes);
        database_.query(sql::kAddDelivery)
            .bind_all(commit_.feed, commit_.time, static_cast<std::int64_t>(document.bytes.size()),
                      document.content_type, document.url, Blob{body})
            .run();
    }

    void write_state() {
        const auto& state = commit_.state;
        const bool is_new = state.outcome == PollOutcome::kUnchanged && changes_.any();
        const auto outcome = is_new ? PollOutcome::kNew : state.outcome;
        const Error no_error{};
        const auto& error = state.error ? *state.error : no_error;
        auto query = database_.query(sql::kUpdateFeedState);
        query.bind_all(commit_.feed, name_of(outcome), state.next_poll, state.last_poll, state.last_success,
                       std::int64_t{state.failures}, std::int64_t{state.http_status});
        if (state.error) query.bind(8, static_cast<std::int64_t>(error.code));
        query.bind(9, error.what).bind(10, error.where).bind(11, error.why).bind(12, error.remedy);
        query.bind(13, state.etag).bind(14, state.last_modified).bind(15, state.body_hash);
        query.bind(16, changes_.added);
        const auto& habit = state.habit;
        query.bind(17, habit.habit ? planet::name_of(*habit.habit) : std::string_view());
        query.bind(18, planet::name_of(habit.next)).bind(19, std::int64_t{habit.polls});
        std::optional<std::string_view> flood;
        std::optional<Timestamp> flood_time;
        if (!changes_.flood.empty()) {
            flood = changes_.flood;
            flood_time = commit_.time;
        }
        query.bind(20, flood).bind(21, flood_time).run();
    }

    Database& database_;
    const BodyCodec& codec_;
    KnownKeys& known_keys_;
    EntryJudge& judge_;
    PreparedPoll& poll_;
    const PollCommit& commit_;
    bool knows_feed_ = false;
    std::string feed_title_;
    std::string feed_author_;
    std::string feed_url_;
    std::string feed_category_;
    std::string feed_language_;
    std::optional<FeedKeys> keys_;
    std::vector<std::size_t> keyed_;  // entries whose keys are to be written
    std::vector<Known> known_;        // one an entry of the poll, in its order; id 0 until it has one
    PollChanges changes_;
};

// What each poll would ask a server for by itself, asked for all of them together. A feed that is there twice
// asks for itself: its second poll has to see what the first one wrote.
void read_ahead(Database& database, std::vector<PollWriter>& writers) {
    std::unordered_map<FeedId, int> times;
    for (const auto& writer : writers)
        ++times[writer.commit().feed];
    std::vector<PollWriter*> asking;
    for (auto& writer : writers)
        if (!writer.commit().entries.empty() && times[writer.commit().feed] == 1) asking.push_back(&writer);
    for (auto* writer : asking)
        writer->expect_keys();
    database.run_each(
        sql::kFindFeedKeys, asking.size(),
        [&](Query& query, std::size_t i) { FeedKeys::bind(query, asking[i]->commit().feed); },
        [&](const Query& row, std::size_t i) { asking[i]->take_keys(row); });
    database.run_each(
        sql::kFeedNames, asking.size(),
        [&](Query& query, std::size_t i) { query.bind_all(asking[i]->commit().feed); },
        [&](const Query& row, std::size_t i) { asking[i]->take_names(row); });
}

}  // namespace

std::vector<PollChanges> write_polls(Database& database, const BodyCodec& codec, KnownKeys& known_keys,
                                     EntryJudge& judge, std::span<PreparedPoll> polls) {
    std::vector<PollWriter> writers;
    writers.reserve(polls.size());
    for (auto& poll : polls)
        writers.emplace_back(database, codec, known_keys, judge, poll).write_feed();
    read_ahead(database, writers);
    std::vector<PollChanges> changes;
    for (auto& writer : writers)
        changes.push_back(writer.write());
    return changes;
}

}  // namespace orrery::store
