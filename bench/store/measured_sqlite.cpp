#include "measured_store.hpp"
#include "written_pages.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include <sqlite3.h>

namespace orrery::bench {

namespace {

class MeasuredSqlite final : public MeasuredStore {
  public:
    MeasuredSqlite(std::filesystem::path folder, int page_size)
        : folder_(std::move(folder)), page_size_(page_size) {
        if (!keeps()) std::filesystem::remove_all(folder_);
        is_kept_ = std::filesystem::exists(place());
        std::filesystem::create_directories(folder_);
        if (page_size_ != 0 && !is_kept_) set_page_size();
        count_written_pages();
    }
    ~MeasuredSqlite() override {
        sqlite3_finalize(insert_);
        sqlite3_close(bare_);
        std::filesystem::remove(folder_ / "bare.db");
        if (!keeps()) std::filesystem::remove_all(folder_);
    }
    MeasuredSqlite(const MeasuredSqlite&) = delete;
    MeasuredSqlite& operator=(const MeasuredSqlite&) = delete;

    [[nodiscard]] std::string name() const override {
        return std::string("SQLite ") + sqlite3_libversion() + ", page size " +
               (page_size_ == 0 ? "as made" : std::to_string(page_size_));
    }
    [[nodiscard]] std::string place() const override { return (folder_ / "orrery.db").string(); }

    // Of this process, which writes nothing else.
    [[nodiscard]] std::uint64_t bytes_written() override {
        std::ifstream io("/proc/self/io");
        std::string name;
        std::uint64_t value = 0;
        while (io >> name >> value)
            if (name == "wchar:") return value;
        return 0;
    }

    [[nodiscard]] bool is_kept() const override { return is_kept_; }

    void explain_written(std::size_t entries) override {
        for (const auto& [table, bytes] : written_by_table(place())) {
            const auto log = static_cast<double>(bytes.log) / static_cast<double>(entries);
            const auto file = static_cast<double>(bytes.file) / static_cast<double>(entries);
            if (log + file >= 1)
                std::printf("    %-27s %9.0f into the log, %.0f into the file\n", table.c_str(), log, file);
        }
    }

    [[nodiscard]] std::uint64_t bytes_on_disk() override {
        std::uint64_t bytes = 0;
        for (const auto& file : std::filesystem::directory_iterator(folder_))
            bytes += file.file_size();
        return bytes;
    }

    void make_bare_table() override {
        sqlite3_open((folder_ / "bare.db").c_str(), &bare_);
        execute(bare_,
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                "CREATE TABLE entry (id INTEGER PRIMARY KEY, feed INTEGER, date INTEGER, url TEXT, "
                "title TEXT, body TEXT)");
        sqlite3_prepare_v2(bare_, "INSERT INTO entry (feed, date, url, title, body) VALUES (?, ?, ?, ?, ?)",
                           -1, &insert_, nullptr);
    }

    void insert_bare(std::span<const store::NewEntry> entries) override {
        execute(bare_, "BEGIN");
        for (const auto& entry : entries) {
            sqlite3_bind_int64(insert_, 1, 1);
            sqlite3_bind_int64(insert_, 2, entry.date.time_since_epoch().count());
            bind(3, entry.url);
            bind(4, entry.title);
            bind(5, entry.html);
            sqlite3_step(insert_);
            sqlite3_reset(insert_);
        }
        execute(bare_, "COMMIT");
    }

  private:
    static bool keeps() { return std::getenv("ORRERY_BENCH_KEEP") != nullptr; }
    static void execute(sqlite3* database, const char* sql) {
        if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return;
        std::fprintf(stderr, "%s\n", sqlite3_errmsg(database));
        std::exit(1);
    }
    void bind(int index, const std::string& text) {
        sqlite3_bind_text(insert_, index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }

    // An empty file of that page size, which says that it is to become an archive ("Orry").
    void set_page_size() const {
        sqlite3* raw = nullptr;
        sqlite3_open(place().c_str(), &raw);
        const auto pragmas =
            "PRAGMA page_size = " + std::to_string(page_size_) + "; PRAGMA application_id = 0x4F727279";
        execute(raw, pragmas.c_str());
        sqlite3_close(raw);
    }

    std::filesystem::path folder_;
    int page_size_;
    bool is_kept_ = false;
    sqlite3* bare_ = nullptr;
    sqlite3_stmt* insert_ = nullptr;
};

}  // namespace

std::unique_ptr<MeasuredStore> measure_sqlite(const std::filesystem::path& folder, int page_size) {
    return std::make_unique<MeasuredSqlite>(folder, page_size);
}

}  // namespace orrery::bench
