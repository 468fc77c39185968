#include "regex_query.hpp"

#include <utility>

namespace orrery::store {

using search::QueryKind;

Result<RegexQuery> RegexQuery::make(const search::Query& query) {
    RegexQuery made;
    ORRERY_TRY(made.root_, made.take_apart(query, true, true));
    made.candidates_ = search::candidates(query);
    return made;
}

// `is_implied`: all candidates match `query` as far as it has no expression. `is_wanted`: it is not under a
// `-`.
Result<RegexQuery::Node> RegexQuery::take_apart(const search::Query& query, bool is_implied, bool is_wanted) {
    Node node;
    if (query.kind == QueryKind::kRegex) {
        ORRERY_TRY(auto expression, search::Expression::compile(query));
        node.kind = QueryKind::kRegex;
        node.number = expressions_.size();
        if (is_wanted) wanted_.push_back(node.number);
        expressions_.push_back(std::move(expression));
        return node;
    }
    if (!has_regex(query)) {
        if (is_implied) return node;
        node.kind = QueryKind::kWords;
        node.number = parts_.size();
        parts_.push_back(query);
        return node;
    }
    node.kind = query.kind;
    for (const auto& child : query.children) {
        ORRERY_TRY(auto made, take_apart(child, is_implied && query.kind == QueryKind::kAnd,
                                         is_wanted != (query.kind == QueryKind::kNot)));
        node.children.push_back(std::move(made));
    }
    return node;
}

std::vector<const search::Expression*> RegexQuery::wanted() const {
    std::vector<const search::Expression*> expressions;
    for (const auto number : wanted_)
        expressions.push_back(&expressions_[number]);
    return expressions;
}

}  // namespace orrery::store
