#include "orrery/ops/backup.hpp"
#include "page_source.hpp"
#include "postgres/cluster_restore.hpp"
#include "restore.hpp"

#include <cerrno>
#include <random>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

namespace orrery::ops {

namespace {

class ScratchFolder {
  public:
    static Result<ScratchFolder> make(const std::filesystem::path& where) {
        for (;;) {
            const auto path = where / fmt::format("verify.{:08x}.tmp", std::random_device()());
            if (::mkdir(path.c_str(), 0700) == 0) return ScratchFolder(path);
            if (errno == EEXIST) continue;
            return Failure(system_error("cannot make a folder to verify in", path.string(), errno));
        }
    }
    ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    ScratchFolder& operator=(ScratchFolder&&) = delete;
    ~ScratchFolder() {
        std::error_code error;
        if (!path_.empty()) std::filesystem::remove_all(path_, error);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
    std::filesystem::path path_;
};

Result<void> compare(const BackupInfo& info, const std::vector<TableRows>& rows) {
    if (rows == info.rows) return {};
    for (std::size_t i = 0; i < std::min(rows.size(), info.rows.size()); ++i)
        if (rows[i] != info.rows[i])
            return fail(ErrorCode::kCorrupt, "the backup is not what was backed up",
                        fmt::format("backup {}", info.number),
                        fmt::format("table {} has {} rows, table {} had {}", rows[i].table, rows[i].rows,
                                    info.rows[i].table, info.rows[i].rows));
    return fail(ErrorCode::kCorrupt, "the backup is not what was backed up",
                fmt::format("backup {}", info.number),
                fmt::format("it has {} tables instead of {}", rows.size(), info.rows.size()));
}

Result<void> compare_checksums(const Manifest& manifest, const std::vector<std::string>& checksums) {
    for (std::size_t i = 0; i < manifest.info.rows.size(); ++i)
        if (i >= checksums.size() || i >= manifest.cluster->checksums.size() ||
            checksums[i] != manifest.cluster->checksums[i])
            return fail(ErrorCode::kCorrupt, "the backup is not what was backed up",
                        fmt::format("backup {}", manifest.info.number),
                        fmt::format("the rows of table {} are others", manifest.info.rows[i].table));
    return {};
}

}  // namespace

Result<BackupInfo> verify(const VerifyOptions& options) {
    ORRERY_TRY(const auto folder, BackupFolder::open_to_read(options.folder, options.secret));
    ORRERY_TRY(const auto manifest, folder.find(options.time, options.number));
    ORRERY_TRY(const auto scratch,
               ScratchFolder::make(options.scratch.empty() ? options.folder : options.scratch));
    if (manifest.cluster) {
        ORRERY_TRY(const auto found,
                   postgres::try_cluster(folder, manifest, scratch.path(), options.progress));
        ORRERY_CHECK(compare(manifest.info, found.rows));
        ORRERY_CHECK(compare_checksums(manifest, found.checksums));
        return manifest.info;
    }
    const auto path = scratch.path() / "restored.db";
    {
        ORRERY_TRY(auto out, FileHandle::open(path, O_RDWR | O_CREAT | O_EXCL));
        ORRERY_CHECK(restore_pages(folder, manifest, out, options.progress));
    }
    ORRERY_TRY(const auto found, inspect(path));
    if (!found.complaint.empty())
        return fail(ErrorCode::kCorrupt, "the archive in this backup is damaged",
                    fmt::format("backup {}", manifest.info.number), found.complaint,
                    "it was damaged when it was backed up: look for an older backup that is whole");
    ORRERY_CHECK(compare(manifest.info, found.rows));
    return manifest.info;
}

}  // namespace orrery::ops
