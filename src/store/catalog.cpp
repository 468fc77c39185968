#include "catalog.hpp"

#include <algorithm>
#include <set>

namespace orrery::store {

namespace {

Table::Kind kind_of(std::string_view type) {
    if (type == "text") return Table::Kind::kText;
    if (type == "blob" || type == "bytea") return Table::Kind::kBytes;
    if (type == "integer" || type == "bigint") return Table::Kind::kInteger;
    throw StoreFailure({ErrorCode::kUnsupported, "the archive has a column of a kind that is not copied", "",
                        std::string(type), ""});
}

}  // namespace

std::vector<Table> read_tables(Database& database, std::string_view columns, std::string_view references) {
    std::vector<Table> waiting;
    auto rows = database.query(columns);
    while (rows.step()) {
        if (waiting.empty() || waiting.back().name != rows.view(0)) waiting.push_back({rows.text(0), {}});
        waiting.back().columns.push_back(
            {rows.text(1), kind_of(rows.view(2)), static_cast<int>(rows.integer(3))});
    }
    // In both kinds of store alike, whatever order the columns were added in.
    for (auto& table : waiting)
        std::sort(table.columns.begin(), table.columns.end(),
                  [](const auto& a, const auto& b) { return a.name < b.name; });

    std::multimap<std::string, std::string> parents;
    auto pairs = database.query(references);
    while (pairs.step())
        parents.emplace(pairs.text(0), pairs.text(1));
    std::vector<Table> ordered;
    std::set<std::string> done;
    while (!waiting.empty()) {
        const auto next = std::find_if(waiting.begin(), waiting.end(), [&](const Table& table) {
            const auto [first, last] = parents.equal_range(table.name);
            return std::all_of(first, last, [&](const auto& pair) {
                return pair.second == table.name || done.contains(pair.second);
            });
        });
        if (next == waiting.end())
            throw StoreFailure({ErrorCode::kInternal, "tables refer to one another in a circle",
                                waiting.front().name, "", ""});
        done.insert(next->name);
        ordered.push_back(std::move(*next));
        waiting.erase(next);
    }
    return ordered;
}

std::map<std::string, std::int64_t> read_last_ids(Database& database, std::string_view sql) {
    std::map<std::string, std::int64_t> ids;
    auto rows = database.query(sql);
    while (rows.step())
        ids[rows.text(0)] = rows.integer(1);
    return ids;
}

}  // namespace orrery::store
