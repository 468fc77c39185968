#include "postgres/connection.hpp"

#include "orrery/base/text.hpp"
#include "postgres/address.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <thread>

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

namespace orrery::store::postgres {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kOldestServer = 15;
constexpr auto kConnectTimeout = std::chrono::seconds(10);
constexpr auto kPause = std::chrono::milliseconds(100);

constexpr std::string_view kGoesOn =
    "start PostgreSQL there or check archive.path; what is stored is safe, and Orrery goes on by itself";

// Error codes of PostgreSQL, appendix A of its manual.
struct Meaning {
    std::string_view state;
    ErrorCode code;
    std::string_view what;
    std::string_view remedy;
};
constexpr std::array kMeanings = {
    Meaning{"53100", ErrorCode::kFull, "no space is left for the archive",
            "make room on the server's disk; what is already stored is safe, and the next poll goes on from "
            "there"},
    Meaning{"53300", ErrorCode::kBusy, "the archive's server takes no more connections",
            "raise max_connections there, or look for programs that keep theirs open; Orrery uses up to 10"},
    Meaning{"55P03", ErrorCode::kBusy, "the archive is in use", "wait for it to finish, then try again"},
    Meaning{"40P01", ErrorCode::kBusy, "the archive is in use", "try again"},
    Meaning{"57014", ErrorCode::kBusy, "the archive took too long to answer",
            "look with pg_stat_activity what the server is doing; a longer statement_timeout can stand in "
            "archive.path as ?options=-cstatement_timeout%3D300s"},
    Meaning{"57P01", ErrorCode::kIo, "the archive's server was stopped", kGoesOn},
    Meaning{"57P02", ErrorCode::kIo, "the archive's server was stopped", kGoesOn},
    Meaning{"57P03", ErrorCode::kIo, "the archive's server is starting or stopping", kGoesOn},
    Meaning{"42501", ErrorCode::kRefused, "the archive's server does not permit this",
            "make the user the owner of the database: ALTER DATABASE … OWNER TO …"},
    Meaning{"25006", ErrorCode::kRefused, "the archive cannot be written",
            "the server is a standby or read-only; name the primary in archive.path"},
    Meaning{"28P01", ErrorCode::kRefused, "the archive's server refuses the password",
            "put the right one into ~/.pgpass or PGPASSWORD"},
    Meaning{"28000", ErrorCode::kRefused, "the archive's server refuses the user",
            "check the user in archive.path, and pg_hba.conf on the server"},
    Meaning{"3D000", ErrorCode::kNotFound, "there is no such database",
            "make it with `createdb -E UTF8 -T template0 NAME`, or check archive.path"},
    Meaning{"XX001", ErrorCode::kCorrupt, "the archive is damaged",
            "keep the server's files as they are and restore a backup"},
    Meaning{"XX002", ErrorCode::kCorrupt, "the archive is damaged",
            "REINDEX DATABASE may mend it; else restore a backup"},
};

void interpret(Error& error, std::string_view state) {
    const auto known =
        std::find_if(kMeanings.begin(), kMeanings.end(), [&](const Meaning& m) { return m.state == state; });
    if (known == kMeanings.end()) return;
    error.code = known->code;
    error.what = known->what;
    error.remedy = known->remedy;
}

// One line for people.
std::string line(std::string_view text) {
    return collapse_space(trim(text));
}

// libpq keeps the code of a refused connection to itself, but for verbose messages: `FATAL:  28P01: password
// …`, with the severity in the server's language.
struct Refusal {
    std::string state;
    std::string why;
};
Refusal refusal(std::string_view message) {
    constexpr std::size_t kStateSize = 5;
    for (auto at = message.find(":  "); at != std::string_view::npos; at = message.find(":  ", at + 1)) {
        const auto rest = message.substr(at + 3);
        const bool is_state = rest.size() > kStateSize && rest[kStateSize] == ':' &&
                              std::all_of(rest.begin(), rest.begin() + kStateSize,
                                          [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); });
        if (!is_state) continue;
        const auto text = rest.substr(kStateSize + 1);
        return {std::string(rest.substr(0, kStateSize)), line(text.substr(0, text.find('\n')))};
    }
    return {"", line(message)};
}

// The start of PQconnectdbParams, with messages that carry their codes and a deadline of our own.
ConnectionHandle try_once(const std::string& address) {
    // What the address itself says comes later and wins.
    // A server that vanished without a word is noticed within a minute, not within hours.
    const std::array<const char*, 8> keywords = {
        "fallback_application_name", "keepalives_idle", "keepalives_interval", "keepalives_count",
        "tcp_user_timeout",          "dbname",          "client_encoding",     nullptr};
    const std::array<const char*, 8> values = {"orrery",        "30",   "10",   "3", "30000",
                                               address.c_str(), "UTF8", nullptr};
    ConnectionHandle connection(PQconnectStartParams(keywords.data(), values.data(), 1));
    if (!connection) throw std::bad_alloc();
    PQsetErrorVerbosity(connection.get(), PQERRORS_VERBOSE);
    const auto deadline = Clock::now() + kConnectTimeout;
    auto state = PGRES_POLLING_WRITING;
    while (PQstatus(connection.get()) != CONNECTION_BAD && state != PGRES_POLLING_OK &&
           state != PGRES_POLLING_FAILED) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
        if (left.count() <= 0) break;
        pollfd socket{PQsocket(connection.get()),
                      static_cast<short>(state == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
        if (poll(&socket, 1, static_cast<int>(left.count())) > 0) state = PQconnectPoll(connection.get());
    }
    PQsetErrorVerbosity(connection.get(), PQERRORS_DEFAULT);
    return connection;
}

Error explain_refusal(const pg_conn& connection, const Refusal& refusal, const std::string& where) {
    Error error{ErrorCode::kIo, "the archive's server cannot be reached", where, refusal.why,
                std::string(kGoesOn)};
    if (refusal.why.empty())
        error.why = fmt::format("it did not answer within {} s", kConnectTimeout.count());
    interpret(error, refusal.state);
    if (PQconnectionNeedsPassword(&connection) != 0) {
        error.code = ErrorCode::kRefused;
        error.what = "the archive's server asks for a password";
        error.remedy = "put it into ~/.pgpass or PGPASSWORD";
    }
    return error;
}

void check_server(const pg_conn& connection, const std::string& where) {
    const int version = PQserverVersion(&connection) / 10000;
    if (version < kOldestServer)
        throw StoreFailure({ErrorCode::kUnsupported, "this PostgreSQL is too old for an archive", where,
                            fmt::format("it is version {}, and {} is needed", version, kOldestServer),
                            "upgrade the server, or keep the archive in SQLite"});
    const char* encoding = PQparameterStatus(&connection, "server_encoding");
    if (encoding != nullptr && std::string_view(encoding) != "UTF8")
        throw StoreFailure({ErrorCode::kUnsupported, "this database cannot hold all text", where,
                            fmt::format("its encoding is {}", encoding),
                            "make one with `createdb -E UTF8 -T template0 NAME`"});
}

void ignore_notice(void* /*unused*/, const PGresult* /*unused*/) {}

}  // namespace

void Finish::operator()(pg_conn* connection) const {
    PQfinish(connection);
}
void Clear::operator()(pg_result* result) const {
    PQclear(result);
}

ConnectionHandle connect(const std::string& address, std::chrono::milliseconds patience) {
    const auto where = shown(address);
    const auto deadline = Clock::now() + patience;
    while (true) {
        auto connection = try_once(address);
        if (PQstatus(connection.get()) == CONNECTION_OK) {
            PQsetNoticeReceiver(connection.get(), ignore_notice, nullptr);
            check_server(*connection, where);
            return connection;
        }
        // What libpq says of an address that it cannot read quotes it, password and all.
        const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
            PQconninfoParse(address.c_str(), nullptr), PQconninfoFree);
        if (!options)
            throw StoreFailure({ErrorCode::kInvalid, "the archive's address cannot be read", where, "",
                                "write it like postgresql://user@host/database, with other characters than "
                                "letters and digits as %XX"});
        const auto why = refusal(PQerrorMessage(connection.get()));
        const bool may_pass = PQconnectionNeedsPassword(connection.get()) == 0 &&
                              (why.state.empty() || why.state == "57P03" || why.state == "53300");
        if (!may_pass || Clock::now() + kPause > deadline)
            throw StoreFailure(explain_refusal(*connection, why, where));
        std::this_thread::sleep_for(kPause);
    }
}

bool is_lost(const pg_conn& connection, const pg_result* result) {
    const auto state = state_of(result);
    // 57P0x: the server is being stopped; 57P05 and 25P03: it gave up an idle connection.
    return PQstatus(&connection) == CONNECTION_BAD || state.starts_with("57P0") || state == "25P03" ||
           state.starts_with("08");
}

std::string_view state_of(const pg_result* result) {
    const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state == nullptr ? std::string_view() : state;
}

Error describe(const pg_conn& connection, const pg_result* result, const std::string& shown) {
    const char* message = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    Error error{ErrorCode::kIo, "the archive cannot be used", shown,
                line(message != nullptr ? message : PQerrorMessage(&connection)), ""};
    if (PQstatus(&connection) == CONNECTION_BAD) {
        error.what = "the connection to the archive's server was lost";
        error.remedy = kGoesOn;
    }
    interpret(error, state_of(result));
    if (error.code == ErrorCode::kBusy && state_of(result) == "55P03")
        error.why = "another process has been writing to it for too long";
    return error;
}

}  // namespace orrery::store::postgres
