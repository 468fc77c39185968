#pragma once

#include "orrery/search/merge.hpp"
#include "orrery/search/searcher.hpp"
#include "orrery/search/segment_builder.hpp"
#include "orrery/search/tokenizer.hpp"
#include "scoring.hpp"

#include <random>
#include <set>

#include <gtest/gtest.h>

/// What the engine is compared with: the same answers by looking at every document.
namespace orrery::search {

inline void PrintTo(const Hit& hit, std::ostream* out) {
    *out << hit.id << " of " << format_rfc3339(hit.date) << " worth " << hit.score;
}

/// A Document that owns its texts.
struct Post {
    std::int64_t id = 0;
    Timestamp date;
    std::string title;
    std::string author;
    std::string text;
    std::int64_t feed = 0;
    std::string language;
    std::vector<std::uint64_t> keys;

    [[nodiscard]] Document view() const { return {id, date, title, author, text, feed, language, keys}; }
};

/// The words of a post, each with the places where it stands.
struct ReadPost {
    using Places = std::map<std::string, std::vector<std::uint32_t>, std::less<>>;

    explicit ReadPost(const Post& read) : post(&read) {
        std::uint32_t base = 1;
        base = add(read.title, base, {&all, &title});
        base = add(read.author, base, {&all, &author});
        add(read.text, base, {&all});
    }

    const Post* post;
    Places all;
    Places title;
    Places author;
    std::uint32_t length = 0;

  private:
    std::uint32_t add(std::string_view text, std::uint32_t base, std::initializer_list<Places*> fields) {
        Tokenizer tokenizer(text);
        std::uint32_t behind = base;
        for (Token token; tokenizer.next(token);) {
            for (auto* places : fields)
                (*places)[std::string(token.word)].push_back(base + token.position);
            behind = base + token.position + 1;
            ++length;
        }
        return behind + 1;
    }
};

class Reference {
  public:
    explicit Reference(const std::vector<const Post*>& posts) {
        for (const auto* post : posts)
            posts_.emplace_back(*post);
    }

    [[nodiscard]] std::vector<Hit> newest(const Query& query) const {
        std::vector<Hit> hits;
        for (const auto& post : posts_) {
            if (matches(post, query)) hits.push_back({post.post->id, post.post->date, 0});
        }
        sort(hits);
        return hits;
    }

    [[nodiscard]] std::vector<Hit> ranked(const Query& query, Timestamp now) const {
        std::vector<Hit> hits;
        for (const auto& post : posts_) {
            if (!matches(post, query)) continue;
            hits.push_back({post.post->id, post.post->date,
                            std::uint64_t{score(post, query)} * time_factor(post.post->date, now)});
        }
        sort(hits);
        return hits;
    }

  private:
    static void sort(std::vector<Hit>& hits) {
        std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
            return std::tie(a.score, a.date, a.id) > std::tie(b.score, b.date, b.id);
        });
    }

    static std::set<std::uint32_t> places_of(const ReadPost::Places& field, const QueryTerm& term) {
        std::set<std::uint32_t> places;
        for (auto at = field.lower_bound(term.word); at != field.end() && at->first.starts_with(term.word);
             ++at) {
            if (term.prefix || at->first == term.word) places.insert(at->second.begin(), at->second.end());
        }
        return places;
    }

    static bool stands(const ReadPost::Places& field, const std::vector<QueryTerm>& terms) {
        for (const auto start : places_of(field, terms.front())) {
            if (std::all_of(terms.begin(), terms.end(), [&](const QueryTerm& term) {
                    return places_of(field, term).contains(start + term.offset);
                }))
                return true;
        }
        return false;
    }

    static bool matches(const ReadPost& read, const Query& query) {
        const auto& post = *read.post;
        const auto child_matches = [&](const Query& child) { return matches(read, child); };
        const auto& children = query.children;
        switch (query.kind) {
            case QueryKind::kWords:
                return stands(read.all, query.terms);
            case QueryKind::kAuthor:
                return stands(read.author, query.terms);
            case QueryKind::kFeed:
                return std::find(query.feeds.begin(), query.feeds.end(), post.feed) != query.feeds.end();
            case QueryKind::kLanguage:
                return post.language == query.text ||
                       post.language.substr(0, post.language.find('-')) == query.text;
            case QueryKind::kDates:
                return post.date >= query.from && post.date < query.to;
            case QueryKind::kAnd:
                return std::all_of(children.begin(), children.end(), child_matches);
            case QueryKind::kOr:
                return std::any_of(children.begin(), children.end(), child_matches);
            case QueryKind::kNot:
                return !matches(read, children.front());
            default:
                return true;
        }
    }

    std::uint32_t weight(ReadPost::Places ReadPost::* field, const std::string& word) const {
        auto& known = (field == &ReadPost::author ? author_weights_ : weights_)[word];
        if (known == 0) {
            std::uint64_t with = 0;
            for (const auto& post : posts_)
                with += (post.*field).contains(word) ? 1 : 0;
            known = weight_of(with, posts_.size());
        }
        return known;
    }

    std::uint32_t score(const ReadPost& read, const Query& query) const {
        std::uint32_t sum = 0;
        const bool author = query.kind == QueryKind::kAuthor;
        if (author || query.kind == QueryKind::kWords) {
            const auto field = author ? &ReadPost::author : &ReadPost::all;
            if (!stands(read.*field, query.terms)) return 0;
            for (const auto& term : query.terms) {
                if (term.prefix) {
                    sum += kPrefixWeight * kPrefixImpact;
                    continue;
                }
                const auto count = static_cast<std::uint32_t>((read.*field).at(term.word).size());
                const bool in_title = !author && read.title.contains(term.word);
                sum += weight(field, term.word) *
                       impact_of((count - 1) * 2 + (in_title ? 1 : 0), length_code(read.length));
            }
        }
        if (query.kind == QueryKind::kAnd || query.kind == QueryKind::kOr) {
            for (const auto& child : query.children)
                sum += matches(read, child) ? score(read, child) : 0;
        }
        return sum;
    }

    std::vector<ReadPost> posts_;
    mutable std::map<std::string, std::uint32_t> weights_;
    mutable std::map<std::string, std::uint32_t> author_weights_;
};

/// A segment and what is dead in it.
struct Part {
    std::shared_ptr<MemorySegment> chunks = std::make_shared<MemorySegment>();
    std::shared_ptr<const Segment> segment;
    std::unique_ptr<DeadSet> dead = std::make_unique<DeadSet>();

    [[nodiscard]] SegmentView view() const { return {segment, dead.get()}; }
};

inline Part open_part(std::shared_ptr<MemorySegment> chunks, const Result<SegmentSummary>& summary) {
    Part part;
    EXPECT_TRUE(summary) << summary.error().message();
    part.chunks = std::move(chunks);
    auto opened = Segment::open(summary->header, part.chunks);
    EXPECT_TRUE(opened) << opened.error().message();
    part.segment = *opened;
    EXPECT_EQ(part.chunks->chunks().size(), summary->chunks);
    return part;
}

inline Part build_part(const std::vector<const Post*>& posts) {
    SegmentBuilder builder;
    for (const auto* post : posts)
        builder.add(post->view());
    auto chunks = std::make_shared<MemorySegment>();
    const auto summary = builder.finish(*chunks);
    return open_part(chunks, summary);
}

inline Part merge_parts(const std::vector<Part>& parts) {
    std::vector<SegmentView> views;
    for (const auto& part : parts)
        views.push_back(part.view());
    auto chunks = std::make_shared<MemorySegment>();
    const auto summary = merge(views, *chunks);
    return open_part(chunks, summary);
}

inline Searcher searcher_of(const std::vector<Part>& parts) {
    std::vector<SegmentView> views;
    for (const auto& part : parts)
        views.push_back(part.view());
    return Searcher(views);
}

}  // namespace orrery::search
