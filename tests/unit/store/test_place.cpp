#include "test_place.hpp"

#include "orrery/base/file.hpp"

#include <atomic>
#include <cstdlib>
#include <memory>

#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <unistd.h>

namespace orrery::store::testing_support {

namespace {

const char* server_folder() {
    return std::getenv("ORRERY_TEST_POSTGRES");
}

std::string server_url() {
    const auto url = read_file(std::filesystem::path(server_folder()) / "url");
    return url ? *url : "";
}

void run(const std::string& url, const std::string& sql) {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(url.c_str()), PQfinish);
    ASSERT_EQ(PQstatus(connection.get()), CONNECTION_OK) << PQerrorMessage(connection.get());
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()),
                                                               PQclear);
    EXPECT_STREQ(PQresultErrorMessage(result.get()), "") << sql;
}

}  // namespace

TestPlace::TestPlace() {
    static std::atomic<int> count = 0;
    const auto name = "orrery_test_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
    folder_ = std::filesystem::temp_directory_path() / name;
    std::filesystem::create_directories(folder_);
    if (!is_on_server()) return;
    schema_ = name;
    run(server_url(), "CREATE SCHEMA " + schema_);
}

TestPlace::~TestPlace() {
    std::filesystem::remove_all(folder_);
    if (!schema_.empty())
        run(server_url(), "SET client_min_messages = warning; DROP SCHEMA " + schema_ + " CASCADE");
}

bool TestPlace::is_on_server() {
    return server_folder() != nullptr;
}

bool TestPlace::is_available() {
    return !is_on_server() || !server_url().empty();
}

std::string TestPlace::place() const {
    if (schema_.empty()) return (folder_ / "orrery.db").string();
    return server_url() + "?options=-csearch_path%3D" + schema_;
}

void TestPlace::run_on_server(const std::string& sql) const {
    run(place(), sql);
}

}  // namespace orrery::store::testing_support
