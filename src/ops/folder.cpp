#include "folder.hpp"

#include "orrery/base/text.hpp"

#include <algorithm>
#include <set>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace orrery::ops {

namespace {

constexpr std::string_view kManifestSuffix = ".backup";
constexpr std::string_view kPackSuffix = ".pages";
constexpr std::string_view kUnfinishedSuffix = ".tmp";

// The number in `00000012.backup`; nothing for a name of another form.
std::optional<std::uint32_t> numbered(std::string_view name, std::string_view suffix) {
    if (!name.ends_with(suffix)) return {};
    name.remove_suffix(suffix.size());
    std::int64_t number = 0;
    if (name.size() < 8 || !std::ranges::all_of(name, is_digit) || !parse_number(name, number) ||
        number < 1 || number > UINT32_MAX)
        return {};
    return static_cast<std::uint32_t>(number);
}

bool is_unfinished(std::string_view name) {
    if (!name.ends_with(kUnfinishedSuffix)) return false;
    name.remove_suffix(kUnfinishedSuffix.size());
    return numbered(name, kManifestSuffix) || numbered(name, kPackSuffix) || name.starts_with("verify.");
}

}  // namespace

Result<BackupFolder> BackupFolder::hold(const std::filesystem::path& path, FileHandle::Lock lock) {
    auto handle = FileHandle::open(path, O_RDONLY | O_DIRECTORY);
    if (!handle) {
        auto error = handle.error();
        error.what = "the backup folder cannot be opened";
        if (error.code == ErrorCode::kNotFound) error.remedy = "check the path, and that the disk is mounted";
        return Failure(error);
    }
    ORRERY_TRY(const bool is_mine, handle->try_lock(lock));
    if (!is_mine)
        return fail(ErrorCode::kBusy, "another orrery is at work in this backup folder", path.string(), "",
                    "wait for it to finish, then try again");
    BackupFolder folder(path, std::move(*handle));
    ORRERY_CHECK(folder.look_around());
    return folder;
}

Result<BackupFolder> BackupFolder::open_to_write(const std::filesystem::path& path, const Secret& secret) {
    std::error_code error;
    // Only the folder itself: a path whose parent is missing is a disk that is not mounted, or a mistake.
    if (std::filesystem::create_directory(path, error))
        ORRERY_CHECK(sync_folder(std::filesystem::absolute(path).parent_path()));
    if (error) return Failure(system_error("the backup folder cannot be made", path.string(), error.value()));
    ORRERY_TRY(auto folder, hold(path, FileHandle::Lock::kExclusive));
    if (!folder.numbers_.empty()) {
        ORRERY_CHECK(folder.open_keys(secret));
    } else {
        ORRERY_TRY(auto keys, Keys::make(secret));
        folder.keys_ = std::make_unique<Keys>(std::move(keys));
        folder.id_ = new_identifier();
    }
    ORRERY_CHECK(folder.clear_leftovers());
    return folder;
}

Result<BackupFolder> BackupFolder::open_to_read(const std::filesystem::path& path, const Secret& secret) {
    ORRERY_TRY(auto folder, hold(path, FileHandle::Lock::kShared));
    if (folder.numbers_.empty())
        return fail(ErrorCode::kNotFound, "there is no backup in this folder", path.string(), "",
                    "`orrery backup --to DIR` makes one");
    ORRERY_CHECK(folder.open_keys(secret));
    return folder;
}

Result<void> BackupFolder::look_around() {
    numbers_.clear();
    pack_numbers_.clear();
    std::error_code error;
    for (std::filesystem::directory_iterator at(path_, error), end; !error && at != end;
         at.increment(error)) {
        const auto name = at->path().filename().string();
        if (const auto number = numbered(name, kManifestSuffix)) numbers_.push_back(*number);
        if (const auto number = numbered(name, kPackSuffix)) pack_numbers_.push_back(*number);
    }
    if (error) return Failure(system_error("cannot read the backup folder", path_.string(), error.value()));
    std::ranges::sort(numbers_);
    std::ranges::sort(pack_numbers_);
    last_number_ = numbers_.empty() ? 0 : numbers_.back();
    return {};
}

Result<void> BackupFolder::open_keys(const Secret& secret) {
    // All manifests carry the same identity; one that can be read is enough.
    Error error;
    for (auto number = numbers_.rbegin(); number != numbers_.rend(); ++number) {
        const auto file = RecordReader::open(manifest_path(*number), FileKind::kManifest);
        const auto identity = file ? read_identity(*file) : Result<std::string>(Failure(file.error()));
        if (!identity) {
            if (error.what.empty()) error = identity.error();
            continue;
        }
        ORRERY_TRY(auto keys, Keys::open(*identity, secret, path_.string()));
        keys_ = std::make_unique<Keys>(std::move(keys));
        id_ = file->head().folder;
        return {};
    }
    return Failure(error);
}

FileHead BackupFolder::new_head(FileKind kind, std::uint32_t number) const {
    return {kind, number, id_, new_identifier()};
}

std::filesystem::path BackupFolder::manifest_path(std::uint32_t number) const {
    return path_ / fmt::format("{:08}{}", number, kManifestSuffix);
}

std::filesystem::path BackupFolder::pack_path(std::uint32_t number) const {
    return path_ / fmt::format("{:08}{}", number, kPackSuffix);
}

Result<Manifest> BackupFolder::manifest(std::uint32_t number, ManifestPart part) const {
    ORRERY_TRY(const auto file, RecordReader::open(manifest_path(number), FileKind::kManifest));
    if (file.head().number != number) return damaged(file.path(), "it is another file under this name");
    return read_manifest(file, *keys_, part);
}

Result<RecordReader> BackupFolder::pack(const PackUse& use) const {
    const auto path = pack_path(use.number);
    auto file = RecordReader::open(path, FileKind::kPages);
    if (!file && file.error().code == ErrorCode::kNotFound) return damaged(path, "the file is missing");
    if (!file) return file;
    if (file->head().number != use.number || file->head().folder != id_ || file->head().file != use.file)
        return damaged(path, "it is another file under this name");
    ORRERY_TRY(const auto size, file->size());
    if (size != use.bytes)
        return damaged(path, fmt::format("it has {} bytes instead of {}", size, use.bytes));
    return file;
}

Result<Manifest> BackupFolder::find(const std::optional<Timestamp>& time,
                                    const std::optional<std::uint32_t>& wanted) const {
    std::optional<Error> damage;
    for (auto number = numbers_.rbegin(); number != numbers_.rend(); ++number) {
        if (wanted && *number != *wanted) continue;
        auto found = manifest(*number, ManifestPart::kAll);
        if (found && (!time || found->info.time <= *time)) return found;
        // Whether a damaged one was the one that is meant cannot be known: better to say so than to give an
        // older.
        if (!found && !damage) damage = found.error();
        if (damage) break;
    }
    if (damage) return Failure(*damage);
    return fail(ErrorCode::kNotFound, "there is no such backup", path_.string(),
                time ? fmt::format("none was made at {} or before", format_rfc3339(*time)) : "",
                "`orrery backup list DIR` shows what there is");
}

Result<void> BackupFolder::remove(const std::filesystem::path& file) const {
    std::error_code error;
    std::filesystem::remove_all(file, error);
    if (error) return Failure(system_error("cannot remove", file.string(), error.value()));
    return {};
}

Result<void> BackupFolder::clear_leftovers() {
    std::error_code error;
    std::vector<std::filesystem::path> leftovers;
    for (std::filesystem::directory_iterator at(path_, error), end; !error && at != end; at.increment(error))
        if (is_unfinished(at->path().filename().string())) leftovers.push_back(at->path());
    if (error) return Failure(system_error("cannot read the backup folder", path_.string(), error.value()));
    // Pages whose manifest was never written. Nothing can point at them: only later backups could.
    for (const auto number : pack_numbers_)
        if (number > last_number_) leftovers.push_back(pack_path(number));
    for (const auto& leftover : leftovers)
        ORRERY_CHECK(remove(leftover));
    return {};
}

Result<std::size_t> BackupFolder::remove_others(const Keep& keep, Timestamp now) {
    ORRERY_CHECK(look_around());
    std::vector<std::uint32_t> going;
    std::set<std::uint32_t> needed;
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
        // A manifest that cannot be read may need any file: then everything stays.
        ORRERY_TRY(const auto found, manifest(numbers_[i], ManifestPart::kSummary));
        const auto newer = numbers_.size() - 1 - i;
        const bool stays = newer == 0 || (keep.count && newer < *keep.count) ||
                           (keep.age && found.info.time >= now - *keep.age);
        if (!stays) going.push_back(numbers_[i]);
        for (const auto& pack : found.packs)
            if (stays) needed.insert(pack.number);
    }
    for (const auto number : going)
        ORRERY_CHECK(remove(manifest_path(number)));
    // Only when no manifest can come back that needs them may the pages go.
    ORRERY_CHECK(handle_.sync());
    for (const auto number : pack_numbers_)
        if (!needed.contains(number)) ORRERY_CHECK(remove(pack_path(number)));
    return going.size();
}

}  // namespace orrery::ops
