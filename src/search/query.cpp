#include "orrery/search/query.hpp"

#include <algorithm>

namespace orrery::search {

namespace {

void append_words(std::string& out, const Query& query) {
    const bool phrase = query.terms.size() > 1;
    if (phrase) out += '"';
    for (std::size_t i = 0; i < query.terms.size(); ++i) {
        const auto& term = query.terms[i];
        if (i > 0) out.append(std::max(1u, term.offset - query.terms[i - 1].offset), ' ');
        out += term.word;
        if (term.prefix) out += '*';
    }
    if (phrase) out += '"';
}

std::string day_of(Timestamp time, const char* open_end) {
    if (time == Timestamp::min() || time == Timestamp::max()) return open_end;
    return format_rfc3339(time).substr(0, 10);
}

// What stands in an expression's place: everything where more matches only add to the answer, nothing where
// they would take away.
Query loosened(const Query& query, bool adds) {
    Query out = query;
    if (query.kind == QueryKind::kRegex) {
        out = Query{};
        if (!adds) {
            out.kind = QueryKind::kNot;
            out.children.emplace_back();
        }
        return out;
    }
    for (auto& child : out.children)
        child = loosened(child, query.kind == QueryKind::kNot ? !adds : adds);
    return out;
}

}  // namespace

std::string to_string(const Query& query) {
    std::string out;
    switch (query.kind) {
        case QueryKind::kEverything:
            return "everything";
        case QueryKind::kAuthor:
            out = "author:";
            [[fallthrough]];
        case QueryKind::kWords:
            append_words(out, query);
            return out;
        case QueryKind::kFeed:
            return "feed:" + query.text;
        case QueryKind::kLanguage:
            return "lang:" + query.text;
        case QueryKind::kDates:
            return "dates:" + day_of(query.from, "") + ".." + day_of(query.to, "");
        case QueryKind::kRegex:
            return "/" + query.text + (query.ignore_case ? "/i" : "/");
        case QueryKind::kAnd:
            out = "(and";
            break;
        case QueryKind::kOr:
            out = "(or";
            break;
        case QueryKind::kNot:
            out = "(not";
            break;
    }
    for (const auto& child : query.children)
        out += ' ' + to_string(child);
    return out + ')';
}

Result<void> resolve_feeds(Query& query,
                           const std::function<std::vector<std::int64_t>(std::string_view)>& find) {
    if (query.kind == QueryKind::kFeed) {
        query.feeds = find(query.text);
        if (query.feeds.empty())
            return fail(ErrorCode::kNotFound, "there is no feed \"" + query.text + "\"",
                        "column " + std::to_string(query.column));
    }
    for (auto& child : query.children)
        ORRERY_CHECK(resolve_feeds(child, find));
    return {};
}

bool has_regex(const Query& query) {
    return query.kind == QueryKind::kRegex ||
           std::any_of(query.children.begin(), query.children.end(), has_regex);
}

Query candidates(const Query& query) {
    return loosened(query, true);
}

}  // namespace orrery::search
