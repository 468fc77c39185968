#pragma once

#include "orrery/base/error.hpp"
#include "orrery/base/time.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

/// What people type into the search box; the language is described in docs/search.md.
namespace orrery::search {

inline constexpr std::size_t kMaxQueryBytes = 4096;
inline constexpr std::size_t kMaxQueryDepth = 32;
/// Words, fields and expressions together.
inline constexpr std::size_t kMaxQueryParts = 128;
/// Shorter prefixes would match nearly everything.
inline constexpr std::size_t kMinPrefixCharacters = 2;

enum class QueryKind {
    kEverything,
    kWords,     ///< `terms` stand in the document at their offsets from one another
    kAuthor,    ///< the same within the author's name
    kFeed,      ///< one of `feeds`; `text` is what was written
    kLanguage,  ///< `text` in lower case: `en` also finds `en-gb`
    kDates,     ///< from <= date < to
    kRegex,     ///< `text` without the slashes; only the caller can tell what it matches
    kAnd,
    kOr,
    kNot,  ///< of its only child
};

struct QueryTerm {
    std::string word;          ///< folded as the tokenizer does
    std::uint32_t offset = 0;  ///< words behind the first one
    bool prefix = false;       ///< every word that begins so

    friend bool operator==(const QueryTerm&, const QueryTerm&) = default;
};

struct Query {
    QueryKind kind = QueryKind::kEverything;
    std::vector<Query> children;
    std::vector<QueryTerm> terms;
    std::string text;
    std::vector<std::int64_t> feeds;
    Timestamp from = Timestamp::min();
    Timestamp to = Timestamp::max();
    bool ignore_case = false;  ///< of an expression: `/text/i`
    /// Where it stands in what was typed, in bytes from 1; 0: an expression that was given without slashes.
    std::size_t column = 1;

    friend bool operator==(const Query&, const Query&) = default;
};

/// Fails with kInvalid; `where` is `column N` and `remedy` says what may have been meant. An empty text asks
/// for everything.
[[nodiscard]] Result<Query> parse_query(std::string_view text);

/// Normal form, for logs and tests: `(and word "two words" pre* (not x) author:x
/// dates:2015-01-01..2016-01-01)`.
[[nodiscard]] std::string to_string(const Query& query);

/// Puts the ids of the feeds that `find` knows by a name (or id) into every `feed:`. One that finds none is
/// an Error of kNotFound.
[[nodiscard]] Result<void> resolve_feeds(
    Query& query, const std::function<std::vector<std::int64_t>(std::string_view)>& find);

[[nodiscard]] bool has_regex(const Query& query);

/// A query without expressions that finds whatever `query` finds and perhaps more: what to scan.
[[nodiscard]] Query candidates(const Query& query);

}  // namespace orrery::search
