#include "posting_cursor.hpp"

#include "orrery/search/work.hpp"

#include <algorithm>

namespace orrery::search {

namespace {

// Where the block ends; its documents lie behind `before` and before `limit`.
const char* unpack_documents(const char* at, const char* end, std::uint32_t before, std::uint32_t* documents,
                             std::size_t count, std::uint32_t limit) {
    const char* const behind = unpack(at, end, documents, count);
    // In 64 bits nothing wraps around: they ascend, whatever the bytes are.
    std::uint64_t document = before == kNoDocument ? 0 : std::uint64_t{before} + 1;
    for (std::size_t i = 0; i < count; ++i) {
        document += documents[i];
        documents[i] = static_cast<std::uint32_t>(document);
        ++document;
    }
    if (document > limit) damaged("a list names a document behind the last one");
    return behind;
}

}  // namespace

PostingCursor::PostingCursor(const SegmentData& segment, const TermInfo& info)
    : segment_(segment), info_(info), directory_(segment.chunk(info.chunk)) {
    if (info.offset > directory_.size() || info.bytes > directory_.size() - info.offset)
        damaged("a list is cut off");
    if (info.is_small()) {
        const char* const begin = directory_.begin + info.offset;
        decode(begin, begin + info.bytes, kNoDocument, info.documents);
        return;
    }
    runs_ = info.bytes / kRunRefBytes;
    if (runs_ == 0 || info.bytes % kRunRefBytes != 0) damaged("a directory is cut off");
    open_run(run_, 0);
    open_block(0);
}

void PostingCursor::open_run(Run& run, std::uint32_t number) {
    const char* const ref = directory_.begin + info_.offset + number * kRunRefBytes;
    const auto offset = load<std::uint32_t>(ref + 4);
    run.number = kNoDocument;
    run.chunk = segment_.chunk(load<std::uint32_t>(ref));
    if (offset > run.chunk.size()) damaged("a run is behind its chunk");
    const char* at = run.chunk.begin + offset;
    const auto count = take<std::uint32_t>(at, run.chunk.end);
    run.count = count & ~kHasWindows;
    run.before = take<std::uint32_t>(at, run.chunk.end);
    run.position_chunk = take<std::uint32_t>(at, run.chunk.end);
    run.blocks = run.count / kBlock + (run.count % kBlock != 0 ? 1 : 0);
    run.heads = at;
    if (run.blocks == 0 || run.blocks > static_cast<std::size_t>(run.chunk.end - at) / kRunPerBlock)
        damaged("a run is cut off");
    if (run.last(run.blocks - 1) != run_last(number) ||
        run.before != (number == 0 ? kNoDocument : run_last(number - 1)))
        damaged("a run has other documents than its directory says");
    run.windows = (count & kHasWindows) == 0 ? 0 : windows_of(run.before, run_last(number), run.count);
    run.data = at + run.blocks * kRunPerBlock + run.windows;
    if (run.data > run.chunk.end) damaged("a run is cut off");
    run.number = number;
}

void PostingCursor::open_block(std::uint32_t block) {
    const char* const begin = run_.data + run_.offset(block);
    if (begin > run_.chunk.end) damaged("a block is behind its chunk");
    const std::size_t count = std::min<std::size_t>(kBlock, run_.count - block * kBlock);
    block_ = block;
    decode(begin, run_.chunk.end, block == 0 ? run_.before : run_.last(block - 1), count);
    if (documents_[count - 1] != run_.last(block)) damaged("a block has other documents than its run says");
}

void PostingCursor::decode(const char* at, const char* end, std::uint32_t before, std::size_t count) {
    CountWork::postings(count);
    codes_at_ = unpack_documents(at, end, before, documents_, count, segment_.documents());
    block_end_ = end;
    size_ = count;
    index_ = 0;
    document_ = documents_[0];
    has_codes_ = false;
    has_gaps_ = false;
}

void PostingCursor::read_codes() {
    small_gaps_ = unpack(codes_at_, block_end_, codes_, size_);
    has_codes_ = true;
}

std::uint32_t PostingCursor::next_block() {
    if (!info_.is_small()) {
        if (block_ + 1 < run_.blocks) {
            open_block(block_ + 1);
            return document_;
        }
        if (run_.number + 1 < runs_) {
            open_run(run_, run_.number + 1);
            open_block(0);
            return document_;
        }
    }
    index_ = size_;
    return document_ = kNoDocument;
}

std::uint32_t PostingCursor::seek_slow(std::uint32_t target) {
    if (documents_[size_ - 1] < target) {
        if (info_.is_small() || run_last(runs_ - 1) < target) {
            index_ = size_;
            return document_ = kNoDocument;
        }
        std::uint32_t low = block_ + 1;
        if (run_.last(run_.blocks - 1) < target) {
            std::uint32_t first = run_.number + 1;
            std::uint32_t behind = runs_ - 1;
            while (first < behind) {
                const auto middle = (first + behind) / 2;
                if (run_last(middle) < target)
                    first = middle + 1;
                else
                    behind = middle;
            }
            open_run(run_, first);
            low = 0;
        }
        // Near blocks are the likelier ones.
        std::uint32_t step = 1;
        std::uint32_t high = low;
        while (high < run_.blocks - 1 && run_.last(high) < target) {
            low = high + 1;
            high = std::min(run_.blocks - 1, high + step);
            step *= 2;
        }
        while (low < high) {
            const auto middle = (low + high) / 2;
            if (run_.last(middle) < target)
                low = middle + 1;
            else
                high = middle;
        }
        open_block(low);
        if (documents_[size_ - 1] < target) damaged("the blocks of a run are out of order");
    }
    index_ = static_cast<std::size_t>(std::lower_bound(documents_ + index_, documents_ + size_, target) -
                                      documents_);
    return document_ = documents_[index_];
}

std::size_t PostingCursor::read_gaps() {
    if (!has_codes_) read_codes();
    if (!has_gaps_) {
        if (info_.is_small()) {
            gaps_at_ = small_gaps_;
            gap_chunk_ = directory_;
        } else {
            gap_chunk_ = segment_.chunk(run_.positions_chunk(block_));
            const auto offset = run_.positions_offset(block_);
            if (offset > gap_chunk_.size()) damaged("positions are behind their chunk");
            gaps_at_ = gap_chunk_.begin + offset;
        }
        gap_total_ = 0;
        for (std::size_t i = 0; i < size_; ++i)
            gap_total_ += occurrences(codes_[i]);
        gaps_unpacked_ = gaps_before_ = gap_index_ = gaps_kept_ = 0;
        gaps_.clear();
        has_gaps_ = true;
    }
    for (; gap_index_ < index_; ++gap_index_)
        gaps_before_ += occurrences(codes_[gap_index_]);
    const auto pack_size = [&] { return std::min(kBlock, gap_total_ - gaps_unpacked_); };
    if (gaps_before_ >= gaps_kept_ + gaps_.size()) {
        gaps_.clear();
        while (gaps_unpacked_ + pack_size() <= gaps_before_) {
            const auto size = pack_size();
            gaps_at_ = skip_packed(gaps_at_, gap_chunk_.end, size);
            gaps_unpacked_ += size;
        }
        gaps_kept_ = gaps_unpacked_;
    }
    const std::size_t behind = gaps_before_ + occurrences(codes_[index_]);
    while (gaps_unpacked_ < behind) {
        const auto size = pack_size();
        const auto there = gaps_.size();
        gaps_.resize(there + size);
        gaps_at_ = unpack(gaps_at_, gap_chunk_.end, gaps_.data() + there, size);
        gaps_unpacked_ += size;
    }
    return gaps_before_ - gaps_kept_;
}

const std::uint32_t* PostingCursor::gaps() {
    const auto first = read_gaps();
    return gaps_.data() + first;
}

void PostingCursor::positions(std::vector<std::uint32_t>& out) {
    const auto first = read_gaps();
    const auto count = occurrences(codes_[index_]);
    out.clear();
    std::uint32_t position = 0;
    for (std::size_t i = 0; i < count; ++i)
        out.push_back(position += gaps_[first + i]);
}

PostingCursor::Bound PostingCursor::bound(std::uint32_t target, Grain grain) {
    if (info_.is_small()) {
        if (small_impact_ == 0) {
            if (!has_codes_) read_codes();
            // The lengths of the documents are elsewhere; none is worth more than a very short one.
            for (std::size_t i = 0; i < size_; ++i)
                small_impact_ = std::max(small_impact_, impact_at_most(codes_[i]));
        }
        return {small_impact_, kNoDocument};
    }
    while (bound_run_number_ < runs_ && run_last(bound_run_number_) < target) {
        ++bound_run_number_;
        bound_block_ = 0;
    }
    if (bound_run_number_ == runs_) return {0, kNoDocument};
    if (grain == Grain::kCoarse) {
        const char* const ref = directory_.begin + info_.offset + bound_run_number_ * kRunRefBytes;
        return {load<std::uint8_t>(ref + 12), run_last(bound_run_number_)};
    }
    if (bound_run_.number != bound_run_number_) {
        if (run_.number == bound_run_number_)
            bound_run_ = run_;
        else
            open_run(bound_run_, bound_run_number_);
    }
    if (grain == Grain::kFinest && bound_run_.windows != 0)
        return {bound_run_.window_impact(target),
                std::min(run_last(bound_run_number_), target | (kDocumentsPerWindow - 1))};
    while (bound_block_ + 1 < bound_run_.blocks && bound_run_.last(bound_block_) < target)
        ++bound_block_;
    return {bound_run_.impact(bound_block_), std::max(target, bound_run_.last(bound_block_))};
}

std::span<const std::uint32_t> SmallListReader::documents(const TermInfo& info) {
    if (info.chunk != number_) {
        number_ = kNoDocument;
        chunk_ = segment_.chunk(info.chunk);
        number_ = info.chunk;
    }
    if (info.offset > chunk_.size() || info.bytes > chunk_.size() - info.offset) damaged("a list is cut off");
    const char* const begin = chunk_.begin + info.offset;
    CountWork::postings(info.documents);
    unpack_documents(begin, begin + info.bytes, kNoDocument, documents_, info.documents,
                     segment_.documents());
    return {documents_, info.documents};
}

}  // namespace orrery::search
