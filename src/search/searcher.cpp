#include "orrery/search/searcher.hpp"

#include "plan.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>

namespace orrery::search {

namespace {

bool is_dead(const SegmentView& view, std::uint32_t document) {
    return view.dead != nullptr && view.dead->contains(document);
}

// The order of answers among hits of one score.
template <class Entry>
bool is_newer(const Entry& a, const Entry& b) {
    return a.date != b.date ? a.date > b.date : a.id > b.id;
}

bool is_better(const Hit& a, const Hit& b) {
    return a.score != b.score ? a.score > b.score : is_newer(a, b);
}

Plan plan_of(const Query& query) {
    auto plan = Plan::make(query);
    if (!plan) throw Failed{std::move(plan.error())};
    return std::move(*plan);
}

// The segments by their newest document, the newest first.
std::vector<const SegmentView*> newest_first(const std::vector<SegmentView>& segments) {
    std::vector<const SegmentView*> order;
    for (const auto& view : segments)
        order.push_back(&view);
    std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
        return a->segment->newest() > b->segment->newest();
    });
    return order;
}

/// The live hits of one segment in order.
class LiveHits {
  public:
    LiveHits(const SegmentView& view, IteratorPtr iterator, std::uint32_t first)
        : view_(view), iterator_(std::move(iterator)), documents_(view.segment->data()) {
        seek(first);
    }
    [[nodiscard]] bool done() const { return iterator_->document() == kNoDocument; }
    [[nodiscard]] const EntryRef& entry() const { return entry_; }
    void next() { seek(iterator_->document() + 1); }

  private:
    void seek(std::uint32_t target) {
        while (iterator_->seek(target) != kNoDocument &&
               (is_dead(view_, iterator_->document()) || !iterator_->confirm()))
            target = iterator_->document() + 1;
        if (!done()) entry_ = documents_.entry(iterator_->document());
    }

    const SegmentView& view_;
    IteratorPtr iterator_;
    DocumentReader documents_;
    EntryRef entry_;
};

std::vector<Hit> newest_hits(const std::vector<SegmentView>& segments, const Query& query,
                             const NewestOptions& options) {
    std::vector<Hit> hits;
    if (options.limit == 0) return hits;
    const auto plan = plan_of(query);
    const auto open = [&](const SegmentView& view) {
        const auto& data = view.segment->data();
        std::uint32_t first = 0;
        if (options.behind) {
            DocumentReader documents(data);
            first = documents.first_from(options.behind->date, options.behind->id);
            if (first < data.documents() && documents.entry(first) == *options.behind) ++first;
        }
        return std::make_unique<LiveHits>(view, plan.iterate(data, plan.look_up(data)), first);
    };
    // Segments are opened when something in them may be next: most pages need the newest ones only.
    const auto closed = newest_first(segments);
    auto next = closed.begin();
    std::vector<std::unique_ptr<LiveHits>> sources;
    const auto later = [](const auto& a, const auto& b) { return is_newer(b->entry(), a->entry()); };
    for (std::size_t skipped = 0; hits.size() < options.limit;) {
        for (; next != closed.end() &&
               (sources.empty() || (*next)->segment->newest() >= sources.front()->entry().date);
             ++next) {
            auto source = open(**next);
            if (source->done()) continue;
            sources.push_back(std::move(source));
            std::push_heap(sources.begin(), sources.end(), later);
        }
        if (sources.empty()) break;
        std::pop_heap(sources.begin(), sources.end(), later);
        auto& newest = *sources.back();
        if (skipped < options.offset)
            ++skipped;
        else
            hits.push_back({newest.entry().id, newest.entry().date, 0});
        newest.next();
        if (newest.done())
            sources.pop_back();
        else
            std::push_heap(sources.begin(), sources.end(), later);
    }
    return hits;
}

/// The best hits so far.
class Best {
  public:
    explicit Best(std::size_t limit) : limit_(limit) {}

    /// Whether a hit could get in that is worth `score` and at most as new as `date`.
    [[nodiscard]] bool admits(std::uint64_t score, Timestamp date) const {
        if (hits_.size() < limit_) return true;
        const auto& worst = hits_.front();
        return score > worst.score || (score == worst.score && date >= worst.date);
    }
    void add(const Hit& hit) {
        if (hits_.size() == limit_) {
            if (!is_better(hit, hits_.front())) return;
            std::pop_heap(hits_.begin(), hits_.end(), is_better);
            hits_.pop_back();
        }
        hits_.push_back(hit);
        std::push_heap(hits_.begin(), hits_.end(), is_better);
    }
    std::vector<Hit> take() {
        std::sort(hits_.begin(), hits_.end(), is_better);
        return std::move(hits_);
    }

  private:
    std::size_t limit_;
    std::vector<Hit> hits_;
};

/// Ranks the hits of one segment. Documents are looked at only where the bounds of runs, blocks and windows
/// and the newest date in them leave a chance.
class SegmentRanking {
  public:
    /// `make` gives the matches of the segment, from the first.
    SegmentRanking(const SegmentView& view, std::function<IteratorPtr()> make, Timestamp now, Best& best)
        : view_(view),
          data_(view.segment->data()),
          make_(std::move(make)),
          iterator_(make_()),
          documents_(data_),
          now_(now),
          best_(best) {}

    void run() {
        // Candidates that are rarer than windows are gone through one by one.
        const bool is_sparse = iterator_->cost() < data_.documents() / kDocumentsPerWindow;
        const bool takes_windows = !is_sparse && iterator_->scores_windows();
        for (std::uint32_t document = 0; document < data_.documents();) {
            if (is_sparse) document = iterator_->seek(document);
            if (document == kNoDocument) return;
            if (const auto skip_to = past_what_cannot_get_in(document); skip_to != 0) {
                document = skip_to;
            } else if (takes_windows) {
                document = rank_window(document);
            } else {
                document = rank_next(document);
            }
        }
    }

  private:
    static constexpr std::array kGrains = {Grain::kCoarse, Grain::kFine, Grain::kFinest};

    // Where to go on; 0: here.
    std::uint32_t past_what_cannot_get_in(std::uint32_t document) {
        if (document / kDocumentsPerPage != page_) {
            page_ = document / kDocumentsPerPage;
            date_ = data_.page_date(page_);
            factor_ = time_factor(date_, now_);
        }
        for (std::size_t i = 0; i < kGrains.size(); ++i) {
            if (document < passed_[i]) continue;
            const auto bound = iterator_->bound(document, kGrains[i]);
            const auto behind = bound.upto == kNoDocument ? kNoDocument : bound.upto + 1;
            if (!could_get_in(bound.score)) return behind;
            passed_[i] = behind;
        }
        return 0;
    }

    [[nodiscard]] bool could_get_in(std::uint64_t unaged) const {
        return best_.admits(unaged * factor_, date_);
    }

    // The next candidate. Gives where to go on.
    std::uint32_t rank_next(std::uint32_t document) {
        const auto found = iterator_->seek(document);
        // Behind the bounds that were looked at others hold.
        if (found == kNoDocument || found >= passed_.back()) return found;
        if (!is_dead(view_, found) && could_get_in(iterator_->score_at_most()))
            rank(found, iterator_->score(documents_), [&] { return iterator_->confirm(); });
        return found + 1;
    }

    // All candidates of a window from `document` on. Gives where to go on.
    std::uint32_t rank_window(std::uint32_t document) {
        WindowScores window;
        window.first = document - document % kDocumentsPerWindow;
        window.lengths = documents_.lengths(window.first);
        window.candidates = ~std::uint64_t{0} << (document - window.first);
        iterator_->score_window(window);
        for (auto left = window.candidates; left != 0; left &= left - 1) {
            const auto place = static_cast<std::uint32_t>(std::countr_zero(left));
            if (is_dead(view_, window.first + place)) continue;
            rank(window.first + place, window.scores[place],
                 [&] { return iterator_->is_exact() || confirm(window.first + place); });
        }
        return window.first + kDocumentsPerWindow;
    }

    bool confirm(std::uint32_t document) {
        if (!confirming_) confirming_ = make_();
        return confirming_->seek(document) == document && confirming_->confirm();
    }

    template <class Confirm>
    void rank(std::uint32_t document, std::uint64_t unaged, Confirm matches) {
        if (!could_get_in(unaged)) return;
        const auto entry = documents_.entry(document);
        const auto score = unaged * time_factor(entry.date, now_);
        if (best_.admits(score, entry.date) && matches()) best_.add({entry.id, entry.date, score});
    }

    const SegmentView& view_;
    const SegmentData& data_;
    std::function<IteratorPtr()> make_;
    IteratorPtr iterator_;
    IteratorPtr confirming_;
    DocumentReader documents_;
    Timestamp now_;
    Best& best_;
    // The page of the document, its newest date and what that is worth.
    std::uint32_t page_ = kNoDocument;
    Timestamp date_{};
    std::uint32_t factor_ = 0;
    // Before which document the bound of each grain was let through.
    std::array<std::uint32_t, kGrains.size()> passed_{};
};

std::vector<Hit> ranked_hits(const std::vector<SegmentView>& segments, const Query& query,
                             const RankedOptions& options) {
    if (options.limit == 0) return {};
    auto plan = plan_of(query);
    std::vector<Plan::Found> found;
    for (const auto& view : segments)
        found.push_back(plan.look_up(view.segment->data()));
    plan.weigh(segments, found);
    Best best(options.offset + options.limit);
    // New segments first: what is new is worth more, and the sooner the bar is high, the more is skipped.
    for (const auto* view : newest_first(segments)) {
        const auto& words = found[static_cast<std::size_t>(view - segments.data())];
        SegmentRanking(
            *view, [&] { return plan.iterate(view->segment->data(), words); }, options.now, best)
            .run();
    }
    auto hits = best.take();
    hits.erase(hits.begin(),
               hits.begin() + static_cast<std::ptrdiff_t>(std::min(options.offset, hits.size())));
    return hits;
}

Count count_hits(const std::vector<SegmentView>& segments, const Query& query, std::uint64_t limit) {
    const auto plan = plan_of(query);
    const auto word = plan.only_word();
    Count count;
    for (const auto* view : newest_first(segments)) {
        const auto& data = view->segment->data();
        const auto found = plan.look_up(data);
        if (word && (view->dead == nullptr || view->dead->empty())) {
            const auto& terms = found[*word];
            count.value += terms.empty() ? 0 : terms.front().documents;
            continue;
        }
        const auto iterator = plan.iterate(data, found);
        for (auto document = iterator->seek(0); document != kNoDocument;
             document = iterator->seek(document + 1)) {
            if (is_dead(*view, document) || !iterator->confirm()) continue;
            if (count.value >= limit) return {count.value, false};
            ++count.value;
        }
    }
    return count;
}

}  // namespace

Result<std::vector<Hit>> Searcher::newest(const Query& query, const NewestOptions& options) const {
    return guarded([&] { return newest_hits(segments_, query, options); });
}

Result<std::vector<Hit>> Searcher::ranked(const Query& query, const RankedOptions& options) const {
    return guarded([&] { return ranked_hits(segments_, query, options); });
}

Result<Count> Searcher::count(const Query& query, std::uint64_t limit) const {
    return guarded([&] { return count_hits(segments_, query, limit); });
}

Result<std::vector<EntryRef>> Searcher::find_key(std::uint64_t key) const {
    return guarded([&] {
        std::vector<EntryRef> entries;
        for (const auto& view : segments_) {
            const auto& data = view.segment->data();
            if (!data.may_have_key(key)) continue;
            DocumentReader documents(data);
            for (const auto document : data.find_pairs(data.keys(), key)) {
                if (!is_dead(view, document)) entries.push_back(documents.entry(document));
            }
        }
        std::sort(entries.begin(), entries.end(), is_newer<EntryRef>);
        return entries;
    });
}

}  // namespace orrery::search
