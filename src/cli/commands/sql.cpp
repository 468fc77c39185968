#include "../setup.hpp"
#include "../terminal.hpp"
#include "commands.hpp"
#include "orrery/base/json_writer.hpp"
#include "orrery/base/text.hpp"

#include <algorithm>
#include <iostream>

#include <fmt/format.h>
#include <unistd.h>

namespace orrery::cli {

namespace {

using store::SqlValue;

// In a table for people a long value would push the others out of sight.
constexpr std::size_t kWidestCell = 60;

std::string plain(const SqlValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
    return {};
}

/// RFC 4180: quoted where needed, lines end in CR LF.
class CsvRows {
  public:
    void columns(const std::vector<std::string>& names) {
        std::vector<SqlValue> row(names.begin(), names.end());
        add(row);
    }
    void add(const std::vector<SqlValue>& values) {
        std::string line;
        for (const auto& value : values) {
            if (&value != values.data()) line += ',';
            const auto cell = plain(value);
            if (cell.find_first_of(",\"\r\n") == std::string::npos) {
                line += cell;
                continue;
            }
            line += '"';
            for (const char character : cell) {
                if (character == '"') line += '"';
                line += character;
            }
            line += '"';
        }
        write_output(line + "\r\n");
    }
    void end() {}
};

/// One JSON object a line.
class JsonLines {
  public:
    void columns(const std::vector<std::string>& names) { names_ = names; }
    void add(const std::vector<SqlValue>& values) {
        JsonWriter json(JsonWriter::Style::kCompact);
        json.begin_object();
        for (std::size_t i = 0; i < values.size(); ++i) {
            json.key(names_[i]);
            std::visit(
                [&](const auto& value) {
                    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::monostate>) {
                        json.null();
                    } else {
                        json.value(value);
                    }
                },
                values[i]);
        }
        write_output(json.end_object().take() + "\n");
    }
    void end() {}

  private:
    std::vector<std::string> names_;
};

/// Columns as wide as they need to be, a line a row.
class Table {
  public:
    void columns(const std::vector<std::string>& names) { rows_.push_back(names); }
    void add(const std::vector<SqlValue>& values) {
        std::vector<std::string> row;
        for (const auto& value : values) {
            auto cell = collapse_space(plain(value));
            if (cell.size() > kWidestCell) {
                auto end = kWidestCell;
                while (end > 0 && (static_cast<unsigned char>(cell[end]) & 0xC0) == 0x80)
                    --end;
                cell.resize(end);
                cell += "…";
            }
            row.push_back(std::move(cell));
        }
        rows_.push_back(std::move(row));
    }
    void end() {
        std::vector<std::size_t> widths(rows_.front().size());
        for (const auto& row : rows_)
            for (std::size_t i = 0; i < row.size(); ++i)
                widths[i] = std::max(widths[i], characters(row[i]));
        std::string text;
        for (const auto& row : rows_) {
            for (std::size_t i = 0; i < row.size(); ++i) {
                text += row[i];
                if (i + 1 < row.size()) text.append(widths[i] - characters(row[i]) + 2, ' ');
            }
            text += '\n';
            if (&row == rows_.data()) {
                for (std::size_t i = 0; i < widths.size(); ++i)
                    text.append(widths[i], '-').append(i + 1 < widths.size() ? 2 : 0, ' ');
                text += '\n';
            }
        }
        write_output(text);
        rows_.clear();
    }

  private:
    static std::size_t characters(std::string_view text) {
        return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
            return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
        }));
    }
    std::vector<std::vector<std::string>> rows_;
};

template <class Rows>
Result<void> run_statement(const store::Archive& archive, std::string_view statement) {
    Rows rows;
    bool any = false;
    ORRERY_CHECK(archive.run_sql(statement, {.columns =
                                                 [&](const auto& names) {
                                                     any = true;
                                                     rows.columns(names);
                                                 },
                                             .row =
                                                 [&](const auto& values) {
                                                     rows.add(values);
                                                     return true;
                                                 }}));
    if (any) rows.end();
    return {};
}

using Runner = Result<void> (*)(const store::Archive&, std::string_view);

// Statements end with a semicolon at the end of a line, as in every SQL shell. On a terminal a mistake is
// said and the next statement awaited; elsewhere it ends the run.
int run_input(const Context& context, const store::Archive& archive, Runner run_one) {
    const bool is_terminal = ::isatty(STDIN_FILENO) != 0;
    std::string statement;
    std::string line;
    const auto prompt = [&] {
        if (is_terminal) write_error(trim(statement).empty() ? "orrery> " : "   ...> ");
    };
    const auto run_it = [&]() -> bool {
        const auto done = run_one(archive, std::exchange(statement, {}));
        if (!done) context.complain(done.error());
        return done.has_value();
    };
    for (prompt(); std::getline(std::cin, line); prompt()) {
        statement.append(line) += '\n';
        if (trim(line).ends_with(';') && !run_it() && !is_terminal) return kFailed;
    }
    if (!trim(statement).empty() && !run_it()) return kFailed;
    return kFine;
}

int run(const Context& context) {
    const auto config = context.config();
    if (!config) return config.error();
    const auto archive = open_archive(*config, store::OpenMode::kExisting);
    if (!archive) return context.give_up(archive.error());

    const Runner run_one = context.arguments().has("--csv")     ? run_statement<CsvRows>
                           : context.arguments().has("--jsonl") ? run_statement<JsonLines>
                                                                : run_statement<Table>;
    const auto& statements = context.arguments().positionals;
    if (statements.empty()) return run_input(context, **archive, run_one);
    for (const auto& statement : statements)
        if (const auto done = run_one(**archive, statement); !done) return context.give_up(done.error());
    return kFine;
}

}  // namespace

Command sql_command() {
    return {"sql",
            "ask the archive in SQL",
            "Answers SQL statements over the archive's tables and views, which docs/sql.md describes; "
            "nothing can be "
            "changed. Without a statement they are read from standard input.",
            {{"STATEMENT", "such as \"SELECT title, date FROM stories ORDER BY date DESC LIMIT 5\"", false,
              true}},
            {{"--csv", "", "print comma-separated values (RFC 4180)"},
             {"--jsonl", "", "print a JSON object a line"}},
            run};
}

}  // namespace orrery::cli
