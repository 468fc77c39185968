#pragma once

#include "orrery/base/error.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3_vfs;

namespace orrery::ops {

/// A SQLite VFS whose one file stores nothing: what SQLite writes to it goes to a function, page by page. A
/// copy through SQLite's online backup interface into a database on it is a walk over all pages.
class PageSink {
  public:
    using TakePage = std::function<Result<void>(std::uint32_t page, std::string_view content)>;

    PageSink(std::uint32_t page_size, TakePage take);
    ~PageSink();
    PageSink(const PageSink&) = delete;
    PageSink& operator=(const PageSink&) = delete;

    /// To be named when opening the database; the file's name is of no matter.
    [[nodiscard]] const std::string& vfs_name() const { return name_; }
    /// The failure of the function, which SQLite only knows as a failed write.
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }
    /// Hands over the first page, which SQLite writes more than once.
    Result<void> finish();

    // For the VFS.
    int write(std::string_view bytes, std::int64_t offset);
    int read(char* buffer, int length, std::int64_t offset) const;
    [[nodiscard]] std::int64_t size() const { return size_; }

  private:
    std::uint32_t page_size_;
    TakePage take_;
    std::string name_;
    std::unique_ptr<sqlite3_vfs> vfs_;
    std::string first_page_;
    std::int64_t size_ = 0;
    std::optional<Error> error_;
};

}  // namespace orrery::ops
