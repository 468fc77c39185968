#include "record_file.hpp"

#include "bytes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace orrery::ops {

namespace {

constexpr std::string_view kMagic("Orrery backup\n\0\0", 16);
constexpr std::size_t kHeadBytes = RecordReader::kFirst;
constexpr std::size_t kRecordHeadBytes = 8;
// The largest that is written stays far below; a length above it is damage, not a reason to take memory.
constexpr std::uint32_t kMaxRecordBytes = std::uint32_t{64} << 20;

std::string_view view(const Identifier& identifier) {
    return {identifier.data(), identifier.size()};
}

Identifier identifier(std::string_view bytes) {
    Identifier made{};
    std::copy(bytes.begin(), bytes.end(), made.begin());
    return made;
}

std::string encode(const FileHead& head) {
    ByteWriter writer;
    writer.bytes(kMagic).number(kFormatVersion).number(static_cast<std::uint16_t>(head.kind));
    writer.number(head.number).bytes(view(head.folder)).bytes(view(head.file));
    auto bytes = writer.take();
    return bytes + checksum("", bytes);
}

std::string record_head(RecordKind kind, std::size_t sealed_bytes) {
    return ByteWriter()
        .number(static_cast<std::uint32_t>(sealed_bytes))
        .number(static_cast<std::uint32_t>(kind))
        .take();
}

// A record is worth nothing in another file or at another place.
std::string context(const FileHead& head, std::uint64_t offset, RecordKind kind) {
    return ByteWriter().bytes(encode(head)).number(offset).number(static_cast<std::uint8_t>(kind)).take();
}

Result<RecordReader::Place> record_at(const FileHandle& file, std::uint64_t offset) {
    std::array<char, kRecordHeadBytes> bytes;
    ORRERY_TRY(const auto got, file.read_at(bytes, offset));
    if (got < bytes.size())
        return damaged(file.path(), fmt::format("it is cut short: it ends before byte {}", offset + got));
    ByteReader reader({bytes.data(), bytes.size()});
    const auto length = reader.number<std::uint32_t>();
    const auto kind = reader.number<std::uint32_t>();
    if (length > kMaxRecordBytes || kind > 0xFF)
        return damaged(file.path(), fmt::format("there is no record at byte {}", offset));
    return RecordReader::Place{static_cast<RecordKind>(kind), offset, offset + kRecordHeadBytes + length};
}

Result<std::string> read_record(const FileHandle& file, const FileHead& head,
                                const RecordReader::Place& place, const Keys* keys) {
    std::string sealed(static_cast<std::size_t>(place.next - place.offset - kRecordHeadBytes), '\0');
    ORRERY_TRY(const auto got, file.read_at(sealed, place.offset + kRecordHeadBytes));
    if (got < sealed.size())
        return damaged(file.path(),
                       fmt::format("it is cut short: it ends inside the record at byte {}", place.offset));
    const auto about = context(head, place.offset, place.kind);
    std::optional<std::string> payload;
    if (keys != nullptr) {
        payload = keys->unseal(sealed, about);
    } else if (sealed.size() >= kChecksumBytes &&
               checksum(about, std::string_view(sealed).substr(kChecksumBytes)) ==
                   std::string_view(sealed).substr(0, kChecksumBytes)) {
        payload = sealed.substr(kChecksumBytes);
    }
    if (!payload)
        return damaged(file.path(),
                       fmt::format("the record at byte {} is not what was written", place.offset));
    return std::move(*payload);
}

}  // namespace

Failure damaged(const std::filesystem::path& path, std::string why) {
    return fail(
        ErrorCode::kCorrupt, "the backup is damaged", path.string(), std::move(why),
        "`orrery backup verify DIR --all` tells which backups are whole; `orrery backup --full` makes one "
        "that needs none of the old files");
}

RecordWriter::RecordWriter(FileHandle file, std::filesystem::path path, FileHead head, const Keys& keys)
    : file_(std::move(file)), path_(std::move(path)), head_(head), keys_(&keys) {}

RecordWriter::~RecordWriter() {
    if (file_.descriptor() >= 0) ::unlink(file_.path().c_str());
}

Result<RecordWriter> RecordWriter::create(const std::filesystem::path& path, const FileHead& head,
                                          const Keys& keys) {
    ORRERY_TRY(auto file, FileHandle::open(path.string() + ".tmp", O_RDWR | O_CREAT | O_TRUNC));
    RecordWriter writer(std::move(file), path, head, keys);
    const auto bytes = encode(head);
    ORRERY_CHECK(writer.file_.write_at(bytes, 0));
    writer.size_ = bytes.size();
    return writer;
}

Result<std::uint64_t> RecordWriter::append(RecordKind kind, std::string_view payload) {
    const auto about = context(head_, size_, kind);
    const auto sealed = kind == RecordKind::kIdentity ? checksum(about, payload).append(payload)
                                                      : keys_->seal(payload, about);
    ORRERY_CHECK(file_.write_at(record_head(kind, sealed.size()) + sealed, size_));
    ++records_;
    return std::exchange(size_, size_ + kRecordHeadBytes + sealed.size());
}

Result<std::string> RecordWriter::read(std::uint64_t offset, RecordKind kind) const {
    ORRERY_TRY(const auto place, record_at(file_, offset));
    if (place.kind != kind) return damaged(path_, fmt::format("the wrong record stands at byte {}", offset));
    return read_record(file_, head_, place, keys_);
}

Result<void> RecordWriter::publish() {
    ORRERY_CHECK(append(RecordKind::kEnd, ByteWriter().number(records_).take()));
    ORRERY_CHECK(file_.sync());
    ORRERY_CHECK(move_into_place(file_.path(), path_));
    file_ = FileHandle();
    return {};
}

Result<RecordReader> RecordReader::open(const std::filesystem::path& path, FileKind kind) {
    ORRERY_TRY(auto file, FileHandle::open(path, O_RDONLY));
    std::string bytes(kHeadBytes, '\0');
    ORRERY_TRY(const auto got, file.read_at(bytes, 0));
    ByteReader reader(bytes);
    if (got < bytes.size() || reader.bytes(kMagic.size()) != kMagic)
        return damaged(path, got == 0 ? "the file is empty" : "this is no file of an Orrery backup");
    if (const auto version = reader.number<std::uint16_t>(); version > kFormatVersion)
        return fail(ErrorCode::kUnsupported, "a newer Orrery wrote this backup", path.string(),
                    fmt::format("it has format {}, this program knows up to {}", version, kFormatVersion),
                    "install the newer version to read it");
    FileHead head;
    head.kind = static_cast<FileKind>(reader.number<std::uint16_t>());
    head.number = reader.number<std::uint32_t>();
    head.folder = identifier(reader.bytes(head.folder.size()));
    head.file = identifier(reader.bytes(head.file.size()));
    if (encode(head) != bytes) return damaged(path, "its head is not what was written");
    if (head.kind != kind) return damaged(path, "it is another file under this name");
    return RecordReader(std::move(file), head);
}

Result<RecordReader::Place> RecordReader::at(std::uint64_t offset) const {
    return record_at(file_, offset);
}

Result<std::string> RecordReader::read(const Place& place, const Keys* keys) const {
    return read_record(file_, head_, place, keys);
}

Result<std::string> RecordReader::read(std::uint64_t offset, RecordKind kind, const Keys* keys) const {
    ORRERY_TRY(const auto place, at(offset));
    if (place.kind != kind) return damaged(path(), fmt::format("the wrong record stands at byte {}", offset));
    return read(place, keys);
}

}  // namespace orrery::ops
