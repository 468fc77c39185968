#include "restore.hpp"

#include "folder.hpp"
#include "orrery/ops/backup.hpp"
#include "pack_writer.hpp"
#include "page_source.hpp"
#include "page_table.hpp"
#include "postgres/cluster_restore.hpp"

#include <cerrno>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

namespace orrery::ops {

namespace {

// The page table of a backup as one array in a file without a name: the system keeps of it in memory what
// fits.
class MappedTable {
  public:
    static Result<MappedTable> make(const std::filesystem::path& beside, std::uint32_t pages) {
        const auto path = beside.string() + ".table";
        ORRERY_TRY(auto file, FileHandle::open(path, O_RDWR | O_CREAT | O_TRUNC));
        ::unlink(path.c_str());
        MappedTable table;
        table.bytes_ = std::size_t{pages} * sizeof(PageEntry);
        // Room for all of it at once: a full disk must show here, not when a page of the map is written.
        if (const int error = ::posix_fallocate(file.descriptor(), 0, static_cast<off_t>(table.bytes_)))
            return Failure(system_error("cannot write", path, error));
        void* map = ::mmap(nullptr, table.bytes_, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor(), 0);
        if (map == MAP_FAILED) return Failure(system_error("cannot use", path, errno));
        table.entries_ = static_cast<PageEntry*>(map);
        return table;
    }
    MappedTable(MappedTable&& other) noexcept
        : entries_(std::exchange(other.entries_, nullptr)), bytes_(other.bytes_) {}
    MappedTable& operator=(MappedTable&&) = delete;
    ~MappedTable() {
        if (entries_ != nullptr) ::munmap(entries_, bytes_);
    }

    [[nodiscard]] std::span<PageEntry> entries() { return {entries_, bytes_ / sizeof(PageEntry)}; }

  private:
    MappedTable() = default;
    PageEntry* entries_ = nullptr;
    std::size_t bytes_ = 0;
};

class Restorer {
  public:
    Restorer(const BackupFolder& folder, const Manifest& manifest, FileHandle& out, const Progress& progress)
        : folder_(folder), manifest_(manifest), out_(out), progress_(progress) {}

    Result<void> run() {
        const auto& info = manifest_.info;
        ORRERY_TRY(auto table, MappedTable::make(out_.path(), info.pages));
        entries_ = table.entries();
        ORRERY_CHECK(read_table());
        ORRERY_CHECK(out_.resize(info.archive_bytes()));
        for (const auto& pack : manifest_.packs)
            if (pack.live > 0) ORRERY_CHECK(read_pack(pack));
        for (std::size_t i = 0; i < entries_.size(); ++i)
            if (entries_[i].pack != 0)
                return damaged(folder_.pack_path(entries_[i].pack),
                               fmt::format("page {} of the archive is not in it", i + 1));
        return {};
    }

  private:
    Result<void> read_table() {
        LeafReader leaves(folder_, manifest_);
        for (std::uint32_t index = 0; index < manifest_.leaves.size(); ++index) {
            ORRERY_TRY(const auto leaf, leaves.read(index));
            std::ranges::copy(leaf, entries_.begin() + std::ptrdiff_t{index} * kPagesPerLeaf);
        }
        return {};
    }

    Result<void> read_pack(const PackUse& use) {
        ORRERY_TRY(const auto file, folder_.pack(use));
        for (auto offset = RecordReader::kFirst;;) {
            ORRERY_TRY(const auto place, file.at(offset));
            if (place.kind == RecordKind::kEnd) return {};
            if (place.kind == RecordKind::kPages) {
                ORRERY_TRY(const auto payload, file.read(place, &folder_.keys()));
                ORRERY_TRY(const auto block,
                           PageBlock::parse(payload, manifest_.info.page_size, file.path()));
                ORRERY_CHECK(write_block(use.number, block));
            }
            offset = place.next;
        }
    }

    // Writes those of its pages that the backup takes from this pack, neighbours in one go.
    Result<void> write_block(std::uint32_t pack, const PageBlock& block) {
        const auto is_live = [&](std::uint32_t page) {
            return page >= 1 && page <= entries_.size() && entries_[page - 1].pack == pack;
        };
        if (std::ranges::none_of(block.pages(), is_live)) return {};
        ORRERY_TRY(const auto contents, block.contents());
        const std::size_t size = manifest_.info.page_size;
        const auto& pages = block.pages();
        for (std::size_t begin = 0; begin < pages.size();) {
            std::size_t end = begin;
            while (end < pages.size() && pages[end] == pages[begin] + (end - begin) && is_live(pages[end])) {
                auto& entry = entries_[pages[end] - 1];
                if (folder_.keys().page_hash(std::string_view(contents).substr(end * size, size)) !=
                    entry.hash)
                    break;
                entry.pack = 0;
                ++end;
            }
            if (end == begin) {
                ++begin;
                continue;
            }
            ORRERY_CHECK(out_.write_at(std::string_view(contents).substr(begin * size, (end - begin) * size),
                                       std::uint64_t{pages[begin] - 1} * size));
            done_ += end - begin;
            begin = end;
        }
        if (progress_) progress_(done_, manifest_.info.pages);
        return {};
    }

    const BackupFolder& folder_;
    const Manifest& manifest_;
    FileHandle& out_;
    const Progress& progress_;
    std::span<PageEntry> entries_;  // pack 0: done, or all zeros
    std::uint64_t done_ = 0;
};

std::filesystem::path beside(const std::filesystem::path& path, std::string_view suffix) {
    return path.string().append(suffix);
}

// An archive is its file and, where its last user did not come to tidy up, one of these. Beside another file
// they would be taken for part of that.
constexpr std::array<std::string_view, 3> kParts = {"", "-wal", "-journal"};

bool any_part_exists(const std::filesystem::path& archive) {
    std::error_code error;
    return std::ranges::any_of(
        kParts, [&](std::string_view part) { return std::filesystem::exists(beside(archive, part), error); });
}

// Gives an archive that is to be replaced a second name, under which it stays. Its first name goes on to hold
// it until the new file takes that over.
Result<std::filesystem::path> set_aside(const std::filesystem::path& archive) {
    if (const auto folded = fold_wal(archive); !folded && folded.error().code == ErrorCode::kBusy)
        return fail(ErrorCode::kBusy, "the archive to replace is in use", archive.string(), "",
                    "stop orrery first");
    // One that is too damaged for that goes as it is.
    auto aside = beside(archive, ".replaced");
    for (int i = 2; any_part_exists(aside); ++i)
        aside = beside(archive, fmt::format(".replaced-{}", i));
    std::error_code error;
    for (const auto part : kParts) {
        if (!std::filesystem::exists(beside(archive, part), error)) continue;
        if (::link(beside(archive, part).c_str(), beside(aside, part).c_str()) != 0)
            return Failure(system_error("cannot set the archive aside", archive.string(), errno));
    }
    ORRERY_CHECK(sync_folder(archive.parent_path()));
    for (const std::string_view part : {"-wal", "-journal", "-shm"}) {
        if (std::filesystem::remove(beside(archive, part), error); error)
            return Failure(system_error("cannot set the archive aside", archive.string(), error.value()));
    }
    ORRERY_CHECK(sync_folder(archive.parent_path()));
    return aside;
}

// Gives the finished file its name, if nobody has taken it meanwhile.
Result<void> publish(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (::link(from.c_str(), to.c_str()) != 0)
        return Failure(system_error("cannot write", to.string(), errno));
    ::unlink(from.c_str());
    return sync_folder(to.parent_path());
}

}  // namespace

Result<void> restore_pages(const BackupFolder& folder, const Manifest& manifest, FileHandle& out,
                           const Progress& progress) {
    return Restorer(folder, manifest, out, progress).run();
}

Result<Restored> restore(const RestoreOptions& options) {
    const auto& target = options.archive;
    std::error_code error;
    for (const auto part : kParts) {
        const auto path = beside(target, part);
        if (!options.replace && std::filesystem::exists(path, error))
            return fail(ErrorCode::kRefused, "there is a file already", path.string(), "",
                        "restore under another name; or --replace, which sets what is there aside");
    }
    ORRERY_TRY(const auto folder, BackupFolder::open_to_read(options.folder, options.secret));
    ORRERY_TRY(auto manifest, folder.find(options.time, options.number));
    if (manifest.cluster) return postgres::restore_cluster(options, folder, std::move(manifest));

    const auto unfinished = beside(target, ".restoring");
    ORRERY_TRY(auto out, FileHandle::open(unfinished, O_RDWR | O_CREAT));
    ORRERY_TRY(const bool is_mine, out.try_lock(FileHandle::Lock::kExclusive));
    if (!is_mine)
        return fail(ErrorCode::kBusy, "another orrery is restoring this archive", target.string(), "",
                    "wait for it to finish");
    const auto finish = [&]() -> Result<Restored> {
        ORRERY_CHECK(out.resize(0));
        ORRERY_CHECK(restore_pages(folder, manifest, out, options.progress));
        ORRERY_CHECK(out.sync());
        Restored restored{manifest.info, {}};
        if (options.replace && any_part_exists(target)) {
            ORRERY_TRY(restored.set_aside, set_aside(target));
            ORRERY_CHECK(move_into_place(unfinished, target));
        } else {
            ORRERY_CHECK(publish(unfinished, target));
        }
        return restored;
    };
    auto restored = finish();
    if (!restored) ::unlink(unfinished.c_str());
    return restored;
}

}  // namespace orrery::ops
