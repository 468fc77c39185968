#include "orrery/store/copy.hpp"

#include "engines.hpp"
#include "orrery/base/hash.hpp"
#include "sql_archive.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <variant>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace orrery::store {

namespace {

// Names where an archive is being copied from; goes away when the copy is whole.
constexpr std::string_view kMark = "unfinished_copy";

// A transaction of a copy should be worth its end, and fit into memory many times.
constexpr std::size_t kBytesAtOnce = std::size_t{4} << 20;
constexpr std::int64_t kMostRowsAtOnce = 2000;

using Value = std::variant<std::monostate, std::int64_t, std::string>;
using Row = std::vector<Value>;

// A table's statements, and where its key stands in a row.
struct Plan {
    explicit Plan(const Table& of) : table(of) {
        std::vector<std::string> names;
        std::vector<std::string> parameters;
        std::vector<std::pair<int, std::size_t>> places;
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            names.push_back(table.columns[i].name);
            parameters.push_back(fmt::format("?{}", i + 1));
            if (table.columns[i].key > 0) places.emplace_back(table.columns[i].key, i);
        }
        std::sort(places.begin(), places.end());
        for (const auto& [_, place] : places)
            key.push_back(place);
        std::vector<std::string> keys;
        std::vector<std::string> backwards;
        for (const auto place : key) {
            keys.push_back(names[place]);
            backwards.push_back(names[place] + " DESC");
        }
        insert = fmt::format("INSERT INTO {} ({}) VALUES ({})", table.name, fmt::join(names, ", "),
                             fmt::join(parameters, ", "));
        if (key.empty()) {
            first = fmt::format("SELECT {0} FROM {1} ORDER BY {0}", fmt::join(names, ", "), table.name);
            return;
        }
        parameters.resize(key.size());
        first = fmt::format("SELECT {} FROM {} ORDER BY {} LIMIT ?1", fmt::join(names, ", "), table.name,
                            fmt::join(keys, ", "));
        next = fmt::format("SELECT {} FROM {} WHERE ({}) > ({}) ORDER BY {} LIMIT ?{}",
                           fmt::join(names, ", "), table.name, fmt::join(keys, ", "),
                           fmt::join(parameters, ", "), fmt::join(keys, ", "), key.size() + 1);
        last = fmt::format("SELECT {} FROM {} ORDER BY {} LIMIT 1", fmt::join(names, ", "), table.name,
                           fmt::join(backwards, ", "));
    }

    const Table& table;
    std::vector<std::size_t> key;  // empty: the few rows of a table of state, which has no key
    std::string insert;
    std::string first;
    std::string next;
    std::string last;
};

void bind_value(Query& query, int index, const Value& value, Table::Kind kind) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        query.bind(index, *number);
    } else if (const auto* bytes = std::get_if<std::string>(&value)) {
        if (kind == Table::Kind::kBytes) {
            query.bind(index, Blob{*bytes});
        } else {
            query.bind(index, std::string_view(*bytes));
        }
    } else {
        query.bind(index, std::optional<std::int64_t>());
    }
}

Row read_row(const Query& query, const Table& table) {
    Row row;
    for (int column = 0; column < static_cast<int>(table.columns.size()); ++column) {
        if (query.is_null(column)) {
            row.emplace_back();
        } else if (table.columns[static_cast<std::size_t>(column)].kind == Table::Kind::kInteger) {
            row.emplace_back(query.integer(column));
        } else {
            row.emplace_back(query.text(column));
        }
    }
    return row;
}

/// Reads a table in the order of its key, a bounded number of bytes at a time.
class TableReader {
  public:
    TableReader(Database& database, const Plan& plan) : database_(database), plan_(plan) {}

    void start_after(Row row) { after_ = std::move(row); }

    /// Empty at the end.
    std::vector<Row> read() {
        std::vector<Row> rows;
        if (at_end_) return rows;
        auto query = database_.query(after_ ? plan_.next : plan_.first);
        int parameter = 0;
        if (after_)
            for (const auto place : plan_.key)
                bind_value(query, ++parameter, (*after_)[place], plan_.table.columns[place].kind);
        if (!plan_.key.empty()) query.bind(++parameter, rows_at_once_);
        std::size_t bytes = 0;
        while (query.step()) {
            rows.push_back(read_row(query, plan_.table));
            for (const auto& value : rows.back())
                if (const auto* text = std::get_if<std::string>(&value)) bytes += text->size();
        }
        at_end_ = plan_.key.empty() || rows.empty();
        if (rows.empty()) return rows;
        after_ = rows.back();
        const auto row_bytes = std::max<std::size_t>(bytes / rows.size(), 1);
        rows_at_once_ =
            std::clamp<std::int64_t>(static_cast<std::int64_t>(kBytesAtOnce / row_bytes), 1, kMostRowsAtOnce);
        return rows;
    }

  private:
    Database& database_;
    const Plan& plan_;
    std::optional<Row> after_;
    std::int64_t rows_at_once_ = 50;
    bool at_end_ = false;
};

std::uint64_t add_to_checksum(std::uint64_t checksum, const Row& row) {
    std::string bytes;
    for (const auto& value : row) {
        bytes += static_cast<char>(value.index());
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            bytes.append(reinterpret_cast<const char*>(number), sizeof *number);
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            const auto size = text->size();
            bytes.append(reinterpret_cast<const char*>(&size), sizeof size).append(*text);
        }
    }
    return hash64(bytes, checksum);
}

std::int64_t count(Database& database, const std::string& table) {
    auto query = database.query("SELECT count(*) FROM " + table);
    query.step();
    return query.integer(0);
}

bool has_table(const std::vector<Table>& tables, std::string_view name) {
    return std::any_of(tables.begin(), tables.end(), [&](const Table& table) { return table.name == name; });
}

// As it is told apart from others in a mark, from whatever folder.
std::string full(const std::string& place) {
    return is_server(place) ? shown(place) : std::filesystem::absolute(place).lexically_normal().string();
}

class Copy {
  public:
    Copy(const std::string& from, const std::string& to, const CopyProgress& progress)
        : from_(full(from)),
          to_(shown(to)),
          progress_(progress),
          source_engine_(find_engine(from, OpenMode::kExisting)),
          target_engine_(find_engine(to, OpenMode::kCreate)) {
        // An older archive is brought up to date first, as by any command that opens it.
        check_is_whole(*source_engine_, *source_engine_->open_writer(), from_);
        target_ = target_engine_->open_writer();
        // Who is told that it is whole may take the source away.
        target_->sync(Database::Sync::kEachCommit);
        source_ = source_engine_->open_reader();
        source_->begin_read();
        tables_ = source_engine_->tables(*source_);
        for (const auto& table : tables_)
            plans_.emplace_back(table);
    }

    CopyReport run() {
        prepare_target();
        for (const auto& plan : plans_)
            total_ += 3 * static_cast<std::uint64_t>(count(*source_, plan.table.name));
        copy_rows();
        if (!compare()) {
            if (!report_.resumed) raise_difference();
            report_.started_over = true;
            empty_target();
            done_ = 0;
            copy_rows();
            if (!compare()) raise_difference();
        }
        Transaction transaction(*target_);
        target_->execute(fmt::format("DROP TABLE {}", kMark));
        transaction.commit();
        return std::move(report_);
    }

  private:
    void prepare_target() {
        auto there = target_engine_->tables(*target_);
        if (has_table(there, kMark)) {
            auto query = target_->query(fmt::format("SELECT source FROM {}", kMark));
            query.step();
            if (query.view(0) != from_)
                throw StoreFailure({ErrorCode::kRefused, "an unfinished copy is there already", to_,
                                    fmt::format("it is one of {}", query.view(0)),
                                    "copy that archive again, or name another place"});
            report_.resumed = true;
            std::erase_if(there, [](const Table& table) { return table.name == kMark; });
        } else {
            for (const auto& plan : plans_)
                if (!plan.key.empty() && count(*target_, plan.table.name) > 0)
                    throw StoreFailure({ErrorCode::kRefused, "there is an archive already", to_,
                                        "it is not written over", "name another place, or take it away"});
            Transaction transaction(*target_);
            target_->execute(fmt::format("CREATE TABLE {} (source TEXT NOT NULL)", kMark));
            target_->query(fmt::format("INSERT INTO {} VALUES (?1)", kMark)).bind_all(from_).run();
            transaction.commit();
        }
        if (there != tables_)
            throw StoreFailure(
                {ErrorCode::kInternal, "the two kinds of store have different tables", to_, "", ""});
    }

    void copy_rows() {
        for (const auto& plan : plans_) {
            TableReader reader(*source_, plan);
            if (!plan.key.empty()) {
                auto query = target_->query(plan.last);
                if (query.step()) reader.start_after(read_row(query, plan.table));
                advance(count(*target_, plan.table.name), plan);
            }
            while (true) {
                const auto rows = reader.read();
                if (rows.empty()) break;
                Transaction transaction(*target_);
                if (plan.key.empty()) target_->query("DELETE FROM " + plan.table.name).run();
                target_->run_each(plan.insert, rows.size(), [&](Query& query, std::size_t i) {
                    for (std::size_t column = 0; column < rows[i].size(); ++column)
                        bind_value(query, static_cast<int>(column) + 1, rows[i][column],
                                   plan.table.columns[column].kind);
                });
                transaction.commit();
                advance(static_cast<std::int64_t>(rows.size()), plan);
            }
        }
        Transaction transaction(*target_);
        for (const auto& [table, id] : source_engine_->last_ids(*source_))
            target_engine_->set_last_id(*target_, table, id);
        transaction.commit();
    }

    bool compare() {
        const auto written = target_engine_->open_reader();
        written->begin_read();
        report_.tables.clear();
        bool is_same = true;
        for (const auto& plan : plans_) {
            const auto here = sum_up(*source_, plan);
            const auto there = sum_up(*written, plan);
            if (here.rows != there.rows || here.checksum != there.checksum) {
                difference_ = fmt::format("{} has {} rows there, and {} here with another checksum",
                                          plan.table.name, here.rows, there.rows);
                is_same = false;
            }
            report_.tables.push_back(here);
        }
        return is_same;
    }

    CopyReport::Table sum_up(Database& database, const Plan& plan) {
        CopyReport::Table sum{plan.table.name};
        TableReader reader(database, plan);
        for (auto rows = reader.read(); !rows.empty(); rows = reader.read()) {
            for (const auto& row : rows)
                sum.checksum = add_to_checksum(sum.checksum, row);
            sum.rows += static_cast<std::int64_t>(rows.size());
            advance(static_cast<std::int64_t>(rows.size()), plan);
        }
        return sum;
    }

    void empty_target() {
        Transaction transaction(*target_);
        for (auto plan = plans_.rbegin(); plan != plans_.rend(); ++plan)
            target_->query("DELETE FROM " + plan->table.name).run();
        transaction.commit();
    }

    void advance(std::int64_t rows, const Plan& plan) {
        done_ += static_cast<std::uint64_t>(rows);
        if (progress_) progress_(std::min(done_, total_), total_, plan.table.name);
    }

    [[noreturn]] void raise_difference() const {
        throw StoreFailure({ErrorCode::kCorrupt, "the copy does not read back as it was written", to_,
                            difference_, "check the disk there, take the copy away and begin again"});
    }

    std::string from_;
    std::string to_;
    const CopyProgress& progress_;
    std::unique_ptr<Engine> source_engine_;
    std::unique_ptr<Engine> target_engine_;
    std::unique_ptr<Database> source_;
    std::unique_ptr<Database> target_;
    std::vector<Table> tables_;
    std::vector<Plan> plans_;
    std::uint64_t total_ = 0;
    std::uint64_t done_ = 0;
    std::string difference_;
    CopyReport report_;
};

bool is_same_place(const std::string& a, const std::string& b) {
    std::error_code error;
    return a == b || std::filesystem::equivalent(a, b, error);
}

}  // namespace

void check_is_whole(const Engine& engine, Database& database, const std::string& where) {
    if (!has_table(engine.tables(database), kMark)) return;
    auto query = database.query(fmt::format("SELECT source FROM {}", kMark));
    query.step();
    throw StoreFailure({ErrorCode::kRefused, "this archive is a copy that was not finished", where, "",
                        fmt::format("run `orrery copy {} {}` again", query.view(0), where)});
}

Result<CopyReport> copy_archive(const std::string& from, const std::string& to,
                                const CopyProgress& progress) {
    if (is_same_place(from, to))
        return fail(ErrorCode::kRefused, "an archive cannot be copied onto itself", shown(to));
    try {
        return Copy(from, to, progress).run();
    } catch (const StoreFailure& failure) {
        return Failure(failure.error());
    }
}

}  // namespace orrery::store
