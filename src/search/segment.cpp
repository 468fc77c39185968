#include "orrery/search/segment.hpp"

#include "orrery/base/hash.hpp"
#include "segment_data.hpp"

#include <bit>

namespace orrery::search {

Result<void> check_chunk(std::string_view bytes) {
    if (bytes.size() >= kHashBytes && load<std::uint64_t>(bytes.data() + bytes.size() - kHashBytes) ==
                                          hash64(bytes.substr(0, bytes.size() - kHashBytes)))
        return {};
    return fail(ErrorCode::kCorrupt, "a search segment is damaged", "", "a chunk is not what was written",
                "build the search index anew");
}

Segment::Segment(std::unique_ptr<SegmentData> data) : data_(std::move(data)) {}
Segment::~Segment() = default;

Result<std::shared_ptr<const Segment>> Segment::open(std::string_view header,
                                                     std::shared_ptr<SegmentSource> source) {
    return guarded([&] {
        return std::shared_ptr<const Segment>(
            new Segment(std::make_unique<SegmentData>(header, std::move(source))));
    });
}

std::uint32_t Segment::documents() const {
    return data_->documents();
}

Timestamp Segment::newest() const {
    return data_->page_date(0);
}

Timestamp Segment::oldest() const {
    return data_->last_date();
}

Result<EntryRef> Segment::document(std::uint32_t number) const {
    return guarded([&] { return DocumentReader(*data_).entry(number); });
}

Result<std::optional<std::uint32_t>> Segment::find(std::int64_t id) const {
    return guarded([&]() -> std::optional<std::uint32_t> {
        const auto found = data_->find_pairs(data_->ids(), static_cast<std::uint64_t>(id));
        if (found.empty()) return std::nullopt;
        return found.front();
    });
}

Result<std::vector<std::uint32_t>> Segment::find_key(std::uint64_t key) const {
    return guarded([&] {
        return data_->may_have_key(key) ? data_->find_pairs(data_->keys(), key)
                                        : std::vector<std::uint32_t>();
    });
}

bool DeadSet::add(std::uint32_t document) {
    if (contains(document)) return false;
    if (bits_.size() <= document / 64) bits_.resize(document / 64 + 1);
    bits_[document / 64] |= std::uint64_t{1} << (document % 64);
    ++size_;
    return true;
}

std::vector<std::uint32_t> DeadSet::documents() const {
    std::vector<std::uint32_t> all;
    all.reserve(size_);
    for (std::size_t word = 0; word < bits_.size(); ++word) {
        for (auto bits = bits_[word]; bits != 0; bits &= bits - 1)
            all.push_back(
                static_cast<std::uint32_t>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits))));
    }
    return all;
}

Result<ChunkBytes> MemorySegment::read(std::uint32_t chunk) {
    if (chunk >= chunks_.size() || chunks_[chunk] == nullptr)
        return fail(ErrorCode::kCorrupt, "a search segment is damaged", "", "a chunk is missing");
    return chunks_[chunk];
}

Result<void> MemorySegment::write(std::uint32_t chunk, std::string_view bytes) {
    if (chunk >= chunks_.size()) chunks_.resize(chunk + 1);
    chunks_[chunk] = std::make_shared<const std::string>(bytes);
    return {};
}

}  // namespace orrery::search
