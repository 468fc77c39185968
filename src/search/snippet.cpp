#include "orrery/search/snippet.hpp"

#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"
#include "orrery/search/tokenizer.hpp"

#include <algorithm>

#include <unicode/ubrk.h>
#include <unicode/utext.h>

namespace orrery::search {

namespace {

/// More matches than that change nothing in a snippet.
constexpr std::size_t kMaxMatches = 2000;
/// What may be read of a text for the matches of an expression, each of which may read it to its end.
constexpr std::size_t kMostBytes = std::size_t{8} << 20;
constexpr std::size_t kLeastTries = 16;
/// How far a cut may move to come to stand between two words.
constexpr std::size_t kWordSlack = 24;

struct Match {
    std::size_t begin;
    std::size_t end;
    std::size_t part;  ///< which part of the query
};

void collect(const Query& query, std::vector<const std::vector<QueryTerm>*>& parts) {
    if (query.kind == QueryKind::kNot) return;
    if (query.kind == QueryKind::kWords && !query.terms.empty()) parts.push_back(&query.terms);
    for (const auto& child : query.children)
        collect(child, parts);
}

bool fits(const QueryTerm& term, std::string_view word) {
    return term.prefix ? word.starts_with(term.word) : word == term.word;
}

std::vector<Match> find_matches(std::string_view text,
                                const std::vector<const std::vector<QueryTerm>*>& parts) {
    // A part that is being read: its next term, and where that has to stand.
    struct Open {
        std::size_t part;
        std::size_t next;
        std::uint32_t first;
        std::size_t begin;
        std::size_t end;
    };
    std::vector<Match> matches;
    std::vector<Open> open;
    Tokenizer tokenizer(text);
    for (Token token; matches.size() < kMaxMatches && tokenizer.next(token);) {
        const auto finish = [&](const Open& at) {
            if (at.next == parts[at.part]->size()) matches.push_back({at.begin, at.end, at.part});
            return at.next == parts[at.part]->size();
        };
        const auto already_open = open.size();
        for (std::size_t i = 0; i < already_open; ++i) {
            const auto& term = (*parts[open[i].part])[open[i].next];
            if (open[i].first + term.offset != token.position || !fits(term, token.word)) continue;
            auto further = open[i];
            ++further.next;
            further.end = token.end;
            if (!finish(further)) open.push_back(further);
        }
        std::erase_if(open, [&](const Open& at) {
            return at.first + (*parts[at.part])[at.next].offset < token.position;
        });
        for (std::size_t part = 0; part < parts.size(); ++part) {
            const Open begun{part, 1, token.position, token.begin, token.end};
            if (fits(parts[part]->front(), token.word) && !finish(begun)) open.push_back(begun);
        }
        if (open.size() > kMaxMatches) open.clear();
    }
    return matches;
}

struct Window {
    std::size_t begin = 0;
    std::size_t end = 0;
};

// The matches that fit in so many characters and of which the most parts are different, then the most
// matches.
Window best_window(std::string_view text, const std::vector<Match>& matches, std::size_t parts,
                   std::size_t characters) {
    Window best{matches.front().begin, matches.front().end};
    std::size_t best_parts = 0;
    std::size_t best_count = 0;
    std::vector<std::size_t> counts(parts);
    std::size_t different = 0;
    std::size_t behind = 0;
    std::size_t length = 0;  // characters from the first match of the window to the end of the last one
    std::size_t measured = matches.front().begin;
    for (std::size_t first = 0; first < matches.size(); ++first) {
        if (behind == first) {
            measured = matches[first].begin;
            length = 0;
        }
        while (behind < matches.size()) {
            const auto end = std::max(measured, matches[behind].end);
            const auto more = utf8::length(text.substr(measured, end - measured));
            if (behind > first && length + more > characters) break;
            length += more;
            measured = end;
            if (counts[matches[behind].part]++ == 0) ++different;
            ++behind;
        }
        if (different > best_parts || (different == best_parts && behind - first > best_count)) {
            best = {matches[first].begin, measured};
            best_parts = different;
            best_count = behind - first;
        }
        if (--counts[matches[first].part] == 0) --different;
        if (first + 1 < matches.size() && first + 1 < behind)
            length -= utf8::length(
                text.substr(matches[first].begin, matches[first + 1].begin - matches[first].begin));
    }
    return best;
}

/// Where characters as people see them begin.
class Graphemes {
  public:
    explicit Graphemes(std::string_view text) : text_(text) {
        UErrorCode status = U_ZERO_ERROR;
        view_ = utext_openUTF8(nullptr, text.data(), static_cast<int64_t>(text.size()), &status);
        breaks_ = ubrk_open(UBRK_CHARACTER, "", nullptr, 0, &status);
        ubrk_setUText(breaks_, view_, &status);
    }
    ~Graphemes() {
        ubrk_close(breaks_);
        utext_close(view_);
    }
    Graphemes(const Graphemes&) = delete;
    Graphemes& operator=(const Graphemes&) = delete;

    [[nodiscard]] std::size_t before_or_at(std::size_t offset) const {
        if (offset == 0 || offset >= text_.size()) return std::min(offset, text_.size());
        const auto behind = ubrk_following(breaks_, static_cast<int32_t>(offset));
        const auto before = behind == UBRK_DONE ? ubrk_last(breaks_) : ubrk_previous(breaks_);
        return before == UBRK_DONE ? 0 : static_cast<std::size_t>(before);
    }
    [[nodiscard]] std::size_t behind_or_at(std::size_t offset) const {
        const auto before = before_or_at(offset);
        if (before == offset) return offset;
        const auto behind = ubrk_following(breaks_, static_cast<int32_t>(before));
        return behind == UBRK_DONE ? text_.size() : static_cast<std::size_t>(behind);
    }

  private:
    std::string_view text_;
    UText* view_ = nullptr;
    UBreakIterator* breaks_ = nullptr;
};

bool continues(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

std::size_t back(std::string_view text, std::size_t at, std::size_t characters) {
    for (; characters > 0 && at > 0; --characters) {
        do
            --at;
        while (at > 0 && continues(text[at]));
    }
    return at;
}

std::size_t forward(std::string_view text, std::size_t at, std::size_t characters) {
    for (; characters > 0 && at < text.size(); --characters) {
        do
            ++at;
        while (at < text.size() && continues(text[at]));
    }
    return at;
}

// A cut before the window: right behind a space near `at`, else between two characters.
std::size_t begin_near(std::string_view text, std::size_t at, std::size_t window,
                       const Graphemes& graphemes) {
    if (at == 0) return 0;
    for (auto i = at; i <= window && i < at + kWordSlack; ++i) {
        if (is_space(text[i - 1]) && (i == text.size() || !is_space(text[i])))
            return graphemes.before_or_at(i);
    }
    return graphemes.before_or_at(at);
}

std::size_t end_near(std::string_view text, std::size_t at, std::size_t window, const Graphemes& graphemes) {
    if (at >= text.size()) return text.size();
    for (auto i = at; i >= window && i + kWordSlack > at; --i) {
        if (is_space(text[i])) {
            while (i > window && is_space(text[i - 1]))
                --i;
            return graphemes.behind_or_at(i);
        }
        if (i == 0) break;
    }
    return graphemes.behind_or_at(at);
}

void add_matches(std::string_view text, const Expression& expression, std::size_t part,
                 std::size_t characters, std::vector<Match>& matches) {
    std::size_t from = 0;
    auto tries = std::clamp(kMostBytes / (text.size() + 1), kLeastTries, kMaxMatches);
    while (true) {
        const auto found = expression.find(text, from, tries);
        if (!found) return;
        matches.push_back(
            {found->begin, std::min(found->end, forward(text, found->begin, characters)), part});
        from = found->end;
    }
}

}  // namespace

Snippet make_snippet(std::string_view text, const Query& query, std::size_t characters,
                     std::span<const Expression* const> expressions) {
    // The iterator of graphemes counts in 32 bits.
    text = utf8::truncated(text, 0x7FFFFFFF);
    std::vector<const std::vector<QueryTerm>*> parts;
    collect(query, parts);
    auto matches = parts.empty() ? std::vector<Match>{} : find_matches(text, parts);
    for (std::size_t i = 0; i < expressions.size(); ++i)
        add_matches(text, *expressions[i], parts.size() + i, characters, matches);
    std::sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
    });
    Window window;
    if (!matches.empty()) window = best_window(text, matches, parts.size() + expressions.size(), characters);
    const auto used = utf8::length(text.substr(window.begin, window.end - window.begin));
    const auto spare = characters > used ? characters - used : 0;
    const Graphemes graphemes(text);
    // A third of what is left goes before, or all that is there.
    auto begin = back(text, window.begin, spare / 3);
    begin = begin_near(text, begin, window.begin, graphemes);
    const auto taken = utf8::length(text.substr(begin, window.end - begin));
    auto end = forward(text, window.end, characters > taken ? characters - taken : 0);
    end = end_near(text, end, window.end, graphemes);

    Snippet snippet;
    snippet.text = text.substr(begin, end - begin);
    snippet.cut_before = begin > 0;
    snippet.cut_after = end < text.size();
    for (const auto& match : matches) {
        const auto from = std::max(begin, graphemes.before_or_at(match.begin));
        const auto to = std::min(end, graphemes.behind_or_at(match.end));
        if (match.begin < begin || match.end > end) continue;
        if (!snippet.marks.empty() && from - begin <= snippet.marks.back().end)
            snippet.marks.back().end = std::max(snippet.marks.back().end, to - begin);
        else
            snippet.marks.push_back({from - begin, to - begin});
    }
    return snippet;
}

}  // namespace orrery::search
