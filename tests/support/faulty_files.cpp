#include "faulty_files.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string_view>
#include <utility>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace orrery::faults {

namespace {

namespace fs = std::filesystem;

// What the disk holds for sure. A file is known by its inode: names come and go.
struct Disk {
    std::map<ino_t, std::string> contents;
    std::map<std::string, std::map<std::string, ino_t>> names;  // by folder
};

struct State {
    std::recursive_mutex mutex;
    std::string folder;
    Fault fault;
    int calls = 0;
    bool happened = false;
    Disk disk;
};

State& state() {
    static State the;
    return the;
}

template <class Function>
Function* real(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

std::string path_of(int descriptor) {
    std::array<char, PATH_MAX + 1> path{};
    const auto link = "/proc/self/fd/" + std::to_string(descriptor);
    const auto length = ::readlink(link.c_str(), path.data(), PATH_MAX);
    return length < 0 ? "" : std::string(path.data(), static_cast<std::size_t>(length));
}

bool is_ours(std::string_view path) {
    const auto& folder = state().folder;
    return !folder.empty() && path.starts_with(folder) &&
           (path.size() == folder.size() || path[folder.size()] == '/');
}

ino_t inode(const std::string& path) {
    struct stat status{};
    return ::lstat(path.c_str(), &status) == 0 ? status.st_ino : 0;
}

std::string read_whole(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::map<std::string, ino_t> names_in(const std::string& folder) {
    std::map<std::string, ino_t> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names[entry.path().filename().string()] = inode(entry.path().string());
    return names;
}

// The error that this call has to fail with, or 0.
int next_call(bool is_write) {
    auto& the = state();
    ++the.calls;
    if (the.fault.kind == Fault::Kind::kNone || the.calls < the.fault.at) return 0;
    if (the.fault.kind == Fault::Kind::kError && the.calls > the.fault.at) return 0;
    if (the.fault.kind == Fault::Kind::kFull) {
        if (!is_write) return 0;
        the.happened = true;
        return ENOSPC;
    }
    the.happened = true;
    return is_write && the.fault.kind == Fault::Kind::kError ? ENOSPC : EIO;
}

template <class Call>
auto change(std::string_view path, bool is_write, Call call) -> decltype(call()) {
    const std::lock_guard lock(state().mutex);
    if (is_ours(path)) {
        if (const int error = next_call(is_write)) {
            errno = error;
            return -1;
        }
    }
    return call();
}

int sync(int descriptor, const char* name) {
    const auto path = path_of(descriptor);
    return change(path, false, [&] {
        if (!is_ours(path)) return real<int(int)>(name)(descriptor);
        // Nobody but the model needs the real disk to be waited for.
        if (fs::is_directory(path)) {
            state().disk.names[path] = names_in(path);
        } else {
            struct stat status{};
            ::fstat(descriptor, &status);
            state().disk.contents[status.st_ino] = read_whole("/proc/self/fd/" + std::to_string(descriptor));
        }
        return 0;
    });
}

}  // namespace

void arm_files(const fs::path& folder, const Fault& fault) {
    const std::lock_guard lock(state().mutex);
    auto& the = state();
    the.folder = folder.string();
    the.fault = fault;
    the.calls = 0;
    the.happened = false;
    the.disk = {};
    if (!fs::exists(folder)) return;
    the.disk.names[the.folder] = names_in(the.folder);
    for (const auto& [name, number] : the.disk.names[the.folder])
        the.disk.contents[number] = read_whole(the.folder + "/" + name);
}

bool file_fault_happened() {
    const std::lock_guard lock(state().mutex);
    return state().happened;
}

void recover_files() {
    const std::lock_guard lock(state().mutex);
    auto& the = state();
    const auto disk = std::exchange(the.disk, {});
    const auto folder = std::exchange(the.folder, "");
    const bool was_cut = the.happened && the.fault.kind == Fault::Kind::kPowerCut;
    the.happened = false;
    if (!was_cut) return;

    std::mt19937 dice(the.fault.seed);
    const auto coin = [&] { return (dice() & 1U) != 0; };
    const auto now = fs::exists(folder) ? names_in(folder) : std::map<std::string, ino_t>();
    const auto synced = disk.names.contains(folder) ? disk.names.at(folder) : std::map<std::string, ino_t>();
    auto all = synced;
    all.insert(now.begin(), now.end());
    std::map<std::string, ino_t> left;
    std::set<ino_t> found;
    for (const auto& [name, any] : all) {
        const auto& names = coin() ? synced : now;
        const auto chosen = names.find(name);
        if (chosen == names.end()) continue;
        left[name] = chosen->second;
        found.insert(chosen->second);
    }
    // Renaming is atomic: a file has one of its names.
    for (const auto& [name, number] : now)
        if (!found.contains(number) &&
            std::ranges::any_of(synced, [&](const auto& old) { return old.second == number; }))
            left[name] = number;

    std::map<std::string, std::string> files;
    for (const auto& [name, number] : left) {
        const auto whole = disk.contents.find(number);
        auto& contents = files[name];
        if (whole != disk.contents.end()) contents = whole->second;
        // What came since is there in part.
        for (const auto& [newest_name, newest_number] : now) {
            if (newest_number != number || coin()) continue;
            const auto newest = read_whole(folder + "/" + newest_name);
            if (newest != contents) contents = newest.substr(0, dice() % (newest.size() + 1));
            break;
        }
    }
    for (const auto& [name, number] : now)
        fs::remove_all(folder + "/" + name);
    for (const auto& [name, contents] : files)
        std::ofstream(folder + "/" + name, std::ios::binary) << contents;
}

}  // namespace orrery::faults

using orrery::faults::change;
using orrery::faults::path_of;
using orrery::faults::real;

extern "C" {

ssize_t pwrite(int descriptor, const void* bytes, std::size_t length, off_t offset) {
    return change(path_of(descriptor), true, [&] {
        return real<ssize_t(int, const void*, std::size_t, off_t)>("pwrite")(descriptor, bytes, length,
                                                                             offset);
    });
}

ssize_t pwrite64(int descriptor, const void* bytes, std::size_t length, off64_t offset) {
    return change(path_of(descriptor), true, [&] {
        return real<ssize_t(int, const void*, std::size_t, off64_t)>("pwrite64")(descriptor, bytes, length,
                                                                                 offset);
    });
}

int fdatasync(int descriptor) {
    return orrery::faults::sync(descriptor, "fdatasync");
}

int ftruncate64(int descriptor, off64_t size) noexcept {
    return change(path_of(descriptor), true,
                  [&] { return real<int(int, off64_t)>("ftruncate64")(descriptor, size); });
}

int ftruncate(int descriptor, off_t size) noexcept {
    return change(path_of(descriptor), true,
                  [&] { return real<int(int, off_t)>("ftruncate")(descriptor, size); });
}

int fsync(int descriptor) {
    return orrery::faults::sync(descriptor, "fsync");
}

int rename(const char* from, const char* to) noexcept {
    return change(to, false, [&] { return real<int(const char*, const char*)>("rename")(from, to); });
}

int link(const char* from, const char* to) noexcept {
    return change(to, false, [&] { return real<int(const char*, const char*)>("link")(from, to); });
}

int unlink(const char* path) noexcept {
    return change(path, false, [&] { return real<int(const char*)>("unlink")(path); });
}

int remove(const char* path) noexcept {
    return change(path, false, [&] { return real<int(const char*)>("remove")(path); });
}

int mkdir(const char* path, mode_t mode) noexcept {
    return change(path, true, [&] { return real<int(const char*, mode_t)>("mkdir")(path, mode); });
}
}
