#include "search_index.hpp"

#include "entry_codec.hpp"
#include "entry_rows.hpp"
#include "orrery/base/memory.hpp"
#include "orrery/html/text.hpp"
#include "orrery/search/segment_builder.hpp"
#include "statements.hpp"

#include <algorithm>
#include <random>
#include <utility>

namespace orrery::store {

namespace {

// The cache of chunks is an eighth of the index, within these limits: lists of common words, dictionaries and
// the lengths of documents are asked for again and again.
constexpr std::size_t kLeastCacheBytes = std::size_t{64} << 20;
constexpr std::size_t kMostCacheBytes = std::size_t{256} << 20;
constexpr std::size_t kIndexBytesPerCacheByte = 8;
// Texts of what was just written: some seconds of ingest.
constexpr std::size_t kTextBytes = std::size_t{64} << 20;
// Chunks of one segment follow one another.
constexpr std::int64_t kChunksPerSegment = std::int64_t{1} << 24;
// Read at once; a segment is finished when it holds so much, or when nothing is left.
constexpr std::int64_t kEntriesAtOnce = 1000;
constexpr std::size_t kBuilderBytes = std::size_t{64} << 20;
// A transaction of a merge: others wait for it.
constexpr std::size_t kBytesAtOnce = std::size_t{2} << 20;
constexpr std::int64_t kChunksRemovedAtOnce = 64;
// How long the right to change the index lasts without being renewed, and how long old segments stay for
// those who are reading them; who takes longer begins again with the new ones.
constexpr Duration kLease = std::chrono::minutes(2);
constexpr Duration kGrace = std::chrono::seconds(5);

[[noreturn]] void raise(const Error& error) {
    throw StoreFailure(error);
}

template <class T>
T value_of(Result<T> result) {
    if (!result) raise(result.error());
    return std::move(*result);
}

Error lost_lease() {
    return {ErrorCode::kBusy, "the search index cannot be kept", "", "another process has taken it over", ""};
}

std::int64_t first_chunk(std::int64_t segment) {
    return segment * kChunksPerSegment;
}

void renew_lease(Database& database, std::int64_t keeper, Timestamp now) {
    auto query = database.query(sql::kTakeSearch);
    if (!query.bind_all(keeper, now + kLease, now).step()) raise(lost_lease());
}

void add_segment(Database& database, const search::SegmentSummary& summary,
                 const search::MemorySegment& built) {
    const auto segment = database.allocate_ids("search_segment", 1);
    database.query(sql::kStartSegment).bind_all(segment, Blob{summary.header}).run();
    database.query(sql::kFinishSegment)
        .bind_all(segment, std::int64_t{summary.documents}, std::int64_t{summary.chunks},
                  static_cast<std::int64_t>(summary.bytes), Blob{summary.header})
        .run();
    const auto& chunks = built.chunks();
    database.run_each(sql::kAddChunk, chunks.size(), [&](Query& query, std::size_t i) {
        query.bind_all(first_chunk(segment) + static_cast<std::int64_t>(i), Blob{*chunks[i]});
    });
}

// An entry that the index does not have yet.
struct Waiting {
    EntryId id = 0;
    FeedId feed = 0;
    Timestamp date{};
    std::string title;
    std::string author;
    std::string language;
    std::vector<std::uint64_t> keys;
    std::optional<std::string> text;
};

// Of those that have none yet, which most have: a body is most of what a server would have to send.
void read_texts(Database& database, BodyCodec& codec, std::vector<Waiting>& entries) {
    std::vector<Waiting*> missing;
    for (auto& entry : entries)
        if (!entry.text) missing.push_back(&entry);
    const BodyReader bodies(codec, database);
    database.run_each(
        sql::kLoadBody, missing.size(), [&](Query& query, std::size_t i) { query.bind_all(missing[i]->id); },
        [&](const Query& row, std::size_t i) { missing[i]->text = html::text(bodies.read(row.view(0))); });
    // It went meanwhile, which is noted behind this.
    for (auto* entry : missing)
        if (!entry->text) entry->text.emplace();
}

}  // namespace

std::vector<search::SegmentView> SegmentSet::views() const {
    std::vector<search::SegmentView> all;
    for (const auto& member : members)
        all.push_back({member->segment, &member->dead});
    return all;
}

std::vector<EntryId> entries_with_key(const search::Searcher& searcher, std::uint64_t key) {
    std::vector<EntryId> ids;
    for (const auto& entry : value_of(searcher.find_key(key)))
        ids.push_back(entry.id);
    return ids;
}

// Reads the chunks of one segment through the cache.
class SearchIndex::Source final : public search::SegmentSource {
  public:
    Source(const SearchIndex& index, std::int64_t segment) : index_(index), first_(first_chunk(segment)) {}

    Result<search::ChunkBytes> read(std::uint32_t number) override {
        try {
            auto bytes = index_.chunk(first_ + number);
            // Its segment was merged away while it was searched: the caller begins again.
            if (!bytes) return fail(ErrorCode::kBusy, "the search index has changed");
            return bytes;
        } catch (const StoreFailure& failure) {
            return Failure(failure.error());
        }
    }

  private:
    const SearchIndex& index_;
    std::int64_t first_;
};

// Writes the chunks of a new segment as rows, some at a time.
class SearchIndex::Sink final : public search::SegmentSink {
  public:
    Sink(std::int64_t segment, const Write& write, const Maintenance& maintenance, std::int64_t keeper)
        : first_(first_chunk(segment)), write_(write), maintenance_(maintenance), keeper_(keeper) {}

    Result<void> write(std::uint32_t number, std::string_view bytes) override {
        if (maintenance_.stop.stop_requested()) return fail(ErrorCode::kBusy, "the program is being stopped");
        held_.emplace_back(first_ + number, bytes);
        held_bytes_ += bytes.size();
        if (held_bytes_ < kBytesAtOnce) return {};
        try {
            write_([&](Database& database) {
                renew(database);
                flush(database);
            });
        } catch (const StoreFailure& failure) {
            return Failure(failure.error());
        }
        return {};
    }

    void flush(Database& database) {
        database.run_each(sql::kAddChunk, held_.size(), [&](Query& query, std::size_t i) {
            query.bind_all(held_[i].first, Blob{held_[i].second});
        });
        held_.clear();
        held_bytes_ = 0;
    }

    void renew(Database& database) const { renew_lease(database, keeper_, maintenance_.clock()); }

  private:
    std::int64_t first_;
    const Write& write_;
    const Maintenance& maintenance_;
    std::int64_t keeper_;
    std::vector<std::pair<std::int64_t, std::string>> held_;
    std::size_t held_bytes_ = 0;
};

SearchIndex::SearchIndex(const ReaderPool& readers, BodyCodec& codec)
    : readers_(readers),
      codec_(codec),
      keeper_(
          static_cast<std::int64_t>((std::uint64_t{std::random_device()()} << 31) ^ std::random_device()())),
      cache_(kLeastCacheBytes),
      texts_(kTextBytes) {}

search::ChunkBytes SearchIndex::chunk(std::int64_t id) const {
    if (auto bytes = cache_.find(id)) return bytes;
    auto bytes = readers_.read([&](Database& database) -> search::ChunkBytes {
        auto query = database.query(sql::kReadChunk);
        if (!query.bind_all(id).step()) return {};
        return std::make_shared<const std::string>(query.view(0));
    });
    if (bytes) {
        if (const auto sound = search::check_chunk(*bytes); !sound) raise(sound.error());
        cache_.add(id, bytes);
    }
    return bytes;
}

void SearchIndex::forget() {
    const std::lock_guard lock(mutex_);
    newest_.reset();
    cache_.clear();
    texts_.clear();
}

std::shared_ptr<const SegmentSet> SearchIndex::segments() const {
    return readers_.read([&](Database& database) {
        std::int64_t version = 0;
        {
            auto query = database.query(sql::kSearchVersion);
            query.step();
            version = query.integer(0);
        }
        const std::lock_guard lock(mutex_);
        if (!newest_ || newest_->version != version) newest_ = load(database, version);
        return newest_;
    });
}

std::shared_ptr<const SegmentSet> SearchIndex::load(Database& database, std::int64_t version) const {
    auto set = std::make_shared<SegmentSet>();
    set->version = version;
    {
        auto rows = database.query(sql::kListSegments);
        while (rows.step()) {
            auto member = std::make_shared<SegmentSet::Member>();
            member->id = rows.integer(0);
            // Segments never change: what is open stays so, with what it keeps in memory.
            if (newest_)
                for (const auto& open : newest_->members)
                    if (open->id == member->id) member->segment = open->segment;
            member->size = {static_cast<std::uint64_t>(rows.integer(2)),
                            static_cast<std::uint32_t>(rows.integer(1)), 0};
            if (!member->segment)
                member->segment = value_of(
                    search::Segment::open(rows.view(3), std::make_shared<Source>(*this, member->id)));
            set->members.push_back(std::move(member));
        }
    }
    std::size_t bytes = 0;
    for (const auto& member : set->members)
        bytes += member->size.bytes;
    cache_.set_most_bytes(std::clamp(bytes / kIndexBytesPerCacheByte, kLeastCacheBytes, kMostCacheBytes));
    for (auto& place : set->members) {
        auto member = std::make_shared<SegmentSet::Member>(*place);
        auto rows = database.query(sql::kListDead);
        rows.bind_all(member->id);
        while (rows.step())
            member->dead.add(static_cast<std::uint32_t>(rows.integer(0)));
        member->size.dead = member->dead.size();
        place = std::move(member);
    }
    return set;
}

void SearchIndex::maintain(const Write& write, const Maintenance& maintenance) {
    bool is_ours = false;
    const auto has_work = readers_.read([&](Database& database) {
        auto query = database.query(sql::kHasSearchWork);
        return query.step() && query.integer(0) != 0;
    });
    if (!has_work) return;
    write([&](Database& database) {
        const auto now = maintenance.clock();
        is_ours = database.query(sql::kTakeSearch).bind_all(keeper_, now + kLease, now).step();
    });
    if (!is_ours) return;
    remove_waste(write, maintenance);
    while (index_pending(write, maintenance) && !maintenance.stop.stop_requested()) {
    }
    while (merge_some(write, maintenance) && !maintenance.stop.stop_requested()) {
    }
    write([&](Database& database) { database.query(sql::kLeaveSearch).bind_all(keeper_).run(); });
    // A segment takes three times its builder's memory for a moment, which the allocator would keep for good.
    give_back_freed_memory();
}

// One new segment from what waits; whether it was full, so that more may wait. What came meanwhile is left
// for the next time: a segment of few entries takes twice the bytes of each, and has to be merged again.
bool SearchIndex::index_pending(const Write& write, const Maintenance& maintenance) {
    search::SegmentBuilder builder;
    std::int64_t last = 0;
    std::vector<EntryId> again;
    for (bool more = true; more && builder.memory() < kBuilderBytes;) {
        readers_.read([&](Database& database) {
            std::vector<Waiting> waiting;
            {
                auto rows = database.query(sql::kSelectPending);
                rows.bind_all(last, kEntriesAtOnce);
                more = false;
                while (rows.step()) {
                    more = true;
                    last = rows.integer(0);
                    if (rows.integer(1) != 0) again.push_back(rows.integer(2));
                    if (rows.is_null(3)) continue;  // it is kept no longer
                    waiting.push_back({.id = rows.integer(2),
                                       .feed = rows.integer(3),
                                       .date = rows.time(4),
                                       .title = rows.text(5),
                                       .author = rows.text(6),
                                       .language = rows.text(7),
                                       .keys = decode_keys(rows.view(8)),
                                       .text = texts_.take(rows.integer(2), rows.integer(9))});
                }
            }
            read_texts(database, codec_, waiting);
            for (const auto& entry : waiting)
                builder.add({.id = entry.id,
                             .date = entry.date,
                             .title = entry.title,
                             .author = entry.author,
                             .text = *entry.text,
                             .feed = entry.feed,
                             .language = entry.language,
                             .keys = entry.keys});
            return 0;
        });
    }
    if (last == 0) return false;
    const bool is_full = builder.memory() >= kBuilderBytes;

    search::MemorySegment built;
    std::optional<search::SegmentSummary> summary;
    if (builder.documents() > 0) summary = value_of(builder.finish(built));
    const auto before = segments();
    std::vector<std::pair<std::int64_t, std::uint32_t>> dead;
    for (const auto id : again)
        for (const auto& member : before->members)
            if (const auto document = value_of(member->segment->find(id)))
                dead.emplace_back(member->id, *document);

    write([&](Database& database) {
        renew_lease(database, keeper_, maintenance.clock());
        if (summary) add_segment(database, *summary, built);
        database.run_each(sql::kAddDead, dead.size(), [&](Query& query, std::size_t i) {
            query.bind_all(dead[i].first, std::int64_t{dead[i].second});
        });
        database.query(sql::kRemovePending).bind_all(last).run();
        database.query(sql::kBumpSearchVersion).bind_all(keeper_).run();
    });
    return is_full;
}

// One merge; false when the segments are well as they are.
bool SearchIndex::merge_some(const Write& write, const Maintenance& maintenance) {
    const auto set = segments();
    std::vector<search::SegmentSize> sizes;
    for (const auto& member : set->members)
        sizes.push_back(member->size);
    const auto chosen = search::segments_to_merge(sizes);
    if (chosen.empty()) return false;

    std::vector<search::SegmentView> old;
    for (const auto i : chosen)
        old.push_back({set->members[i]->segment, &set->members[i]->dead});
    std::int64_t segment = 0;
    write([&](Database& database) {
        segment = database.allocate_ids("search_segment", 1);
        database.query(sql::kStartSegment).bind_all(segment, Blob{}).run();
    });
    Sink sink(segment, write, maintenance, keeper_);
    const auto summary = search::merge(old, sink);
    if (!summary) {
        if (maintenance.stop.stop_requested()) return false;
        raise(summary.error());
    }
    write([&](Database& database) {
        sink.renew(database);
        sink.flush(database);
        database.query(sql::kFinishSegment)
            .bind_all(segment, std::int64_t{summary->documents}, std::int64_t{summary->chunks},
                      static_cast<std::int64_t>(summary->bytes), Blob{summary->header})
            .run();
        const auto now = maintenance.clock();
        for (const auto i : chosen)
            database.query(sql::kRetireSegment).bind_all(set->members[i]->id, now).run();
        database.query(sql::kBumpSearchVersion).bind_all(keeper_).run();
    });
    return true;
}

// Takes away segments that were merged some time ago, and what a merge that was cut off had begun.
void SearchIndex::remove_waste(const Write& write, const Maintenance& maintenance) {
    const auto before = maintenance.clock() - kGrace;
    const auto waste = readers_.read([&](Database& database) {
        std::vector<std::int64_t> ids;
        auto rows = database.query(sql::kWasteSegments);
        rows.bind_all(before);
        while (rows.step())
            ids.push_back(rows.integer(0));
        return ids;
    });
    for (const auto id : waste) {
        for (std::int64_t removed = kChunksRemovedAtOnce;
             removed == kChunksRemovedAtOnce && !maintenance.stop.stop_requested();) {
            write([&](Database& database) {
                removed = 0;
                auto query = database.query(sql::kRemoveChunks);
                query.bind_all(first_chunk(id), first_chunk(id + 1), kChunksRemovedAtOnce);
                while (query.step())
                    ++removed;
                if (removed == kChunksRemovedAtOnce) return;
                database.query(sql::kRemoveDead).bind_all(id).run();
                database.query(sql::kRemoveSegment).bind_all(id).run();
            });
        }
    }
}

}  // namespace orrery::store
