#include "written_pages.hpp"

#include <mutex>
#include <unordered_map>

#include <sqlite3.h>

namespace orrery::bench {

namespace {

// Before each page in the log.
constexpr int kFrameHeader = 24;

struct State {
    std::mutex mutex;
    std::unordered_map<std::uint32_t, WrittenBytes> pages;
    sqlite3_vfs vfs{};
    sqlite3_vfs* real = nullptr;
    sqlite3_io_methods file_methods{};
    sqlite3_io_methods log_methods{};
    int (*write)(sqlite3_file*, const void*, int, sqlite3_int64) = nullptr;
};

State& state() {
    static State the;
    return the;
}

int write_file(sqlite3_file* file, const void* bytes, int length, sqlite3_int64 offset) {
    auto& the = state();
    {
        const std::lock_guard lock(the.mutex);
        the.pages[static_cast<std::uint32_t>(offset / length + 1)].file += static_cast<std::uint64_t>(length);
    }
    return the.write(file, bytes, length, offset);
}

int write_log(sqlite3_file* file, const void* bytes, int length, sqlite3_int64 offset) {
    auto& the = state();
    thread_local std::uint32_t page = 0;
    if (length == kFrameHeader) {
        const auto* number = static_cast<const unsigned char*>(bytes);
        page = std::uint32_t{number[0]} << 24 | std::uint32_t{number[1]} << 16 |
               std::uint32_t{number[2]} << 8 | number[3];
    }
    {
        const std::lock_guard lock(the.mutex);
        the.pages[page].log += static_cast<std::uint64_t>(length);
    }
    return the.write(file, bytes, length, offset);
}

int open(sqlite3_vfs* /*vfs*/, sqlite3_filename name, sqlite3_file* file, int flags, int* flags_out) {
    auto& the = state();
    const int code = the.real->xOpen(the.real, name, file, flags, flags_out);
    if (code != SQLITE_OK || (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) == 0) return code;
    const std::lock_guard lock(the.mutex);
    const bool is_log = (flags & SQLITE_OPEN_WAL) != 0;
    // All files of a kind have the same methods.
    auto& methods = is_log ? the.log_methods : the.file_methods;
    if (methods.xWrite == nullptr) {
        methods = *file->pMethods;
        the.write = methods.xWrite;
        methods.xWrite = is_log ? write_log : write_file;
    }
    file->pMethods = &methods;
    return code;
}

}  // namespace

void count_written_pages() {
    auto& the = state();
    the.real = sqlite3_vfs_find(nullptr);
    the.vfs = *the.real;
    the.vfs.zName = "counting";
    the.vfs.xOpen = open;
    sqlite3_vfs_register(&the.vfs, 1);
}

std::map<std::string, WrittenBytes> written_by_table(const std::filesystem::path& archive) {
    auto& the = state();
    std::map<std::string, WrittenBytes> tables;
    sqlite3* raw = nullptr;
    sqlite3_open_v2(archive.c_str(), &raw, SQLITE_OPEN_READONLY, nullptr);
    sqlite3_stmt* pages = nullptr;
    sqlite3_prepare_v2(raw, "SELECT pageno, name FROM dbstat", -1, &pages, nullptr);
    std::unordered_map<std::uint32_t, WrittenBytes> left;
    {
        const std::lock_guard lock(the.mutex);
        left = the.pages;
    }
    const auto add = [&](const std::string& name, const WrittenBytes& bytes) {
        tables[name].log += bytes.log;
        tables[name].file += bytes.file;
    };
    while (sqlite3_step(pages) == SQLITE_ROW) {
        const auto page = left.find(static_cast<std::uint32_t>(sqlite3_column_int64(pages, 0)));
        if (page == left.end()) continue;
        add(reinterpret_cast<const char*>(sqlite3_column_text(pages, 1)), page->second);
        left.erase(page);
    }
    sqlite3_finalize(pages);
    sqlite3_close(raw);
    for (const auto& [page, bytes] : left)
        add("(free)", bytes);
    return tables;
}

}  // namespace orrery::bench
