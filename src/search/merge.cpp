#include "orrery/search/merge.hpp"

#include "posting_cursor.hpp"
#include "segment_writer.hpp"

#include <algorithm>

namespace orrery::search {

namespace {

/// Walks through a table of pairs.
class PairReader {
  public:
    PairReader(const SegmentData& segment, const PairIndex& index) : segment_(segment), index_(index) {
        load();
    }
    [[nodiscard]] bool done() const { return chunk_number_ >= index_.chunks.size(); }
    [[nodiscard]] std::uint64_t number() const { return search::load<std::uint64_t>(chunk_.begin + at_ * 8); }
    [[nodiscard]] std::uint32_t document() const {
        return search::load<std::uint32_t>(chunk_.begin + pairs_ * 8 + at_ * 4);
    }
    void next() {
        if (++at_ < pairs_) return;
        ++chunk_number_;
        load();
    }

  private:
    void load() {
        if (done()) return;
        at_ = 0;
        pairs_ = index_.pairs_in(chunk_number_);
        chunk_ = segment_.chunk(index_.chunks[chunk_number_]);
        if (chunk_.size() != pairs_ * kPairBytes) damaged("a table of pairs has another length");
    }

    const SegmentData& segment_;
    const PairIndex& index_;
    Chunk chunk_;
    std::size_t chunk_number_ = 0;
    std::size_t at_ = 0;
    std::size_t pairs_ = 0;
};

class Merger {
  public:
    Merger(std::span<const SegmentView> segments, SegmentSink& sink) : segments_(segments), writer_(sink) {}

    SegmentSummary run() {
        const auto documents = merge_documents();
        if (documents == 0) return {};
        merge_pairs(&SegmentData::ids, [this](std::uint64_t number, std::uint32_t document) {
            writer_.add_id(static_cast<std::int64_t>(number), document);
        });
        writer_.expect_keys(count_live_keys());
        merge_pairs(&SegmentData::keys, [this](std::uint64_t number, std::uint32_t document) {
            writer_.add_key(number, document);
        });
        merge_terms();
        return writer_.finish();
    }

  private:
    [[nodiscard]] const SegmentData& data(std::size_t s) const { return segments_[s].segment->data(); }

    // New numbers for the documents of every segment, kNoDocument for the dead.
    std::uint32_t merge_documents() {
        struct Source {
            DocumentReader documents;
            std::size_t segment;
            std::uint32_t at = 0;
            EntryRef entry{};
        };
        std::vector<Source> sources;
        const auto advance = [this](Source& source) {
            const auto& view = segments_[source.segment];
            while (source.at < view.segment->documents() && view.dead != nullptr &&
                   view.dead->contains(source.at))
                ++source.at;
            if (source.at == view.segment->documents()) return false;
            source.entry = source.documents.entry(source.at);
            return true;
        };
        const auto later = [](const Source* a, const Source* b) {
            return a->entry.date != b->entry.date ? a->entry.date < b->entry.date : a->entry.id < b->entry.id;
        };
        numbers_.resize(segments_.size());
        sources.reserve(segments_.size());
        std::vector<Source*> heap;
        for (std::size_t s = 0; s < segments_.size(); ++s) {
            numbers_[s].assign(data(s).documents(), kNoDocument);
            auto& source = sources.emplace_back(Source{DocumentReader(data(s)), s});
            if (advance(source)) heap.push_back(&source);
        }
        std::make_heap(heap.begin(), heap.end(), later);
        std::uint32_t number = 0;
        while (!heap.empty()) {
            std::pop_heap(heap.begin(), heap.end(), later);
            auto& source = *heap.back();
            // The newest of this one stays ahead as long as it is not passed by the newest of the others.
            do {
                writer_.add_document(source.entry.id, source.entry.date, source.documents.length(source.at));
                numbers_[source.segment][source.at++] = number++;
                if (advance(source)) continue;
                heap.pop_back();
                break;
            } while (heap.size() == 1 || !later(&source, heap.front()));
            if (!heap.empty() && heap.back() == &source) std::push_heap(heap.begin(), heap.end(), later);
        }
        return number;
    }

    std::uint64_t count_live_keys() const {
        std::uint64_t live = 0;
        for (std::size_t s = 0; s < segments_.size(); ++s) {
            const auto& keys = data(s).keys();
            if (segments_[s].dead == nullptr || segments_[s].dead->empty()) {
                live += keys.count;
                continue;
            }
            for (PairReader pairs(data(s), keys); !pairs.done(); pairs.next()) {
                if (pairs.document() >= numbers_[s].size()) damaged("a pair names no document");
                live += numbers_[s][pairs.document()] != kNoDocument ? 1 : 0;
            }
        }
        return live;
    }

    template <class Add>
    void merge_pairs(const PairIndex& (SegmentData::*table)() const, Add add) {
        struct Source {
            PairReader pairs;
            const std::vector<std::uint32_t>& numbers;

            // False behind the last pair whose document lives.
            bool settle() {
                for (; !pairs.done(); pairs.next()) {
                    if (pairs.document() >= numbers.size()) damaged("a pair names no document");
                    if (numbers[pairs.document()] != kNoDocument) return true;
                }
                return false;
            }
            [[nodiscard]] std::pair<std::uint64_t, std::uint32_t> pair() const {
                return {pairs.number(), numbers[pairs.document()]};
            }
        };
        std::vector<std::unique_ptr<Source>> heap;
        const auto later = [](const auto& a, const auto& b) { return a->pair() > b->pair(); };
        for (std::size_t s = 0; s < segments_.size(); ++s) {
            auto source =
                std::make_unique<Source>(Source{PairReader(data(s), (data(s).*table)()), numbers_[s]});
            if (source->settle()) heap.push_back(std::move(source));
        }
        std::make_heap(heap.begin(), heap.end(), later);
        while (!heap.empty()) {
            std::pop_heap(heap.begin(), heap.end(), later);
            auto& source = *heap.back();
            const auto [number, document] = source.pair();
            add(number, document);
            source.pairs.next();
            if (source.settle())
                std::push_heap(heap.begin(), heap.end(), later);
            else
                heap.pop_back();
        }
    }

    void merge_terms() {
        std::vector<std::unique_ptr<DictionaryReader>> readers;
        std::vector<std::size_t> segments;
        for (std::size_t s = 0; s < segments_.size(); ++s) {
            auto reader = std::make_unique<DictionaryReader>(data(s));
            reader->seek({});
            if (!reader->next()) continue;
            readers.push_back(std::move(reader));
            segments.push_back(s);
        }
        std::string term;
        std::vector<std::size_t> with_term;
        while (!readers.empty()) {
            with_term.clear();
            for (std::size_t i = 0; i < readers.size(); ++i) {
                const int order =
                    with_term.empty() ? -1 : readers[i]->term().compare(readers[with_term[0]]->term());
                if (order > 0) continue;
                if (order < 0) with_term.clear();
                with_term.push_back(i);
            }
            term = readers[with_term[0]]->term();
            sources_.clear();
            for (const auto i : with_term)
                sources_.emplace_back(data(segments[i]), readers[i]->info(), numbers_[segments[i]]);
            merge_postings();
            writer_.end_term(term);
            for (std::size_t i = with_term.size(); i-- > 0;) {
                if (readers[with_term[i]]->next()) {
                    if (readers[with_term[i]]->term() <= term) damaged("its dictionary is out of order");
                    continue;
                }
                readers.erase(readers.begin() + static_cast<std::ptrdiff_t>(with_term[i]));
                segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(with_term[i]));
            }
        }
    }

    struct PostingSource {
        PostingSource(const SegmentData& segment, const TermInfo& info,
                      const std::vector<std::uint32_t>& new_numbers)
            : cursor(std::make_unique<PostingCursor>(segment, info)), numbers(&new_numbers) {
            settle();
        }
        // kNoDocument behind the last posting whose document lives.
        void settle() {
            for (number = kNoDocument; cursor->document() != kNoDocument; cursor->next()) {
                number = (*numbers)[cursor->document()];
                if (number != kNoDocument) return;
            }
        }
        void next() {
            cursor->next();
            settle();
        }

        std::unique_ptr<PostingCursor> cursor;
        const std::vector<std::uint32_t>* numbers;
        std::uint32_t number = kNoDocument;
    };

    void merge_postings() {
        for (;;) {
            PostingSource* first = nullptr;
            std::uint32_t second = kNoDocument;
            for (auto& source : sources_) {
                if (first == nullptr || source.number < first->number) {
                    if (first != nullptr) second = first->number;
                    first = &source;
                } else {
                    second = std::min(second, source.number);
                }
            }
            if (first->number == kNoDocument) return;
            do {
                writer_.postings().add(first->number, first->cursor->code(), first->cursor->gaps());
                first->next();
            } while (first->number < second);
        }
    }

    std::span<const SegmentView> segments_;
    SegmentWriter writer_;
    std::vector<std::vector<std::uint32_t>> numbers_;
    std::vector<PostingSource> sources_;
};

}  // namespace

Result<SegmentSummary> merge(std::span<const SegmentView> segments, SegmentSink& sink) {
    return guarded([&] { return Merger(segments, sink).run(); });
}

}  // namespace orrery::search
