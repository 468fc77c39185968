#pragma once

#include "orrery/search/document.hpp"
#include "orrery/search/segment.hpp"

namespace orrery::search {

/// Collects entries and writes them as one segment. Not thread-safe; made for reuse.
class SegmentBuilder {
  public:
    SegmentBuilder();
    ~SegmentBuilder();

    /// Takes the words of `document`; of one id the last one added counts.
    void add(const Document& document);

    [[nodiscard]] std::size_t documents() const;
    /// About what it holds. finish() needs three times as much for a while: time for that at some 64 MB.
    [[nodiscard]] std::size_t memory() const;

    /// Writes what was added and forgets it. Fails when the sink does; then nothing is forgotten. Must not be
    /// called without documents.
    [[nodiscard]] Result<SegmentSummary> finish(SegmentSink& sink);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace orrery::search
