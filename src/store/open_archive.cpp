#include "orrery/store/archive.hpp"
#include "postgres/address.hpp"
#include "postgres/postgres_engine.hpp"
#include "sql_archive.hpp"

namespace orrery::store {

Result<std::unique_ptr<Archive>> open_archive(const std::string& place, OpenMode mode) {
    if (!is_server(place)) return open_sqlite(place, mode);
    try {
        return make_sql_archive(postgres::make_engine(place, mode));
    } catch (const StoreFailure& failure) {
        return Failure(failure.error());
    }
}

bool is_server(std::string_view place) {
    return postgres::is_address(place);
}

std::string shown(const std::string& place) {
    return is_server(place) ? postgres::shown(place) : place;
}

}  // namespace orrery::store
