#pragma once

#include "orrery/base/error.hpp"
#include "orrery/base/time.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A segment is the index of some entries that never changes: a header and numbered chunks of mostly 32 KB,
/// each a row of whichever database keeps it. Nothing here reads or writes anything by itself.
namespace orrery::search {

/// The bytes of a chunk. Whoever holds it keeps them alive, whatever the cache does.
using ChunkBytes = std::shared_ptr<const std::string>;

/// Gives the chunks of one segment. Called from every thread that searches it. Wants a cache behind it:
/// chunks are asked for again and again.
class SegmentSource {
  public:
    virtual ~SegmentSource() = default;
    [[nodiscard]] virtual Result<ChunkBytes> read(std::uint32_t chunk) = 0;
};

/// Takes the chunks of one segment as they are complete: each number once, from 0 without gaps, in any order.
class SegmentSink {
  public:
    virtual ~SegmentSink() = default;
    [[nodiscard]] virtual Result<void> write(std::uint32_t chunk, std::string_view bytes) = 0;
};

/// What a finished segment is, beside its chunks.
struct SegmentSummary {
    std::string header;  ///< to be stored as it is, and handed to Segment::open
    std::uint32_t documents = 0;
    std::uint32_t chunks = 0;
    std::uint64_t bytes = 0;  ///< of header and chunks
};

/// kCorrupt when the bytes of a chunk are not what was written. A cache checks once what it reads from a
/// disk; the reader itself trusts nothing either, but cannot tell one number from another.
[[nodiscard]] Result<void> check_chunk(std::string_view bytes);

/// An entry as a segment knows it.
struct EntryRef {
    std::int64_t id = 0;
    Timestamp date;

    friend bool operator==(const EntryRef&, const EntryRef&) = default;
};

class SegmentData;

/// One segment, open for reading. Its documents are numbered from 0, the newest first, the higher id first
/// among those of one moment. Thread-safe when its source is.
class Segment {
  public:
    /// kCorrupt when the header is not one; the source is asked for nothing yet.
    [[nodiscard]] static Result<std::shared_ptr<const Segment>> open(std::string_view header,
                                                                     std::shared_ptr<SegmentSource> source);
    ~Segment();

    [[nodiscard]] std::uint32_t documents() const;
    /// Of the newest and the oldest document.
    [[nodiscard]] Timestamp newest() const;
    [[nodiscard]] Timestamp oldest() const;

    [[nodiscard]] Result<EntryRef> document(std::uint32_t number) const;
    /// The number of the document of an entry.
    [[nodiscard]] Result<std::optional<std::uint32_t>> find(std::int64_t id) const;
    /// Documents that have the key, ascending.
    [[nodiscard]] Result<std::vector<std::uint32_t>> find_key(std::uint64_t key) const;

    [[nodiscard]] const SegmentData& data() const { return *data_; }

  private:
    explicit Segment(std::unique_ptr<SegmentData> data);
    std::unique_ptr<SegmentData> data_;
};

/// The documents of one segment that do not count any more: revised since, or taken down. Not thread-safe
/// while it changes.
class DeadSet {
  public:
    /// False when it was dead before.
    bool add(std::uint32_t document);
    [[nodiscard]] bool contains(std::uint32_t document) const {
        return document / 64 < bits_.size() && ((bits_[document / 64] >> (document % 64)) & 1) != 0;
    }
    [[nodiscard]] std::uint32_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    /// Ascending.
    [[nodiscard]] std::vector<std::uint32_t> documents() const;

  private:
    std::vector<std::uint64_t> bits_;
    std::uint32_t size_ = 0;
};

/// A segment that is searched, and what is dead in it (nullptr: nothing). Both must outlive the use.
struct SegmentView {
    std::shared_ptr<const Segment> segment;
    const DeadSet* dead = nullptr;
};

/// A segment in memory: what a new one is built into before its chunks become rows, and what tests use.
/// Writing is not thread-safe.
class MemorySegment : public SegmentSource, public SegmentSink {
  public:
    [[nodiscard]] Result<ChunkBytes> read(std::uint32_t chunk) override;
    [[nodiscard]] Result<void> write(std::uint32_t chunk, std::string_view bytes) override;
    [[nodiscard]] const std::vector<ChunkBytes>& chunks() const { return chunks_; }

  private:
    std::vector<ChunkBytes> chunks_;
};

}  // namespace orrery::search
