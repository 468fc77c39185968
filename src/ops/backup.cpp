#include "orrery/ops/backup.hpp"

#include "folder.hpp"
#include "page_source.hpp"
#include "page_table.hpp"
#include "postgres/cluster_backup.hpp"

namespace orrery::ops {

namespace {

// Files of which a new backup would need less than half are given up: what it still needs is stored again,
// and the file goes when the last backup that needs more of it has gone. So the folder stays below twice what
// its backups need.
std::set<std::uint32_t> sparse_packs(const Manifest& manifest) {
    std::set<std::uint32_t> sparse;
    for (const auto& pack : manifest.packs)
        if (std::uint64_t{pack.live} * 2 < pack.pages) sparse.insert(pack.number);
    return sparse;
}

// Gives the new backup, or nothing when the archive has not changed since `previous`.
Result<std::optional<Manifest>> store(const BackupOptions& options, const BackupFolder& folder,
                                      const Manifest* previous) {
    ORRERY_TRY(auto source, PageSource::open(options.archive));
    Manifest manifest;
    auto& info = manifest.info;
    info.number = folder.next_number();
    info.time = options.clock();
    info.encrypted = folder.keys().encrypted();
    info.page_size = source.page_size();
    info.pages = source.pages();
    ORRERY_TRY(info.rows, source.count_rows());
    if (previous != nullptr && previous->info.page_size != info.page_size) previous = nullptr;

    ORRERY_TRY(auto writer, PackWriter::create(folder.pack_path(info.number),
                                               folder.new_head(FileKind::kPages, info.number), folder.keys(),
                                               info.page_size));
    auto leaving = previous != nullptr && options.keep ? sparse_packs(*previous) : std::set<std::uint32_t>();
    PageTable table(folder, previous, std::move(leaving), info.pages, writer);
    ORRERY_CHECK(
        source.copy([&](std::uint32_t page, std::string_view content) { return table.put(page, content); },
                    [&](std::uint64_t done) -> Result<void> {
                        if (options.stop.stop_requested())
                            return fail(ErrorCode::kBusy, "the backup was stopped", folder.path().string());
                        if (options.progress) options.progress(done, info.pages);
                        return {};
                    }));
    ORRERY_TRY(auto tables, table.finish());
    if (previous != nullptr && writer.is_empty() && previous->info.pages == info.pages)
        return std::optional<Manifest>();
    info.new_pages = writer.pages();
    manifest.packs = std::move(tables.packs);
    manifest.leaves = std::move(tables.leaves);
    // Pages first: a manifest must never name a file that is not there.
    ORRERY_CHECK(writer.publish());
    info.stored_bytes = writer.size();
    for (auto& pack : manifest.packs) {
        if (pack.number == info.number) pack.bytes = info.stored_bytes;
        info.needed_bytes += pack.bytes;
    }
    ORRERY_CHECK(write_manifest(folder.manifest_path(info.number), manifest,
                                folder.new_head(FileKind::kManifest, info.number), folder.keys()));
    return std::optional(std::move(manifest));
}

}  // namespace

Result<BackupReport> back_up(const BackupOptions& options) {
    ORRERY_TRY(auto folder, BackupFolder::open_to_write(options.folder, options.secret));
    BackupReport report;
    std::optional<Manifest> previous;
    if (!options.full && !folder.numbers().empty()) {
        auto newest = folder.manifest(folder.numbers().back(), ManifestPart::kAll);
        if (newest) {
            previous = std::move(*newest);
        } else if (newest.error().code == ErrorCode::kCorrupt) {
            report.damage = newest.error();
        } else {
            return Failure(newest.error());
        }
    }
    const bool is_server = !options.address.empty();
    if (previous && previous->cluster.has_value() != is_server)
        return fail(ErrorCode::kRefused, "this folder holds backups of another kind of archive",
                    options.folder.string(), is_server ? "of a file" : "of a PostgreSQL server",
                    "choose another folder");
    const auto store_after = [&](const Manifest* earlier) -> Result<std::optional<Manifest>> {
        if (!is_server) return store(options, folder, earlier);
        ORRERY_TRY(auto made, postgres::store_cluster(options, folder, earlier, report.damage));
        return std::optional(std::move(made));
    };
    auto stored = store_after(previous ? &*previous : nullptr);
    // Damage in the backups must not keep the archive from being backed up. Damage in the archive itself must
    // be known, and shows again in the second attempt.
    if (!stored && stored.error().code == ErrorCode::kCorrupt && previous) {
        report.damage = stored.error();
        stored = store_after(nullptr);
    }
    if (!stored) return Failure(stored.error());
    if (is_server)
        if (const auto released = postgres::release_log(options, folder, **stored); !released)
            report.damage = released.error();
    report.is_new = stored->has_value();
    report.backup = report.is_new ? (*stored)->info : previous->info;
    if (options.keep) {
        if (const auto removed = folder.remove_others(*options.keep, options.clock())) {
            report.removed = *removed;
        } else if (removed.error().code == ErrorCode::kCorrupt) {
            report.damage = removed.error();
        } else {
            return Failure(removed.error());
        }
    }
    return report;
}

Result<BackupList> list_backups(const std::filesystem::path& path, const Secret& secret) {
    ORRERY_TRY(const auto folder, BackupFolder::open_to_read(path, secret));
    BackupList list;
    for (const auto number : folder.numbers()) {
        auto found = folder.manifest(number, ManifestPart::kSummary);
        if (found) {
            list.backups.push_back(std::move(found->info));
        } else {
            list.damage.push_back(found.error());
        }
    }
    return list;
}

}  // namespace orrery::ops
