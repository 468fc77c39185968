#include "segment_data.hpp"

#include "key_filter.hpp"
#include "orrery/base/hash.hpp"

#include <algorithm>

namespace orrery::search {

namespace {

constexpr std::uint32_t kFirstWithFilter = 2;

}  // namespace

SegmentData::SegmentData(std::string_view header, std::shared_ptr<SegmentSource> source)
    : source_(std::move(source)) {
    if (!check_chunk(header)) damaged("its header is not what was written");
    const char* at = header.data();
    const char* const end = at + header.size() - kHashBytes;
    if (take_bytes(at, end, std::min(header.size() - kHashBytes, kMagic.size())) != kMagic)
        damaged("its header is none of a search segment");
    const auto version = take<std::uint32_t>(at, end);
    if (version < kOldestFormatVersion || version > kFormatVersion) damaged("its format has another version");
    documents_ = take_varint32(at, end);
    chunks_ = take_varint32(at, end);
    if (documents_ == 0) damaged("it has no documents");
    const std::size_t pages = (documents_ + kDocumentsPerPage - 1) / kDocumentsPerPage;
    if (pages > static_cast<std::size_t>(end - at) / 12) damaged("it has more documents than pages");
    page_chunks_.reserve(pages);
    first_dates_.reserve(pages);
    for (std::size_t i = 0; i < pages; ++i) {
        page_chunks_.push_back(take<std::uint32_t>(at, end));
        first_dates_.emplace_back(Duration(take<std::int64_t>(at, end)));
        if (i > 0 && first_dates_[i] > first_dates_[i - 1]) damaged("its pages are out of order");
    }
    last_date_ = Timestamp(Duration(take<std::int64_t>(at, end)));
    ids_ = read_pairs(at, end);
    keys_ = read_pairs(at, end);
    const auto dictionary = take_varint32(at, end);
    if (dictionary > static_cast<std::size_t>(end - at) / 5) damaged("its dictionary is cut off");
    dictionary_.reserve(dictionary);
    for (std::uint32_t i = 0; i < dictionary; ++i) {
        const auto chunk = take<std::uint32_t>(at, end);
        const auto size = take_varint32(at, end);
        dictionary_.push_back({chunk, std::string(take_bytes(at, end, size))});
    }
    if (version >= kFirstWithFilter) {
        filter_blocks_ = take_varint32(at, end);
        const auto chunks = (filter_blocks_ + kFilterBlocksPerChunk - 1) / kFilterBlocksPerChunk;
        if (chunks > static_cast<std::size_t>(end - at) / 4) damaged("its filter of keys is cut off");
        for (std::size_t i = 0; i < chunks; ++i)
            filter_chunk_numbers_.push_back(take<std::uint32_t>(at, end));
    }
    if (at != end) damaged("its header is too long");
}

PairIndex SegmentData::read_pairs(const char*& at, const char* end) const {
    PairIndex index;
    index.count = take_varint(at, end);
    const auto chunks = take_varint(at, end);
    if (chunks > static_cast<std::size_t>(end - at) / 12 ||
        chunks != index.count / kPairsPerChunk + (index.count % kPairsPerChunk != 0))
        damaged("a table of pairs is cut off");
    for (std::uint64_t i = 0; i < chunks; ++i) {
        index.firsts.push_back(take<std::uint64_t>(at, end));
        index.chunks.push_back(take<std::uint32_t>(at, end));
    }
    return index;
}

Chunk SegmentData::chunk(std::uint32_t number) const {
    if (number >= chunks_) damaged("it points behind its last chunk");
    auto read = source_->read(number);
    if (!read) throw Failed{std::move(read.error())};
    Chunk chunk;
    chunk.owner = std::move(*read);
    if (chunk.owner == nullptr || chunk.owner->size() < kHashBytes) damaged("a chunk is too short");
    chunk.begin = chunk.owner->data();
    chunk.end = chunk.begin + chunk.owner->size() - kHashBytes;
    return chunk;
}

void SegmentData::read_filter_chunks() const {
    std::vector<Chunk> chunks;
    for (std::size_t i = 0; i < filter_chunk_numbers_.size(); ++i) {
        const auto blocks = std::min(filter_blocks_ - i * kFilterBlocksPerChunk, kFilterBlocksPerChunk);
        chunks.push_back(chunk(filter_chunk_numbers_[i]));
        if (chunks.back().size() != blocks * kFilterBlockBytes)
            damaged("a filter of keys has another length");
    }
    filter_chunks_ = std::move(chunks);
}

bool SegmentData::may_have_key(std::uint64_t key) const {
    if (keys_.count == 0) return false;
    if (filter_blocks_ == 0) return true;
    std::call_once(filter_read_, [this] { read_filter_chunks(); });
    const auto block = filter_block_of(key, filter_blocks_);
    const char* const bytes = filter_chunks_[block / kFilterBlocksPerChunk].begin +
                              block % kFilterBlocksPerChunk * kFilterBlockBytes;
    return each_filter_bit(key, [bytes](std::size_t bit) { return (bytes[bit / 8] >> (bit % 8) & 1) != 0; });
}

std::size_t SegmentData::dictionary_chunk_of(std::string_view term) const {
    const auto behind = std::upper_bound(
        dictionary_.begin(), dictionary_.end(), term,
        [](std::string_view wanted, const DictionaryChunk& chunk) { return wanted < chunk.first_term; });
    return behind == dictionary_.begin() ? 0 : static_cast<std::size_t>(behind - dictionary_.begin()) - 1;
}

TermInfo SegmentData::find_term(std::string_view term) const {
    DictionaryReader reader(*this);
    reader.seek(term);
    return reader.next() && reader.term() == term ? reader.info() : TermInfo{};
}

std::vector<std::uint32_t> SegmentData::find_pairs(const PairIndex& index, std::uint64_t number) const {
    std::vector<std::uint32_t> found;
    auto at = static_cast<std::size_t>(std::lower_bound(index.firsts.begin(), index.firsts.end(), number) -
                                       index.firsts.begin());
    if (at > 0) --at;
    for (; at < index.firsts.size() && index.firsts[at] <= number; ++at) {
        const auto pairs = index.pairs_in(at);
        const auto bytes = chunk(index.chunks[at]);
        if (bytes.size() != pairs * kPairBytes) damaged("a table of pairs has another length");
        std::size_t low = 0;
        std::size_t high = pairs;
        while (low < high) {
            const auto middle = (low + high) / 2;
            if (load<std::uint64_t>(bytes.begin + middle * 8) < number)
                low = middle + 1;
            else
                high = middle;
        }
        for (; low < pairs && load<std::uint64_t>(bytes.begin + low * 8) == number; ++low) {
            const auto document = load<std::uint32_t>(bytes.begin + pairs * 8 + low * 4);
            if (document >= documents_) damaged("a pair names no document");
            found.push_back(document);
        }
    }
    return found;
}

void DictionaryReader::open_chunk(std::size_t index) {
    next_chunk_ = index + 1;
    chunk_ = segment_.chunk(segment_.dictionary()[index].chunk);
    if (chunk_.size() < 4) damaged("a chunk of the dictionary is too short");
    entries_ = load<std::uint16_t>(chunk_.end - 2);
    const std::size_t restarts = load<std::uint16_t>(chunk_.end - 4);
    if (restarts != (entries_ + kTermsPerRestart - 1) / kTermsPerRestart || restarts * 2 + 4 > chunk_.size())
        damaged("a chunk of the dictionary is cut off");
    at_ = chunk_.begin;
    entries_end_ = chunk_.end - 4 - restarts * 2;
    entry_ = 0;
}

void DictionaryReader::read_entry() {
    std::size_t shared = 0;
    if (entry_ % kTermsPerRestart == 0)
        info_ = TermInfo{};
    else
        shared = take_varint(at_, entries_end_);
    if (shared > term_.size()) damaged("a term begins like none before it");
    const auto size = take_varint(at_, entries_end_);
    const auto rest = take_bytes(at_, entries_end_, size);
    term_.resize(shared);
    term_ += rest;
    TermInfo info;
    info.documents = take_varint32(at_, entries_end_);
    const auto bytes_and_moved = take_varint(at_, entries_end_);
    if (bytes_and_moved >> 1 > 0xFFFFFFFF) damaged("a number is too large");
    info.bytes = static_cast<std::uint32_t>(bytes_and_moved >> 1);
    info.chunk = info_.chunk;
    info.offset = info_.offset + info_.bytes;
    if ((bytes_and_moved & 1) != 0) {
        info.chunk += take_varint32(at_, entries_end_);
        info.offset = take_varint32(at_, entries_end_);
    }
    if (info.documents == 0 || info.documents > segment_.documents()) damaged("a term is in no document");
    info_ = info;
    ++entry_;
}

void DictionaryReader::seek(std::string_view term) {
    given_ = true;
    entry_ = entries_ = 0;
    next_chunk_ = segment_.dictionary().size();
    if (segment_.dictionary().empty()) return;
    open_chunk(segment_.dictionary_chunk_of(term));
    // The last restart whose term is not behind the wanted one.
    std::size_t low = 0;
    std::size_t high = (entries_ + kTermsPerRestart - 1) / kTermsPerRestart;
    const auto restart_at = [&](std::size_t index) {
        const auto offset = load<std::uint16_t>(entries_end_ + index * 2);
        if (offset > entries_end_ - chunk_.begin) damaged("a chunk of the dictionary points behind its end");
        return chunk_.begin + offset;
    };
    while (low + 1 < high) {
        const auto middle = (low + high) / 2;
        const char* at = restart_at(middle);
        const auto size = take_varint(at, entries_end_);
        if (take_bytes(at, entries_end_, size) <= term)
            low = middle;
        else
            high = middle;
    }
    if (entries_ == 0) return;
    at_ = restart_at(low);
    entry_ = low * kTermsPerRestart;
    while (next()) {
        if (term_ >= term) {
            given_ = false;
            return;
        }
    }
}

bool DictionaryReader::next() {
    if (!given_) {
        given_ = true;
        return true;
    }
    while (entry_ == entries_) {
        if (next_chunk_ >= segment_.dictionary().size()) return false;
        open_chunk(next_chunk_);
    }
    read_entry();
    return true;
}

void DocumentReader::load(std::uint32_t page) {
    if (page >= segment_.pages()) damaged("a document is behind the last one");
    in_page_ = std::min(kDocumentsPerPage, segment_.documents() - page * kDocumentsPerPage);
    page_ = 0xFFFFFFFF;
    chunk_ = segment_.chunk(segment_.page_chunk(page));
    if (chunk_.size() != in_page_ * kDocumentBytes) damaged("a page of documents has another length");
    page_ = page;
}

Timestamp DocumentReader::date(std::uint32_t document) {
    if (document / kDocumentsPerPage != page_) load(document / kDocumentsPerPage);
    const auto slot = document % kDocumentsPerPage;
    if (slot >= in_page_) damaged("a document is behind the last one");
    return Timestamp(Duration(search::load<std::int64_t>(chunk_.begin + slot * 8)));
}

std::int64_t DocumentReader::id(std::uint32_t document) {
    if (document / kDocumentsPerPage != page_) load(document / kDocumentsPerPage);
    const auto slot = document % kDocumentsPerPage;
    if (slot >= in_page_) damaged("a document is behind the last one");
    return search::load<std::int64_t>(chunk_.begin + in_page_ * 8 + slot * 8);
}

std::uint8_t DocumentReader::length(std::uint32_t document) {
    if (document / kDocumentsPerPage != page_) load(document / kDocumentsPerPage);
    const auto slot = document % kDocumentsPerPage;
    if (slot >= in_page_) damaged("a document is behind the last one");
    return search::load<std::uint8_t>(chunk_.begin + in_page_ * 16 + slot);
}

const std::uint8_t* DocumentReader::lengths(std::uint32_t document) {
    if (document / kDocumentsPerPage != page_) load(document / kDocumentsPerPage);
    const auto slot = document % kDocumentsPerPage;
    if (slot >= in_page_) damaged("a document is behind the last one");
    return reinterpret_cast<const std::uint8_t*>(chunk_.begin) + in_page_ * 16 + slot;
}

// The first document that is `behind`, which no newer document than `date` is and every older one is.
template <class Behind>
std::uint32_t DocumentReader::partition(Timestamp date, Behind behind) {
    std::uint32_t first = 0;
    std::uint32_t pages = segment_.pages();
    // Pages that begin with `date` or later begin before the border.
    while (first < pages) {
        const auto middle = (first + pages) / 2;
        if (segment_.page_date(middle) > date)
            first = middle + 1;
        else
            pages = middle;
    }
    std::uint32_t low = first == 0 ? 0 : (first - 1) * kDocumentsPerPage;
    std::uint32_t high = segment_.documents();
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        if (behind(middle))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

std::uint32_t DocumentReader::first_before(Timestamp date_limit) {
    return partition(date_limit, [&](std::uint32_t document) { return date(document) < date_limit; });
}

std::uint32_t DocumentReader::first_from(Timestamp date_limit, std::int64_t id_limit) {
    return partition(date_limit, [&](std::uint32_t document) {
        const auto there = date(document);
        return there < date_limit || (there == date_limit && id(document) <= id_limit);
    });
}

}  // namespace orrery::search
