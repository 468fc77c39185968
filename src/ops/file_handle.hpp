#pragma once

#include "orrery/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

namespace orrery::ops {

/// An open file or folder; closed with the object. Errors name its path.
class FileHandle {
  public:
    /// `flags` as for open(2); O_CLOEXEC is added. New files can be read by their owner alone.
    static Result<FileHandle> open(const std::filesystem::path& path, int flags);

    FileHandle() = default;
    FileHandle(FileHandle&& other) noexcept;
    FileHandle& operator=(FileHandle&& other) noexcept;
    ~FileHandle();

    [[nodiscard]] int descriptor() const { return descriptor_; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    Result<void> write_at(std::string_view bytes, std::uint64_t offset);
    /// Fills `buffer` as far as the file reaches; gives how many bytes it got.
    [[nodiscard]] Result<std::size_t> read_at(std::span<char> buffer, std::uint64_t offset) const;
    [[nodiscard]] Result<std::uint64_t> size() const;
    Result<void> resize(std::uint64_t size);
    /// Returns when everything that was written will survive a crash of the machine.
    Result<void> sync();

    enum class Lock { kShared, kExclusive };
    /// Holds the file until it is closed; false when somebody else does. The system lets go of it when the
    /// process ends, however it ends.
    [[nodiscard]] Result<bool> try_lock(Lock kind);

  private:
    FileHandle(int descriptor, std::filesystem::path path)
        : descriptor_(descriptor), path_(std::move(path)) {}

    int descriptor_ = -1;
    std::filesystem::path path_;
};

/// Makes the names in a folder (files made, renamed, removed) survive a crash of the machine.
Result<void> sync_folder(const std::filesystem::path& folder);

/// Gives a finished and synced file its name, durably.
Result<void> move_into_place(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace orrery::ops
