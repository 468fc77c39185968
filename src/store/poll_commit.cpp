#include "poll_commit.hpp"

#include "entry_codec.hpp"
#include "entry_rows.hpp"
#include "statements.hpp"

#include <algorithm>
#include <unordered_set>

namespace orrery::store {

namespace {

// An entry of the archive that an entry of the poll may be.
struct Known {
    EntryId id = 0;
    std::int64_t hash = 0;
    bool is_vanished = false;
    bool is_by_first_key = false;
};

class PollWriter {
  public:
    PollWriter(Database& database, const BodyCodec& codec, const PollCommit& commit)
        : database_(database), codec_(codec), commit_(commit), known_(commit.entries.size()) {}

    PollChanges write() {
        if (!commit_.entries.empty()) {
            recognise();
            revise();
            add();
            if (commit_.is_whole) mark_vanished();
        }
        write_feed();
        if (commit_.document) write_document(*commit_.document);
        write_state();
        return changes_;
    }

  private:
    // Pairs the poll's entries with those of the archive: by their first keys, then the others by their
    // second, and so on. Nothing in the archive is taken twice.
    void recognise() {
        struct Key {
            std::size_t entry;
            std::size_t rank;
            std::int64_t value;
        };
        std::vector<Key> keys;
        for (std::size_t entry = 0; entry < commit_.entries.size(); ++entry)
            for (std::size_t rank = 0; rank < commit_.entries[entry].keys.size(); ++rank)
                keys.push_back({entry, rank, static_cast<std::int64_t>(commit_.entries[entry].keys[rank])});
        std::stable_sort(keys.begin(), keys.end(),
                         [](const Key& a, const Key& b) { return a.rank < b.rank; });

        std::unordered_set<EntryId> taken;
        database_.run_each(
            sql::kFindByKey, keys.size(),
            [&](Query& query, std::size_t i) { query.bind_all(commit_.feed, keys[i].value); },
            [&](const Query& row, std::size_t i) {
                auto& known = known_[keys[i].entry];
                if (known.id != 0 || !taken.insert(row.integer(0)).second) return;
                known = {row.integer(0), row.integer(1), !row.is_null(2), keys[i].rank == 0};
            });
    }

    void revise() {
        std::vector<std::size_t> revised;
        std::vector<std::int64_t> hashes;
        std::vector<EncodedEntry> encoded;
        std::vector<EntryId> returned;
        std::vector<std::size_t> renamed;
        for (std::size_t i = 0; i < known_.size(); ++i) {
            if (known_[i].id == 0) continue;
            if (!known_[i].is_by_first_key) renamed.push_back(i);
            const auto hash = content_hash(commit_.entries[i]);
            if (hash != known_[i].hash) {
                revised.push_back(i);
                hashes.push_back(hash);
                encoded.emplace_back(commit_.entries[i], codec_);
            } else if (known_[i].is_vanished) {
                returned.push_back(known_[i].id);
            }
        }
        changes_.revised = static_cast<std::int64_t>(revised.size());
        database_.run_each(sql::kKeepRevision, revised.size(),
                           [&](Query& query, std::size_t i) { query.bind_all(known_[revised[i]].id); });
        database_.run_each(sql::kReviseEntry, revised.size(), [&](Query& query, std::size_t i) {
            const auto& entry = commit_.entries[revised[i]];
            query.bind_all(known_[revised[i]].id, commit_.time, hashes[i], entry.guid, entry.url, entry.title,
                           entry.author, entry.language, entry.published, entry.updated,
                           encoded[i].categories, encoded[i].enclosures, Blob{encoded[i].body});
        });
        database_.run_each(sql::kSetVanished, returned.size(), [&](Query& query, std::size_t i) {
            query.bind_all(returned[i], std::optional<Timestamp>());
        });
        write_keys(revised);
        write_keys(renamed);
    }

    void add() {
        std::vector<std::size_t> added;
        std::vector<EncodedEntry> encoded;
        for (std::size_t i = 0; i < known_.size(); ++i) {
            if (known_[i].id != 0) continue;
            added.push_back(i);
            encoded.emplace_back(commit_.entries[i], codec_);
        }
        if (added.empty()) return;
        changes_.added = static_cast<std::int64_t>(added.size());
        // Ids rise towards the top of the document, which most feeds keep for what is newest.
        auto id = database_.allocate_ids("entry", added.size()) + changes_.added;
        for (const auto i : added)
            known_[i].id = --id;
        std::reverse(added.begin(), added.end());
        std::reverse(encoded.begin(), encoded.end());
        database_.run_each(sql::kAddEntry, added.size(), [&](Query& query, std::size_t i) {
            const auto& entry = commit_.entries[added[i]];
            query.bind_all(known_[added[i]].id, commit_.feed, entry.date, commit_.time, content_hash(entry),
                           entry.guid, entry.url, entry.title, entry.author, entry.language, entry.published,
                           entry.updated, encoded[i].categories, encoded[i].enclosures,
                           Blob{encoded[i].body});
        });
        write_keys(added);
    }

    void write_keys(const std::vector<std::size_t>& entries) {
        std::vector<std::pair<std::int64_t, EntryId>> rows;
        for (const auto i : entries)
            for (const auto key : commit_.entries[i].keys)
                rows.emplace_back(static_cast<std::int64_t>(key), known_[i].id);
        std::sort(rows.begin(), rows.end());
        database_.run_each(sql::kAddEntryKey, rows.size(), [&](Query& query, std::size_t i) {
            query.bind_all(commit_.feed, rows[i].first, rows[i].second);
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
        query.bind(16, changes_.added).run();
    }

    Database& database_;
    const BodyCodec& codec_;
    const PollCommit& commit_;
    std::vector<Known> known_;  // one an entry of the poll, in its order; id 0 until it has one
    PollChanges changes_;
};

}  // namespace

PollChanges write_poll(Database& database, const BodyCodec& codec, const PollCommit& commit) {
    return PollWriter(database, codec, commit).write();
}

}  // namespace orrery::store
