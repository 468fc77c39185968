#pragma once

#include "record_file.hpp"

namespace orrery::ops::postgres {

/// Writes the file that a backup of a server adds: streams of bytes in compressed records, one kind behind
/// the other.
class StreamWriter {
  public:
    static Result<StreamWriter> create(const std::filesystem::path& path, const FileHead& head,
                                       const Keys& keys);

    Result<void> add(RecordKind kind, std::string_view bytes);
    Result<void> flush();
    Result<void> publish();

    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }  ///< that were added, before compression
    [[nodiscard]] std::uint64_t size() const { return file_.size(); }

  private:
    explicit StreamWriter(RecordWriter file) : file_(std::move(file)) {}

    RecordWriter file_;
    RecordKind kind_ = RecordKind::kFiles;
    std::string held_;
    std::uint64_t bytes_ = 0;
};

/// The bytes of one record.
[[nodiscard]] Result<std::string> unpack(std::string_view payload, const std::filesystem::path& where);

}  // namespace orrery::ops::postgres
