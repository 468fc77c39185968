#include "orrery/html/prose.hpp"

#include "orrery/base/hash.hpp"
#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"
#include "words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>
#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

namespace orrery::html {
namespace {

enum class Unit { kCharacter, kWord, kSentence };

// ICU's iterators take long to make, so each thread keeps its own.
icu::BreakIterator* iterator_of(Unit unit) {
    thread_local std::array<std::unique_ptr<icu::BreakIterator>, 3> iterators;
    auto& iterator = iterators[static_cast<std::size_t>(unit)];
    if (!iterator) {
        UErrorCode status = U_ZERO_ERROR;
        const auto& locale = icu::Locale::getRoot();
        iterator.reset(unit == Unit::kCharacter ? icu::BreakIterator::createCharacterInstance(locale, status)
                       : unit == Unit::kWord    ? icu::BreakIterator::createWordInstance(locale, status)
                                                : icu::BreakIterator::createSentenceInstance(locale, status));
    }
    return iterator.get();
}

// A text with an iterator on it; offsets are bytes.
class Breaks {
  public:
    Breaks(std::string_view text, Unit unit) : iterator_(iterator_of(unit)) {
        UErrorCode status = U_ZERO_ERROR;
        utext_openUTF8(&text_, text.data(), static_cast<std::int64_t>(text.size()), &status);
        if (iterator_ != nullptr) iterator_->setText(&text_, status);
    }
    ~Breaks() { utext_close(&text_); }
    Breaks(const Breaks&) = delete;
    Breaks& operator=(const Breaks&) = delete;
    [[nodiscard]] icu::BreakIterator* operator->() const { return iterator_; }
    [[nodiscard]] bool ok() const { return iterator_ != nullptr; }

  private:
    UText text_ = UTEXT_INITIALIZER;
    icu::BreakIterator* iterator_;
};

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool needs_dictionary(char32_t c) {
    return is_ideographic(c) || (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) ||
           (c >= 0x1780 && c <= 0x17FF);
}

bool is_word_character(char32_t c) {
    if (c < 0x80) return is_alnum(static_cast<char>(c)) || c == '_';
    const auto type = u_charType(static_cast<UChar32>(c));
    return u_isalnum(static_cast<UChar32>(c)) != 0 || type == U_NON_SPACING_MARK ||
           type == U_COMBINING_SPACING_MARK;
}

// Lower-case as far as single code points go.
void fold(std::string_view word, std::string& out) {
    out.clear();
    for (std::size_t at = 0; at < word.size();) {
        if (static_cast<unsigned char>(word[at]) < 0x80) {
            out += to_lower(word[at++]);
        } else {
            utf8::append(out,
                         static_cast<char32_t>(u_foldCase(static_cast<UChar32>(utf8::decode(word, at)), 0)));
        }
    }
}

// Byte offset behind the first `count` grapheme clusters, or the size.
std::size_t offset_of_character(std::string_view text, std::size_t count) {
    if (is_ascii(text)) return std::min(count, text.size());
    const Breaks breaks(text, Unit::kCharacter);
    if (!breaks.ok()) return utf8::truncated(text, count).size();
    breaks->first();
    const auto offset = breaks->next(static_cast<std::int32_t>(count));
    return offset == icu::BreakIterator::DONE ? text.size() : static_cast<std::size_t>(offset);
}

// Counts for each of 64 bits how often it was set. The counters stand across the words: the n-th has the n-th
// digit of all of them, so that a number is added to all at once, mostly in two steps.
class BitVotes {
  public:
    void add(std::uint64_t bits) {
        ++count_;
        for (std::size_t digit = 0; bits != 0; ++digit) {
            const auto carry = digits_[digit] & bits;
            digits_[digit] ^= bits;
            bits = carry;
        }
    }
    // The bits that were set in more than half of what was added.
    [[nodiscard]] std::uint64_t majority() const {
        const auto half = count_ / 2;
        std::uint64_t more = 0;
        std::uint64_t equal = ~std::uint64_t{0};
        for (std::size_t digit = digits_.size(); digit-- > 0;) {
            if ((half >> digit & 1) != 0) {
                equal &= digits_[digit];
            } else {
                more |= equal & digits_[digit];
                equal &= ~digits_[digit];
            }
        }
        return more;
    }

  private:
    std::uint64_t count_ = 0;
    std::array<std::uint64_t, 64> digits_{};
};

constexpr std::size_t kBytesPerCharacter =
    24;  // looked at for each character wanted; a longer cluster is no writing

}  // namespace

bool is_ideographic(char32_t c) {
    return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

void for_each_word(std::string_view text, const std::function<void(std::string_view)>& on_word) {
    constexpr std::size_t kNone = SIZE_MAX;
    std::size_t start = kNone;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto before = at;
        const auto c = static_cast<unsigned char>(text[at]) < 0x80 ? static_cast<unsigned char>(text[at++])
                                                                   : utf8::decode(text, at);
        if (c >= 0x0E00 && needs_dictionary(c)) {
            // From here on (the word that began before it included) by dictionary.
            const auto rest = text.substr(start == kNone ? before : start);
            const Breaks breaks(rest, Unit::kWord);
            if (!breaks.ok()) return;
            auto word = breaks->first();
            for (auto end = breaks->next(); end != icu::BreakIterator::DONE;
                 word = end, end = breaks->next()) {
                if (breaks->getRuleStatus() < UBRK_WORD_NONE_LIMIT) continue;
                on_word(rest.substr(static_cast<std::size_t>(word), static_cast<std::size_t>(end - word)));
            }
            return;
        }
        if (is_word_character(c)) {
            if (start == kNone) start = before;
            continue;
        }
        const bool joins = c == '\'' || c == 0x2019 || c == '.' || c == ',';  // don't, 3.14, 1,000
        if (start != kNone && joins && at < text.size() && before > start) {
            const char next = text[at];
            const bool digits = is_digit(text[before - 1]) && is_digit(next);
            const bool letters = (c == '\'' || c == 0x2019) && is_alpha(next);
            if (digits || letters) continue;
        }
        if (start != kNone) on_word(text.substr(start, before - start));
        start = kNone;
    }
    if (start != kNone) on_word(text.substr(start));
}

namespace prose {

std::string excerpt(std::string_view text, std::size_t characters) {
    if (characters == 0) return {};
    auto line = collapse_space(utf8::truncated(text, (characters + 1) * kBytesPerCharacter));
    const auto limit = offset_of_character(line, characters);
    if (limit == line.size()) return line;

    if (const Breaks sentences(line, Unit::kSentence); sentences.ok()) {
        const auto end = sentences->preceding(static_cast<std::int32_t>(limit) + 1);
        if (end != icu::BreakIterator::DONE && static_cast<std::size_t>(end) >= limit / 2) {
            return std::string(trim(std::string_view(line).substr(0, static_cast<std::size_t>(end))));
        }
    }
    const auto room = offset_of_character(line, characters - 1);  // one is for the ellipsis
    auto cut = room;
    if (const Breaks words(line, Unit::kWord); words.ok()) {
        const auto end = words->preceding(static_cast<std::int32_t>(room) + 1);
        if (end != icu::BreakIterator::DONE && end > 0) cut = static_cast<std::size_t>(end);
    }
    auto shown = trim(std::string_view(line).substr(0, cut));
    while (!shown.empty() && std::string_view(",;:-").find(shown.back()) != std::string_view::npos) {
        shown = trim(shown.substr(0, shown.size() - 1));
    }
    return std::string(shown) + "\u2026";
}

std::size_t word_count(std::string_view text) {
    std::size_t count = 0;
    for_each_word(text, [&](std::string_view) { ++count; });
    return count;
}

std::chrono::seconds reading_time(std::string_view text) {
    std::size_t ideographs = 0;
    std::size_t words = 0;
    for_each_word(text, [&](std::string_view word) {
        std::size_t at = 0;
        if (!is_ideographic(utf8::decode(word, at))) {
            ++words;
        } else {
            ideographs += utf8::length(word);
        }
    });
    const double minutes =
        static_cast<double>(words) / kWordsPerMinute + static_cast<double>(ideographs) / kIdeographsPerMinute;
    return std::chrono::seconds(static_cast<std::int64_t>(std::ceil(minutes * 60)));
}

std::string language(std::string_view text) {
    constexpr std::size_t kEnough = 64 * 1024;  // more text makes no surer
    const auto sample = utf8::truncated(text, kEnough);
    bool reliable = false;
    const auto found = CLD2::DetectLanguage(sample.data(), static_cast<int>(sample.size()), true, &reliable);
    if (!reliable || found == CLD2::UNKNOWN_LANGUAGE || found == CLD2::TG_UNKNOWN_LANGUAGE) return {};
    const std::string_view code = CLD2::LanguageCode(found);
    return std::string(code == "iw" ? "he" : code);
}

// Charikar's SimHash: each shingle of three words votes on every bit.
std::uint64_t fingerprint(std::string_view text) {
    constexpr std::size_t kShingle = 3;
    BitVotes votes;
    std::array<std::uint64_t, kShingle> window{};
    std::size_t count = 0;
    std::string folded;
    const auto shingle = [&](std::size_t words) {
        std::array<std::uint64_t, kShingle> in_order{};
        for (std::size_t i = 0; i < words; ++i)
            in_order[i] = window[(count - words + i) % kShingle];
        return hash64({reinterpret_cast<const char*>(in_order.data()), sizeof in_order});
    };
    for_each_word(text, [&](std::string_view word) {
        fold(word, folded);
        window[count++ % kShingle] = hash64(folded);
        if (count >= kShingle) votes.add(shingle(kShingle));
    });
    if (count > 0 && count < kShingle) votes.add(shingle(count));
    return votes.majority();
}

}  // namespace prose
}  // namespace orrery::html
