#include "postgres/cluster_restore.hpp"

#include "postgres/recovery.hpp"
#include "postgres/stream_file.hpp"
#include "postgres/tar_reader.hpp"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace orrery::ops::postgres {

namespace {

// Puts the log together again, in the files in which a server keeps it.
class LogFiles {
  public:
    LogFiles(std::filesystem::path folder, const Cluster& cluster)
        : folder_(std::move(folder)),
          timeline_(cluster.timeline),
          segment_(cluster.segment),
          place_(cluster.log_begin) {}

    Result<void> add(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto within = place_ % segment_;
            if (within == 0 || !file_) {
                const auto number = place_ / segment_;
                const auto per_name = (std::uint64_t{1} << 32) / segment_;
                const auto path = folder_ / fmt::format("{:08X}{:08X}{:08X}", timeline_, number / per_name,
                                                        number % per_name);
                ORRERY_TRY(auto file, FileHandle::open(path, O_WRONLY | O_CREAT));
                ORRERY_CHECK(file.resize(segment_));
                file_.emplace(std::move(file));
            }
            const auto part = bytes.substr(0, segment_ - within);
            ORRERY_CHECK(file_->write_at(part, within));
            place_ += part.size();
            bytes.remove_prefix(part.size());
        }
        return {};
    }
    [[nodiscard]] LogPlace place() const { return place_; }

  private:
    std::filesystem::path folder_;
    std::uint32_t timeline_;
    std::uint64_t segment_;
    LogPlace place_;
    std::optional<FileHandle> file_;
};

// Fills `data`, which is not there yet, with the server's files and log.
Result<void> unpack_cluster(const BackupFolder& folder, const Manifest& manifest,
                            const std::filesystem::path& data, const Progress& progress) {
    if (::mkdir(data.c_str(), 0700) != 0) return Failure(system_error("cannot make", data.string(), errno));
    TarReader files(data);
    LogFiles log(data / "pg_wal", *manifest.cluster);
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    for (const auto& pack : manifest.packs)
        total += pack.bytes;
    for (const auto& pack : manifest.packs) {
        ORRERY_TRY(const auto file, folder.pack(pack));
        for (auto offset = RecordReader::kFirst;;) {
            ORRERY_TRY(const auto place, file.at(offset));
            if (place.kind == RecordKind::kEnd) break;
            ORRERY_TRY(const auto payload, file.read(place, &folder.keys()));
            ORRERY_TRY(const auto bytes, unpack(payload, file.path()));
            if (place.kind == RecordKind::kFiles) {
                ORRERY_CHECK(files.add(bytes));
            } else if (place.kind == RecordKind::kLog) {
                ORRERY_CHECK(log.add(bytes));
            } else {
                return damaged(file.path(), "it holds something unknown");
            }
            done += place.next - place.offset;
            offset = place.next;
            if (progress) progress(done, std::max(done, total));
        }
    }
    ORRERY_CHECK(files.finish());
    if (log.place() != manifest.cluster->log_end)
        return damaged(folder.path(),
                       fmt::format("the log in it ends at {} instead of {}", format_place(log.place()),
                                   format_place(manifest.cluster->log_end)));
    return {};
}

std::filesystem::path free_name_beside(const std::filesystem::path& path) {
    std::error_code error;
    std::filesystem::path name = path.string() + ".replaced";
    for (int i = 2; std::filesystem::exists(name, error); ++i)
        name = fmt::format("{}.replaced-{}", path.string(), i);
    return name;
}

// How far to go for a time between two backups: the next backup has the log for it, if it goes on from the
// same files. Otherwise the backup before the time is what there is.
Result<Target> target_of(const RestoreOptions& options, const BackupFolder& folder, Manifest& manifest) {
    Target target{manifest.cluster->state, {}};
    if (!options.time) return target;
    const auto next = std::ranges::upper_bound(folder.numbers(), manifest.info.number);
    if (next == folder.numbers().end()) return target;
    ORRERY_TRY(auto later, folder.manifest(*next, ManifestPart::kAll));
    if (!later.cluster || later.cluster->base != manifest.cluster->base) return target;
    later.info.number = manifest.info.number;
    later.info.time = *options.time;
    manifest = std::move(later);
    target.time = options.time;
    return target;
}

}  // namespace

Result<Restored> restore_cluster(const RestoreOptions& options, const BackupFolder& folder,
                                 Manifest manifest) {
    ORRERY_TRY(const auto programs, find_programs(manifest.cluster->version));
    ORRERY_TRY(const auto target, target_of(options, folder, manifest));
    // Without a slash at its end, for the names beside it.
    auto data = std::filesystem::absolute(options.archive).lexically_normal();
    if (data.filename().empty()) data = data.parent_path();
    std::error_code error;
    if (std::filesystem::exists(data / "postmaster.pid", error))
        return fail(ErrorCode::kBusy, "the server to replace is running", data.string(),
                    "there is a postmaster.pid", "stop it first");

    const std::filesystem::path unfinished = data.string() + ".restoring";
    if (std::filesystem::exists(unfinished, error)) {
        // What another left that was cut off. One at work holds it.
        ORRERY_TRY(auto held, FileHandle::open(unfinished, O_RDONLY | O_DIRECTORY));
        ORRERY_TRY(const bool is_mine, held.try_lock(FileHandle::Lock::kExclusive));
        if (!is_mine)
            return fail(ErrorCode::kBusy, "another orrery is restoring this archive", data.string(), "",
                        "wait for it to finish");
        std::filesystem::remove_all(unfinished, error);
    }
    const auto finish = [&]() -> Result<Restored> {
        ORRERY_CHECK(unpack_cluster(folder, manifest, unfinished, options.progress));
        ORRERY_TRY(auto held, FileHandle::open(unfinished, O_RDONLY | O_DIRECTORY));
        ORRERY_TRY([[maybe_unused]] const bool is_mine, held.try_lock(FileHandle::Lock::kExclusive));
        ORRERY_TRY(auto server, Recovery::run(programs, unfinished, target));
        ORRERY_CHECK(server.stop());
        if (::syncfs(held.descriptor()) != 0)
            return Failure(system_error("cannot write", unfinished.string(), errno));
        Restored restored{manifest.info, {}};
        if (std::filesystem::exists(data, error)) {
            restored.set_aside = free_name_beside(data);
            ORRERY_CHECK(move_into_place(data, restored.set_aside));
        }
        ORRERY_CHECK(move_into_place(unfinished, data));
        return restored;
    };
    auto restored = finish();
    if (!restored) std::filesystem::remove_all(unfinished, error);
    return restored;
}

Result<Contents> try_cluster(const BackupFolder& folder, const Manifest& manifest,
                             const std::filesystem::path& scratch, const Progress& progress) {
    const auto& cluster = *manifest.cluster;
    ORRERY_TRY(const auto programs, find_programs(cluster.version));
    const auto data = scratch / "data";
    ORRERY_CHECK(unpack_cluster(folder, manifest, data, progress));
    ORRERY_TRY(auto recovery, Recovery::run(programs, data, {cluster.state, {}}));
    ORRERY_TRY(const auto server,
               Server::connect(recovery.address(cluster.user, cluster.database), Server::Mode::kStatements));
    return read_contents(server, cluster.schema);
}

}  // namespace orrery::ops::postgres
