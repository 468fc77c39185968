// LD_PRELOAD: a disk that is full, or one that may only be read. After FULL_DISK_AFTER bytes, writing to a
// file below FULL_DISK_FOLDER fails with ENOSPC. Opening a file below READ_ONLY_FOLDER for writing fails with
// EROFS.

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

namespace {

std::atomic<long long> g_written = 0;

bool is_full(int descriptor, std::size_t bytes) {
    const char* folder = std::getenv("FULL_DISK_FOLDER");
    const char* limit = std::getenv("FULL_DISK_AFTER");
    if (folder == nullptr || limit == nullptr) return false;
    char link[64];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    char path[PATH_MAX + 1];
    const auto length = ::readlink(link, path, PATH_MAX);
    if (length < 0) return false;
    path[length] = '\0';
    if (std::strncmp(path, folder, std::strlen(folder)) != 0) return false;
    return g_written.fetch_add(static_cast<long long>(bytes)) + static_cast<long long>(bytes) >
           std::atoll(limit);
}

ssize_t write_at(const char* name, int descriptor, const void* data, std::size_t bytes, off64_t offset) {
    using Function = ssize_t (*)(int, const void*, std::size_t, off64_t);
    if (is_full(descriptor, bytes)) {
        errno = ENOSPC;
        return -1;
    }
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name))(descriptor, data, bytes, offset);
}

bool is_read_only(const char* path, int flags) {
    const char* folder = std::getenv("READ_ONLY_FOLDER");
    return folder != nullptr && (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) != 0 &&
           std::strncmp(path, folder, std::strlen(folder)) == 0;
}

int open_as(const char* name, const char* path, int flags, mode_t mode) {
    using Function = int (*)(const char*, int, mode_t);
    if (is_read_only(path, flags)) {
        errno = EROFS;
        return -1;
    }
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name))(path, flags, mode);
}

mode_t mode_of(int flags, va_list rest) {
    return (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const auto mode = mode_of(flags, rest);
    va_end(rest);
    return open_as("open", path, flags, mode);
}

int open64(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const auto mode = mode_of(flags, rest);
    va_end(rest);
    return open_as("open64", path, flags, mode);
}

ssize_t pwrite64(int descriptor, const void* data, std::size_t bytes, off64_t offset) {
    return write_at("pwrite64", descriptor, data, bytes, offset);
}

ssize_t pwrite(int descriptor, const void* data, std::size_t bytes, off_t offset) {
    return write_at("pwrite", descriptor, data, bytes, offset);
}
}
