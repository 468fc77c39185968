#pragma once

#include "format.hpp"
#include "orrery/search/segment.hpp"
#include "scoring.hpp"

namespace orrery::search {

/// Hands out chunk numbers and passes complete chunks on. Throws Failed when the sink fails.
class ChunkWriter {
  public:
    explicit ChunkWriter(SegmentSink& sink) : sink_(sink) {}
    [[nodiscard]] std::uint32_t open() { return next_++; }
    /// Adds the hash to `bytes` and writes them.
    void write(std::uint32_t chunk, std::string& bytes);
    [[nodiscard]] std::uint32_t chunks() const { return next_; }
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

  private:
    SegmentSink& sink_;
    std::uint32_t next_ = 0;
    std::uint64_t bytes_ = 0;
};

/// Items one after the other in chunks; none lies across two.
class ItemStream {
  public:
    explicit ItemStream(ChunkWriter& chunks) : chunks_(chunks) {}

    struct Place {
        std::uint32_t chunk;
        std::uint32_t offset;
    };
    Place add(std::string_view item);
    /// What is left of the open chunk; closes it first when that is less than `wanted`.
    [[nodiscard]] std::size_t room(std::size_t wanted);
    void finish();

  private:
    ChunkWriter& chunks_;
    std::string bytes_;
    std::uint32_t chunk_ = 0;
    bool open_ = false;
};

/// Sorted (number, document) pairs: entries by id, entries by key.
class PairWriter {
  public:
    explicit PairWriter(ChunkWriter& chunks) : chunks_(chunks) {}
    void add(std::uint64_t number, std::uint32_t document);
    void finish();
    void append_header(std::string& header) const;

  private:
    ChunkWriter& chunks_;
    std::vector<std::uint64_t> numbers_;
    std::vector<std::uint32_t> documents_;
    std::vector<std::uint64_t> firsts_;
    std::vector<std::uint32_t> chunk_numbers_;
    std::uint64_t count_ = 0;
};

/// See key_filter.hpp.
class KeyFilterWriter {
  public:
    explicit KeyFilterWriter(ChunkWriter& chunks) : chunks_(chunks) {}
    /// Before any is added: how many there will be.
    void expect(std::uint64_t keys);
    /// In ascending order.
    void add(std::uint64_t key);
    void finish();
    void append_header(std::string& header) const;

  private:
    void write_chunk();

    ChunkWriter& chunks_;
    std::uint32_t blocks_ = 0;
    std::string bytes_;  ///< of the open chunk, which follows those in chunk_numbers_
    std::vector<std::uint32_t> chunk_numbers_;
};

class DictionaryWriter {
  public:
    explicit DictionaryWriter(ChunkWriter& chunks) : chunks_(chunks) {}
    void add(std::string_view term, const TermInfo& info);
    void finish();
    void append_header(std::string& header) const;

  private:
    ChunkWriter& chunks_;
    std::string bytes_;
    std::string last_term_;
    TermInfo last_;
    std::size_t in_chunk_ = 0;
    std::vector<std::uint16_t> restarts_;
    std::vector<std::pair<std::uint32_t, std::string>> firsts_;
};

/// The postings of one term after the other.
class PostingWriter {
  public:
    PostingWriter(ChunkWriter& chunks, const std::vector<std::uint8_t>& lengths)
        : postings_(chunks), positions_(chunks), lengths_(lengths) {}

    /// `gaps`: the first position and then the differences, occurrences(code) of them. Documents ascend.
    void add(std::uint32_t document, PostingCode code, const std::uint32_t* gaps) {
        if (size_ == kBlock) flush_block();
        documents_[size_] = document;
        codes_[size_] = code;
        ++size_;
        for (std::uint32_t i = 0; i < occurrences(code); ++i)
            gaps_.push_back(gaps[i]);
    }
    /// Where the postings since the last call are; none at all when there were none.
    TermInfo end_term();
    void finish();

  private:
    void flush_block();
    void flush_run();
    void pack_postings(std::string& out, std::uint32_t before);
    void pack_gaps(std::string& out);
    [[nodiscard]] std::uint8_t note_impacts();

    ItemStream postings_;
    ItemStream positions_;
    const std::vector<std::uint8_t>& lengths_;

    std::uint32_t documents_[kBlock];
    std::uint32_t codes_[kBlock];
    std::size_t size_ = 0;
    std::vector<std::uint32_t> gaps_;
    std::uint32_t before_ = 0xFFFFFFFF;  ///< the last document of the block before, -1 at first
    std::uint32_t count_ = 0;
    std::string packed_;
    std::string packed_gaps_;

    struct Block {
        std::uint32_t last;
        std::uint32_t offset;
        ItemStream::Place positions;
        std::uint8_t impact;
    };
    std::vector<Block> run_;
    std::string run_bytes_;
    std::size_t run_room_ = 0;
    std::uint32_t run_before_ = 0;
    std::uint32_t run_count_ = 0;
    std::vector<std::uint8_t> windows_;  ///< the highest impacts of the run, as far as there may be windows
    std::string directory_;
    std::uint32_t runs_ = 0;
};

/// Writes a segment from what is already in order: documents, ids, keys, terms.
class SegmentWriter {
  public:
    explicit SegmentWriter(SegmentSink& sink)
        : chunks_(sink),
          ids_(chunks_),
          keys_(chunks_),
          key_filter_(chunks_),
          dictionary_(chunks_),
          postings_(chunks_, lengths_) {}

    void add_document(std::int64_t id, Timestamp date, std::uint8_t length);
    void add_id(std::int64_t id, std::uint32_t document) {
        ids_.add(static_cast<std::uint64_t>(id), document);
    }
    /// How many times add_key() will be called; before the first.
    void expect_keys(std::uint64_t count) { key_filter_.expect(count); }
    void add_key(std::uint64_t key, std::uint32_t document) {
        keys_.add(key, document);
        key_filter_.add(key);
    }
    [[nodiscard]] PostingWriter& postings() { return postings_; }
    /// Ends the postings added since the last term; without any there is no term.
    void end_term(std::string_view term);
    [[nodiscard]] SegmentSummary finish();

  private:
    void flush_page();

    ChunkWriter chunks_;
    PairWriter ids_;
    PairWriter keys_;
    KeyFilterWriter key_filter_;
    DictionaryWriter dictionary_;
    std::vector<std::uint8_t> lengths_;
    PostingWriter postings_;
    std::vector<std::int64_t> page_ids_;
    std::vector<std::int64_t> page_dates_;
    std::vector<std::uint32_t> page_chunks_;
    std::vector<std::int64_t> first_dates_;
    std::int64_t last_date_ = 0;
};

}  // namespace orrery::search
