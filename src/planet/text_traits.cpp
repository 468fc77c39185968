#include "orrery/planet/text_traits.hpp"

#include "keys.hpp"
#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"
#include "script.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <string>

namespace orrery::planet {

namespace {

// In letters. Less than the least is no text ("8 Comments").
constexpr std::uint32_t kLeastLetters = 12;
constexpr std::uint32_t kOpeningLetters = 60;
// Each about a third longer than the one before. The first has more bits: it may have to decide alone.
struct Beginning {
    std::uint32_t letters;
    unsigned shift;
    unsigned bits;
};
constexpr std::array<Beginning, 14> kBeginnings{{{30, 0, 10},
                                                 {40, 10, 6},
                                                 {55, 16, 4},
                                                 {75, 20, 4},
                                                 {100, 24, 4},
                                                 {130, 28, 4},
                                                 {170, 32, 4},
                                                 {220, 36, 4},
                                                 {280, 40, 4},
                                                 {360, 44, 4},
                                                 {460, 48, 4},
                                                 {600, 52, 4},
                                                 {780, 56, 4},
                                                 {1000, 60, 4}}};
constexpr std::size_t kRelatedBeginnings = 5;
// What may follow an excerpt: "read more", a mark of where it is from.
constexpr double kExcerptPart = 0.85;
// Fingerprints of short texts are near one another by chance, or by one turn of phrase.
constexpr std::uint32_t kRelatedLetters = 120;
// Of 64 bits. Unrelated texts differ in 32, give or take 4; a fingerprint moves by 5 bits when 3 % of the
// shingles are others, by 9 at 10 %, by 13 at 20 %.
constexpr int kNearBits = 10;
constexpr int kRelatedBits = 18;

// Counts the letters of a text, and notes how it begins and which numbers it has.
class Letters {
  public:
    explicit Letters(TextTraits& traits) : traits_(traits) {}

    void add_ascii(char c) {
        if (is_digit(c)) {
            if (!in_number_) numbers_ += ' ';
            numbers_ += c;
            in_number_ = true;
            if (is_beginning()) start_ += c;
            count(1);
        } else {
            in_number_ = false;
            if (!is_alpha(c)) return;
            if (is_beginning()) start_ += to_lower(c);
            count(1);
        }
    }
    void add(char32_t c) {
        in_number_ = false;
        if (!is_letter_or_digit(c)) return;
        // Simple folding suffices where both sides are folded the same way.
        if (is_beginning())
            utf8::append(start_,
                         static_cast<char32_t>(u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT)));
        count(is_ideographic(c) ? 3 : 1);
    }
    void close() {
        constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
        traits_.letters = static_cast<std::uint32_t>(std::min(letters_, kMost));
        if (traits_.opening == 0 && letters_ >= kLeastLetters)
            traits_.opening = make_key(KeyKind::kText, start_);
        if (!numbers_.empty())
            traits_.numbers = static_cast<std::uint32_t>(make_key(KeyKind::kText, numbers_)) | 1u;
    }

  private:
    [[nodiscard]] bool is_beginning() const { return next_ < kBeginnings.size(); }
    void count(std::uint64_t letters) {
        letters_ += letters;
        if (traits_.opening == 0 && letters_ >= kOpeningLetters)
            traits_.opening = make_key(KeyKind::kText, start_);
        for (; is_beginning() && letters_ >= kBeginnings[next_].letters; ++next_) {
            const auto most = (std::uint64_t{1} << kBeginnings[next_].bits) - 1;
            const auto hash = hash64(start_, static_cast<std::uint64_t>(KeyKind::kText)) % most + 1;
            traits_.beginnings |= hash << kBeginnings[next_].shift;
        }
    }

    TextTraits& traits_;
    std::string start_;
    std::string numbers_;
    std::size_t next_ = 0;
    std::uint64_t letters_ = 0;
    bool in_number_ = false;
};

// 0 when the text is shorter.
std::uint64_t beginning(const TextTraits& traits, std::size_t i) {
    const auto& [letters, shift, bits] = kBeginnings[i];
    return traits.beginnings >> shift & ((std::uint64_t{1} << bits) - 1);
}

std::size_t shared_beginnings(const TextTraits& a, const TextTraits& b) {
    std::size_t shared = 0;
    while (shared < kBeginnings.size() && beginning(a, shared) != 0 &&
           beginning(a, shared) == beginning(b, shared))
        ++shared;
    return shared;
}

// How many beginnings a text of so many letters has.
std::size_t beginnings_within(double letters) {
    return static_cast<std::size_t>(std::ranges::count_if(kBeginnings, [&](const auto& beginning) {
        return static_cast<double>(beginning.letters) <= letters;
    }));
}

// A first line that names the author, which aggregators add.
constexpr std::size_t kBylineBytes = 100;
constexpr std::array<std::string_view, 6> kBylines{"by ",  "posted by ", "written by ",
                                                   "von ", "par ",       "por "};

std::string_view without_byline(std::string_view text) {
    text = trim(text);
    const auto end = text.find('\n');
    if (end == std::string_view::npos || end > kBylineBytes) return text;
    const auto is_byline = [&](auto start) { return istarts_with(text, start); };
    return std::ranges::any_of(kBylines, is_byline) ? text.substr(end) : text;
}

}  // namespace

TextTraits text_traits(std::string_view text, std::uint64_t fingerprint) {
    TextTraits traits;
    traits.fingerprint = fingerprint;
    text = without_byline(text);
    Letters letters(traits);
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            letters.add_ascii(text[at++]);
        } else {
            letters.add(utf8::decode(text, at));
        }
    }
    letters.close();
    return traits;
}

bool begins_with(const TextTraits& text, std::string_view line) {
    const auto start = text_traits(line, 0);
    const auto whole = beginnings_within(start.letters);
    return whole > 0 && shared_beginnings(text, start) >= whole;
}

TextRelation compare(const TextTraits& a, const TextTraits& b) {
    const auto [shorter, longer] = std::minmax(a.letters, b.letters);
    if (shorter == 0) return TextRelation::kUnknown;
    const int bits = std::popcount(a.fingerprint ^ b.fingerprint);
    if (a.letters == b.letters && a.numbers == b.numbers && a.opening == b.opening &&
        a.beginnings == b.beginnings && (bits <= kNearBits || longer < kBeginnings.back().letters))
        return TextRelation::kIdentical;
    if (shorter < kLeastLetters) return TextRelation::kUnknown;
    if (shorter < kBeginnings.front().letters) return TextRelation::kDifferent;

    const auto shared = shared_beginnings(a, b);
    const auto needed = beginnings_within(kExcerptPart * shorter);
    // The longest beginning stops short of a long text: where lengths agree, figures further on may not.
    if (shared >= std::max<std::size_t>(needed, 1) &&
        (shared < kBeginnings.size() || longer - shorter > kLeastLetters))
        return TextRelation::kExcerpt;
    if (bits <= kNearBits) return TextRelation::kNear;
    if ((bits <= kRelatedBits && shorter >= kRelatedLetters) || shared >= kRelatedBeginnings)
        return TextRelation::kRelated;
    return TextRelation::kDifferent;
}

}  // namespace orrery::planet
