#pragma once

#include "file_handle.hpp"
#include "keys.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// The common form of every file of a backup: a head, records, an end. docs/formats/backup.md describes it.
namespace orrery::ops {

inline constexpr std::uint16_t kFormatVersion = 1;

enum class FileKind : std::uint16_t { kPages = 1, kManifest = 2 };

struct FileHead {
    FileKind kind = FileKind::kPages;
    std::uint32_t number = 0;  ///< of the backup that wrote the file
    Identifier folder{};       ///< the same in all files of one backup folder
    Identifier file{};

    friend bool operator==(const FileHead&, const FileHead&) = default;
};

enum class RecordKind : std::uint8_t {
    kIdentity = 'I',  ///< see Keys; the only one that is never encrypted
    kSummary = 'S',
    kLeafPlaces = 'T',
    kPages = 'P',
    kCluster = 'C',  ///< see Cluster
    kFiles = 'F',    ///< of a PostgreSQL server, as a tar archive in pieces
    kLog = 'W',      ///< of a PostgreSQL server, in pieces
    kLeaf = 'L',
    kEnd = 'E',
};

/// What is wrong with a file of a backup, and what to do about it.
[[nodiscard]] Failure damaged(const std::filesystem::path& path, std::string why);

/// Writes a file under a temporary name; publish() gives it its own. Unfinished, it goes away with the object
/// or, after a crash, with the next backup.
class RecordWriter {
  public:
    static Result<RecordWriter> create(const std::filesystem::path& path, const FileHead& head,
                                       const Keys& keys);
    RecordWriter(RecordWriter&&) = default;
    RecordWriter& operator=(RecordWriter&&) = default;
    ~RecordWriter();

    /// Gives the record's place in the file.
    Result<std::uint64_t> append(RecordKind kind, std::string_view payload);
    /// Reads back a record that was appended.
    [[nodiscard]] Result<std::string> read(std::uint64_t offset, RecordKind kind) const;
    Result<void> publish();

    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] const FileHead& head() const { return head_; }

  private:
    RecordWriter(FileHandle file, std::filesystem::path path, FileHead head, const Keys& keys);

    FileHandle file_;
    std::filesystem::path path_;
    FileHead head_;
    const Keys* keys_;
    std::uint64_t size_ = 0;
    std::uint32_t records_ = 0;
};

class RecordReader {
  public:
    /// Fails with kCorrupt when the file is none of a backup or not of this kind, with kUnsupported when a
    /// newer Orrery wrote it.
    static Result<RecordReader> open(const std::filesystem::path& path, FileKind kind);

    [[nodiscard]] const FileHead& head() const { return head_; }
    [[nodiscard]] const std::filesystem::path& path() const { return file_.path(); }
    [[nodiscard]] Result<std::uint64_t> size() const { return file_.size(); }

    struct Place {
        RecordKind kind = RecordKind::kEnd;
        std::uint64_t offset = 0;
        std::uint64_t next = 0;  ///< where the record behind it begins
    };
    /// Where the first record of every file begins.
    static constexpr std::uint64_t kFirst = 72;
    /// Which record stands at `offset`; a file that ends before kEnd is an error.
    [[nodiscard]] Result<Place> at(std::uint64_t offset) const;
    /// Its payload, checked. `keys` may be null for the identity.
    [[nodiscard]] Result<std::string> read(const Place& place, const Keys* keys) const;
    /// at() and read() of a record that should be of this kind.
    [[nodiscard]] Result<std::string> read(std::uint64_t offset, RecordKind kind, const Keys* keys) const;

  private:
    RecordReader(FileHandle file, FileHead head) : file_(std::move(file)), head_(head) {}

    FileHandle file_;
    FileHead head_;
};

}  // namespace orrery::ops
