#include "postgres/server.hpp"

#include "orrery/base/text.hpp"

#include <array>
#include <charconv>

#include <fmt/format.h>
#include <libpq-fe.h>

namespace orrery::ops::postgres {

namespace {

constexpr int kOldestServer = 15;

// Buffers that libpq allocated.
struct FreeMemory {
    void operator()(char* memory) const { PQfreemem(memory); }
};
using Memory = std::unique_ptr<char, FreeMemory>;

std::string text_of(const char* text) {
    return text == nullptr ? std::string() : text;
}

std::uint64_t big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char c : bytes.substr(0, 8))
        value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

std::string big_endian(std::uint64_t value) {
    std::string bytes;
    for (int shift = 56; shift >= 0; shift -= 8)
        bytes += static_cast<char>(value >> shift);
    return bytes;
}

// What a refusal means that our commands meet; everything else is told as the server says it.
void interpret(Error& error, std::string_view state) {
    if (state == "42501") {
        error.code = ErrorCode::kRefused;
        error.remedy = "the role of archive.path needs the right: ALTER ROLE … REPLICATION";
    } else if (state == "28000" || state == "28P01") {
        error.code = ErrorCode::kRefused;
        error.remedy =
            "pg_hba.conf on the server has to let this user in, for `replication` too; docs/operating.md has "
            "the line";
    } else if (state == "53300") {
        error.code = ErrorCode::kBusy;
        error.remedy = "raise max_wal_senders or max_connections on the server";
    } else if (state == "53400") {
        error.remedy =
            "raise max_replication_slots on the server, or drop slots that nobody uses "
            "(pg_replication_slots)";
    }
}

}  // namespace

std::string format_place(LogPlace place) {
    return fmt::format("{:X}/{:X}", place >> 32, place & 0xFFFFFFFF);
}

std::optional<LogPlace> parse_place(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return {};
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    const auto read = [](std::string_view digits, std::uint64_t& number) {
        const auto end = digits.data() + digits.size();
        return std::from_chars(digits.data(), end, number, 16).ptr == end && !digits.empty();
    };
    if (!read(text.substr(0, slash), high) || !read(text.substr(slash + 1), low)) return {};
    return high << 32 | low;
}

void FinishConnection::operator()(pg_conn* connection) const {
    PQfinish(connection);
}
void ClearResult::operator()(pg_result* result) const {
    PQclear(result);
}

Server::Server(pg_conn* connection)
    : connection_(connection),
      where_(fmt::format("postgresql://{}@{}/{}", text_of(PQuser(connection)), text_of(PQhost(connection)),
                         text_of(PQdb(connection)))) {}

Result<Server> Server::connect(const std::string& address, Mode mode) {
    // An address in dbname comes first, what follows goes before it.
    const std::array keywords = {"dbname", "application_name", "replication",
                                 static_cast<const char*>(nullptr)};
    const std::array values = {address.c_str(), "orrery-backup",
                               mode == Mode::kReplication ? "true" : "false",
                               static_cast<const char*>(nullptr)};
    Server server(PQconnectdbParams(keywords.data(), values.data(), 1));
    if (PQstatus(server.handle()) != CONNECTION_OK) {
        auto failure =
            server.complaint(mode == Mode::kReplication ? "the archive's server does not let itself be copied"
                                                        : "the archive's server cannot be reached");
        if (failure.error().why.find("pg_hba.conf") != std::string::npos) interpret(failure.error(), "28000");
        if (failure.error().why.find("REPLICATION") != std::string::npos ||
            failure.error().why.find("replication role") != std::string::npos)
            interpret(failure.error(), "42501");
        return failure;
    }
    PQsetNoticeReceiver(server.handle(), [](void*, const PGresult*) {}, nullptr);
    if (server.version() < kOldestServer)
        return fail(ErrorCode::kUnsupported, "this PostgreSQL is too old to be backed up", server.where(),
                    fmt::format("it is version {}, and {} is needed", server.version(), kOldestServer));
    return server;
}

int Server::version() const {
    return PQserverVersion(handle()) / 10000;
}

Failure Server::complaint(std::string what) const {
    return fail(ErrorCode::kIo, std::move(what), where_,
                collapse_space(trim(text_of(PQerrorMessage(handle())))));
}

std::string Server::quoted_name(std::string_view name) const {
    const Memory quoted(PQescapeIdentifier(handle(), name.data(), name.size()));
    return text_of(quoted.get());
}

Result<ResultHandle> Server::run(const std::string& sql, std::string* state) const {
    ResultHandle result(PQexec(handle(), sql.c_str()));
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_FATAL_ERROR && status != PGRES_BAD_RESPONSE && result) return result;
    const auto found = text_of(PQresultErrorField(result.get(), PG_DIAG_SQLSTATE));
    if (state != nullptr) *state = found;
    auto failure = complaint("the archive's server refuses");
    interpret(failure.error(), found);
    return failure;
}

Result<Server::Row> Server::ask(const std::string& sql) const {
    ORRERY_TRY(const auto result, run(sql));
    Row row;
    if (PQntuples(result.get()) > 0)
        for (int column = 0; column < PQnfields(result.get()); ++column)
            row.emplace_back(PQgetvalue(result.get(), 0, column),
                             static_cast<std::size_t>(PQgetlength(result.get(), 0, column)));
    return row;
}

Result<BaseCopy> copy_files(const Server& replication, const Sink& sink, const Amount& amount) {
    auto* connection = replication.handle();
    const auto refused = [&] { return replication.complaint("the server's files cannot be copied"); };
    if (PQsendQuery(connection,
                    "BASE_BACKUP (LABEL 'orrery', PROGRESS true, CHECKPOINT 'fast', WAIT false, MANIFEST "
                    "'no')") == 0)
        return refused();
    BaseCopy copy;
    std::uint64_t expected = 0;
    int answers = 0;
    // Where it begins, the table spaces, the files, where it ends.
    while (ResultHandle result{PQgetResult(connection)}) {
        const auto status = PQresultStatus(result.get());
        if (status == PGRES_COMMAND_OK) continue;
        if (status == PGRES_TUPLES_OK) {
            ++answers;
            if (answers == 2) {
                if (PQntuples(result.get()) > 1)
                    return fail(ErrorCode::kUnsupported, "the server's files cannot be copied",
                                replication.where(), "it has table spaces besides its own folder",
                                "move what is in them back, or back this server up by its own tools");
                expected = std::strtoull(PQgetvalue(result.get(), 0, 2), nullptr, 10) * 1024;
                continue;
            }
            const auto place = parse_place(PQgetvalue(result.get(), 0, 0));
            if (!place) return refused();
            (answers == 1 ? copy.begin : copy.end) = *place;
            continue;
        }
        if (status != PGRES_COPY_OUT) return refused();
        for (;;) {
            char* raw = nullptr;
            const auto length = PQgetCopyData(connection, &raw, 0);
            const Memory message(raw);
            if (length == -1) break;
            if (length < 1) return refused();
            if (raw[0] != 'd') continue;
            copy.bytes += static_cast<std::uint64_t>(length) - 1;
            ORRERY_CHECK(sink({raw + 1, static_cast<std::size_t>(length) - 1}));
            ORRERY_CHECK(amount(copy.bytes, std::max(expected, copy.bytes)));
        }
    }
    if (copy.end == 0) return refused();
    return copy;
}

Result<void> copy_log(const Server& replication, const LogRequest& request, const Sink& sink,
                      const Amount& amount) {
    auto* connection = replication.handle();
    std::string state;
    const auto started = replication.run(
        fmt::format("START_REPLICATION SLOT {} PHYSICAL {} TIMELINE {}",
                    replication.quoted_name(request.slot), format_place(request.from), request.timeline),
        &state);
    const auto lost = [&](Error error) {
        // undefined_object: no such slot; undefined_file: the log was removed;
        // object_not_in_prerequisite_state: the slot lost what it held.
        if (state == "42704" || state == "58P01" || state == "55000") error.code = ErrorCode::kNotFound;
        error.what = "the server's log cannot be read on";
        return Failure(error);
    };
    if (!started) return lost(started.error());
    auto place = request.from;
    while (place < request.to) {
        char* raw = nullptr;
        const auto length = PQgetCopyData(connection, &raw, 0);
        const Memory buffer(raw);
        if (length < 1) {
            const ResultHandle end(PQgetResult(connection));
            state = text_of(PQresultErrorField(end.get(), PG_DIAG_SQLSTATE));
            return lost(replication.complaint("").error());
        }
        const std::string_view message(raw, static_cast<std::size_t>(length));
        if (message[0] == 'k' && message.size() >= 18 && message[17] != 0) {
            // Nothing is safe yet: the slot is moved on when the backup is.
            std::string answer = "r" + big_endian(request.from) + big_endian(request.from) +
                                 big_endian(request.from) + big_endian(0);
            answer += '\0';
            if (PQputCopyData(connection, answer.data(), static_cast<int>(answer.size())) != 1 ||
                PQflush(connection) != 0)
                return lost(replication.complaint("").error());
        }
        if (message[0] != 'w' || message.size() < 25) continue;
        if (big_endian(message.substr(1)) != place)
            return fail(ErrorCode::kInternal, "the server's log has a gap", replication.where(),
                        format_place(place));
        const auto bytes = message.substr(25).substr(0, request.to - place);
        place += bytes.size();
        ORRERY_CHECK(sink(bytes));
        ORRERY_CHECK(amount(place - request.from, request.to - request.from));
    }
    return {};
}

}  // namespace orrery::ops::postgres
