#pragma once

#include "orrery/search/expression.hpp"
#include "orrery/search/query.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace orrery::store {

/// A query with regular expressions, taken apart: what the index answers, and what has to be looked at entry
/// by entry. Thread-safe.
class RegexQuery {
  public:
    /// Fails with kInvalid where an expression cannot be read.
    [[nodiscard]] static Result<RegexQuery> make(const search::Query& query);

    /// What the index is asked for: everything that matches is among it.
    [[nodiscard]] const search::Query& candidates() const { return candidates_; }
    /// What the index has to say of each candidate beside that.
    [[nodiscard]] const std::vector<search::Query>& parts() const { return parts_; }

    /// Of one entry.
    struct Texts {
        std::string_view title;
        std::string_view author;
        std::string_view text;
    };
    /// `has_part(i)`: whether parts()[i] finds the entry.
    template <class HasPart>
    [[nodiscard]] bool matches(const Texts& texts, const HasPart& has_part) const {
        return matches(root_, texts, has_part);
    }

    /// Those that a match has to have, to be marked in it.
    [[nodiscard]] std::vector<const search::Expression*> wanted() const;

  private:
    struct Node {
        search::QueryKind kind = search::QueryKind::kEverything;
        std::size_t number = 0;  ///< kRegex: of expressions_; kWords: of parts_
        std::vector<Node> children;
    };
    Result<Node> take_apart(const search::Query& query, bool is_implied, bool is_wanted);

    template <class HasPart>
    bool matches(const Node& node, const Texts& texts, const HasPart& has_part) const {
        const auto child_matches = [&](const Node& child) { return matches(child, texts, has_part); };
        switch (node.kind) {
            case search::QueryKind::kRegex: {
                const auto& expression = expressions_[node.number];
                return expression.matches(texts.text) || expression.matches(texts.title) ||
                       expression.matches(texts.author);
            }
            case search::QueryKind::kAnd:
                return std::ranges::all_of(node.children, child_matches);
            case search::QueryKind::kOr:
                return std::ranges::any_of(node.children, child_matches);
            case search::QueryKind::kNot:
                return !child_matches(node.children.front());
            case search::QueryKind::kWords:
                return has_part(node.number);
            default:
                return true;
        }
    }

    search::Query candidates_;
    std::vector<search::Query> parts_;
    std::vector<search::Expression> expressions_;
    std::vector<std::size_t> wanted_;
    Node root_;
};

}  // namespace orrery::store
