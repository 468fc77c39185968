#pragma once

#include "orrery/search/query.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace re2 {
class RE2;
}

namespace orrery::search {

/// A regular expression of a query, as RE2 reads it: found in linear time, so without lookaround and
/// backreferences. Thread-safe.
class Expression {
  public:
    /// `query` is of QueryKind::kRegex. Fails with kInvalid, or kLimit where it takes too much memory;
    /// `where` is `column N` of what was typed.
    [[nodiscard]] static Result<Expression> compile(const Query& query);

    Expression(Expression&&) noexcept;
    Expression& operator=(Expression&&) noexcept;
    ~Expression();

    [[nodiscard]] bool matches(std::string_view text) const;

    struct Found {
        std::size_t begin = 0;  ///< in bytes of the text
        std::size_t end = 0;
    };
    /// The first match that begins at `from` or behind it and is not empty. Each try may read the text to its
    /// end, and an expression that matches nothing at all at every place takes one for each; `tries` is how
    /// many may be made, and counts down. Nothing where they do not suffice.
    [[nodiscard]] std::optional<Found> find(std::string_view text, std::size_t from,
                                            std::size_t& tries) const;

  private:
    explicit Expression(std::unique_ptr<re2::RE2> compiled);

    std::unique_ptr<re2::RE2> compiled_;
};

}  // namespace orrery::search
