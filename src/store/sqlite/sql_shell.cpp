#include "sqlite/sql_shell.hpp"

#include "orrery/base/text.hpp"
#include "orrery/base/time.hpp"
#include "orrery/base/utf8.hpp"
#include "sqlite/sqlite_database.hpp"
#include "sqlite_migrations.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <sqlite3.h>

namespace orrery::store::sqlite {

namespace {

void give_text(sqlite3_context* context, const std::string& text) {
    sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

// moment(microseconds): RFC 3339.
void moment(sqlite3_context* context, int /*count*/, sqlite3_value** values) {
    if (sqlite3_value_type(values[0]) == SQLITE_NULL) return;
    give_text(context, format_rfc3339(Timestamp(Duration(sqlite3_value_int64(values[0])))));
}

// unpack(body): the text of a compressed body.
void unpack_body(sqlite3_context* context, int /*count*/, sqlite3_value** values) {
    const auto& unpack = *static_cast<const Engine::Unpack*>(sqlite3_user_data(context));
    const auto* bytes = static_cast<const char*>(sqlite3_value_blob(values[0]));
    const auto size = static_cast<std::size_t>(sqlite3_value_bytes(values[0]));
    try {
        give_text(context, unpack(std::string_view(bytes, size)));
    } catch (const std::exception& failure) {
        sqlite3_result_error(context, failure.what(), -1);
    }
}

// Other files are none of the shell's business.
int authorize(void* /*unused*/, int action, const char*, const char*, const char*, const char*) {
    return action == SQLITE_ATTACH || action == SQLITE_DETACH ? SQLITE_DENY : SQLITE_OK;
}

SqlValue value_of(sqlite3_stmt* statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_NULL:
            return {};
        case SQLITE_INTEGER:
            return std::int64_t{sqlite3_column_int64(statement, column)};
        case SQLITE_FLOAT:
            return sqlite3_column_double(statement, column);
        default:
            break;
    }
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
    const std::string_view value(bytes == nullptr ? "" : bytes,
                                 static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
    if (sqlite3_column_type(statement, column) == SQLITE_TEXT && utf8::is_valid(value))
        return std::string(value);
    std::string digits;
    for (const char byte : value)
        fmt::format_to(std::back_inserter(digits), "{:02x}", static_cast<unsigned char>(byte));
    return digits;
}

Failure mistake(sqlite3* connection, std::string_view statement) {
    const int offset = sqlite3_error_offset(connection);
    auto where = offset < 0 ? std::string() : fmt::format("column {}", offset + 1);
    return fail(ErrorCode::kInvalid, "the statement cannot be run", std::move(where),
                sqlite3_errmsg(connection),
                fmt::format("docs/sql.md has the tables and views; the statement was: {}", trim(statement)));
}

}  // namespace

Result<void> run_sql(const std::filesystem::path& path, std::string_view statement, const SqlAnswer& answer,
                     const Engine::Unpack& unpack) {
    SqliteDatabase database(path, Access::kReadOnly);
    auto* const connection = database.handle();
    constexpr int kPure = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
    sqlite3_create_function(connection, "moment", 1, kPure, nullptr, moment, nullptr, nullptr);
    sqlite3_create_function(connection, "unpack", 1, kPure, const_cast<Engine::Unpack*>(&unpack), unpack_body,
                            nullptr, nullptr);
    database.execute(std::string(sqlite_migration::kViews));
    sqlite3_set_authorizer(connection, authorize, nullptr);

    sqlite3_stmt* raw = nullptr;
    const char* rest = nullptr;
    if (sqlite3_prepare_v3(connection, statement.data(), static_cast<int>(statement.size()), 0, &raw,
                           &rest) != SQLITE_OK)
        return mistake(connection, statement);
    const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> prepared(raw, sqlite3_finalize);
    if (!prepared) return {};  // only space and comments
    if (sqlite3_stmt_readonly(raw) == 0)
        return fail(ErrorCode::kRefused, "the statement would change the archive", "",
                    "this shell only reads");
    if (!trim(statement.substr(static_cast<std::size_t>(rest - statement.data()))).empty())
        return fail(ErrorCode::kInvalid, "there is more than one statement", "", "", "run them one by one");

    std::vector<std::string> names;
    for (int column = 0; column < sqlite3_column_count(raw); ++column)
        names.emplace_back(sqlite3_column_name(raw, column));
    answer.columns(names);
    std::vector<SqlValue> values(names.size());
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(raw)) == SQLITE_ROW) {
        for (std::size_t column = 0; column < values.size(); ++column)
            values[column] = value_of(raw, static_cast<int>(column));
        if (!answer.row(values)) return {};
    }
    if (code != SQLITE_DONE) return mistake(connection, statement);
    return {};
}

}  // namespace orrery::store::sqlite
