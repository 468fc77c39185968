#pragma once

#include <filesystem>
#include <string>

namespace orrery::store::testing_support {

/// Where the archive of one test is kept, and goes with it: a file, or, where ORRERY_TEST_POSTGRES names the
/// folder of a server (tests/support/postgres.py), a schema of its own there. So one suite shows that both
/// kinds of store behave the same: ctest runs it as unit.store and as db.store.
class TestPlace {
  public:
    TestPlace();
    ~TestPlace();
    TestPlace(const TestPlace&) = delete;
    TestPlace& operator=(const TestPlace&) = delete;

    /// False when the tests should run on PostgreSQL and none is installed.
    [[nodiscard]] static bool is_available();
    [[nodiscard]] static bool is_on_server();

    /// As store::open_archive() takes it.
    [[nodiscard]] std::string place() const;
    /// The folder of the file; on a server, one for other files.
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

    /// Runs statements in the archive's schema behind the program's back. Only on a server.
    void run_on_server(const std::string& sql) const;

  private:
    std::filesystem::path folder_;
    std::string schema_;
};

}  // namespace orrery::store::testing_support
