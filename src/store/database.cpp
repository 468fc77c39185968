#include "database.hpp"

#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"

namespace orrery::store {

bool Query::is_storable(std::string_view text) {
    return text.find('\0') == std::string_view::npos && utf8::is_valid(text);
}

std::string Query::repaired(std::string_view text) {
    return replace_all(utf8::repaired(text), std::string_view("\0", 1), "\uFFFD");
}

void Database::run_each(std::string_view sql, std::size_t count, const Binder& bind, const Reader& row) {
    for (std::size_t i = 0; i < count; ++i) {
        auto statement = query(sql);
        bind(statement, i);
        while (statement.step())
            if (row) row(statement, i);
    }
}

}  // namespace orrery::store
