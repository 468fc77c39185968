#include "story_search.hpp"

#include "entry_rows.hpp"
#include "orrery/base/text.hpp"
#include "orrery/html/text.hpp"
#include "statements.hpp"

#include <algorithm>
#include <unordered_set>

namespace orrery::store {

namespace {

// Hits that are asked of the engine at once: several entries may be one story, and some may not be shown.
constexpr std::size_t kHitsAtOnce = 64;
// A merge may take the segments away under a search; a second time in a row is unlikely.
constexpr int kTries = 3;
constexpr std::size_t kSnippetCharacters = 240;

// A number is a feed's id, anything else a part of its title or address.
std::vector<std::int64_t> feeds_named(Database& database, std::string_view name) {
    if (std::int64_t id = 0; parse_number(name, id)) return {id};
    std::vector<std::int64_t> ids;
    const auto pattern = "%" + to_lower(name) + "%";
    auto rows = database.query(sql::kFindFeedsByName);
    rows.bind_all(pattern);
    while (rows.step())
        ids.push_back(rows.integer(0));
    return ids;
}

class StorySearch {
  public:
    StorySearch(Database& database, BodyCodec& codec, const SearchRequest& request)
        : database_(database), bodies_(codec, database), request_(request) {}

    Result<SearchAnswer> run(const search::Query& query, std::vector<search::SegmentView> segments) {
        const search::Searcher searcher(std::move(segments));
        SearchAnswer answer;
        ORRERY_TRY(answer.entries, searcher.count(query));
        std::unordered_set<EntryId> stories;
        std::size_t passed = 0;
        for (std::size_t offset = 0; answer.hits.size() < request_.limit;) {
            ORRERY_TRY(const auto hits, page(searcher, query, offset));
            for (const auto& hit : hits) {
                const auto lead = lead_of(hit.id);
                if (lead == 0 || !stories.insert(lead).second) continue;
                if (passed++ < request_.offset) continue;
                answer.hits.push_back(show(lead, hit.id, query));
                if (answer.hits.size() == request_.limit) break;
            }
            offset += hits.size();
            if (hits.size() < kHitsAtOnce) break;
        }
        return answer;
    }

  private:
    Result<std::vector<search::Hit>> page(const search::Searcher& searcher, const search::Query& query,
                                          std::size_t offset) const {
        if (request_.order == SearchRequest::Order::kNewest)
            return searcher.newest(query, {.limit = kHitsAtOnce, .offset = offset});
        return searcher.ranked(query, {.limit = kHitsAtOnce, .offset = offset, .now = request_.now});
    }

    // The entry that leads the story of a hit; 0 when the story is not shown.
    EntryId lead_of(EntryId hit) {
        auto query = database_.query(sql::kFindShownLead);
        return query.bind_all(hit).step() ? query.integer(0) : 0;
    }

    SearchAnswer::Hit show(EntryId lead, EntryId hit, const search::Query& query) {
        auto story = read(lead);
        auto snippet = search::make_snippet(html::text(hit == lead ? story.html : read(hit).html), query,
                                            kSnippetCharacters);
        return {std::move(story), std::move(snippet)};
    }

    Story read(EntryId id) {
        static const auto sql = std::string(sql::kSelectStories).append(sql::kWhereEntry);
        auto query = database_.query(sql);
        query.bind_all(id).step();
        return read_story(query, bodies_);
    }

    Database& database_;
    BodyReader bodies_;
    const SearchRequest& request_;
};

}  // namespace

SearchAnswer search_stories(const SearchIndex& index, const ReaderPool& readers, BodyCodec& codec,
                            const SearchRequest& request) {
    auto query = search::parse_query(request.query);
    if (!query) throw StoreFailure(query.error());
    for (int tries = 1;; ++tries) {
        const auto set = index.segments();
        auto answer = readers.read([&](Database& database) -> Result<SearchAnswer> {
            ORRERY_CHECK(
                search::resolve_feeds(*query, [&](auto name) { return feeds_named(database, name); }));
            return StorySearch(database, codec, request).run(*query, set->views());
        });
        if (answer) return std::move(*answer);
        if (answer.error().code != ErrorCode::kBusy || tries == kTries) throw StoreFailure(answer.error());
    }
}

}  // namespace orrery::store
