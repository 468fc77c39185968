#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// One statement that does what many runs of another do: PostgreSQL spends more on a statement than on a row.
/// All of these take SQLite's parameters (`?1`) and give PostgreSQL's (`$1`).
namespace orrery::store::postgres {

/// `sql` with `$1` for `?1`, outside of texts and without comments.
[[nodiscard]] std::string with_dollars(std::string_view sql);

/// The highest number of a parameter.
[[nodiscard]] std::size_t count_parameters(std::string_view sql);

/// `INSERT … VALUES (?1, ?2)` for `rows` rows, whose parameters follow one another; empty when `sql` is no
/// such statement.
[[nodiscard]] std::string insert_many(std::string_view sql, std::size_t rows);

/// A statement for whole numbers, once for each place of the arrays $1, $2 …, one a parameter of `sql`. A
/// SELECT gives the place, from 1, as one more column; the rows of one place keep their order. Empty when
/// `sql` is neither a SELECT nor a DELETE of the simplest kind.
[[nodiscard]] std::string run_for_arrays(std::string_view sql);

}  // namespace orrery::store::postgres
