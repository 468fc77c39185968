// LD_PRELOAD: a disk that is full. After FULL_DISK_AFTER bytes, writing to a file below FULL_DISK_FOLDER
// fails with ENOSPC.

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
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

}  // namespace

extern "C" {

ssize_t pwrite64(int descriptor, const void* data, std::size_t bytes, off64_t offset) {
    return write_at("pwrite64", descriptor, data, bytes, offset);
}

ssize_t pwrite(int descriptor, const void* data, std::size_t bytes, off_t offset) {
    return write_at("pwrite", descriptor, data, bytes, offset);
}
}
