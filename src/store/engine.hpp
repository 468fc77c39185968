#pragma once

#include "database.hpp"
#include "orrery/base/error.hpp"
#include "orrery/store/sql_answer.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace orrery::store {

/// A table as both kinds of store have it.
struct Table {
    enum class Kind { kInteger, kText, kBytes };
    struct Column {
        std::string name;
        Kind kind = Kind::kInteger;
        int key = 0;  ///< its place in the primary key, from 1; 0: not part of it

        friend bool operator==(const Column&, const Column&) = default;
    };
    std::string name;
    std::vector<Column> columns;

    friend bool operator==(const Table&, const Table&) = default;
};

/// What differs between the kinds of store beyond a connection. The archive is the same over each of them.
class Engine {
  public:
    virtual ~Engine() = default;

    /// A connection that may write, to the newest schema. Throws StoreFailure, as all of these do.
    [[nodiscard]] virtual std::unique_ptr<Database> open_writer() = 0;
    /// A connection that only reads. Thread-safe.
    [[nodiscard]] virtual std::unique_ptr<Database> open_reader() const = 0;
    /// How many readers may be open at once.
    [[nodiscard]] virtual std::size_t most_readers() const { return SIZE_MAX; }
    /// See Archive::generation(). Thread-safe.
    [[nodiscard]] virtual std::uint64_t generation() const = 0;
    /// See Archive::run_sql(). Thread-safe. `unpack` gives the text of a body.
    using Unpack = std::function<std::string(std::string_view body)>;
    [[nodiscard]] virtual Result<void> run_sql(std::string_view statement, const SqlAnswer& answer,
                                               const Unpack& unpack) const = 0;
    /// See Archive::check(). Thread-safe.
    [[nodiscard]] virtual Result<void> check() const = 0;

    /// See store::find_schema(); 0 where there is no archive.
    [[nodiscard]] virtual std::int64_t find_schema() const = 0;
    [[nodiscard]] virtual std::int64_t newest_schema() const = 0;

    /// All tables, with their columns in the same order in every kind of store; what a table refers to stands
    /// before it.
    [[nodiscard]] virtual std::vector<Table> tables(Database& database) const = 0;
    /// The highest ids that were ever set aside, by the name of the table.
    [[nodiscard]] virtual std::map<std::string, std::int64_t> last_ids(Database& database) const = 0;
    virtual void set_last_id(Database& database, std::string_view table, std::int64_t id) const = 0;
};

}  // namespace orrery::store
