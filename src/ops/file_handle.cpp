#include "file_handle.hpp"

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace orrery::ops {

Result<FileHandle> FileHandle::open(const std::filesystem::path& path, int flags) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return Failure(system_error((flags & O_CREAT) != 0 ? "cannot make the file" : "cannot open",
                                    path.string(), errno));
    return FileHandle(descriptor, path);
}

FileHandle::FileHandle(FileHandle&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

FileHandle& FileHandle::operator=(FileHandle&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(path_, other.path_);
    return *this;
}

FileHandle::~FileHandle() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<void> FileHandle::write_at(std::string_view bytes, std::uint64_t offset) {
    while (!bytes.empty()) {
        const auto put = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return Failure(system_error("cannot write", path_.string(), errno));
        bytes.remove_prefix(static_cast<std::size_t>(put));
        offset += static_cast<std::uint64_t>(put);
    }
    return {};
}

Result<std::size_t> FileHandle::read_at(std::span<char> buffer, std::uint64_t offset) const {
    std::size_t done = 0;
    while (done < buffer.size()) {
        const auto got = ::pread(descriptor_, buffer.data() + done, buffer.size() - done,
                                 static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return Failure(system_error("cannot read", path_.string(), errno));
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

Result<std::uint64_t> FileHandle::size() const {
    struct stat status{};
    if (::fstat(descriptor_, &status) != 0)
        return Failure(system_error("cannot read", path_.string(), errno));
    return static_cast<std::uint64_t>(status.st_size);
}

Result<void> FileHandle::resize(std::uint64_t size) {
    if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0)
        return Failure(system_error("cannot write", path_.string(), errno));
    return {};
}

Result<void> FileHandle::sync() {
    if (::fsync(descriptor_) != 0) return Failure(system_error("cannot write", path_.string(), errno));
    return {};
}

Result<bool> FileHandle::try_lock(Lock kind) {
    while (::flock(descriptor_, (kind == Lock::kShared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0) {
        if (errno == EINTR) continue;
        if (errno == EWOULDBLOCK) return false;
        return Failure(system_error("cannot lock", path_.string(), errno));
    }
    return true;
}

Result<void> sync_folder(const std::filesystem::path& folder) {
    ORRERY_TRY(auto handle, FileHandle::open(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY));
    return handle.sync();
}

Result<void> move_into_place(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0)
        return Failure(system_error("cannot write", to.string(), errno));
    return sync_folder(to.parent_path());
}

}  // namespace orrery::ops
