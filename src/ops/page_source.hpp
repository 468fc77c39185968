#pragma once

#include "orrery/base/error.hpp"
#include "orrery/ops/backup.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

struct sqlite3;

namespace orrery::ops {

/// One moment of a SQLite database that others go on using: a read transaction, held until the object goes.
/// Writers are not kept waiting; the WAL grows meanwhile, because nothing may overwrite what is being read.
class PageSource {
  public:
    /// Fails with kNotFound, or with kCorrupt when the file is no archive.
    static Result<PageSource> open(const std::filesystem::path& path);

    [[nodiscard]] std::uint32_t page_size() const { return page_size_; }
    [[nodiscard]] std::uint32_t pages() const { return pages_; }
    /// Of every table, counted now.
    [[nodiscard]] Result<std::vector<TableRows>> count_rows();

    using TakePage = std::function<Result<void>(std::uint32_t page, std::string_view content)>;
    using Tick = std::function<Result<void>(std::uint64_t done)>;
    /// Hands over every page that the database consists of, mostly ascending; only the first page comes last.
    /// Its change counter and schema cookie are those of a fresh copy. `tick` is called now and then; its
    /// failure ends the copy.
    Result<void> copy(const TakePage& take, const Tick& tick);

  private:
    struct Close {
        void operator()(sqlite3* connection) const;
    };
    explicit PageSource(std::filesystem::path path) : path_(std::move(path)) {}
    Result<void> begin();

    std::filesystem::path path_;
    std::unique_ptr<sqlite3, Close> connection_;
    std::uint32_t page_size_ = 0;
    std::uint32_t pages_ = 0;
};

/// What SQLite says of a restored file that nobody else uses.
struct Soundness {
    std::string complaint;  ///< of `PRAGMA integrity_check`; empty when all is well
    std::vector<TableRows> rows;
};
[[nodiscard]] Result<Soundness> inspect(const std::filesystem::path& path);

/// Brings the WAL of an archive that is about to be set aside into its file, and makes sure that nobody uses
/// it: kBusy otherwise. kCorrupt when it is damaged.
Result<void> fold_wal(const std::filesystem::path& path);

}  // namespace orrery::ops
