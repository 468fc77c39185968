#include "story_search.hpp"

#include "entry_rows.hpp"
#include "orrery/base/text.hpp"
#include "orrery/html/text.hpp"
#include "orrery/search/work.hpp"
#include "regex_query.hpp"
#include "regex_scan.hpp"
#include "statements.hpp"

#include <algorithm>
#include <functional>
#include <span>
#include <unordered_set>

#include <fmt/format.h>

namespace orrery::store {

namespace {

// Hits that are asked of the engine at once: several entries may be one story, and some may not be shown.
constexpr std::size_t kHitsAtOnce = 64;
// A merge may take the segments away under a search; a second time in a row is unlikely.
constexpr int kTries = 3;
constexpr std::size_t kSnippetCharacters = 240;
// Matches are counted so far: to count those of two words or of a phrase takes longer than to find the
// newest.
constexpr std::uint64_t kCounted = 100;

// A number is a feed's id, anything else a part of its title or address.
std::vector<std::int64_t> feeds_named(Database& database, std::string_view name) {
    if (std::int64_t id = 0; parse_number(name, id)) return {id};
    std::vector<std::int64_t> ids;
    std::string pattern = "%";
    for (const char c : to_lower(name)) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    pattern += '%';
    auto rows = database.query(sql::kFindFeedsByName);
    rows.bind_all(pattern);
    while (rows.step())
        ids.push_back(rows.integer(0));
    return ids;
}

// Gives the next hits of a search, in order; nothing at the end.
using NextHits = std::function<Result<std::optional<std::vector<search::Hit>>>()>;

class StorySearch {
  public:
    StorySearch(Database& database, BodyCodec& codec, const SearchRequest& request,
                const search::Query& query)
        : database_(database), bodies_(codec, database), request_(request), query_(query) {}

    Result<SearchAnswer> ask_index(std::vector<search::SegmentView> segments) {
        SearchAnswer answer;
        answer.segments = segments.size();
        const search::Searcher searcher(std::move(segments));
        const search::CountWork counting(answer.work);
        ORRERY_TRY(answer.entries, searcher.count(query_, kCounted));
        // Each page looks the words up again.
        const auto terms = answer.work.terms;
        std::size_t offset = 0;
        bool at_end = false;
        ORRERY_CHECK(collect(answer, [&]() -> Result<std::optional<std::vector<search::Hit>>> {
            if (at_end) return std::nullopt;
            ORRERY_TRY(auto hits, page(searcher, offset));
            offset += hits.size();
            at_end = hits.size() < kHitsAtOnce;
            return hits;
        }));
        answer.work.terms = terms;
        return answer;
    }

    Result<SearchAnswer> scan(const RegexQuery& query, const SearchIndex& index, const ReaderPool& readers,
                              BodyCodec& codec) {
        SearchAnswer answer;
        answer.segments = index.segments()->members.size();
        expressions_ = query.wanted();
        RegexScan scan(query, index, readers, codec);
        bool at_end = false;
        ORRERY_CHECK(collect(answer, [&]() -> Result<std::optional<std::vector<search::Hit>>> {
            auto hits = scan.next();
            at_end = !hits;
            if (hits) answer.entries.value += hits->size();
            return hits;
        }));
        answer.entries.exact = at_end;
        answer.scan = scan.stop(answer.work);
        return answer;
    }

  private:
    Result<void> collect(SearchAnswer& answer, const NextHits& next) {
        std::unordered_set<EntryId> stories;
        std::size_t passed = 0;
        while (answer.hits.size() < request_.limit) {
            ORRERY_TRY(const auto hits, next());
            if (!hits) break;
            for (std::size_t begin = 0; begin < hits->size() && answer.hits.size() < request_.limit;) {
                // So many at least have to be looked at; together they are one question to a server.
                const auto wanted =
                    request_.offset - std::min(passed, request_.offset) + request_.limit - answer.hits.size();
                const auto some = std::span(*hits).subspan(begin, std::min(wanted, hits->size() - begin));
                begin += some.size();
                const auto leads = leads_of(some);
                std::vector<Match> matches;
                for (std::size_t i = 0; i < some.size(); ++i)
                    if (leads[i] != 0 && stories.insert(leads[i]).second && passed++ >= request_.offset)
                        matches.push_back({leads[i], some[i].id});
                show(matches, answer.hits);
            }
        }
        return {};
    }

    Result<std::vector<search::Hit>> page(const search::Searcher& searcher, std::size_t offset) const {
        if (request_.order == SearchRequest::Order::kNewest)
            return searcher.newest(query_, {.limit = kHitsAtOnce, .offset = offset});
        return searcher.ranked(query_, {.limit = kHitsAtOnce, .offset = offset, .now = request_.now});
    }

    // A story and the entry in it that matched.
    struct Match {
        EntryId lead = 0;
        EntryId hit = 0;
    };

    // The entries that lead the stories of hits; 0 where the story is not shown.
    std::vector<EntryId> leads_of(std::span<const search::Hit> hits) {
        std::vector<EntryId> leads(hits.size());
        database_.run_each(
            sql::kFindShownLead, hits.size(),
            [&](Query& query, std::size_t i) { query.bind_all(hits[i].id); },
            [&](const Query& row, std::size_t i) { leads[i] = row.integer(0); });
        return leads;
    }

    void show(const std::vector<Match>& matches, std::vector<SearchAnswer::Hit>& hits) {
        std::vector<EntryId> wanted;
        for (const auto& match : matches)
            wanted.push_back(match.lead);
        for (const auto& match : matches)
            if (match.hit != match.lead) wanted.push_back(match.hit);
        auto stories = read(wanted);
        auto other = stories.begin() + static_cast<std::ptrdiff_t>(matches.size());
        for (std::size_t i = 0; i < matches.size(); ++i) {
            const auto& matched = matches[i].hit == matches[i].lead ? stories[i] : *other++;
            // It was pruned since it was found.
            if (stories[i].id == 0 || matched.id == 0) continue;
            auto snippet =
                search::make_snippet(html::text(matched.html), query_, kSnippetCharacters, expressions_);
            hits.push_back({std::move(stories[i]), std::move(snippet)});
        }
    }

    // Of one that there is no more, a story without a number.
    std::vector<Story> read(const std::vector<EntryId>& ids) {
        static const auto sql = std::string(sql::kSelectStories).append(sql::kWhereEntry);
        std::vector<Story> stories(ids.size());
        database_.run_each(
            sql, ids.size(), [&](Query& query, std::size_t i) { query.bind_all(ids[i]); },
            [&](const Query& row, std::size_t i) { stories[i] = read_story(row, bodies_); });
        return stories;
    }

    Database& database_;
    BodyReader bodies_;
    const SearchRequest& request_;
    const search::Query& query_;
    std::vector<const search::Expression*> expressions_;
};

// The query with SearchRequest::expression in it.
search::Query read_query(const SearchRequest& request) {
    auto query = search::parse_query(request.query);
    if (!query) throw StoreFailure(query.error());
    if (request.expression.empty()) return std::move(*query);
    if (request.expression.size() > search::kMaxQueryBytes)
        throw StoreFailure({ErrorCode::kInvalid,
                            fmt::format("the expression is longer than {} bytes", search::kMaxQueryBytes), "",
                            "", ""});
    search::Query expression{.kind = search::QueryKind::kRegex, .text = request.expression, .column = 0};
    if (request.query.empty()) return expression;
    search::Query both{.kind = search::QueryKind::kAnd};
    both.children = {std::move(*query), std::move(expression)};
    return both;
}

SearchAnswer scan_stories(const search::Query& query, const SearchIndex& index, const ReaderPool& readers,
                          BodyCodec& codec, const SearchRequest& request) {
    if (request.order != SearchRequest::Order::kNewest)
        throw StoreFailure({ErrorCode::kUnsupported, "what a regular expression finds has no relevance", "",
                            "", "ask for the newest first"});
    const auto taken_apart = RegexQuery::make(query);
    if (!taken_apart) throw StoreFailure(taken_apart.error());
    auto answer = readers.read([&](Database& database) {
        return StorySearch(database, codec, request, query).scan(*taken_apart, index, readers, codec);
    });
    if (!answer) throw StoreFailure(answer.error());
    return std::move(*answer);
}

}  // namespace

SearchAnswer search_stories(const SearchIndex& index, const ReaderPool& readers, BodyCodec& codec,
                            const SearchRequest& request) {
    auto query = read_query(request);
    const auto known = readers.read([&](Database& database) {
        return search::resolve_feeds(query, [&](auto name) { return feeds_named(database, name); });
    });
    if (!known) throw StoreFailure(known.error());
    if (search::has_regex(query)) return scan_stories(query, index, readers, codec, request);
    for (int tries = 1;; ++tries) {
        const auto set = index.segments();
        auto answer = readers.read([&](Database& database) {
            return StorySearch(database, codec, request, query).ask_index(set->views());
        });
        if (answer) return std::move(*answer);
        if (answer.error().code != ErrorCode::kBusy || tries == kTries) throw StoreFailure(answer.error());
    }
}

}  // namespace orrery::store
