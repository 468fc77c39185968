#pragma once

#include "bytes.hpp"
#include "format.hpp"
#include "orrery/search/segment.hpp"

#include <mutex>

namespace orrery::search {

/// A table of sorted (number, document) pairs in a segment's header.
struct PairIndex {
    std::uint64_t count = 0;
    std::vector<std::uint64_t> firsts;
    std::vector<std::uint32_t> chunks;

    [[nodiscard]] std::size_t pairs_in(std::size_t chunk) const {
        return std::min<std::uint64_t>(kPairsPerChunk, count - chunk * kPairsPerChunk);
    }
};

/// A chunk without its hash, and what keeps it alive.
struct Chunk {
    ChunkBytes owner;
    const char* begin = nullptr;
    const char* end = nullptr;  ///< kSlack readable bytes follow

    [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(end - begin); }
};

/// What the header of a segment says, and its chunks. Everything but open() throws Failed. Thread-safe.
class SegmentData {
  public:
    SegmentData(std::string_view header, std::shared_ptr<SegmentSource> source);

    [[nodiscard]] Chunk chunk(std::uint32_t number) const;
    [[nodiscard]] TermInfo find_term(std::string_view term) const;

    [[nodiscard]] std::uint32_t documents() const { return documents_; }
    /// The newest date of the page of a document.
    [[nodiscard]] Timestamp page_date(std::uint32_t page) const { return first_dates_[page]; }
    [[nodiscard]] Timestamp last_date() const { return last_date_; }
    [[nodiscard]] std::uint32_t page_chunk(std::uint32_t page) const { return page_chunks_[page]; }
    [[nodiscard]] std::uint32_t pages() const { return static_cast<std::uint32_t>(page_chunks_.size()); }
    [[nodiscard]] const PairIndex& ids() const { return ids_; }
    [[nodiscard]] const PairIndex& keys() const { return keys_; }
    /// False when no document has the key. What it looks at stays in memory: a byte and a half a key.
    [[nodiscard]] bool may_have_key(std::uint64_t key) const;
    [[nodiscard]] std::vector<std::uint32_t> find_pairs(const PairIndex& index, std::uint64_t number) const;

    struct DictionaryChunk {
        std::uint32_t chunk;
        std::string first_term;
    };
    [[nodiscard]] const std::vector<DictionaryChunk>& dictionary() const { return dictionary_; }
    /// The chunk of the dictionary where `term` would be.
    [[nodiscard]] std::size_t dictionary_chunk_of(std::string_view term) const;

  private:
    PairIndex read_pairs(const char*& at, const char* end) const;
    void read_filter_chunks() const;

    std::shared_ptr<SegmentSource> source_;
    std::uint32_t documents_ = 0;
    std::uint32_t chunks_ = 0;
    std::vector<std::uint32_t> page_chunks_;
    std::vector<Timestamp> first_dates_;
    Timestamp last_date_{};
    PairIndex ids_;
    PairIndex keys_;
    std::uint32_t filter_blocks_ = 0;  ///< 0: there is no filter
    std::vector<std::uint32_t> filter_chunk_numbers_;
    mutable std::once_flag filter_read_;
    mutable std::vector<Chunk> filter_chunks_;
    std::vector<DictionaryChunk> dictionary_;
};

/// Walks through the terms of a segment from some term on. Throws Failed.
class DictionaryReader {
  public:
    explicit DictionaryReader(const SegmentData& segment) : segment_(segment) {}

    /// Moves to the first term that is not less than `term`; next() gives it.
    void seek(std::string_view term);
    /// False behind the last one.
    bool next();
    [[nodiscard]] const std::string& term() const { return term_; }
    [[nodiscard]] const TermInfo& info() const { return info_; }

  private:
    void open_chunk(std::size_t index);
    void read_entry();

    const SegmentData& segment_;
    std::size_t next_chunk_ = 0;
    Chunk chunk_;
    const char* at_ = nullptr;
    const char* entries_end_ = nullptr;
    std::size_t entry_ = 0;
    std::size_t entries_ = 0;
    bool given_ = true;  ///< whether next() has to read another entry
    std::string term_;
    TermInfo info_;
};

/// Dates, ids and lengths of the documents of a segment; remembers the page of the last one. Throws Failed.
class DocumentReader {
  public:
    explicit DocumentReader(const SegmentData& segment) : segment_(segment) {}

    [[nodiscard]] Timestamp date(std::uint32_t document);
    [[nodiscard]] std::int64_t id(std::uint32_t document);
    [[nodiscard]] std::uint8_t length(std::uint32_t document);
    /// Of the documents from this one to the last of its page.
    [[nodiscard]] const std::uint8_t* lengths(std::uint32_t document);
    [[nodiscard]] EntryRef entry(std::uint32_t document) { return {id(document), date(document)}; }

    /// The first document that is older than `date`, or of the same date and not before `id` in the order.
    [[nodiscard]] std::uint32_t first_from(Timestamp date, std::int64_t id);
    /// The first document older than `date`, inclusive or not.
    [[nodiscard]] std::uint32_t first_before(Timestamp date);

  private:
    void load(std::uint32_t page);
    template <class Behind>
    std::uint32_t partition(Timestamp date, Behind behind);

    const SegmentData& segment_;
    Chunk chunk_;
    std::uint32_t page_ = 0xFFFFFFFF;
    std::uint32_t in_page_ = 0;
};

/// Runs `work`, which may throw Failed, and gives what it returns, or the error as a value.
template <class Work>
auto guarded(Work work) -> Result<decltype(work())> {
    try {
        return work();
    } catch (Failed& failed) {
        return Failure(std::move(failed.error));
    }
}

}  // namespace orrery::search
