#include "pack_writer.hpp"

#include "bytes.hpp"

#include <zstd.h>

namespace orrery::ops {

namespace {

// Larger blocks hardly compress better, and a page is read with its whole block.
constexpr std::size_t kBlockBytes = std::size_t{256} << 10;
constexpr std::uint32_t kMaxPagesPerBlock = 1024;
// What an archive holds is compressed already for the greater part: more effort brings little.
constexpr int kCompressionLevel = 1;

}  // namespace

void PackWriter::Free::operator()(ZSTD_CCtx_s* context) const {
    ZSTD_freeCCtx(context);
}

PackWriter::PackWriter(RecordWriter file, std::uint32_t page_size)
    : file_(std::move(file)),
      compressor_(ZSTD_createCCtx()),
      pages_per_block_(std::max<std::size_t>(1, kBlockBytes / page_size)) {
    block_.reserve(pages_per_block_ * page_size);
}

Result<PackWriter> PackWriter::create(const std::filesystem::path& path, const FileHead& head,
                                      const Keys& keys, std::uint32_t page_size) {
    ORRERY_TRY(auto file, RecordWriter::create(path, head, keys));
    return PackWriter(std::move(file), page_size);
}

Result<void> PackWriter::add_page(std::uint32_t page, std::string_view content) {
    block_pages_.push_back(page);
    block_ += content;
    ++pages_;
    if (block_pages_.size() < pages_per_block_) return {};
    return flush();
}

Result<void> PackWriter::flush() {
    if (block_pages_.empty()) return {};
    ByteWriter payload;
    payload.number(static_cast<std::uint32_t>(block_pages_.size()));
    for (const auto page : block_pages_)
        payload.number(page);
    auto record = payload.take();
    const auto head = record.size();
    record.resize(head + ZSTD_compressBound(block_.size()));
    const auto length = ZSTD_compressCCtx(compressor_.get(), record.data() + head, record.size() - head,
                                          block_.data(), block_.size(), kCompressionLevel);
    if (ZSTD_isError(length) != 0U)
        return fail(ErrorCode::kInternal, "pages cannot be compressed", "", ZSTD_getErrorName(length));
    record.resize(head + length);
    block_pages_.clear();
    block_.clear();
    ORRERY_CHECK(file_.append(RecordKind::kPages, record));
    return {};
}

Result<void> PackWriter::publish() {
    ORRERY_CHECK(flush());
    return file_.publish();
}

Result<PageBlock> PageBlock::parse(std::string_view payload, std::uint32_t page_size,
                                   const std::filesystem::path& where) {
    ByteReader reader(payload);
    const auto count = reader.number<std::uint32_t>();
    if (count > kMaxPagesPerBlock) return damaged(where, "a block of pages makes no sense");
    PageBlock block;
    for (std::uint32_t i = 0; i < count; ++i)
        block.pages_.push_back(reader.number<std::uint32_t>());
    if (!reader.ok()) return damaged(where, "a block of pages makes no sense");
    block.compressed_ = reader.rest();
    block.bytes_ = std::size_t{count} * page_size;
    block.where_ = where;
    return block;
}

Result<std::string> PageBlock::contents() const {
    std::string contents(bytes_, '\0');
    const auto length =
        ZSTD_decompress(contents.data(), contents.size(), compressed_.data(), compressed_.size());
    if (length != contents.size()) return damaged(where_, "a block of pages cannot be unpacked");
    return contents;
}

}  // namespace orrery::ops
