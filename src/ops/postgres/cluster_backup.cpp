#include "postgres/cluster_backup.hpp"

#include "orrery/base/text.hpp"
#include "postgres/contents.hpp"
#include "postgres/server.hpp"
#include "postgres/stream_file.hpp"

#include <fmt/format.h>

namespace orrery::ops::postgres {

namespace {

// The unit in which backups are counted; of PostgreSQL's pages, unless it was built otherwise.
constexpr std::uint32_t kPageBytes = 8192;
// As the archive's writers lock one another out (store/postgres): "Orry", and the schema.
constexpr std::string_view kLockWriters =
    "SELECT pg_advisory_xact_lock(1332900473, hashtext(current_schema()))";

std::uint32_t pages_of(std::uint64_t bytes) {
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>((bytes + kPageBytes - 1) / kPageBytes, UINT32_MAX));
}

std::string slot_of(const BackupFolder& folder) {
    std::string name = "orrery_";
    for (const char c : folder.new_head(FileKind::kPages, 1).folder)
        name += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return name;
}

// What the archive holds at a place of the log.
struct Moment {
    Timestamp time{};
    LogPlace state = 0;
    LogPlace log_end = 0;  // a little behind, so that a recovery finds where to stop
    Contents contents;
};

class ClusterBackup {
  public:
    ClusterBackup(const BackupOptions& options, const BackupFolder& folder, Server server, Server replication)
        : options_(options),
          folder_(folder),
          server_(std::move(server)),
          replication_(std::move(replication)),
          slot_(slot_of(folder)) {}

    Result<Manifest> store(const Manifest* previous, std::optional<Error>& damage) {
        ORRERY_CHECK(describe());
        if (previous != nullptr && !continues(*previous)) previous = nullptr;
        auto stored = store_after(previous);
        // The server threw away what it should have kept for us, or the slot was dropped.
        if (!stored && previous != nullptr && stored.error().code == ErrorCode::kNotFound) {
            damage = stored.error();
            damage->remedy = "a new chain of backups was begun";
            stored = store_after(nullptr);
        }
        return stored;
    }

  private:
    Result<void> describe() {
        ORRERY_TRY(const auto system, replication_.ask("IDENTIFY_SYSTEM"));
        ORRERY_TRY(const auto facts,
                   server_.ask("SELECT setting, current_user, current_database(), "
                               "quote_ident(current_schema()) FROM pg_settings WHERE name = "
                               "'wal_segment_size'"));
        std::int64_t timeline = 0;
        std::int64_t segment = 0;
        if (!parse_number(system.at(1), timeline) || !parse_number(facts.at(0), segment))
            return fail(ErrorCode::kInternal, "the server does not say what it is", server_.where());
        cluster_.system = system.at(0);
        cluster_.timeline = static_cast<std::uint32_t>(timeline);
        cluster_.version = static_cast<std::uint32_t>(server_.version());
        cluster_.segment = static_cast<std::uint32_t>(segment);
        cluster_.user = facts.at(1);
        cluster_.database = facts.at(2);
        cluster_.schema = facts.at(3);
        return {};
    }

    // Whether the log since `previous` is all that it takes. When the log since the base is as much as the
    // base, a new one restores faster and lets the old ones go.
    [[nodiscard]] bool continues(const Manifest& previous) const {
        const auto& old = *previous.cluster;
        return old.system == cluster_.system && old.timeline == cluster_.timeline &&
               old.version == cluster_.version && old.segment == cluster_.segment &&
               old.log_end - old.log_begin <= std::max<std::uint64_t>(old.base_bytes, 16 * old.segment);
    }

    Result<Manifest> store_after(const Manifest* previous) {
        Manifest manifest;
        auto& info = manifest.info;
        info.number = folder_.next_number();
        info.encrypted = folder_.keys().encrypted();
        info.page_size = kPageBytes;
        auto cluster = cluster_;
        const auto head = folder_.new_head(FileKind::kPages, info.number);
        ORRERY_TRY(auto file, StreamWriter::create(folder_.pack_path(info.number), head, folder_.keys()));
        LogPlace from = 0;
        if (previous != nullptr) {
            manifest.packs = previous->packs;
            cluster.base = previous->cluster->base;
            cluster.base_bytes = previous->cluster->base_bytes;
            cluster.log_begin = previous->cluster->log_begin;
            from = previous->cluster->log_end;
        } else {
            ORRERY_CHECK(make_slot());
            ORRERY_TRY(
                const auto copy,
                copy_files(
                    replication_, [&](auto bytes) { return file.add(RecordKind::kFiles, bytes); }, report()));
            ORRERY_CHECK(file.flush());
            cluster.base = info.number;
            cluster.base_bytes = copy.bytes;
            // A file of the log is read from its begin.
            from = cluster.log_begin = copy.begin / cluster.segment * cluster.segment;
        }
        ORRERY_TRY(auto moment, take_moment());
        info.time = moment.time;
        info.rows = std::move(moment.contents.rows);
        cluster.checksums = std::move(moment.contents.checksums);
        cluster.state = moment.state;
        cluster.log_end = moment.log_end;
        ORRERY_TRY(const auto reader, Server::connect(options_.address, Server::Mode::kReplication));
        ORRERY_CHECK(copy_log(
            reader, {slot_, cluster.timeline, from, cluster.log_end},
            [&](auto bytes) { return file.add(RecordKind::kLog, bytes); }, report()));
        info.new_pages = pages_of(file.bytes());
        info.pages = pages_of(cluster.base_bytes);
        ORRERY_CHECK(file.publish());
        info.stored_bytes = file.size();
        manifest.packs.push_back({info.number, head.file, file.size(), info.new_pages, info.new_pages});
        for (const auto& pack : manifest.packs)
            info.needed_bytes += pack.bytes;
        manifest.cluster = std::move(cluster);
        ORRERY_CHECK(write_manifest(folder_.manifest_path(info.number), manifest,
                                    folder_.new_head(FileKind::kManifest, info.number), folder_.keys()));
        return manifest;
    }

    // From now on the server keeps its log until a backup has it.
    Result<void> make_slot() const {
        ORRERY_TRY(
            const auto known,
            server_.ask(fmt::format("SELECT 1 FROM pg_replication_slots WHERE slot_name = '{}'", slot_)));
        if (!known.empty())
            ORRERY_CHECK(server_.run(fmt::format("SELECT pg_drop_replication_slot('{}')", slot_)));
        ORRERY_CHECK(
            server_.run(fmt::format("SELECT pg_create_physical_replication_slot('{}', true)", slot_)));
        return {};
    }

    // While nobody may write to the archive, for milliseconds: the rows are counted afterwards, by a
    // transaction that goes on to see them as they were.
    Result<Moment> take_moment() const {
        Moment moment;
        ORRERY_TRY(const auto counter, Server::connect(options_.address, Server::Mode::kStatements));
        ORRERY_CHECK(
            server_.run("BEGIN; SET LOCAL synchronous_commit = local; SET LOCAL lock_timeout = '10s'"));
        ORRERY_CHECK(server_.run(std::string(kLockWriters)));
        ORRERY_CHECK(
            counter.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = "
                        "0; SET LOCAL lock_timeout = '10s'; SELECT 1"));
        moment.time = options_.clock();
        ORRERY_TRY(const auto state, server_.ask("SELECT pg_current_wal_insert_lsn()"));
        ORRERY_CHECK(server_.run("SELECT pg_logical_emit_message(true, 'orrery', 'backup')"));
        ORRERY_CHECK(server_.run("COMMIT"));
        ORRERY_TRY(const auto end, server_.ask("SELECT pg_current_wal_flush_lsn()"));
        const auto places = std::pair(parse_place(state.at(0)), parse_place(end.at(0)));
        if (!places.first || !places.second)
            return fail(ErrorCode::kInternal, "the place in the server's log cannot be read",
                        server_.where());
        moment.state = *places.first;
        moment.log_end = *places.second;
        ORRERY_TRY(moment.contents, read_contents(counter, cluster_.schema));
        return moment;
    }

    [[nodiscard]] Amount report() const {
        return [this](std::uint64_t done, std::uint64_t total) -> Result<void> {
            if (options_.stop.stop_requested())
                return fail(ErrorCode::kBusy, "the backup was stopped", folder_.path().string());
            if (options_.progress) options_.progress(pages_of(done), pages_of(total));
            return {};
        };
    }

    const BackupOptions& options_;
    const BackupFolder& folder_;
    Server server_;
    Server replication_;
    std::string slot_;
    Cluster cluster_;
};

}  // namespace

Result<Manifest> store_cluster(const BackupOptions& options, const BackupFolder& folder,
                               const Manifest* previous, std::optional<Error>& damage) {
    ORRERY_TRY(auto server, Server::connect(options.address, Server::Mode::kStatements));
    ORRERY_TRY(auto replication, Server::connect(options.address, Server::Mode::kReplication));
    return ClusterBackup(options, folder, std::move(server), std::move(replication)).store(previous, damage);
}

Result<void> release_log(const BackupOptions& options, const BackupFolder& folder, const Manifest& manifest) {
    ORRERY_TRY(const auto server, Server::connect(options.address, Server::Mode::kStatements));
    ORRERY_CHECK(server.run(fmt::format("SELECT pg_replication_slot_advance('{}', '{}')", slot_of(folder),
                                        format_place(manifest.cluster->log_end))));
    return {};
}

}  // namespace orrery::ops::postgres
