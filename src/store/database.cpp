#include "database.hpp"

namespace orrery::store {

void Database::run_each(std::string_view sql, std::size_t count, const Binder& bind, const Reader& row) {
    for (std::size_t i = 0; i < count; ++i) {
        auto statement = query(sql);
        bind(statement, i);
        while (statement.step())
            if (row) row(statement, i);
    }
}

}  // namespace orrery::store
