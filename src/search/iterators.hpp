#pragma once

#include "posting_cursor.hpp"

#include <bit>
#include <memory>

/// The documents of one segment that match a part of a query, in order. They throw Failed.
///
/// A phrase is found in two steps: where all its words are, and whether they stand together there, which
/// costs much more. Where an iterator stands is therefore only a candidate until confirm() says that it
/// matches; whoever knows a cheaper reason to pass it over never asks.
namespace orrery::search {

using Grain = PostingCursor::Grain;

struct ScoreBound {
    std::uint32_t score = 0;
    std::uint32_t upto = kNoDocument;  ///< the last document for which it holds
};

/// The candidates among the documents of a window, and what each is worth.
struct WindowScores {
    std::uint32_t first = 0;                         ///< a multiple of kDocumentsPerWindow
    const std::uint8_t* lengths = nullptr;           ///< of its documents, as far as there are any
    std::uint64_t candidates = 0;                    ///< the lowest bit: the first document
    std::uint32_t scores[kDocumentsPerWindow] = {};  ///< of the candidates
};

class Iterator {
  public:
    virtual ~Iterator() = default;

    /// Where the last seek() led; kNoDocument behind the last match.
    [[nodiscard]] std::uint32_t document() const { return document_; }
    [[nodiscard]] bool started() const { return started_; }
    /// Moves to the first candidate that is not less than `target`; never back.
    std::uint32_t seek(std::uint32_t target) {
        if (started_ && document_ >= target) return document_;
        started_ = true;
        return document_ = advance(target);
    }
    /// Whether the document where it stands matches.
    [[nodiscard]] virtual bool confirm() { return true; }
    /// Whether confirm() is always true.
    [[nodiscard]] virtual bool is_exact() const { return true; }
    /// What the document where it stands is worth, if it matches.
    [[nodiscard]] virtual std::uint32_t score(DocumentReader& documents) = 0;
    /// What it is worth at most, without a look at how long it is.
    [[nodiscard]] virtual std::uint32_t score_at_most() = 0;
    /// What documents from `target` on are worth at most; `target` ascends.
    [[nodiscard]] virtual ScoreBound bound(std::uint32_t target, Grain grain) = 0;
    /// Whether it can score whole windows, which is several times as fast where most documents are
    /// candidates. Whoever does so never seeks: windows take the postings with them, and confirm() needs
    /// another iterator.
    [[nodiscard]] virtual bool scores_windows() const { return false; }
    /// Leaves those of `window.candidates` that are candidates here too, and adds what they are worth.
    /// Windows ascend.
    virtual void score_window(WindowScores& /*window*/) {}
    /// About how many documents it stops at.
    [[nodiscard]] virtual std::uint64_t cost() const = 0;

  private:
    /// The first candidate that is not less than `target`, which is behind where it stood before.
    [[nodiscard]] virtual std::uint32_t advance(std::uint32_t target) = 0;

    std::uint32_t document_ = 0;
    bool started_ = false;
};

using IteratorPtr = std::unique_ptr<Iterator>;

/// Stands on nothing but matches.
[[nodiscard]] IteratorPtr make_exact(IteratorPtr child);

/// Documents first <= d < behind.
[[nodiscard]] IteratorPtr make_range(std::uint32_t first, std::uint32_t behind);
[[nodiscard]] IteratorPtr make_term(const SegmentData& segment, const TermInfo& info, std::uint32_t weight);
/// Documents with any of the terms, all of the same worth.
[[nodiscard]] IteratorPtr make_prefix(const SegmentData& segment, const std::vector<TermInfo>& terms);

/// A word of a phrase: any of `terms`, `offset` words behind the first.
struct PhraseWord {
    std::vector<TermInfo> terms;
    std::uint32_t offset = 0;
    std::uint32_t weight = 0;
};
[[nodiscard]] IteratorPtr make_phrase(const SegmentData& segment, const std::vector<PhraseWord>& words);

[[nodiscard]] IteratorPtr make_and(std::vector<IteratorPtr> children);
[[nodiscard]] IteratorPtr make_or(std::vector<IteratorPtr> children);
[[nodiscard]] IteratorPtr make_not(IteratorPtr child, std::uint32_t documents);

}  // namespace orrery::search
