#include "segment_writer.hpp"

#include "bytes.hpp"
#include "key_filter.hpp"
#include "orrery/base/hash.hpp"

#include <algorithm>

namespace orrery::search {

void ChunkWriter::write(std::uint32_t chunk, std::string& bytes) {
    put(bytes, hash64(bytes));
    bytes_ += bytes.size();
    if (auto written = sink_.write(chunk, bytes); !written) throw Failed{std::move(written.error())};
}

ItemStream::Place ItemStream::add(std::string_view item) {
    if (open_ && bytes_.size() + item.size() > kChunkBytes) finish();
    if (!open_) {
        chunk_ = chunks_.open();
        open_ = true;
    }
    const auto offset = static_cast<std::uint32_t>(bytes_.size());
    bytes_ += item;
    return {chunk_, offset};
}

std::size_t ItemStream::room(std::size_t wanted) {
    if (open_ && bytes_.size() + wanted > kChunkBytes) finish();
    return kChunkBytes - bytes_.size();
}

void ItemStream::finish() {
    if (!open_) return;
    chunks_.write(chunk_, bytes_);
    bytes_.clear();
    open_ = false;
}

void PairWriter::add(std::uint64_t number, std::uint32_t document) {
    if (numbers_.size() == kPairsPerChunk) finish();
    numbers_.push_back(number);
    documents_.push_back(document);
    ++count_;
}

void PairWriter::finish() {
    if (numbers_.empty()) return;
    std::string bytes;
    for (const auto number : numbers_)
        put(bytes, number);
    for (const auto document : documents_)
        put(bytes, document);
    firsts_.push_back(numbers_.front());
    chunk_numbers_.push_back(chunks_.open());
    chunks_.write(chunk_numbers_.back(), bytes);
    numbers_.clear();
    documents_.clear();
}

void PairWriter::append_header(std::string& header) const {
    put_varint(header, count_);
    put_varint(header, firsts_.size());
    for (std::size_t i = 0; i < firsts_.size(); ++i) {
        put(header, firsts_[i]);
        put(header, chunk_numbers_[i]);
    }
}

void KeyFilterWriter::expect(std::uint64_t keys) {
    blocks_ = filter_blocks_for(keys);
}

void KeyFilterWriter::add(std::uint64_t key) {
    const auto block = filter_block_of(key, blocks_);
    while (block / kFilterBlocksPerChunk > chunk_numbers_.size())
        write_chunk();
    // Whole blocks, those without a key included.
    const auto begin = block % kFilterBlocksPerChunk * kFilterBlockBytes;
    if (bytes_.size() < begin + kFilterBlockBytes) bytes_.resize(begin + kFilterBlockBytes);
    each_filter_bit(key, [&](std::size_t bit) {
        bytes_[begin + bit / 8] = static_cast<char>(bytes_[begin + bit / 8] | 1 << (bit % 8));
        return true;
    });
}

void KeyFilterWriter::write_chunk() {
    const auto before = chunk_numbers_.size() * kFilterBlocksPerChunk;
    bytes_.resize(std::min(blocks_ - before, kFilterBlocksPerChunk) * kFilterBlockBytes);
    chunk_numbers_.push_back(chunks_.open());
    chunks_.write(chunk_numbers_.back(), bytes_);
    bytes_.clear();
}

void KeyFilterWriter::finish() {
    while (chunk_numbers_.size() * kFilterBlocksPerChunk < blocks_)
        write_chunk();
}

void KeyFilterWriter::append_header(std::string& header) const {
    put_varint(header, blocks_);
    for (const auto chunk : chunk_numbers_)
        put(header, chunk);
}

void DictionaryWriter::add(std::string_view term, const TermInfo& info) {
    if (bytes_.size() >= kDictionaryBytes) finish();
    if (in_chunk_ == 0) firsts_.emplace_back(chunks_.open(), term);
    std::size_t shared = 0;
    if (in_chunk_ % kTermsPerRestart == 0) {
        restarts_.push_back(static_cast<std::uint16_t>(bytes_.size()));
        last_ = TermInfo{};
    } else {
        const auto longest = std::min(term.size(), last_term_.size());
        while (shared < longest && term[shared] == last_term_[shared])
            ++shared;
        put_varint(bytes_, shared);
    }
    put_varint(bytes_, term.size() - shared);
    bytes_ += term.substr(shared);
    put_varint(bytes_, info.documents);
    const bool moved = info.chunk != last_.chunk || info.offset != last_.offset + last_.bytes;
    put_varint(bytes_, std::uint64_t{info.bytes} << 1 | (moved ? 1 : 0));
    if (moved) {
        // The chunks of postings come in ascending order.
        put_varint(bytes_, info.chunk - last_.chunk);
        put_varint(bytes_, info.offset);
    }
    last_term_ = term;
    last_ = info;
    ++in_chunk_;
}

void DictionaryWriter::finish() {
    if (in_chunk_ == 0) return;
    for (const auto restart : restarts_)
        put(bytes_, restart);
    put(bytes_, static_cast<std::uint16_t>(restarts_.size()));
    put(bytes_, static_cast<std::uint16_t>(in_chunk_));
    chunks_.write(firsts_.back().first, bytes_);
    bytes_.clear();
    restarts_.clear();
    in_chunk_ = 0;
}

void DictionaryWriter::append_header(std::string& header) const {
    put_varint(header, firsts_.size());
    for (const auto& [chunk, term] : firsts_) {
        put(header, chunk);
        put_varint(header, term.size());
        header += term;
    }
}

void PostingWriter::pack_postings(std::string& out, std::uint32_t before) {
    std::uint32_t steps[kBlock];
    for (std::size_t i = 0; i < size_; ++i) {
        steps[i] = documents_[i] - before - 1;
        before = documents_[i];
    }
    pack(out, steps, size_);
    pack(out, codes_, size_);
}

void PostingWriter::pack_gaps(std::string& out) {
    for (std::size_t i = 0; i < gaps_.size(); i += kBlock)
        pack(out, gaps_.data() + i, std::min(kBlock, gaps_.size() - i));
    gaps_.clear();
}

// The highest one of the block.
std::uint8_t PostingWriter::note_impacts() {
    std::uint8_t highest = 0;
    const auto first_window = (run_before_ + 1) / kDocumentsPerWindow;
    for (std::size_t i = 0; i < size_; ++i) {
        const auto impact = impact_of(codes_[i], lengths_[documents_[i]]);
        highest = std::max(highest, impact);
        const auto window = documents_[i] / kDocumentsPerWindow - first_window;
        if (window >= kMostWindows) continue;
        if (window >= windows_.size()) windows_.resize(window + 1);
        windows_[window] = std::max(windows_[window], impact);
    }
    return highest;
}

void PostingWriter::flush_block() {
    packed_.clear();
    pack_postings(packed_, before_);
    if (!run_.empty()) {
        const auto count = run_count_ + static_cast<std::uint32_t>(size_);
        const auto windows = windows_of(run_before_, documents_[size_ - 1], count);
        if (kRunHead + (run_.size() + 1) * kRunPerBlock + windows + run_bytes_.size() + packed_.size() >
            run_room_)
            flush_run();
    }
    if (run_.empty()) {
        run_room_ = postings_.room(kRunRoom);
        run_before_ = before_;
        windows_.clear();
    }
    const auto impact = note_impacts();
    packed_gaps_.clear();
    pack_gaps(packed_gaps_);
    before_ = documents_[size_ - 1];
    run_.push_back(
        {before_, static_cast<std::uint32_t>(run_bytes_.size()), positions_.add(packed_gaps_), impact});
    run_bytes_ += packed_;
    run_count_ += static_cast<std::uint32_t>(size_);
    count_ += static_cast<std::uint32_t>(size_);
    size_ = 0;
}

void PostingWriter::flush_run() {
    std::string item;
    const auto windows = windows_of(run_before_, run_.back().last, run_count_);
    item.reserve(kRunHead + run_.size() * kRunPerBlock + windows + run_bytes_.size());
    put(item, windows == 0 ? run_count_ : run_count_ | kHasWindows);
    put(item, run_before_);
    put(item, run_.front().positions.chunk);
    std::uint8_t impact = 0;
    for (const auto& block : run_)
        put(item, block.last);
    for (const auto& block : run_)
        put(item, static_cast<std::uint16_t>(block.offset));
    for (const auto& block : run_)
        put(item, static_cast<std::uint16_t>(block.positions.chunk - run_.front().positions.chunk));
    for (const auto& block : run_)
        put(item, static_cast<std::uint16_t>(block.positions.offset));
    for (const auto& block : run_) {
        put(item, block.impact);
        impact = std::max(impact, block.impact);
    }
    item.append(reinterpret_cast<const char*>(windows_.data()), windows);
    item += run_bytes_;
    const auto place = postings_.add(item);
    put(directory_, place.chunk);
    put(directory_, place.offset);
    put(directory_, run_.back().last);
    put(directory_, impact);
    ++runs_;
    run_.clear();
    run_bytes_.clear();
    run_count_ = 0;
}

TermInfo PostingWriter::end_term() {
    TermInfo info;
    if (size_ == 0) return info;
    std::string_view item;
    if (count_ == 0) {
        info.documents = static_cast<std::uint32_t>(size_);
        packed_.clear();
        pack_postings(packed_, before_);
        pack_gaps(packed_);
        size_ = 0;
        item = packed_;
    } else {
        flush_block();
        flush_run();
        info.documents = count_;
        item = directory_;
    }
    const auto place = postings_.add(item);
    info.chunk = place.chunk;
    info.offset = place.offset;
    info.bytes = static_cast<std::uint32_t>(item.size());
    directory_.clear();
    runs_ = 0;
    count_ = 0;
    before_ = 0xFFFFFFFF;
    return info;
}

void PostingWriter::finish() {
    postings_.finish();
    positions_.finish();
}

void SegmentWriter::add_document(std::int64_t id, Timestamp date, std::uint8_t length) {
    if (page_ids_.size() == kDocumentsPerPage) flush_page();
    last_date_ = date.time_since_epoch().count();
    if (page_ids_.empty()) first_dates_.push_back(last_date_);
    page_ids_.push_back(id);
    page_dates_.push_back(last_date_);
    lengths_.push_back(length);
}

void SegmentWriter::flush_page() {
    if (page_ids_.empty()) return;
    std::string bytes;
    bytes.reserve(page_ids_.size() * kDocumentBytes + kHashBytes);
    for (const auto date : page_dates_)
        put(bytes, date);
    for (const auto id : page_ids_)
        put(bytes, id);
    for (std::size_t i = lengths_.size() - page_ids_.size(); i < lengths_.size(); ++i)
        put(bytes, lengths_[i]);
    page_chunks_.push_back(chunks_.open());
    chunks_.write(page_chunks_.back(), bytes);
    page_ids_.clear();
    page_dates_.clear();
}

void SegmentWriter::end_term(std::string_view term) {
    const auto info = postings_.end_term();
    if (info.documents != 0) dictionary_.add(term, info);
}

SegmentSummary SegmentWriter::finish() {
    flush_page();
    ids_.finish();
    keys_.finish();
    key_filter_.finish();
    dictionary_.finish();
    postings_.finish();
    SegmentSummary summary;
    auto& header = summary.header;
    header = kMagic;
    put(header, kFormatVersion);
    put_varint(header, lengths_.size());
    put_varint(header, chunks_.chunks());
    for (std::size_t i = 0; i < page_chunks_.size(); ++i) {
        put(header, page_chunks_[i]);
        put(header, first_dates_[i]);
    }
    put(header, last_date_);
    ids_.append_header(header);
    keys_.append_header(header);
    dictionary_.append_header(header);
    key_filter_.append_header(header);
    put(header, hash64(header));
    summary.documents = static_cast<std::uint32_t>(lengths_.size());
    summary.chunks = chunks_.chunks();
    summary.bytes = chunks_.bytes() + header.size();
    return summary;
}

}  // namespace orrery::search
