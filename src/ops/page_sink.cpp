#include "page_sink.hpp"

#include <exception>

#include <fmt/format.h>
#include <sqlite3.h>

namespace orrery::ops {

namespace {

constexpr int kSectorBytes = 4096;

struct SinkFile {
    sqlite3_file base;
    PageSink* sink;
};

PageSink& sink_of(sqlite3_file* file) {
    return *reinterpret_cast<SinkFile*>(file)->sink;
}

int on_close(sqlite3_file*) {
    return SQLITE_OK;
}
int on_read(sqlite3_file* file, void* buffer, int length, sqlite3_int64 offset) {
    return sink_of(file).read(static_cast<char*>(buffer), length, offset);
}
int on_write(sqlite3_file* file, const void* bytes, int length, sqlite3_int64 offset) {
    return sink_of(file).write({static_cast<const char*>(bytes), static_cast<std::size_t>(length)}, offset);
}
int on_truncate(sqlite3_file*, sqlite3_int64) {
    return SQLITE_OK;
}
int on_sync(sqlite3_file*, int) {
    return SQLITE_OK;
}
int on_size(sqlite3_file* file, sqlite3_int64* size) {
    *size = sink_of(file).size();
    return SQLITE_OK;
}
int on_lock(sqlite3_file*, int) {
    return SQLITE_OK;
}
int on_check_lock(sqlite3_file*, int* is_reserved) {
    *is_reserved = 0;
    return SQLITE_OK;
}
int on_control(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}
int on_sector_size(sqlite3_file*) {
    return kSectorBytes;
}
int on_characteristics(sqlite3_file*) {
    return 0;
}

const sqlite3_io_methods* methods() {
    static const sqlite3_io_methods table = [] {
        sqlite3_io_methods made{};
        made.iVersion = 1;
        made.xClose = on_close;
        made.xRead = on_read;
        made.xWrite = on_write;
        made.xTruncate = on_truncate;
        made.xSync = on_sync;
        made.xFileSize = on_size;
        made.xLock = on_lock;
        made.xUnlock = on_lock;
        made.xCheckReservedLock = on_check_lock;
        made.xFileControl = on_control;
        made.xSectorSize = on_sector_size;
        made.xDeviceCharacteristics = on_characteristics;
        return made;
    }();
    return &table;
}

int on_open(sqlite3_vfs* vfs, const char*, sqlite3_file* file, int flags, int* out_flags) {
    file->pMethods = nullptr;
    // Only the database: journals and temporary files would mean that SQLite means to read something back.
    if ((flags & SQLITE_OPEN_MAIN_DB) == 0) return SQLITE_CANTOPEN;
    reinterpret_cast<SinkFile*>(file)->sink = static_cast<PageSink*>(vfs->pAppData);
    file->pMethods = methods();
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
}
int on_delete(sqlite3_vfs*, const char*, int) {
    return SQLITE_OK;
}
int on_access(sqlite3_vfs*, const char*, int, int* result) {
    *result = 0;
    return SQLITE_OK;
}
int on_full_path(sqlite3_vfs*, const char* name, int length, char* out) {
    sqlite3_snprintf(length, out, "%s", name);
    return SQLITE_OK;
}

}  // namespace

PageSink::PageSink(std::uint32_t page_size, TakePage take)
    : page_size_(page_size),
      take_(std::move(take)),
      name_(fmt::format("orrery-page-sink-{}", fmt::ptr(this))),
      vfs_(std::make_unique<sqlite3_vfs>()) {
    // Clock, randomness and sleep are the system's.
    *vfs_ = *sqlite3_vfs_find(nullptr);
    vfs_->iVersion = 1;
    vfs_->szOsFile = sizeof(SinkFile);
    vfs_->pNext = nullptr;
    vfs_->zName = name_.c_str();
    vfs_->pAppData = this;
    vfs_->xOpen = on_open;
    vfs_->xDelete = on_delete;
    vfs_->xAccess = on_access;
    vfs_->xFullPathname = on_full_path;
    sqlite3_vfs_register(vfs_.get(), 0);
}

PageSink::~PageSink() {
    sqlite3_vfs_unregister(vfs_.get());
}

int PageSink::write(std::string_view bytes, std::int64_t offset) {
    if (error_) return SQLITE_IOERR_WRITE;
    if (bytes.size() != page_size_ || offset % page_size_ != 0) {
        error_ = Error{ErrorCode::kInternal, "SQLite wrote something other than a page", "", "", ""};
        return SQLITE_IOERR_WRITE;
    }
    size_ = std::max(size_, offset + static_cast<std::int64_t>(bytes.size()));
    if (offset == 0) {
        first_page_ = bytes;
        return SQLITE_OK;
    }
    // SQLite is C: nothing may be thrown through it.
    try {
        const auto taken = take_(static_cast<std::uint32_t>(offset / page_size_ + 1), bytes);
        if (taken) return SQLITE_OK;
        error_ = taken.error();
    } catch (const std::exception& exception) {
        error_ = Error{ErrorCode::kInternal, "a page cannot be stored", "", exception.what(), ""};
    }
    return SQLITE_IOERR_WRITE;
}

int PageSink::read(char* buffer, int length, std::int64_t offset) const {
    const auto wanted = static_cast<std::size_t>(length);
    const auto end = static_cast<std::size_t>(offset) + wanted;
    if (end <= first_page_.size()) {
        std::memcpy(buffer, first_page_.data() + offset, wanted);
        return SQLITE_OK;
    }
    if (offset < size_) return SQLITE_IOERR_READ;
    std::memset(buffer, 0, wanted);
    return SQLITE_IOERR_SHORT_READ;
}

Result<void> PageSink::finish() {
    if (first_page_.empty()) return {};
    return take_(1, first_page_);
}

}  // namespace orrery::ops
