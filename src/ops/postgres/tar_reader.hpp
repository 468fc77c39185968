#pragma once

#include "file_handle.hpp"

#include <optional>
#include <string>

namespace orrery::ops::postgres {

/// Unpacks a tar archive as PostgreSQL writes it (ustar: files, folders, links) into a folder, from bytes in
/// pieces of any size.
class TarReader {
  public:
    explicit TarReader(std::filesystem::path folder) : folder_(std::move(folder)) {}

    Result<void> add(std::string_view bytes);
    /// Fails when the archive ended inside a file.
    Result<void> finish();

  private:
    Result<void> begin_member();

    std::filesystem::path folder_;
    std::string head_;
    std::optional<FileHandle> file_;
    std::uint64_t written_ = 0;
    std::uint64_t left_ = 0;     // of the file
    std::uint64_t padding_ = 0;  // up to the next whole block
};

}  // namespace orrery::ops::postgres
