#include "postgres/recovery.hpp"

#include "orrery/base/file.hpp"
#include "orrery/base/text.hpp"

#include <cerrno>
#include <csignal>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace orrery::ops::postgres {

namespace {

constexpr auto kPause = std::chrono::milliseconds(50);

// Nothing of the server that was backed up is in the way of this one: not what it was reached by, not what it
// loaded or ran.
std::vector<std::string> settings(const std::filesystem::path& scratch, const Target& target) {
    std::vector<std::string> all = {
        "config_file=" + (scratch / "postgresql.conf").string(),
        "hba_file=" + (scratch / "pg_hba.conf").string(),
        "ident_file=" + (scratch / "pg_ident.conf").string(),
        "unix_socket_directories=" + scratch.string(),
        "listen_addresses=",
        "logging_collector=off",
        "log_destination=stderr",
        "lc_messages=C",
        "shared_preload_libraries=",
        "session_preload_libraries=",
        "local_preload_libraries=",
        "archive_mode=off",
        "ssl=off",
        "primary_conninfo=",
        "synchronous_standby_names=",
        "hot_standby=off",
        "autovacuum=off",
        // What is to stay is synced at the end, all at once.
        "fsync=off",
        "port=5432",
        "unix_socket_permissions=0700",
        "external_pid_file=",
        "shared_buffers=128MB",
        "huge_pages=off",
        "recovery_target=",
        "recovery_target_name=",
        "recovery_target_xid=",
        "recovery_end_command=",
        "archive_cleanup_command=",
        // The log lies in pg_wal already.
        "restore_command=false",
        "recovery_target_timeline=current",
        "recovery_target_action=promote",
    };
    if (target.time) {
        // Names of zones, `Z` too, are not known yet when this is read.
        auto time = format_rfc3339(*target.time);
        time.replace(time.size() - 1, 1, "+00");
        all.push_back("recovery_target_time=" + time);
    } else {
        all.push_back("recovery_target_lsn=" + format_place(target.place));
        all.push_back("recovery_target_inclusive=off");
    }
    return all;
}

Result<void> write(const std::filesystem::path& path, std::string_view text) {
    std::ofstream file(path, std::ios::trunc);
    file << text;
    file.close();
    if (!file) return Failure(system_error("cannot write", path.string(), errno));
    return {};
}

bool has_ended(pid_t process) {
    return ::waitpid(process, nullptr, WNOHANG) != 0;
}

}  // namespace

Result<std::filesystem::path> find_programs(std::uint32_t version) {
    if (::geteuid() == 0)
        return fail(ErrorCode::kRefused, "root may not start a PostgreSQL server", "", "",
                    "run this as the user who is to own the server's files: sudo -u postgres orrery …");
    std::vector<std::filesystem::path> folders = {fmt::format("/usr/lib/postgresql/{}/bin", version)};
    if (const char* path = std::getenv("PATH"))
        for (const auto folder : split(path, ':'))
            folders.emplace_back(folder);
    std::error_code error;
    for (const auto& folder : folders) {
        const auto program = folder / "postgres";
        if (!std::filesystem::exists(program, error)) continue;
        // `postgres (PostgreSQL) 15.18 (Debian …)`
        std::string answer;
        if (auto* pipe = ::popen(("'" + program.string() + "' --version").c_str(), "r")) {
            std::array<char, 256> line{};
            if (std::fgets(line.data(), line.size(), pipe) != nullptr) answer = line.data();
            ::pclose(pipe);
        }
        if (answer.find(fmt::format(") {}.", version)) != std::string::npos ||
            answer.find(fmt::format(") {}\n", version)) != std::string::npos)
            return folder;
    }
    return fail(ErrorCode::kNotFound, fmt::format("PostgreSQL {} is not installed here", version), "",
                "a server's files can be restored and checked by a server of the same version only",
                fmt::format("install it: apt install postgresql-{}", version));
}

Result<Recovery> Recovery::run(const std::filesystem::path& programs, const std::filesystem::path& data,
                               const Target& target) {
    // The path of a socket may have no more than 107 bytes.
    auto made = (std::filesystem::temp_directory_path() / "orrery-XXXXXX").string();
    if (::mkdtemp(made.data()) == nullptr) return Failure(system_error("cannot make a folder", made, errno));
    Recovery recovery(made);
    const std::filesystem::path scratch = made;
    ORRERY_CHECK(write(scratch / "postgresql.conf", ""));
    ORRERY_CHECK(write(scratch / "pg_ident.conf", ""));
    // Nobody else comes into the folder.
    ORRERY_CHECK(write(scratch / "pg_hba.conf", "local all all trust\n"));
    ORRERY_CHECK(write(data / "recovery.signal", ""));
    const auto program = (programs / "postgres").string();
    std::vector<std::string> words = {program, "-D", data.string()};
    for (auto& setting : settings(scratch, target)) {
        words.emplace_back("-c");
        words.push_back(std::move(setting));
    }
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const auto log = (scratch / "server.log").string();

    const auto process = ::fork();
    if (process < 0) return Failure(system_error("cannot start a server", program, errno));
    if (process == 0) {
        const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        const int input = ::open("/dev/null", O_RDONLY);
        if (output < 0 || input < 0) ::_exit(127);
        ::dup2(input, 0);
        ::dup2(output, 1);
        ::dup2(output, 2);
        // A key pressed to end us must not end it before us.
        ::setsid();
        ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
        ::execv(program.c_str(), arguments.data());
        ::_exit(127);
    }
    recovery.process_ = process;
    ORRERY_CHECK(recovery.wait_until_open());
    return recovery;
}

Recovery::Recovery(Recovery&& other) noexcept
    : process_(std::exchange(other.process_, -1)), scratch_(std::exchange(other.scratch_, {})) {}

Recovery::~Recovery() {
    if (process_ >= 0) {
        ::kill(process_, SIGQUIT);
        ::waitpid(process_, nullptr, 0);
    }
    std::error_code error;
    if (!scratch_.empty()) std::filesystem::remove_all(scratch_, error);
}

std::string Recovery::address(const std::string& user, const std::string& database) const {
    const auto quoted = [](std::string_view text) {
        std::string value = "'";
        for (const char c : text) {
            if (c == '\'' || c == '\\') value += '\\';
            value += c;
        }
        return value + "'";
    };
    return fmt::format("host={} port=5432 user={} dbname={} options=''", quoted(scratch_.string()),
                       quoted(user), quoted(database));
}

// With what the server said last.
Failure Recovery::failure(std::string what) const {
    std::string why;
    if (const auto log = read_file(scratch_ / "server.log", std::size_t{1} << 20))
        for (const auto line : split(*log, '\n'))
            if (line.find("FATAL:") != std::string_view::npos ||
                line.find("PANIC:") != std::string_view::npos)
                why = trim(line);
    return fail(ErrorCode::kCorrupt, std::move(what), scratch_.string(), why,
                "`orrery backup verify DIR --all` tells which backups are whole");
}

Result<void> Recovery::wait_until_open() {
    const auto where = address("postgres", "template1");
    for (;;) {
        const auto state = PQping(where.c_str());
        if (state == PQPING_OK) return {};
        if (has_ended(process_)) {
            process_ = -1;
            return failure("the restored server does not start");
        }
        std::this_thread::sleep_for(kPause);
    }
}

Result<void> Recovery::stop() {
    ::kill(process_, SIGINT);
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
    return failure("the restored server did not stop as it should");
}

}  // namespace orrery::ops::postgres
