#pragma once

#include "record_file.hpp"

#include <vector>

struct ZSTD_CCtx_s;

namespace orrery::ops {

/// Writes a file of pages, several together in a compressed block.
class PackWriter {
  public:
    static Result<PackWriter> create(const std::filesystem::path& path, const FileHead& head,
                                     const Keys& keys, std::uint32_t page_size);

    Result<void> add_page(std::uint32_t page, std::string_view content);
    Result<std::uint64_t> add_leaf(std::string_view payload) {
        return file_.append(RecordKind::kLeaf, payload);
    }
    [[nodiscard]] Result<std::string> read_leaf(std::uint64_t offset) const {
        return file_.read(offset, RecordKind::kLeaf);
    }
    Result<void> publish();

    [[nodiscard]] const FileHead& head() const { return file_.head(); }
    [[nodiscard]] std::uint32_t pages() const { return pages_; }
    /// No page and no leaf was added.
    [[nodiscard]] bool is_empty() const { return pages_ == 0 && file_.size() == RecordReader::kFirst; }
    [[nodiscard]] std::uint64_t size() const { return file_.size(); }

  private:
    struct Free {
        void operator()(ZSTD_CCtx_s* context) const;
    };
    PackWriter(RecordWriter file, std::uint32_t page_size);
    Result<void> flush();

    RecordWriter file_;
    std::unique_ptr<ZSTD_CCtx_s, Free> compressor_;
    std::size_t pages_per_block_;
    std::vector<std::uint32_t> block_pages_;
    std::string block_;
    std::uint32_t pages_ = 0;
};

/// A block that was read: which pages it holds, and their contents once they are asked for.
class PageBlock {
  public:
    /// `payload` must outlive the block.
    static Result<PageBlock> parse(std::string_view payload, std::uint32_t page_size,
                                   const std::filesystem::path& where);

    [[nodiscard]] const std::vector<std::uint32_t>& pages() const { return pages_; }
    /// All of them, one behind the other.
    [[nodiscard]] Result<std::string> contents() const;

  private:
    std::vector<std::uint32_t> pages_;
    std::string_view compressed_;
    std::size_t bytes_ = 0;
    std::filesystem::path where_;
};

}  // namespace orrery::ops
