#include "postgres/sql_shell.hpp"

#include "orrery/base/text.hpp"
#include "postgres/postgres_database.hpp"
#include "postgres_migrations.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

namespace orrery::store::postgres {

namespace {

// Types from PostgreSQL's catalog/pg_type.dat.
constexpr unsigned kBool = 16;
constexpr unsigned kBytea = 17;
constexpr unsigned kInt8 = 20;
constexpr unsigned kInt2 = 21;
constexpr unsigned kInt4 = 23;
constexpr unsigned kFloat4 = 700;
constexpr unsigned kFloat8 = 701;
constexpr unsigned kNumeric = 1700;

// What every compressed body begins with (RFC 8878, section 3.1.1).
constexpr std::string_view kPacked = "\x28\xB5\x2F\xFD";

SqlValue number_of(std::string_view text) {
    if (std::int64_t whole = 0; parse_number(text, whole)) return whole;
    if (double value = 0; parse_number(text, value)) return value;
    return std::string(text);
}

SqlValue bytes_of(std::string_view text, const Engine::Unpack& unpack) {
    std::string bytes;
    // `\x` and two digits a byte.
    for (std::size_t i = 2; i + 1 < text.size(); i += 2)
        bytes += static_cast<char>(hex_value(text[i]) * 16 + hex_value(text[i + 1]));
    if (bytes.starts_with(kPacked)) return unpack(bytes);
    return std::string(text.substr(2));
}

SqlValue value_of(const PGresult* row, int column, const Engine::Unpack& unpack) {
    if (PQgetisnull(row, 0, column) != 0) return {};
    const std::string_view text(PQgetvalue(row, 0, column),
                                static_cast<std::size_t>(PQgetlength(row, 0, column)));
    switch (PQftype(row, column)) {
        case kBool:
            return std::int64_t{text == "t" ? 1 : 0};
        case kInt2:
        case kInt4:
        case kInt8:
        case kFloat4:
        case kFloat8:
        case kNumeric:
            return number_of(text);
        case kBytea:
            return bytes_of(text, unpack);
        default:
            return std::string(text);
    }
}

Failure mistake(const PostgresDatabase& database, const PGresult* result, std::string_view statement) {
    auto error = describe(*database.handle(), result, database.shown());
    if (state_of(result) == "25006")
        return fail(ErrorCode::kRefused, "the statement would change the archive", "",
                    "this shell only reads");
    // 42: mistakes in the statement or in what may be seen; 22: in a value.
    if (!state_of(result).starts_with("42") && !state_of(result).starts_with("22")) return Failure(error);
    const char* position = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
    return fail(ErrorCode::kInvalid, "the statement cannot be run",
                position == nullptr ? std::string() : fmt::format("column {}", position), error.why,
                fmt::format("docs/sql.md has the tables and views; the statement was: {}", trim(statement)));
}

Result<void> give_rows(const PostgresDatabase& database, std::string_view statement, const SqlAnswer& answer,
                       const Engine::Unpack& unpack) {
    std::vector<SqlValue> values;
    while (const ResultHandle result{PQgetResult(database.handle())}) {
        const auto status = PQresultStatus(result.get());
        if (status == PGRES_TUPLES_OK) continue;
        if (status != PGRES_SINGLE_TUPLE) return mistake(database, result.get(), statement);
        values.resize(static_cast<std::size_t>(PQnfields(result.get())));
        for (std::size_t column = 0; column < values.size(); ++column)
            values[column] = value_of(result.get(), static_cast<int>(column), unpack);
        if (answer.row(values)) continue;
        const std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> cancel(PQgetCancel(database.handle()),
                                                                        PQfreeCancel);
        std::array<char, 256> unused{};
        PQcancel(cancel.get(), unused.data(), unused.size());
        return {};
    }
    return {};
}

}  // namespace

Result<void> run_sql(const std::string& address, std::string_view statement, const SqlAnswer& answer,
                     const Engine::Unpack& unpack) {
    PostgresDatabase database(address, Access::kReadWrite);
    database.execute(std::string(postgres_migration::kViews));
    database.expect_large_answers();
    database.execute("SET bytea_output = hex; BEGIN READ ONLY");

    // One statement, by the extended protocol: it is looked at before it runs.
    const std::string text(statement);
    const ResultHandle prepared(PQprepare(database.handle(), "", text.c_str(), 0, nullptr));
    if (PQresultStatus(prepared.get()) != PGRES_COMMAND_OK) {
        if (std::string_view(PQresultErrorMessage(prepared.get())).find("multiple commands") !=
            std::string_view::npos)
            return fail(ErrorCode::kInvalid, "there is more than one statement", "", "",
                        "run them one by one");
        return mistake(database, prepared.get(), statement);
    }
    const ResultHandle shape(PQdescribePrepared(database.handle(), ""));
    const int columns = PQnfields(shape.get());
    // What gives no rows has another purpose, such as COPY, which writes files even in a read-only
    // transaction.
    if (columns == 0)
        return fail(ErrorCode::kRefused, "the statement gives no rows or would change the archive", "",
                    "this shell only reads");
    std::vector<std::string> names;
    for (int column = 0; column < columns; ++column)
        names.emplace_back(PQfname(shape.get(), column));
    answer.columns(names);
    if (PQsendQueryPrepared(database.handle(), "", 0, nullptr, nullptr, nullptr, 0) == 0)
        return mistake(database, nullptr, statement);
    PQsetSingleRowMode(database.handle());
    return give_rows(database, statement, answer, unpack);
}

}  // namespace orrery::store::postgres
