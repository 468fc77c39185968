#pragma once

#include "manifest.hpp"

namespace orrery::ops {

/// A folder of backups, held (see FileHandle::try_lock) as long as the object lives:
///
///     00000012.backup   the manifest of backup 12
///     00000012.pages    the pages that it added
class BackupFolder {
  public:
    /// To write backups: makes the folder where there is none, and clears away what an interrupted backup
    /// left.
    static Result<BackupFolder> open_to_write(const std::filesystem::path& path, const Secret& secret);
    /// To read them; kNotFound when there are none.
    static Result<BackupFolder> open_to_read(const std::filesystem::path& path, const Secret& secret);

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] const Keys& keys() const { return *keys_; }
    /// Of all backups, ascending.
    [[nodiscard]] const std::vector<std::uint32_t>& numbers() const { return numbers_; }
    [[nodiscard]] std::uint32_t next_number() const { return last_number_ + 1; }

    [[nodiscard]] FileHead new_head(FileKind kind, std::uint32_t number) const;
    [[nodiscard]] std::filesystem::path manifest_path(std::uint32_t number) const;
    [[nodiscard]] std::filesystem::path pack_path(std::uint32_t number) const;

    [[nodiscard]] Result<Manifest> manifest(std::uint32_t number, ManifestPart part) const;
    /// Checks that it is the file that the manifest means, and all of it.
    [[nodiscard]] Result<RecordReader> pack(const PackUse& use) const;
    /// The newest backup at or before `time`, or this number, or the newest of all. Passes over manifests
    /// that are damaged only where another fits as well.
    [[nodiscard]] Result<Manifest> find(const std::optional<Timestamp>& time,
                                        const std::optional<std::uint32_t>& number) const;

    /// Removes backups; gives how many went.
    Result<std::size_t> remove_others(const Keep& keep, Timestamp now);

  private:
    BackupFolder(std::filesystem::path path, FileHandle handle)
        : path_(std::move(path)), handle_(std::move(handle)) {}
    static Result<BackupFolder> hold(const std::filesystem::path& path, FileHandle::Lock lock);
    Result<void> look_around();
    Result<void> open_keys(const Secret& secret);
    Result<void> remove(const std::filesystem::path& file) const;
    Result<void> clear_leftovers();

    std::filesystem::path path_;
    FileHandle handle_;
    std::unique_ptr<Keys> keys_;
    Identifier id_{};
    std::vector<std::uint32_t> numbers_;
    std::vector<std::uint32_t> pack_numbers_;
    std::uint32_t last_number_ = 0;
};

}  // namespace orrery::ops
