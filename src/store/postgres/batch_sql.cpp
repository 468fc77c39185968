#include "postgres/batch_sql.hpp"

#include "orrery/base/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace orrery::store::postgres {

namespace {

// `sql` without comments and with parameters as `parameter` writes them, but in texts.
template <class Parameter>
std::string rewritten(std::string_view sql, Parameter parameter) {
    std::string written;
    written.reserve(sql.size() + 16);
    char quote = '\0';
    for (std::size_t i = 0; i < sql.size(); ++i) {
        const char c = sql[i];
        if (quote == '\0' && sql.substr(i, 2) == "--") {
            i = std::min(sql.find('\n', i), sql.size());
            written += '\n';
            continue;
        }
        if (quote != '\0') {
            if (c == quote) quote = '\0';
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '?' && i + 1 < sql.size() && is_digit(sql[i + 1])) {
            std::size_t number = 0;
            while (i + 1 < sql.size() && is_digit(sql[i + 1]))
                number = number * 10 + static_cast<std::size_t>(sql[++i] - '0');
            written += parameter(number);
            continue;
        }
        written += c;
    }
    return written;
}

// Past the parenthesis that closes the one at `open`; npos when none does.
std::size_t past_closing(std::string_view sql, std::size_t open) {
    int depth = 0;
    for (auto i = open; i < sql.size(); ++i) {
        if (sql[i] == '(') ++depth;
        if (sql[i] == ')' && --depth == 0) return i + 1;
    }
    return std::string_view::npos;
}

std::string as_column(std::size_t number) {
    return fmt::format("wanted.p{}", number);
}

// unnest($1, $2) AS wanted (p1, p2 …)
std::string wanted(std::size_t count, std::string_view more) {
    std::string arrays;
    std::string names;
    for (std::size_t number = 1; number <= count; ++number) {
        arrays += fmt::format("{}CAST(${} AS bigint[])", number == 1 ? "" : ", ", number);
        names += fmt::format("{}p{}", number == 1 ? "" : ", ", number);
    }
    return more.empty() ? fmt::format("unnest({}) AS wanted ({})", arrays, names)
                        : fmt::format("unnest({}) WITH ORDINALITY AS wanted ({}, {})", arrays, names, more);
}

}  // namespace

std::string with_dollars(std::string_view sql) {
    return rewritten(sql, [](std::size_t number) { return fmt::format("${}", number); });
}

std::size_t count_parameters(std::string_view sql) {
    std::size_t highest = 0;
    static_cast<void>(rewritten(sql, [&](std::size_t number) {
        highest = std::max(highest, number);
        return "";
    }));
    return highest;
}

std::string insert_many(std::string_view sql, std::size_t rows) {
    constexpr std::string_view kValues = "VALUES (";
    sql = trim(sql);
    const auto values = sql.find(kValues);
    if (!sql.starts_with("INSERT INTO ") || values == std::string_view::npos) return {};
    const auto open = values + kValues.size() - 1;
    const auto end = past_closing(sql, open);
    if (end == std::string_view::npos || sql.find("RETURNING", end) != std::string_view::npos ||
        sql.find('?', end) != std::string_view::npos)
        return {};
    const auto row = sql.substr(open, end - open);
    const auto parameters = count_parameters(row);
    auto many = std::string(sql.substr(0, open));
    for (std::size_t i = 0; i < rows; ++i) {
        if (i > 0) many += ", ";
        many +=
            rewritten(row, [&](std::size_t number) { return fmt::format("${}", i * parameters + number); });
    }
    return many.append(sql.substr(end));
}

std::string run_for_arrays(std::string_view sql) {
    const auto plain = rewritten(trim(sql), as_column);
    const auto parameters = count_parameters(sql);
    if (parameters == 0) return {};
    if (plain.starts_with("SELECT "))
        return fmt::format("SELECT found.*, wanted.place FROM {} CROSS JOIN LATERAL ({}) AS found",
                           wanted(parameters, "place"), plain);
    constexpr std::string_view kWhere = " WHERE ";
    const auto where = plain.find(kWhere);
    const bool is_plain_delete = plain.starts_with("DELETE FROM ") && where != std::string::npos &&
                                 plain.find("SELECT") == std::string::npos &&
                                 plain.find("RETURNING") == std::string::npos;
    if (!is_plain_delete) return {};
    return fmt::format("{} USING {}{}", plain.substr(0, where), wanted(parameters, ""), plain.substr(where));
}

}  // namespace orrery::store::postgres
