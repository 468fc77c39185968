#include "postgres/contents.hpp"

#include "orrery/base/text.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

namespace orrery::ops::postgres {

Result<Contents> read_contents(const Server& server, const std::string& schema) {
    ORRERY_TRY(const auto tables,
               server.run(fmt::format(
                   "SELECT c.relname, string_agg(CASE WHEN a.atttypid = CAST('bytea' AS regtype) THEN "
                   "format('octet_length(%I)', a.attname) ELSE quote_ident(a.attname) END, ', ' ORDER BY "
                   "a.attnum) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND "
                   "NOT a.attisdropped WHERE c.relkind = 'r' AND c.relnamespace = (SELECT oid FROM "
                   "pg_namespace WHERE quote_ident(nspname) = '{}') GROUP BY c.relname ORDER BY c.relname "
                   "COLLATE \"C\"",
                   schema)));
    Contents contents;
    for (int i = 0; i < PQntuples(tables.get()); ++i) {
        const std::string name = PQgetvalue(tables.get(), i, 0);
        ORRERY_TRY(const auto row,
                   server.ask(fmt::format(
                       "SELECT count(*), coalesce(sum(hashtextextended(CAST(ROW({}) AS text), 0)), 0) FROM "
                       "{}.{}",
                       PQgetvalue(tables.get(), i, 1), schema, server.quoted_name(name))));
        std::int64_t rows = 0;
        if (!parse_number(row.at(0), rows))
            return fail(ErrorCode::kInternal, "the rows of a table cannot be counted", server.where(), name);
        contents.rows.push_back({name, rows});
        contents.checksums.push_back(row.at(1));
    }
    return contents;
}

}  // namespace orrery::ops::postgres
