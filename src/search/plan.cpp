#include "plan.hpp"

#include "orrery/search/work.hpp"

#include <algorithm>

namespace orrery::search {

namespace {

// With more dead documents in a segment than that, words are assumed to be as frequent among them as
// anywhere.
constexpr std::uint32_t kCountedDead = 64;

}  // namespace

Result<Plan> Plan::make(const Query& query) {
    if (has_regex(query))
        return fail(ErrorCode::kUnsupported, "the index cannot answer a regular expression", "", "",
                    "scan what candidates() of the query finds");
    Plan plan;
    plan.root_ = plan.plan(query);
    return plan;
}

std::size_t Plan::word(std::string term, bool prefix, bool weighed) {
    for (std::size_t i = 0; i < words_.size(); ++i) {
        if (words_[i].term == term && words_[i].prefix == prefix && words_[i].weighed == weighed) return i;
    }
    words_.push_back({std::move(term), prefix, weighed, 0});
    return words_.size() - 1;
}

Plan::Node Plan::plan(const Query& query) {
    Node node;
    node.kind = query.kind;
    node.from = query.from;
    node.to = query.to;
    switch (query.kind) {
        case QueryKind::kWords:
        case QueryKind::kAuthor:
            for (const auto& term : query.terms) {
                auto text = term.word;
                if (query.kind == QueryKind::kAuthor) text.insert(0, 1, kAuthorField);
                node.places.push_back({word(std::move(text), term.prefix, !term.prefix), term.offset});
            }
            break;
        case QueryKind::kFeed:
            for (const auto feed : query.feeds)
                node.places.push_back({word(kFeedField + std::to_string(feed), false, false), 0});
            break;
        case QueryKind::kLanguage:
            node.places.push_back({word(kLanguageField + query.text, false, false), 0});
            break;
        default:
            break;
    }
    for (const auto& child : query.children)
        node.children.push_back(plan(child));
    // Nothing asked for is everything, whoever made the query.
    const bool is_words = query.kind == QueryKind::kWords || query.kind == QueryKind::kAuthor;
    const bool is_group = query.kind == QueryKind::kAnd || query.kind == QueryKind::kNot;
    if ((is_words && node.places.empty()) || (is_group && node.children.empty()))
        node.kind = QueryKind::kEverything;
    return node;
}

Plan::Found Plan::look_up(const SegmentData& segment) const {
    Found found(words_.size());
    for (std::size_t i = 0; i < words_.size(); ++i) {
        const auto& word = words_[i];
        if (!word.prefix) {
            const auto info = segment.find_term(word.term);
            if (info.documents != 0) found[i].push_back(info);
            continue;
        }
        DictionaryReader reader(segment);
        reader.seek(word.term);
        while (reader.next() && reader.term().starts_with(word.term))
            found[i].push_back(reader.info());
    }
    for (const auto& terms : found)
        CountWork::terms(terms.size());
    return found;
}

void Plan::weigh(const std::vector<SegmentView>& segments, const std::vector<Found>& found) {
    std::uint64_t all = 0;
    for (const auto& view : segments)
        all += view.segment->documents() - (view.dead != nullptr ? view.dead->size() : 0);
    for (std::size_t i = 0; i < words_.size(); ++i) {
        if (!words_[i].weighed) continue;
        std::uint64_t matching = 0;
        for (std::size_t s = 0; s < segments.size(); ++s) {
            if (found[s][i].empty()) continue;
            const auto& info = found[s][i].front();
            const auto* dead = segments[s].dead;
            if (dead == nullptr || dead->empty()) {
                matching += info.documents;
            } else if (dead->size() > kCountedDead) {
                const std::uint64_t documents = segments[s].segment->documents();
                matching += info.documents * (documents - dead->size()) / documents;
            } else {
                matching += info.documents;
                PostingCursor cursor(segments[s].segment->data(), info);
                for (const auto document : dead->documents())
                    matching -= cursor.seek(document) == document ? 1 : 0;
            }
        }
        words_[i].weight = weight_of(matching, all);
    }
}

IteratorPtr Plan::iterate(const SegmentData& segment, const Found& found) const {
    return iterate(root_, segment, found);
}

IteratorPtr Plan::iterate(const Node& node, const SegmentData& segment, const Found& found) const {
    std::vector<IteratorPtr> children;
    for (const auto& child : node.children)
        children.push_back(iterate(child, segment, found));
    switch (node.kind) {
        case QueryKind::kWords:
        case QueryKind::kAuthor: {
            std::vector<PhraseWord> words;
            for (const auto& place : node.places) {
                if (found[place.word].empty()) return make_range(0, 0);
                words.push_back({found[place.word], place.offset, words_[place.word].weight});
            }
            if (words.size() > 1) return make_phrase(segment, words);
            if (words_[node.places.front().word].prefix) return make_prefix(segment, words.front().terms);
            return make_term(segment, words.front().terms.front(), words.front().weight);
        }
        case QueryKind::kFeed:
        case QueryKind::kLanguage:
            for (const auto& place : node.places) {
                if (!found[place.word].empty())
                    children.push_back(make_term(segment, found[place.word].front(), 0));
            }
            return make_or(std::move(children));
        case QueryKind::kDates: {
            DocumentReader documents(segment);
            const auto first = node.to == Timestamp::max() ? 0 : documents.first_before(node.to);
            const auto behind =
                node.from == Timestamp::min() ? segment.documents() : documents.first_before(node.from);
            return make_range(first, behind);
        }
        case QueryKind::kAnd:
            return make_and(std::move(children));
        case QueryKind::kOr:
            return make_or(std::move(children));
        case QueryKind::kNot:
            return make_not(std::move(children.front()), segment.documents());
        case QueryKind::kEverything:
        case QueryKind::kRegex:
            break;
    }
    return make_range(0, segment.documents());
}

std::optional<std::size_t> Plan::only_word() const {
    if (root_.kind != QueryKind::kWords || root_.places.size() != 1 || words_.front().prefix)
        return std::nullopt;
    return root_.places.front().word;
}

}  // namespace orrery::search
