#include "postgres/stream_file.hpp"

#include "bytes.hpp"

#include <zstd.h>

namespace orrery::ops::postgres {

namespace {

constexpr std::size_t kRecordBytes = std::size_t{4} << 20;
// The log holds pages as they are, so that a little effort brings much.
constexpr int kCompressionLevel = 1;

}  // namespace

Result<StreamWriter> StreamWriter::create(const std::filesystem::path& path, const FileHead& head,
                                          const Keys& keys) {
    ORRERY_TRY(auto file, RecordWriter::create(path, head, keys));
    return StreamWriter(std::move(file));
}

Result<void> StreamWriter::add(RecordKind kind, std::string_view bytes) {
    if (kind != kind_) ORRERY_CHECK(flush());
    kind_ = kind;
    held_ += bytes;
    bytes_ += bytes.size();
    if (held_.size() < kRecordBytes) return {};
    return flush();
}

Result<void> StreamWriter::flush() {
    if (held_.empty()) return {};
    std::string packed(ZSTD_compressBound(held_.size()), '\0');
    const auto size =
        ZSTD_compress(packed.data(), packed.size(), held_.data(), held_.size(), kCompressionLevel);
    if (ZSTD_isError(size) != 0U)
        return fail(ErrorCode::kInternal, "a backup cannot be compressed", "", ZSTD_getErrorName(size));
    packed.resize(size);
    ORRERY_CHECK(file_.append(
        kind_, ByteWriter().number(static_cast<std::uint32_t>(held_.size())).bytes(packed).view()));
    held_.clear();
    return {};
}

Result<void> StreamWriter::publish() {
    ORRERY_CHECK(flush());
    return file_.publish();
}

Result<std::string> unpack(std::string_view payload, const std::filesystem::path& where) {
    ByteReader in(payload);
    const auto size = in.number<std::uint32_t>();
    if (!in.ok() || size > 2 * kRecordBytes) return damaged(where, "a record of it makes no sense");
    std::string bytes(size, '\0');
    const auto got = ZSTD_decompress(bytes.data(), bytes.size(), in.rest().data(), in.rest().size());
    if (ZSTD_isError(got) != 0U || got != size) return damaged(where, "a record of it cannot be unpacked");
    return bytes;
}

}  // namespace orrery::ops::postgres
