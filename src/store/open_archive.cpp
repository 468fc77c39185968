#include "engines.hpp"
#include "orrery/store/archive.hpp"
#include "postgres/address.hpp"
#include "sql_archive.hpp"

namespace orrery::store {

std::unique_ptr<Engine> find_engine(const std::string& place, OpenMode mode) {
    return is_server(place) ? postgres::make_engine(place, mode) : sqlite::make_engine(place, mode);
}

Result<std::unique_ptr<Archive>> open_archive(const std::string& place, OpenMode mode) {
    try {
        return make_sql_archive(find_engine(place, mode), shown(place));
    } catch (const StoreFailure& failure) {
        return Failure(failure.error());
    }
}

Result<std::unique_ptr<Archive>> open_sqlite(const std::filesystem::path& path, OpenMode mode) {
    return open_archive(path.string(), mode);
}

bool is_server(std::string_view place) {
    return postgres::is_address(place);
}

std::string shown(const std::string& place) {
    return is_server(place) ? postgres::shown(place) : place;
}

}  // namespace orrery::store
