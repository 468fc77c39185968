#include "iterators.hpp"

#include <algorithm>

namespace orrery::search {

namespace {

class RangeIterator final : public Iterator {
  public:
    RangeIterator(std::uint32_t first, std::uint32_t behind) : first_(first), behind_(behind) {}
    std::uint32_t advance(std::uint32_t target) override {
        target = std::max(target, first_);
        return target < behind_ ? target : kNoDocument;
    }
    std::uint32_t score(DocumentReader&) override { return 0; }
    std::uint32_t score_at_most() override { return 0; }
    ScoreBound bound(std::uint32_t, Grain) override { return {}; }
    std::uint64_t cost() const override { return behind_ > first_ ? behind_ - first_ : 0; }

  private:
    std::uint32_t first_;
    std::uint32_t behind_;
};

void add_window(PostingCursor& cursor, std::uint32_t weight, WindowScores& window) {
    std::uint64_t there = 0;
    for (auto document = cursor.seek(window.first); document < window.first + kDocumentsPerWindow;
         document = cursor.next()) {
        const auto place = document - window.first;
        there |= std::uint64_t{1} << place;
        if (weight != 0) window.scores[place] += weight * impact_of(cursor.code(), window.lengths[place]);
    }
    window.candidates &= there;
}

class TermIterator final : public Iterator {
  public:
    TermIterator(const SegmentData& segment, const TermInfo& info, std::uint32_t weight)
        : cursor_(segment, info), weight_(weight) {}
    std::uint32_t advance(std::uint32_t target) override { return cursor_.seek(target); }
    std::uint32_t score(DocumentReader& documents) override {
        return weight_ == 0 ? 0 : weight_ * impact_of(cursor_.code(), documents.length(document()));
    }
    std::uint32_t score_at_most() override {
        return weight_ == 0 ? 0 : weight_ * impact_at_most(cursor_.code());
    }
    ScoreBound bound(std::uint32_t target, Grain grain) override {
        if (weight_ == 0) return {};
        const auto bound = cursor_.bound(target, grain);
        return {bound.impact * weight_, bound.upto};
    }
    bool scores_windows() const override { return true; }
    void score_window(WindowScores& window) override { add_window(cursor_, weight_, window); }
    std::uint64_t cost() const override { return cursor_.documents_in_all(); }

  private:
    PostingCursor cursor_;
    std::uint32_t weight_;
};

class ExactIterator final : public Iterator {
  public:
    explicit ExactIterator(IteratorPtr child) : child_(std::move(child)) {}
    std::uint32_t advance(std::uint32_t target) override {
        while (child_->seek(target) != kNoDocument && !child_->confirm())
            target = child_->document() + 1;
        return child_->document();
    }
    std::uint32_t score(DocumentReader& documents) override { return child_->score(documents); }
    std::uint32_t score_at_most() override { return child_->score_at_most(); }
    ScoreBound bound(std::uint32_t target, Grain grain) override { return child_->bound(target, grain); }
    std::uint64_t cost() const override { return child_->cost(); }

  private:
    IteratorPtr child_;
};

class AndIterator final : public Iterator {
  public:
    explicit AndIterator(std::vector<IteratorPtr> children) : children_(std::move(children)) {
        std::stable_sort(children_.begin(), children_.end(),
                         [](const auto& a, const auto& b) { return a->cost() < b->cost(); });
    }
    std::uint32_t advance(std::uint32_t target) override {
        for (std::size_t i = 0; i < children_.size();) {
            const auto there = children_[i]->seek(target);
            if (there == kNoDocument) return kNoDocument;
            if (there > target && i > 0) {
                target = there;
                i = 0;
                continue;
            }
            target = there;
            ++i;
        }
        return target;
    }
    bool confirm() override {
        return std::all_of(children_.begin(), children_.end(),
                           [](const auto& child) { return child->confirm(); });
    }
    bool is_exact() const override {
        return std::all_of(children_.begin(), children_.end(),
                           [](const auto& child) { return child->is_exact(); });
    }
    std::uint32_t score(DocumentReader& documents) override {
        std::uint32_t sum = 0;
        for (const auto& child : children_)
            sum += child->score(documents);
        return sum;
    }
    std::uint32_t score_at_most() override {
        std::uint32_t sum = 0;
        for (const auto& child : children_)
            sum += child->score_at_most();
        return sum;
    }
    ScoreBound bound(std::uint32_t target, Grain grain) override {
        ScoreBound sum;
        for (const auto& child : children_) {
            const auto bound = child->bound(target, grain);
            sum.score += bound.score;
            sum.upto = std::min(sum.upto, bound.upto);
        }
        return sum;
    }
    bool scores_windows() const override {
        return std::all_of(children_.begin(), children_.end(),
                           [](const auto& child) { return child->scores_windows(); });
    }
    void score_window(WindowScores& window) override {
        for (const auto& child : children_)
            if (window.candidates != 0) child->score_window(window);
    }
    std::uint64_t cost() const override { return children_.front()->cost(); }

  private:
    std::vector<IteratorPtr> children_;
};

class OrIterator final : public Iterator {
  public:
    explicit OrIterator(std::vector<IteratorPtr> children) : children_(std::move(children)) {}
    std::uint32_t advance(std::uint32_t target) override {
        std::uint32_t first = kNoDocument;
        for (const auto& child : children_)
            first = std::min(first, child->seek(target));
        return first;
    }
    std::uint32_t score(DocumentReader& documents) override {
        std::uint32_t sum = 0;
        for (const auto& child : children_) {
            if (child->document() == document()) sum += child->score(documents);
        }
        return sum;
    }
    std::uint32_t score_at_most() override {
        std::uint32_t sum = 0;
        for (const auto& child : children_) {
            if (child->document() == document()) sum += child->score_at_most();
        }
        return sum;
    }
    ScoreBound bound(std::uint32_t target, Grain grain) override {
        ScoreBound sum;
        for (const auto& child : children_) {
            // A child that is further on already has nothing in between.
            if (started() && child->document() > target) {
                sum.upto = std::min(sum.upto, child->document() - 1);
                continue;
            }
            const auto bound = child->bound(target, grain);
            sum.score += bound.score;
            sum.upto = std::min(sum.upto, bound.upto);
        }
        return sum;
    }
    std::uint64_t cost() const override {
        std::uint64_t sum = 0;
        for (const auto& child : children_)
            sum += child->cost();
        return sum;
    }

  private:
    std::vector<IteratorPtr> children_;
};

class NotIterator final : public Iterator {
  public:
    NotIterator(IteratorPtr child, std::uint32_t documents)
        : child_(std::move(child)), documents_(documents) {}
    std::uint32_t advance(std::uint32_t target) override {
        while (target < documents_ && child_->seek(target) == target)
            ++target;
        return target < documents_ ? target : kNoDocument;
    }
    std::uint32_t score(DocumentReader&) override { return 0; }
    std::uint32_t score_at_most() override { return 0; }
    ScoreBound bound(std::uint32_t, Grain) override { return {}; }
    std::uint64_t cost() const override { return documents_; }

  private:
    IteratorPtr child_;
    std::uint32_t documents_;
};

/// Small lists lie in one bitmap; the others are added to it a window at a time.
class PrefixIterator final : public Iterator {
  public:
    PrefixIterator(const SegmentData& segment, const std::vector<TermInfo>& terms)
        : documents_(segment.documents()), small_((documents_ + 63) / 64) {
        SmallListReader lists(segment);
        for (const auto& term : terms) {
            cost_ += term.documents;
            if (!term.is_small()) {
                large_.push_back(std::make_unique<PostingCursor>(segment, term));
                continue;
            }
            for (const auto document : lists.documents(term))
                small_[document / 64] |= std::uint64_t{1} << (document % 64);
        }
    }
    std::uint32_t advance(std::uint32_t target) override {
        while (target < documents_) {
            if (target >= window_end_) fill(target / 64);
            for (std::size_t word = target / 64; word * 64 < window_end_; ++word) {
                auto bits = window_[word - window_word_];
                if (word == target / 64) bits &= ~std::uint64_t{0} << (target % 64);
                if (bits != 0)
                    return static_cast<std::uint32_t>(word * 64 +
                                                      static_cast<std::size_t>(std::countr_zero(bits)));
            }
            target = window_end_;
        }
        return kNoDocument;
    }
    std::uint32_t score(DocumentReader&) override { return kPrefixWeight * kPrefixImpact; }
    std::uint32_t score_at_most() override { return kPrefixWeight * kPrefixImpact; }
    ScoreBound bound(std::uint32_t, Grain) override { return {kPrefixWeight * kPrefixImpact, kNoDocument}; }
    std::uint64_t cost() const override { return cost_; }

  private:
    static constexpr std::size_t kWindowWords = 256;

    void fill(std::size_t word) {
        window_word_ = word;
        const auto words = std::min(kWindowWords, small_.size() - word);
        std::copy_n(small_.begin() + static_cast<std::ptrdiff_t>(word), words, window_.begin());
        window_end_ = static_cast<std::uint32_t>(std::min<std::size_t>(documents_, (word + words) * 64));
        for (const auto& cursor : large_) {
            cursor->seek(static_cast<std::uint32_t>(word * 64));
            while (cursor->document() < window_end_) {
                const auto block = cursor->rest_of_block();
                std::size_t taken = 0;
                for (; taken < block.size() && block[taken] < window_end_; ++taken)
                    window_[block[taken] / 64 - word] |= std::uint64_t{1} << (block[taken] % 64);
                if (taken == block.size())
                    cursor->skip_block();
                else
                    cursor->seek(window_end_);
            }
        }
    }

    std::uint32_t documents_;
    std::vector<std::uint64_t> small_;
    std::vector<std::unique_ptr<PostingCursor>> large_;
    std::uint64_t cost_ = 0;
    std::array<std::uint64_t, kWindowWords> window_{};
    std::size_t window_word_ = 0;
    std::uint32_t window_end_ = 0;
};

class PhraseIterator final : public Iterator {
  public:
    PhraseIterator(const SegmentData& segment, const std::vector<PhraseWord>& words) {
        for (const auto& word : words) {
            auto& place = places_.emplace_back();
            place.offset = word.offset;
            place.weight = word.weight;
            for (const auto& term : word.terms) {
                place.cost += term.documents;
                place.cursors.push_back(std::make_unique<PostingCursor>(segment, term));
            }
        }
        std::stable_sort(places_.begin(), places_.end(),
                         [](const Place& a, const Place& b) { return a.cost < b.cost; });
    }
    std::uint32_t advance(std::uint32_t target) override {
        for (std::size_t i = 0; i < places_.size();) {
            const auto there = places_[i].seek(target);
            if (there == kNoDocument) return kNoDocument;
            const bool again = there > target && i > 0;
            target = there;
            i = again ? 0 : i + 1;
        }
        return target;
    }
    bool confirm() override { return stands_here(document()); }
    bool is_exact() const override { return false; }
    std::uint32_t score(DocumentReader& documents) override {
        std::uint32_t sum = 0;
        for (const auto& place : places_) {
            if (place.weight != 0)
                sum += place.weight * impact_of(place.cursors.front()->code(), documents.length(document()));
        }
        return sum + prefix_score();
    }
    std::uint32_t score_at_most() override {
        std::uint32_t sum = prefix_score();
        for (const auto& place : places_) {
            if (place.weight != 0) sum += place.weight * impact_at_most(place.cursors.front()->code());
        }
        return sum;
    }
    ScoreBound bound(std::uint32_t target, Grain grain) override {
        ScoreBound sum{prefix_score(), kNoDocument};
        for (const auto& place : places_) {
            if (place.weight == 0) continue;
            const auto bound = place.cursors.front()->bound(target, grain);
            sum.score += bound.impact * place.weight;
            sum.upto = std::min(sum.upto, bound.upto);
        }
        return sum;
    }
    bool scores_windows() const override {
        return std::all_of(places_.begin(), places_.end(),
                           [](const Place& place) { return place.cursors.size() == 1 && place.weight != 0; });
    }
    void score_window(WindowScores& window) override {
        for (auto& place : places_)
            if (window.candidates != 0) add_window(*place.cursors.front(), place.weight, window);
    }
    std::uint64_t cost() const override { return places_.front().cost; }

  private:
    /// A weight of 0 is that of a prefix, whose cursors may be many.
    struct Place {
        std::vector<std::unique_ptr<PostingCursor>> cursors;
        std::uint32_t offset = 0;
        std::uint32_t weight = 0;
        std::uint64_t cost = 0;

        std::uint32_t seek(std::uint32_t target) {
            std::uint32_t first = kNoDocument;
            for (const auto& cursor : cursors)
                first = std::min(first, cursor->seek(target));
            return first;
        }
    };

    std::uint32_t prefix_score() const {
        std::uint32_t sum = 0;
        for (const auto& place : places_)
            sum += place.weight == 0 ? kPrefixWeight * kPrefixImpact : 0;
        return sum;
    }

    void read_starts(const Place& place, std::uint32_t document, std::vector<std::uint32_t>& starts) {
        starts.clear();
        for (const auto& cursor : place.cursors) {
            if (cursor->document() != document) continue;
            cursor->positions(positions_);
            for (const auto position : positions_) {
                if (position >= place.offset) starts.push_back(position - place.offset);
            }
        }
        if (place.cursors.size() > 1) std::sort(starts.begin(), starts.end());
    }

    bool stands_here(std::uint32_t document) {
        read_starts(places_.front(), document, starts_);
        for (std::size_t i = 1; i < places_.size() && !starts_.empty(); ++i) {
            read_starts(places_[i], document, others_);
            std::size_t kept = 0;
            std::size_t other = 0;
            for (const auto start : starts_) {
                while (other < others_.size() && others_[other] < start)
                    ++other;
                if (other == others_.size()) break;
                if (others_[other] == start) starts_[kept++] = start;
            }
            starts_.resize(kept);
        }
        return !starts_.empty();
    }

    std::vector<Place> places_;
    std::vector<std::uint32_t> starts_;
    std::vector<std::uint32_t> others_;
    std::vector<std::uint32_t> positions_;
};

}  // namespace

IteratorPtr make_exact(IteratorPtr child) {
    if (child->is_exact()) return child;
    return std::make_unique<ExactIterator>(std::move(child));
}

IteratorPtr make_range(std::uint32_t first, std::uint32_t behind) {
    return std::make_unique<RangeIterator>(first, behind);
}

IteratorPtr make_term(const SegmentData& segment, const TermInfo& info, std::uint32_t weight) {
    return std::make_unique<TermIterator>(segment, info, weight);
}

IteratorPtr make_prefix(const SegmentData& segment, const std::vector<TermInfo>& terms) {
    return std::make_unique<PrefixIterator>(segment, terms);
}

IteratorPtr make_phrase(const SegmentData& segment, const std::vector<PhraseWord>& words) {
    return std::make_unique<PhraseIterator>(segment, words);
}

IteratorPtr make_and(std::vector<IteratorPtr> children) {
    if (children.size() == 1) return std::move(children.front());
    return std::make_unique<AndIterator>(std::move(children));
}

IteratorPtr make_or(std::vector<IteratorPtr> children) {
    if (children.empty()) return make_range(0, 0);
    if (children.size() == 1) return std::move(children.front());
    // Its score is that of the children which match.
    for (auto& child : children)
        child = make_exact(std::move(child));
    return std::make_unique<OrIterator>(std::move(children));
}

IteratorPtr make_not(IteratorPtr child, std::uint32_t documents) {
    return std::make_unique<NotIterator>(make_exact(std::move(child)), documents);
}

}  // namespace orrery::search
