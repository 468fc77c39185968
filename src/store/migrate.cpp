#include "engines.hpp"
#include "orrery/store/copy.hpp"

namespace orrery::store {

namespace {

SchemaState state_of(const Engine& engine, const std::string& place) {
    const SchemaState state{engine.find_schema(), engine.newest_schema()};
    if (state.found == 0)
        throw StoreFailure({ErrorCode::kNotFound, "there is no archive yet", shown(place), "",
                            "`orrery add URL` or `orrery import FILE` makes one"});
    return state;
}

}  // namespace

Result<SchemaState> find_schema(const std::string& place) {
    try {
        return state_of(*find_engine(place, OpenMode::kExisting), place);
    } catch (const StoreFailure& failure) {
        return Failure(failure.error());
    }
}

Result<SchemaState> migrate_archive(const std::string& place) {
    try {
        const auto engine = find_engine(place, OpenMode::kExisting);
        const auto before = state_of(*engine, place);
        ORRERY_CHECK(engine->check());
        [[maybe_unused]] const auto writer = engine->open_writer();
        ORRERY_CHECK(engine->check());
        return before;
    } catch (const StoreFailure& failure) {
        return Failure(failure.error());
    }
}

}  // namespace orrery::store
