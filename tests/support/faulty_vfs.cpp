#include "faulty_vfs.hpp"

#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <random>
#include <vector>

#include <sqlite3.h>
#include <unistd.h>

namespace orrery::faults {

namespace {

constexpr std::size_t kSectorBytes = 512;

struct Change {
    std::int64_t offset = 0;
    std::string bytes;
    bool truncates = false;  // to `offset`
};

// A file as the disk holds it, and what came after the last sync.
struct OnDisk {
    std::string contents;
    std::vector<Change> unsynced;
};

struct State {
    std::mutex mutex;
    Fault fault;
    int operations = 0;
    bool happened = false;
    std::map<std::string, OnDisk> files;
};

State& state() {
    static State the;
    return the;
}

sqlite3_vfs* system_vfs() {
    static sqlite3_vfs* const vfs = sqlite3_vfs_find("unix");
    return vfs;
}

std::string read_whole(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void apply(std::string& contents, const Change& change) {
    const auto offset = static_cast<std::size_t>(change.offset);
    if (change.truncates) {
        contents.resize(offset);
        return;
    }
    contents.resize(std::max(contents.size(), offset + change.bytes.size()));
    contents.replace(offset, change.bytes.size(), change.bytes);
}

// Each sector of a write reaches the disk or not.
void apply_in_part(std::string& contents, const Change& change, std::mt19937& dice) {
    if (change.truncates) {
        if ((dice() & 1U) != 0) apply(contents, change);
        return;
    }
    for (std::size_t at = 0; at < change.bytes.size();) {
        const auto in_sector = kSectorBytes - (static_cast<std::size_t>(change.offset) + at) % kSectorBytes;
        const auto length = std::min(in_sector, change.bytes.size() - at);
        if ((dice() & 1U) != 0)
            apply(contents,
                  {change.offset + static_cast<std::int64_t>(at), change.bytes.substr(at, length), false});
        at += length;
    }
}

// Counts an operation; gives the code that it has to fail with. The mutex is held.
int next_operation(bool is_write, int error) {
    auto& the = state();
    ++the.operations;
    if (the.fault.kind == Fault::Kind::kNone || the.operations < the.fault.at) return SQLITE_OK;
    switch (the.fault.kind) {
        case Fault::Kind::kError:
            if (the.operations > the.fault.at) return SQLITE_OK;
            the.happened = true;
            return is_write ? SQLITE_FULL : error;
        case Fault::Kind::kFull:
            if (!is_write) return SQLITE_OK;
            the.happened = true;
            return SQLITE_FULL;
        default:
            the.happened = true;
            return error;
    }
}

bool is_dead() {
    const auto kind = state().fault.kind;
    return state().happened && (kind == Fault::Kind::kKilled || kind == Fault::Kind::kPowerCut);
}

struct File {
    sqlite3_file base;
    std::string* path;
    sqlite3_file* real;
};

File& self(sqlite3_file* file) {
    return *reinterpret_cast<File*>(file);
}
sqlite3_file* real(sqlite3_file* file) {
    return self(file).real;
}

int on_close(sqlite3_file* file) {
    const int code = real(file)->pMethods->xClose(real(file));
    delete self(file).path;
    self(file).path = nullptr;
    return code;
}
int on_read(sqlite3_file* file, void* buffer, int length, sqlite3_int64 offset) {
    return real(file)->pMethods->xRead(real(file), buffer, length, offset);
}
int on_write(sqlite3_file* file, const void* bytes, int length, sqlite3_int64 offset) {
    const std::lock_guard lock(state().mutex);
    if (const int code = next_operation(true, SQLITE_IOERR_WRITE)) return code;
    state().files[*self(file).path].unsynced.push_back(
        {offset, std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(length)), false});
    return real(file)->pMethods->xWrite(real(file), bytes, length, offset);
}
int on_truncate(sqlite3_file* file, sqlite3_int64 size) {
    const std::lock_guard lock(state().mutex);
    if (const int code = next_operation(false, SQLITE_IOERR_TRUNCATE)) return code;
    state().files[*self(file).path].unsynced.push_back({size, {}, true});
    return real(file)->pMethods->xTruncate(real(file), size);
}
int on_sync(sqlite3_file* file, int) {
    const std::lock_guard lock(state().mutex);
    if (const int code = next_operation(false, SQLITE_IOERR_FSYNC)) return code;
    auto& on_disk = state().files[*self(file).path];
    for (const auto& change : on_disk.unsynced)
        apply(on_disk.contents, change);
    on_disk.unsynced.clear();
    return SQLITE_OK;  // the disk is this table: waiting for the real one would only take time
}
int on_size(sqlite3_file* file, sqlite3_int64* size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}
int on_lock(sqlite3_file* file, int kind) {
    return real(file)->pMethods->xLock(real(file), kind);
}
int on_unlock(sqlite3_file* file, int kind) {
    return real(file)->pMethods->xUnlock(real(file), kind);
}
int on_check_lock(sqlite3_file* file, int* result) {
    return real(file)->pMethods->xCheckReservedLock(real(file), result);
}
int on_control(sqlite3_file* file, int operation, void* argument) {
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}
int on_sector_size(sqlite3_file* file) {
    return real(file)->pMethods->xSectorSize(real(file));
}
int on_characteristics(sqlite3_file* file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int on_shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** map) {
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, map);
}
int on_shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void on_shm_barrier(sqlite3_file* file) {
    real(file)->pMethods->xShmBarrier(real(file));
}
int on_shm_unmap(sqlite3_file* file, int remove) {
    return real(file)->pMethods->xShmUnmap(real(file), remove);
}

const sqlite3_io_methods kMethods = {2,
                                     on_close,
                                     on_read,
                                     on_write,
                                     on_truncate,
                                     on_sync,
                                     on_size,
                                     on_lock,
                                     on_unlock,
                                     on_check_lock,
                                     on_control,
                                     on_sector_size,
                                     on_characteristics,
                                     on_shm_map,
                                     on_shm_lock,
                                     on_shm_barrier,
                                     on_shm_unmap,
                                     nullptr,
                                     nullptr};

int on_open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    file->pMethods = nullptr;
    const std::lock_guard lock(state().mutex);
    if (is_dead()) return SQLITE_CANTOPEN;
    const std::string path = name == nullptr ? "" : name;
    const bool is_new = path.empty() || !std::filesystem::exists(path);
    if (is_new && (flags & SQLITE_OPEN_CREATE) != 0)
        if (const int code = next_operation(false, SQLITE_CANTOPEN)) return code;
    self(file).real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(File));
    const int code = system_vfs()->xOpen(system_vfs(), name, real(file), flags, out_flags);
    if (code != SQLITE_OK) return code;
    self(file).path = new std::string(path);
    if (!path.empty() && !state().files.contains(path))
        state().files[path] = {is_new ? "" : read_whole(path), {}};
    file->pMethods = &kMethods;
    return SQLITE_OK;
}
int on_delete(sqlite3_vfs*, const char* name, int sync_folder) {
    const std::lock_guard lock(state().mutex);
    if (const int code = next_operation(false, SQLITE_IOERR_DELETE)) return code;
    state().files.erase(name);
    return system_vfs()->xDelete(system_vfs(), name, sync_folder);
}

}  // namespace

std::filesystem::path scratch_folder(const std::string& name) {
    const std::filesystem::path memory = "/dev/shm";
    const auto home = ::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
    return home / (name + "-" + std::to_string(::getpid()));
}

void install_faulty_vfs() {
    static sqlite3_vfs vfs = *system_vfs();
    vfs.zName = "faulty";
    vfs.szOsFile = static_cast<int>(sizeof(File)) + system_vfs()->szOsFile;
    vfs.pNext = nullptr;
    vfs.xOpen = on_open;
    vfs.xDelete = on_delete;
    sqlite3_vfs_register(&vfs, 1);
}

void arm(const Fault& fault) {
    const std::lock_guard lock(state().mutex);
    state().fault = fault;
    state().operations = 0;
    state().happened = false;
    state().files.clear();
}

bool fault_happened() {
    const std::lock_guard lock(state().mutex);
    return state().happened;
}

int operations() {
    const std::lock_guard lock(state().mutex);
    return state().operations;
}

void recover() {
    const std::lock_guard lock(state().mutex);
    if (state().happened && state().fault.kind == Fault::Kind::kPowerCut) {
        std::mt19937 dice(state().fault.seed);
        for (auto& [path, file] : state().files) {
            if (path.empty()) continue;
            for (const auto& change : file.unsynced)
                apply_in_part(file.contents, change, dice);
            std::ofstream(path, std::ios::binary | std::ios::trunc) << file.contents;
            // Memory that processes share does not outlive the machine.
            if (path.ends_with("-wal")) std::filesystem::remove(path.substr(0, path.size() - 4) + "-shm");
        }
    }
    state().fault = {};
    state().happened = false;
    state().files.clear();
}

namespace {

sqlite3_mem_methods g_heap{};
std::mutex g_heap_mutex;
int g_countdown = 0;
int g_lasting = 0;
bool g_failed = false;

bool fails() {
    const std::lock_guard lock(g_heap_mutex);
    if (g_lasting == 0) return false;
    if (g_countdown > 1) {
        --g_countdown;
        return false;
    }
    --g_lasting;
    g_failed = true;
    return true;
}

void* failing_malloc(int bytes) {
    return fails() ? nullptr : g_heap.xMalloc(bytes);
}
void* failing_realloc(void* old, int bytes) {
    return fails() ? nullptr : g_heap.xRealloc(old, bytes);
}

}  // namespace

void install_failing_heap() {
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &g_heap);
    static sqlite3_mem_methods methods = g_heap;
    methods.xMalloc = failing_malloc;
    methods.xRealloc = failing_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}

void fail_allocation(int at, int lasting) {
    const std::lock_guard lock(g_heap_mutex);
    g_countdown = at;
    g_lasting = at == 0 ? 0 : lasting;
    g_failed = false;
}

bool allocation_failed() {
    const std::lock_guard lock(g_heap_mutex);
    return g_failed;
}

}  // namespace orrery::faults
