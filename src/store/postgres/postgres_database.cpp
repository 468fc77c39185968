#include "postgres/postgres_database.hpp"

#include "orrery/base/hash.hpp"
#include "orrery/base/text.hpp"
#include "postgres/address.hpp"
#include "postgres/batch_sql.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <thread>

#include <fmt/format.h>
#include <libpq-fe.h>

namespace orrery::store::postgres {

namespace {

// A server that is only being restarted is waited for, so that a poll is not fetched in vain. A page is
// better refused at once.
constexpr auto kWriterPatience = std::chrono::seconds(5);
constexpr auto kNoPatience = std::chrono::seconds(0);

// As long as SQLite waits. A statement of ours takes milliseconds; these only stop what hangs. They give way
// to what the address or the role sets.
constexpr std::string_view kSession =
    "SELECT set_config(name, value, false) FROM (VALUES ('lock_timeout', '10s'), ('statement_timeout', "
    "'60s')) "
    "AS wanted (name, value) JOIN pg_settings USING (name) WHERE source IN ('default', 'configuration file')";
// Our statements look few rows up by an index. A plan that was made when the tables were small has to hold
// when they are large, for it is kept.
constexpr std::string_view kByIndex =
    "; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off";
constexpr std::string_view kReadOnly = "; SET default_transaction_read_only = on";

// The lock's first number is "Orry", as in the header of SQLite's files.
constexpr auto* kBegin =
    "BEGIN; SELECT pg_advisory_xact_lock(1332900473, hashtext(current_schema())); SELECT "
    "pg_current_xact_id()";

// A pipeline is answered in parts, so that neither side has to hold much.
constexpr std::size_t kPipelined = 500;

// Rows of one INSERT: any number is a sum of these, and each is a statement to prepare.
constexpr std::array<std::size_t, 7> kGroups = {64, 32, 16, 8, 4, 2, 1};

constexpr int kBinary = 1;

// Types of PostgreSQL that our statements give, from its catalog/pg_type.dat.
constexpr unsigned kBool = 16;
constexpr unsigned kInt8 = 20;
constexpr unsigned kInt2 = 21;
constexpr unsigned kInt4 = 23;

std::int64_t big_endian(const char* bytes, int size) {
    std::uint64_t value = 0;
    for (int i = 0; i < size; ++i)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    const int unused = 64 - 8 * size;
    return static_cast<std::int64_t>(value << unused) >> unused;
}

bool is_fine(const pg_result* result) {
    const auto status = PQresultStatus(result);
    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

}  // namespace

class PostgresCursor final : public Cursor {
  public:
    PostgresCursor(PostgresDatabase& database, std::string_view sql, std::size_t number)
        : database_(database), sql_(sql), name_(fmt::format("s{}", number)) {}

    [[nodiscard]] std::string_view sql() const { return sql_; }

    void bind_null(int index) override { parameter(index) = {}; }
    void bind(int index, std::int64_t value) override {
        auto& bound = parameter(index);
        bound.format = 0;
        bound.is_own = true;
        *std::to_chars(bound.digits.data(), bound.digits.data() + bound.digits.size() - 1, value).ptr = '\0';
    }
    void bind(int index, std::string_view text) override { bind_bytes(index, text, kBinary); }
    void bind(int index, Blob blob) override { bind_bytes(index, blob.bytes, kBinary); }

    bool step() override {
        if (!result_) give(database_.run([this] { return execute(); }));
        return ++row_ < PQntuples(result_.get());
    }
    void run() override {
        if (result_ || !database_.may_defer_) {
            Cursor::run();
            return;
        }
        database_.run([this] {
            if (auto failed = prepare()) return failed;
            return database_.defer(1, [this](std::size_t) { return send(); });
        });
    }
    [[nodiscard]] bool is_null(int column) const override {
        return PQgetisnull(result_.get(), row_, column) != 0;
    }
    [[nodiscard]] std::int64_t integer(int column) const override {
        if (is_null(column)) return 0;
        switch (PQftype(result_.get(), column)) {
            case kBool:
            case kInt2:
            case kInt4:
            case kInt8:
                return big_endian(PQgetvalue(result_.get(), row_, column),
                                  PQgetlength(result_.get(), row_, column));
            default:
                throw StoreFailure({ErrorCode::kInternal, "a statement gives no whole number", sql_,
                                    fmt::format("column {}", column + 1), ""});
        }
    }
    [[nodiscard]] std::string_view view(int column) const override {
        return {PQgetvalue(result_.get(), row_, column),
                static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
    }
    void reset() noexcept override {
        result_.reset();
        parameters_.clear();
    }

    /// A parameter in the form that the server reads from people; it must outlive the use.
    void bind_digits(int index, const std::string& text) { bind_bytes(index, text, 0); }
    /// Adds the whole numbers that are bound to arrays, `{1,2,`; false when anything else is bound.
    [[nodiscard]] bool append_numbers(std::vector<std::string>& arrays) const {
        for (std::size_t i = 0; i < parameters_.size(); ++i) {
            if (!parameters_[i].is_own || i >= arrays.size()) return false;
            arrays[i].append(parameters_[i].digits.data()) += ',';
        }
        return parameters_.size() == arrays.size();
    }
    [[nodiscard]] int columns() {
        if (!result_) give(database_.run([this] { return execute(); }));
        return PQnfields(result_.get());
    }
    void go_to(int row) { row_ = row; }

    /// Takes an answer; the rows are then stepped through.
    void give(ResultHandle result) {
        result_ = std::move(result);
        row_ = -1;
    }

    /// Prepares the statement where this connection does not know it yet; gives the failure otherwise.
    [[nodiscard]] ResultHandle prepare() {
        if (age_ == database_.age_) return nullptr;
        database_.settle();
        ResultHandle result(
            PQprepare(database_.handle(), name_.c_str(), with_dollars(sql_).c_str(), 0, nullptr));
        if (!is_fine(result.get())) return result;
        age_ = database_.age_;
        return nullptr;
    }

    /// Sends the statement with its parameters into the pipeline.
    [[nodiscard]] bool send() {
        const Arguments arguments(parameters_);
        return PQsendQueryPrepared(database_.handle(), name_.c_str(), arguments.count(),
                                   arguments.values.data(), arguments.lengths.data(),
                                   arguments.formats.data(), kBinary) == 1;
    }

  private:
    // Numbers go as digits, so that the server may take them for whatever kind of number it needs; text and
    // bytes as they are.
    struct Parameter {
        const char* bytes = nullptr;
        int size = 0;
        int format = 0;
        bool is_own = false;
        std::array<char, 24> digits{};
    };
    struct Arguments {
        explicit Arguments(const std::vector<Parameter>& parameters) {
            for (const auto& parameter : parameters) {
                values.push_back(parameter.is_own ? parameter.digits.data() : parameter.bytes);
                lengths.push_back(parameter.size);
                formats.push_back(parameter.format);
            }
        }
        [[nodiscard]] int count() const { return static_cast<int>(values.size()); }
        std::vector<const char*> values;
        std::vector<int> lengths;
        std::vector<int> formats;
    };

    Parameter& parameter(int index) {
        const auto place = static_cast<std::size_t>(index);
        if (parameters_.size() < place) parameters_.resize(place);
        return parameters_[place - 1];
    }
    void bind_bytes(int index, std::string_view bytes, int format) {
        auto& bound = parameter(index);
        bound.bytes = bytes.data() == nullptr ? "" : bytes.data();
        bound.size = static_cast<int>(bytes.size());
        bound.format = format;
        bound.is_own = false;
    }
    ResultHandle execute() {
        if (auto failed = prepare()) return failed;
        if (database_.deferred_ > 0) {
            std::vector<ResultHandle> answers;
            auto done = database_.pipeline(1, [this](std::size_t) { return send(); }, answers);
            return is_fine(done.get()) ? std::move(answers.front()) : std::move(done);
        }
        const Arguments arguments(parameters_);
        return ResultHandle(PQexecPrepared(database_.handle(), name_.c_str(), arguments.count(),
                                           arguments.values.data(), arguments.lengths.data(),
                                           arguments.formats.data(), kBinary));
    }

    PostgresDatabase& database_;
    std::string sql_;
    std::string name_;
    std::uint64_t age_ = 0;
    std::vector<Parameter> parameters_;
    ResultHandle result_;
    int row_ = -1;
};

// Binds one row of many to a statement that takes them all.
class RowBinder final : public Cursor {
  public:
    RowBinder(PostgresCursor& all, int offset) : all_(&all), offset_(offset) {}

    void bind_null(int index) override { all_->bind_null(offset_ + index); }
    void bind(int index, std::int64_t value) override { all_->bind(offset_ + index, value); }
    void bind(int index, std::string_view text) override { all_->bind(offset_ + index, text); }
    void bind(int index, Blob blob) override { all_->bind(offset_ + index, blob); }
    bool step() override { return false; }
    [[nodiscard]] bool is_null(int /*column*/) const override { return true; }
    [[nodiscard]] std::int64_t integer(int /*column*/) const override { return 0; }
    [[nodiscard]] std::string_view view(int /*column*/) const override { return {}; }
    void reset() noexcept override {}

  private:
    PostgresCursor* all_;
    int offset_;
};

// What does the work of many runs of a statement; null where there is nothing such.
struct PostgresDatabase::Batch {
    int parameters = 0;
    std::array<PostgresCursor*, kGroups.size()> groups{};
    PostgresCursor* arrays = nullptr;
};

std::size_t PostgresDatabase::Hash::operator()(std::string_view sql) const {
    return hash64(sql);
}

PostgresDatabase::PostgresDatabase(std::string address, Access access)
    : address_(std::move(address)), shown_(postgres::shown(address_)), access_(access) {
    connect(kNoPatience);
}

PostgresDatabase::~PostgresDatabase() = default;

void PostgresDatabase::connect(std::chrono::milliseconds patience) {
    connection_.reset();
    connection_ = postgres::connect(address_, patience);
    deferred_ = 0;
    ++age_;
    auto session = std::string(kSession).append(kByIndex);
    if (access_ == Access::kReadOnly) session += kReadOnly;
    const ResultHandle set(PQexec(handle(), session.c_str()));
    if (!is_fine(set.get())) raise(set.get());
}

void PostgresDatabase::raise(const pg_result* result) const {
    throw StoreFailure(describe(*connection_, result, shown_));
}

template <class Work>
ResultHandle PostgresDatabase::run(Work work) {
    const auto patience = access_ == Access::kReadWrite ? kWriterPatience : kNoPatience;
    if (!connection_) connect(patience);
    auto result = work();
    if (!is_fine(result.get()) && is_lost(*connection_, result.get()) && !in_transaction_) {
        connect(patience);
        result = work();
    }
    if (!is_fine(result.get())) raise(result.get());
    return result;
}

Cursor& PostgresDatabase::cursor(std::string_view sql) {
    return find(sql);
}

PostgresCursor& PostgresDatabase::find(std::string_view sql) {
    if (const auto found = cursors_.find(sql); found != cursors_.end()) return *found->second;
    auto made = std::make_unique<PostgresCursor>(*this, sql, cursors_.size() + 1);
    const auto name = made->sql();
    return *cursors_.emplace(name, std::move(made)).first->second;
}

void PostgresDatabase::expect_large_answers() {
    execute(
        "SET statement_timeout = 0; RESET enable_seqscan; RESET enable_hashjoin; RESET enable_mergejoin; "
        "RESET jit");
}

void PostgresDatabase::execute(const std::string& sql) {
    settle();
    run([&] { return ResultHandle(PQexec(handle(), sql.c_str())); });
}

void PostgresDatabase::run_each(std::string_view sql, std::size_t count, const Binder& bind,
                                const Reader& row) {
    if (count == 0) return;
    if (count == 1) {
        Database::run_each(sql, count, bind, row);
        return;
    }
    auto& cursor = find(sql);
    for (std::size_t first = 0; first < count; first += kPipelined) {
        const auto part = std::min(kPipelined, count - first);
        const auto bind_part = [&](Query& query, std::size_t i) { bind(query, first + i); };
        const auto row_part = [&](const Query& query, std::size_t i) {
            if (row) row(query, first + i);
        };
        if (!row && insert_many(sql, part, bind_part)) continue;
        if (run_for_arrays(sql, part, bind_part, row_part)) continue;

        const auto send = [&](std::size_t i) {
            Query query(cursor);
            bind_part(query, i);
            return cursor.send();
        };
        std::vector<ResultHandle> results;
        run([&] {
            if (auto failed = cursor.prepare()) return failed;
            return row ? pipeline(part, send, results) : defer(part, send);
        });
        for (std::size_t i = 0; row && i < part; ++i) {
            Query query(cursor);
            cursor.give(std::move(results[i]));
            while (query.step())
                row_part(query, i);
        }
    }
}

PostgresDatabase::Batch& PostgresDatabase::batch(std::string_view sql) {
    const auto key = find(sql).sql();
    auto& batch = batches_[key];
    if (batch) return *batch;
    batch = std::make_unique<Batch>();
    batch->parameters = static_cast<int>(count_parameters(sql));
    for (std::size_t i = 0; i < kGroups.size(); ++i)
        if (const auto many = postgres::insert_many(sql, kGroups[i]); !many.empty())
            batch->groups[i] = &find(many);
    if (const auto each = postgres::run_for_arrays(sql); !each.empty()) batch->arrays = &find(each);
    return *batch;
}

bool PostgresDatabase::insert_many(std::string_view sql, std::size_t count, const Binder& bind) {
    const auto& batch = this->batch(sql);
    if (batch.groups.front() == nullptr) return false;
    struct Part {
        PostgresCursor* cursor;
        std::size_t first;
        std::size_t rows;
    };
    std::vector<Part> parts;
    std::size_t done = 0;
    for (std::size_t i = 0; i < kGroups.size(); ++i)
        for (; count - done >= kGroups[i]; done += kGroups[i])
            parts.push_back({batch.groups[i], done, kGroups[i]});
    run([&]() -> ResultHandle {
        for (const auto& part : parts)
            if (auto failed = part.cursor->prepare()) return failed;
        return defer(parts.size(), [&](std::size_t i) {
            const auto& part = parts[i];
            const Query whole(*part.cursor);
            std::vector<RowBinder> rows;
            std::vector<Query> queries;
            rows.reserve(part.rows);
            queries.reserve(part.rows);
            for (std::size_t row = 0; row < part.rows; ++row) {
                rows.emplace_back(*part.cursor, static_cast<int>(row) * batch.parameters);
                bind(queries.emplace_back(rows.back()), part.first + row);
            }
            return part.cursor->send();
        });
    });
    return true;
}

bool PostgresDatabase::run_for_arrays(std::string_view sql, std::size_t count, const Binder& bind,
                                      const Reader& row) {
    const auto& batch = this->batch(sql);
    if (batch.arrays == nullptr) return false;
    std::vector<std::string> arrays(static_cast<std::size_t>(batch.parameters), "{");
    auto& cursor = find(sql);
    for (std::size_t i = 0; i < count; ++i) {
        Query query(cursor);
        bind(query, i);
        if (!cursor.append_numbers(arrays)) return false;
    }
    Query query(*batch.arrays);
    for (std::size_t i = 0; i < arrays.size(); ++i) {
        arrays[i].back() = '}';
        batch.arrays->bind_digits(static_cast<int>(i) + 1, arrays[i]);
    }
    // The rows of one place come in their order, but the places may come in any.
    std::vector<std::vector<int>> by_place(count);
    const auto place = batch.arrays->columns() - 1;
    for (int number = 0; query.step(); ++number)
        by_place[static_cast<std::size_t>(query.integer(place)) - 1].push_back(number);
    for (std::size_t i = 0; i < count; ++i)
        for (const auto number : by_place[i]) {
            batch.arrays->go_to(number);
            row(query, i);
        }
    return true;
}

ResultHandle PostgresDatabase::pipeline(std::size_t count, const Send& send,
                                        std::vector<ResultHandle>& results) {
    if (deferred_ == 0) PQenterPipelineMode(handle());
    try {
        for (std::size_t sent = 0; sent < count && send(sent); ++sent) {
        }
    } catch (...) {
        collect();
        throw;
    }
    const auto expected = deferred_ + count;
    results = collect();
    // Statements behind a failed one were not run: the first failure is the one that tells.
    const auto failed = std::find_if(results.begin(), results.end(),
                                     [](const ResultHandle& result) { return !is_fine(result.get()); });
    if (failed != results.end()) return std::move(*failed);
    if (results.size() != expected) return nullptr;
    results.erase(results.begin(), results.end() - static_cast<std::ptrdiff_t>(count));
    return ResultHandle(PQmakeEmptyPGresult(handle(), PGRES_COMMAND_OK));
}

ResultHandle PostgresDatabase::defer(std::size_t count, const Send& send) {
    std::vector<ResultHandle> results;
    if (!may_defer_ || deferred_ + count > kPipelined) return pipeline(count, send, results);
    if (deferred_ == 0) PQenterPipelineMode(handle());
    // Where one cannot be sent the connection is gone, as the next to wait for an answer will say.
    for (std::size_t sent = 0; sent < count && send(sent); ++sent)
        ++deferred_;
    return ResultHandle(PQmakeEmptyPGresult(handle(), PGRES_COMMAND_OK));
}

void PostgresDatabase::settle() {
    if (deferred_ == 0) return;
    std::vector<ResultHandle> results;
    if (const auto done = pipeline(0, {}, results); !is_fine(done.get())) raise(done.get());
}

std::vector<ResultHandle> PostgresDatabase::collect() {
    std::vector<ResultHandle> results;
    const bool is_marked = PQpipelineSync(handle()) == 1;
    while (is_marked && PQstatus(handle()) == CONNECTION_OK) {
        ResultHandle result(PQgetResult(handle()));
        if (!result) continue;  // between two statements
        if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC) break;
        results.push_back(std::move(result));
    }
    PQexitPipelineMode(handle());
    deferred_ = 0;
    return results;
}

std::int64_t PostgresDatabase::allocate_ids(std::string_view table, std::size_t count) {
    constexpr std::string_view kCounter =
        "FROM (SELECT CAST(pg_get_serial_sequence(?1, 'id') AS regclass) AS counter) AS of_table";
    static const auto next =
        std::string("SELECT setval(counter, nextval(counter) + ?2 - 1) ").append(kCounter);
    static const auto advance = std::string("SELECT setval(counter, ?2) ").append(kCounter);
    const auto many = static_cast<std::int64_t>(count);
    const auto [last, is_first] = last_ids_.try_emplace(std::string(table), 0);
    if (is_first) {
        auto row = query(next);
        row.bind_all(table, many).step();
        last->second = row.integer(0);
    } else {
        last->second += many;
        query(advance).bind_all(table, last->second).run();
    }
    return last->second - many + 1;
}

void PostgresDatabase::begin_read() {
    execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0");
    in_transaction_ = true;
}

void PostgresDatabase::begin_write() {
    try {
        const auto begun = run([&] { return ResultHandle(PQexec(handle(), kBegin)); });
        transaction_ = PQgetvalue(begun.get(), 0, 0);
        in_transaction_ = may_defer_ = true;
        last_ids_.clear();
    } catch (const StoreFailure&) {
        rollback();
        throw;
    }
}

void PostgresDatabase::commit() {
    const auto done = [this]() -> ResultHandle {
        if (deferred_ == 0) return ResultHandle(PQexec(handle(), "COMMIT"));
        std::vector<ResultHandle> answers;
        auto failed = pipeline(
            1,
            [this](std::size_t) {
                return PQsendQueryParams(handle(), "COMMIT", 0, nullptr, nullptr, nullptr, nullptr, 0) == 1;
            },
            answers);
        return is_fine(failed.get()) ? std::move(answers.front()) : std::move(failed);
    }();
    may_defer_ = false;
    if (is_fine(done.get())) {
        in_transaction_ = false;
        if (std::string_view(PQcmdStatus(done.get())) != "COMMIT")
            throw StoreFailure({ErrorCode::kInternal, "a transaction ended in a rollback", shown_, "", ""});
        return;
    }
    const auto failure = describe(*connection_, done.get(), shown_);
    if (!is_lost(*connection_, done.get())) throw StoreFailure(failure);
    in_transaction_ = false;
    if (!was_committed()) throw StoreFailure(failure);
}

bool PostgresDatabase::was_committed() {
    const auto deadline = std::chrono::steady_clock::now() + kWriterPatience;
    connect(kWriterPatience);
    while (std::chrono::steady_clock::now() < deadline) {
        auto status = query("SELECT pg_xact_status(CAST(CAST(?1 AS text) AS xid8))");
        if (!status.bind_all(transaction_).step() || status.is_null(0)) break;
        if (status.view(0) != "in progress") return status.view(0) == "committed";
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
}

void PostgresDatabase::rollback() noexcept {
    in_transaction_ = may_defer_ = false;
    if (!connection_) return;
    if (PQpipelineStatus(handle()) != PQ_PIPELINE_OFF) collect();
    const ResultHandle done(PQexec(handle(), "ROLLBACK"));
    // A connection that cannot even do this is made anew by the next call.
    if (!is_fine(done.get())) connection_.reset();
}

}  // namespace orrery::store::postgres
