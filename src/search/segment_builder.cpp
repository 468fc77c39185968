#include "orrery/search/segment_builder.hpp"

#include "orrery/base/text.hpp"
#include "orrery/search/tokenizer.hpp"
#include "segment_data.hpp"
#include "segment_writer.hpp"
#include "term_table.hpp"

#include <algorithm>
#include <numeric>

namespace orrery::search {

namespace {

// In the log of words: the word stands where the one before it does.
constexpr std::uint32_t kSamePlace = 0x80000000;
// No word: fields are one place apart, so that no phrase goes across.
constexpr std::uint32_t kFieldEnd = 0x7FFFFFFF;

struct Added {
    std::int64_t id;
    Timestamp date;
    std::size_t first_word;
    std::size_t title_begin;
    std::size_t title_end;
    std::size_t last_word;
    std::size_t first_key;
    std::size_t last_key;
    std::uint32_t length;
};

// Words are short: what the compiler has in place is faster than the call of memcpy.
void copy_short(char* to, std::string_view from) {
    const auto size = from.size();
    if (size > 16) {
        std::memcpy(to, from.data(), size);
    } else if (size >= 8) {
        std::memcpy(to, from.data(), 8);
        std::memcpy(to + size - 8, from.data() + size - 8, 8);
    } else if (size >= 4) {
        std::memcpy(to, from.data(), 4);
        std::memcpy(to + size - 4, from.data() + size - 4, 4);
    } else {
        for (std::size_t i = 0; i < size; ++i)
            to[i] = from[i];
    }
}

/// One occurrence, sorted by word.
struct Occurrence {
    std::uint32_t document;
    std::uint32_t place;  ///< the position, and whether it is in the title in the highest bit
};
constexpr std::uint32_t kInTitle = 0x80000000;
// How many words ahead the place of an occurrence is fetched.
constexpr std::size_t kAhead = 16;

}  // namespace

struct SegmentBuilder::State {
    TermTable terms;
    std::vector<std::uint32_t> words;  ///< of all documents, one after the other
    std::vector<std::uint64_t> keys;
    std::vector<Added> documents;
    std::unordered_map<std::int64_t, std::size_t> by_id;
    std::string field_word;
    std::size_t words_left = 0;

    void add_field(std::string_view text, char field) {
        Tokenizer tokenizer(text);
        std::uint32_t last = 0xFFFFFFFF;
        for (Token token; words_left > 0 && tokenizer.next(token); --words_left) {
            pend(0, token.word, token.position == last);
            last = token.position;
            if (field != 0) pend(field, token.word, true);
        }
        number_pending();
        words.push_back(kFieldEnd);
    }

    // The table is larger than the processor's caches: several words are looked up at once.
    struct Pending {
        char bytes[kMaxWordBytes + 8];
        std::uint32_t size;
        std::uint32_t same_place;
        TermTable::Probe probe;

        [[nodiscard]] std::string_view word() const { return {bytes, size}; }
    };
    std::array<Pending, 16> pending;
    std::size_t pending_size = 0;

    void pend(char field, std::string_view word, bool same_place) {
        auto& slot = pending[pending_size++];
        slot.size = 0;
        if (field != 0) slot.bytes[slot.size++] = field;
        copy_short(slot.bytes + slot.size, word);
        slot.size += static_cast<std::uint32_t>(word.size());
        slot.same_place = same_place ? kSamePlace : 0;
        slot.probe = terms.probe(slot.word());
        if (pending_size == pending.size()) number_pending();
    }

    void number_pending() {
        for (std::size_t i = 0; i < pending_size; ++i)
            words.push_back(terms.number(pending[i].word(), pending[i].probe) | pending[i].same_place);
        pending_size = 0;
    }

    void add_languages(std::string_view language) {
        if (language.empty() || language.size() > kMaxWordBytes) return;
        field_word = kLanguageField + to_lower(language);
        words.push_back(terms.number(field_word) | kSamePlace);
        if (const auto hyphen = field_word.find('-'); hyphen != std::string::npos)
            words.push_back(terms.number(std::string_view(field_word).substr(0, hyphen)) | kSamePlace);
    }

    std::vector<std::uint32_t> order() const;
    void write_documents(SegmentWriter& writer, const std::vector<std::uint32_t>& in_order) const;
    void write_terms(SegmentWriter& writer, const std::vector<std::uint32_t>& in_order) const;
    void clear();
};

// Documents as they are numbered in the segment: without those whose id was added again later.
std::vector<std::uint32_t> SegmentBuilder::State::order() const {
    std::vector<std::uint32_t> in_order;
    in_order.reserve(by_id.size());
    for (std::size_t i = 0; i < documents.size(); ++i) {
        if (by_id.at(documents[i].id) == i) in_order.push_back(static_cast<std::uint32_t>(i));
    }
    std::sort(in_order.begin(), in_order.end(), [&](std::uint32_t left, std::uint32_t right) {
        const auto& a = documents[left];
        const auto& b = documents[right];
        return a.date != b.date ? a.date > b.date : a.id > b.id;
    });
    return in_order;
}

void SegmentBuilder::State::write_documents(SegmentWriter& writer,
                                            const std::vector<std::uint32_t>& in_order) const {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> ids;
    std::vector<std::pair<std::uint64_t, std::uint32_t>> pairs;
    for (std::uint32_t number = 0; number < in_order.size(); ++number) {
        const auto& document = documents[in_order[number]];
        writer.add_document(document.id, document.date, length_code(document.length));
        ids.emplace_back(static_cast<std::uint64_t>(document.id), number);
        for (auto key = document.first_key; key < document.last_key; ++key)
            pairs.emplace_back(keys[key], number);
    }
    std::sort(ids.begin(), ids.end());
    for (const auto& [id, number] : ids)
        writer.add_id(static_cast<std::int64_t>(id), number);
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    writer.expect_keys(pairs.size());
    for (const auto& [key, number] : pairs)
        writer.add_key(key, number);
}

void SegmentBuilder::State::write_terms(SegmentWriter& writer,
                                        const std::vector<std::uint32_t>& in_order) const {
    // A counting sort of the log by word; documents and positions ascend by themselves.
    std::vector<std::uint32_t> ends(terms.size() + 1);
    for (const auto index : in_order) {
        const auto& document = documents[index];
        for (auto at = document.first_word; at < document.last_word; ++at) {
            if (words[at] != kFieldEnd) ++ends[(words[at] & ~kSamePlace) + 1];
        }
    }
    std::partial_sum(ends.begin(), ends.end(), ends.begin());
    std::vector<Occurrence> occurrences_of(ends.back());
    for (std::uint32_t number = 0; number < in_order.size(); ++number) {
        const auto& document = documents[in_order[number]];
        std::uint32_t position = 0xFFFFFFFF;
        for (auto at = document.first_word; at < document.last_word; ++at) {
            const auto word = words[at];
            if (at + kAhead < document.last_word && words[at + kAhead] != kFieldEnd)
                __builtin_prefetch(&occurrences_of[ends[words[at + kAhead] & ~kSamePlace]], 1);
            if ((word & kSamePlace) == 0) ++position;
            if (word == kFieldEnd) continue;
            const bool in_title = at >= document.title_begin && at < document.title_end;
            occurrences_of[ends[word & ~kSamePlace]++] = {number, position | (in_title ? kInTitle : 0)};
        }
    }
    // Each end is now where its word's occurrences end.
    std::vector<std::uint32_t> gaps;
    for (const auto word : terms.sorted()) {
        auto at = word == 0 ? 0u : ends[word - 1];
        const auto end = ends[word];
        while (at < end) {
            const auto number = occurrences_of[at].document;
            std::uint32_t before = 0;
            std::uint32_t in_title = 0;
            gaps.clear();
            for (; at < end && occurrences_of[at].document == number; ++at) {
                const auto place = occurrences_of[at].place;
                in_title |= place & kInTitle;
                gaps.push_back((place & ~kInTitle) - before);
                before = place & ~kInTitle;
            }
            const auto code = static_cast<std::uint32_t>(gaps.size() - 1) << 1 | (in_title != 0 ? 1 : 0);
            writer.postings().add(number, code, gaps.data());
        }
        writer.end_term(terms.term(word));
    }
}

void SegmentBuilder::State::clear() {
    terms.clear();
    words.clear();
    keys.clear();
    documents.clear();
    by_id.clear();
}

SegmentBuilder::SegmentBuilder() : state_(std::make_unique<State>()) {}
SegmentBuilder::~SegmentBuilder() = default;

void SegmentBuilder::add(const Document& document) {
    auto& state = *state_;
    Added added{};
    added.id = document.id;
    added.date = document.date;
    added.first_word = state.words.size();
    // Fields that are asked for as a whole stand at the first position together.
    state.field_word = kFeedField + std::to_string(document.feed);
    state.words.push_back(state.terms.number(state.field_word));
    state.add_languages(document.language);
    state.words_left = kMaxWordsPerDocument;
    added.title_begin = state.words.size();
    state.add_field(document.title, 0);
    added.title_end = state.words.size();
    state.add_field(document.author, kAuthorField);
    state.add_field(document.text, 0);
    added.last_word = state.words.size();
    added.length = static_cast<std::uint32_t>(kMaxWordsPerDocument - state.words_left);
    added.first_key = state.keys.size();
    state.keys.insert(state.keys.end(), document.keys.begin(), document.keys.end());
    added.last_key = state.keys.size();
    state.by_id[document.id] = state.documents.size();
    state.documents.push_back(added);
}

std::size_t SegmentBuilder::documents() const {
    return state_->by_id.size();
}

std::size_t SegmentBuilder::memory() const {
    return state_->terms.memory() + state_->words.size() * sizeof(std::uint32_t) +
           state_->documents.size() * (sizeof(Added) + 48) + state_->keys.size() * sizeof(std::uint64_t);
}

Result<SegmentSummary> SegmentBuilder::finish(SegmentSink& sink) {
    return guarded([&] {
        const auto in_order = state_->order();
        SegmentWriter writer(sink);
        state_->write_documents(writer, in_order);
        state_->write_terms(writer, in_order);
        auto summary = writer.finish();
        state_->clear();
        return summary;
    });
}

}  // namespace orrery::search
