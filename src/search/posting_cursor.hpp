#pragma once

#include "scoring.hpp"
#include "segment_data.hpp"

namespace orrery::search {

inline constexpr std::uint32_t kNoDocument = 0xFFFFFFFF;

/// Walks through the documents of one term, ascending. Throws Failed.
class PostingCursor {
  public:
    /// `info` is of a term that exists.
    PostingCursor(const SegmentData& segment, const TermInfo& info);

    /// Where it stands; at the first posting from the start, kNoDocument behind the last one.
    [[nodiscard]] std::uint32_t document() const { return document_; }
    /// Moves to the first document that is not less than `target`.
    std::uint32_t seek(std::uint32_t target) {
        if (document_ >= target) return document_;
        return seek_slow(target);
    }
    std::uint32_t next() {
        if (document_ == kNoDocument) return kNoDocument;
        if (++index_ < size_) return document_ = documents_[index_];
        return next_block();
    }

    [[nodiscard]] PostingCode code() {
        if (!has_codes_) read_codes();
        return codes_[index_];
    }
    /// The positions in the document, ascending. To be called for ascending documents only.
    void positions(std::vector<std::uint32_t>& out);
    /// What PostingWriter takes as gaps: the same as positions, undecoded. Rules as above.
    [[nodiscard]] const std::uint32_t* gaps();

    struct Bound {
        std::uint8_t impact;
        std::uint32_t upto;  ///< the last document for which it holds
    };
    /// The highest impact of documents from `target` on, which ascends from call to call; kCoarse reads no
    /// more than the directory, kFine looks at blocks, kFinest at windows where the list has them.
    enum class Grain { kCoarse, kFine, kFinest };
    [[nodiscard]] Bound bound(std::uint32_t target, Grain grain);

    [[nodiscard]] std::uint32_t documents_in_all() const { return info_.documents; }
    /// The documents of the open block, and how many: for taking many at once.
    [[nodiscard]] std::span<const std::uint32_t> rest_of_block() const {
        return {documents_ + index_, size_ - index_};
    }
    void skip_block() {
        index_ = size_ - 1;
        next();
    }

  private:
    struct Run {
        std::uint32_t number = kNoDocument;
        Chunk chunk;
        std::uint32_t count = 0;
        std::uint32_t before = 0;
        std::uint32_t position_chunk = 0;
        std::uint32_t blocks = 0;
        std::uint32_t windows = 0;
        const char* heads = nullptr;
        const char* data = nullptr;

        [[nodiscard]] std::uint32_t last(std::uint32_t block) const {
            return load<std::uint32_t>(heads + block * 4);
        }
        [[nodiscard]] std::uint16_t offset(std::uint32_t block) const {
            return load<std::uint16_t>(heads + blocks * 4 + block * 2);
        }
        [[nodiscard]] std::uint32_t positions_chunk(std::uint32_t block) const {
            return position_chunk + load<std::uint16_t>(heads + blocks * 6 + block * 2);
        }
        [[nodiscard]] std::uint16_t positions_offset(std::uint32_t block) const {
            return load<std::uint16_t>(heads + blocks * 8 + block * 2);
        }
        [[nodiscard]] std::uint8_t impact(std::uint32_t block) const {
            return load<std::uint8_t>(heads + blocks * 10 + block);
        }
        /// In the window of a document behind `before` and not behind the last one.
        [[nodiscard]] std::uint8_t window_impact(std::uint32_t document) const {
            const auto window = document / kDocumentsPerWindow - (before + 1) / kDocumentsPerWindow;
            return load<std::uint8_t>(heads + blocks * kRunPerBlock + window);
        }
    };

    [[nodiscard]] std::uint32_t run_last(std::uint32_t run) const {
        return load<std::uint32_t>(directory_.begin + info_.offset + run * kRunRefBytes + 8);
    }
    void open_run(Run& run, std::uint32_t number);
    void open_block(std::uint32_t block);
    void decode(const char* at, const char* end, std::uint32_t before, std::size_t count);
    void read_codes();
    std::uint32_t next_block();
    std::uint32_t seek_slow(std::uint32_t target);
    /// Makes the gaps of the current posting contiguous in gaps_ and gives where they begin.
    std::size_t read_gaps();

    const SegmentData& segment_;
    TermInfo info_;
    Chunk directory_;  ///< of a small list: the list
    std::uint32_t runs_ = 0;
    Run run_;
    std::uint32_t block_ = 0;
    std::uint8_t small_impact_ = 0;

    // For bound(), which may look further than the postings are read.
    Run bound_run_;
    std::uint32_t bound_run_number_ = 0;
    std::uint32_t bound_block_ = 0;

    std::uint32_t document_ = kNoDocument;
    std::size_t index_ = 0;
    std::size_t size_ = 0;
    bool has_codes_ = false;
    const char* codes_at_ = nullptr;
    const char* block_end_ = nullptr;
    const char* small_gaps_ = nullptr;
    std::uint32_t documents_[kBlock];
    std::uint32_t codes_[kBlock];

    // The gaps of a block are read as far as they were asked for.
    bool has_gaps_ = false;
    Chunk gap_chunk_;
    const char* gaps_at_ = nullptr;
    std::size_t gap_total_ = 0;      ///< in the block
    std::size_t gaps_unpacked_ = 0;  ///< how many of them were passed, in whole packs
    std::size_t gaps_before_ = 0;    ///< of postings before gap_index_
    std::size_t gap_index_ = 0;
    std::size_t gaps_kept_ = 0;  ///< the number of the first one in gaps_
    std::vector<std::uint32_t> gaps_;
};

/// Reads the documents of small lists, many of which lie in one chunk. Throws Failed.
class SmallListReader {
  public:
    explicit SmallListReader(const SegmentData& segment) : segment_(segment) {}
    /// Ascending; until the next call. `info` is of a small list.
    [[nodiscard]] std::span<const std::uint32_t> documents(const TermInfo& info);

  private:
    const SegmentData& segment_;
    Chunk chunk_;
    std::uint32_t number_ = kNoDocument;
    std::uint32_t documents_[kBlock];
};

}  // namespace orrery::search
