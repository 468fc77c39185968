#include "title.hpp"

#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"
#include "script.hpp"

#include <algorithm>
#include <array>

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

namespace orrery::planet {

namespace {

constexpr std::size_t kTellingWeight = 16;
constexpr std::size_t kTellingWords = 3;
// Longer titles are texts; comparing words costs their square.
constexpr std::size_t kMostBytes = 1024;
constexpr std::size_t kMostWords = 64;
// Shorter titles are found in others by chance.
constexpr std::size_t kCoreWeight = 8;
constexpr double kReworded = 0.72;

// By which the posts of a series differ when they are not numbered.
constexpr auto kNumberWords = [] {
    auto words = std::to_array<std::string_view>(
        {"one",        "two",       "three",     "four",     "five",     "six",      "seven",    "eight",
         "nine",       "ten",       "eleven",    "twelve",   "first",    "second",   "third",    "fourth",
         "fifth",      "sixth",     "january",   "february", "march",    "april",    "june",     "july",
         "august",     "september", "october",   "november", "december", "jan",      "feb",      "apr",
         "jun",        "jul",       "aug",       "sep",      "sept",     "oct",      "nov",      "dec",
         "monday",     "tuesday",   "wednesday", "thursday", "friday",   "saturday", "sunday",   "januar",
         "februar",    "juni",      "juli",      "oktober",  "dezember", "montag",   "dienstag", "mittwoch",
         "donnerstag", "freitag",   "samstag",   "sonntag",  "spring",   "summer",   "autumn",   "winter"});
    std::ranges::sort(words);
    return words;
}();

// Compatibility forms (full width, ligatures) and case folded away.
std::string folded(std::string_view text) {
    std::string out;
    if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return to_lower(text);
    UErrorCode status = U_ZERO_ERROR;
    const auto* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
    if (U_FAILURE(status)) return to_lower(text);
    icu::StringByteSink<std::string> sink(&out);
    normalizer->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink,
                              nullptr, status);
    return U_FAILURE(status) ? to_lower(text) : out;
}

struct Reference {
    std::string_view name;
    std::string_view value;
};
constexpr std::array kReferences{
    Reference{"amp", "&"},    Reference{"lt", "<"},     Reference{"gt", ">"},       Reference{"quot", "\""},
    Reference{"apos", "'"},   Reference{"nbsp", " "},   Reference{"rsquo", "'"},    Reference{"lsquo", "'"},
    Reference{"ldquo", "\""}, Reference{"rdquo", "\""}, Reference{"hellip", "..."}, Reference{"ndash", "-"},
    Reference{"mdash", "-"},
};

// What stands in text that was escaped once too often.
std::string without_references(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text[at] == '&' ? text.find(';', at) : std::string_view::npos;
        if (end == std::string_view::npos || end - at > 9 || end == at + 1) {
            out += text[at++];
            continue;
        }
        const auto name = text.substr(at + 1, end - at - 1);
        const bool is_hex = name.starts_with("#x") || name.starts_with("#X");
        if (name.front() == '#') {
            char32_t code = 0;
            bool fits = name.size() > (is_hex ? 2u : 1u);
            for (const char c : name.substr(is_hex ? 2 : 1)) {
                const int digit = hex_value(c);
                if (digit < 0 || (!is_hex && digit > 9)) fits = false;
                code = code * (is_hex ? 16 : 10) + static_cast<char32_t>(std::max(digit, 0));
            }
            if (fits) {
                utf8::append(out, code);
                at = end + 1;
                continue;
            }
        }
        const auto known = std::ranges::find(kReferences, name, &Reference::name);
        if (known == kReferences.end()) {
            out += text[at++];
            continue;
        }
        out += known->value;
        at = end + 1;
    }
    return out;
}

class WordReader {
  public:
    explicit WordReader(Title& title) : title_(title) {}

    void read(std::string_view text) {
        for (std::size_t at = 0; at < text.size() && title_.words.size() < kMostWords;) {
            const auto c = utf8::decode(text, at);
            if (is_letter_or_digit(c)) {
                letter(c);
            } else if ((c == '+' || c == '#') && !word_.empty()) {
                word_ += static_cast<char>(c);  // C++, C#
            } else if (c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x00AD || c == 0x200B) {
                // don't, soft hyphens
            } else {
                close();
                mark(c, text, at);
            }
        }
        close();
    }

  private:
    // Where something before or behind the title proper ends or begins: `Name: `, `[Sponsor] `, ` (updated)`,
    // ` | Site`.
    void mark(char32_t c, std::string_view text, std::size_t next) {
        const auto rest = trim(text.substr(next));
        const auto count = title_.words.size();
        if (c == ':' && (next == text.size() || is_space(text[next]))) {
            title_.core_start = count;
        } else if (c == ']' && title_.core_start == 0 && text.starts_with('[')) {
            title_.core_start = count;
        } else if ((c == '(' || c == '[') && count > 0 && rest.find_first_of(")]") + 1 == rest.size()) {
            title_.core_end = std::min(title_.core_end, count);
        } else if (c == '|' && count > 0) {
            title_.core_end = std::min(title_.core_end, count);
        }
    }
    void letter(char32_t c) {
        if (is_ideographic(c)) {
            close();
            utf8::append(word_, c);
            title_.weight += 3;
            close();
        } else {
            utf8::append(word_, c);
            ++title_.weight;
        }
    }
    void close() {
        if (!word_.empty()) title_.words.push_back(std::move(word_));
        word_.clear();
    }

    Title& title_;
    std::string word_;
};

std::size_t weight_of(std::span<const std::string> words) {
    std::size_t weight = 0;
    for (const auto& word : words) {
        std::size_t at = 0;
        const bool ideographic = is_ideographic(utf8::decode(word, at));
        weight += ideographic ? 3 : utf8::length(word);
    }
    return weight;
}

bool is_core(std::span<const std::string> words) {
    return words.size() >= 2 && weight_of(words) >= kCoreWeight;
}

// At most one letter added, dropped or exchanged for every six.
bool is_spelt_alike(const std::string& a, const std::string& b) {
    if (is_number(a) || is_number(b)) return a == b;
    const auto longer = std::max(a.size(), b.size());
    const auto allowed = longer / 6;
    if (longer - std::min(a.size(), b.size()) > allowed) return false;
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row[b.size()] <= allowed;
}

std::vector<std::string> numbers_of(const Title& title) {
    std::vector<std::string> numbers;
    std::ranges::copy_if(title.words, std::back_inserter(numbers), is_number);
    std::ranges::sort(numbers);
    return numbers;
}

// Words that both have, twice over all words.
double shared_words(const Title& a, const Title& b) {
    auto left = a.words;
    auto right = b.words;
    std::ranges::sort(left);
    std::ranges::sort(right);
    std::vector<std::string> both;
    std::ranges::set_intersection(left, right, std::back_inserter(both));
    return 2.0 * static_cast<double>(both.size()) / static_cast<double>(left.size() + right.size());
}

// What is left of both without the words that both begin and end with.
struct Middle {
    std::span<const std::string> a;
    std::span<const std::string> b;
    std::size_t before = 0;
    std::size_t behind = 0;
};

Middle middle_of(const Title& a, const Title& b) {
    const auto most = std::min(a.words.size(), b.words.size());
    Middle middle;
    while (middle.before < most && a.words[middle.before] == b.words[middle.before])
        ++middle.before;
    while (middle.behind < most - middle.before &&
           a.words[a.words.size() - 1 - middle.behind] == b.words[b.words.size() - 1 - middle.behind])
        ++middle.behind;
    const auto rest = [&](const Title& title) {
        return std::span(title.words)
            .subspan(middle.before, title.words.size() - middle.before - middle.behind);
    };
    middle.a = rest(a);
    middle.b = rest(b);
    return middle;
}

}  // namespace

bool is_number(std::string_view word) {
    if (std::ranges::any_of(word, is_digit)) return true;
    if (std::ranges::binary_search(kNumberWords, word)) return true;
    return word.size() >= 2 && word.size() <= 5 && word.find_first_not_of("ivx") == std::string_view::npos;
}

bool Title::is_telling() const {
    return weight >= kTellingWeight && words.size() >= kTellingWords;
}

bool Title::is_own() const {
    return weight >= kCoreWeight && words.size() >= 2;
}

std::string joined(std::span<const std::string> words) {
    std::string text;
    for (const auto& word : words)
        text.append(text.empty() ? "" : " ").append(word);
    return text;
}

Title read_title(std::string_view text) {
    Title title;
    WordReader(title).read(folded(without_references(utf8::truncated(text, kMostBytes))));
    title.core_end = std::min(title.core_end, title.words.size());
    const auto core = std::span(title.words).first(title.core_end);
    const bool is_enough = title.core_start < title.core_end && is_core(core.subspan(title.core_start));
    if (!is_enough) title.core_start = 0;
    if (!is_enough && !is_core(core)) title.core_end = title.words.size();
    return title;
}

std::string title_core(const Title& title) {
    return joined(std::span(title.words).subspan(title.core_start, title.core_end - title.core_start));
}

TitleComparison compare(const Title& a, const Title& b) {
    if (a.empty() || b.empty()) return {};
    const auto middle = middle_of(a, b);
    if (middle.a.empty() && middle.b.empty()) return {TitleRelation::kSame, {}};

    const bool same_numbers = numbers_of(a) == numbers_of(b);
    const auto common = middle.before + middle.behind;
    if (middle.a.empty() || middle.b.empty()) {
        const auto more = middle.a.empty() ? middle.b : middle.a;
        if (common == 0) return {TitleRelation::kDifferent, {}};
        if (middle.before == 0 || middle.behind == 0)
            return {TitleRelation::kAffixed, {more.begin(), more.end()}};
        return {same_numbers ? TitleRelation::kAlike : TitleRelation::kSeries, {}};
    }
    // "e mail" and "email": other spaces, the same letters.
    if (std::string left = joined(a.words), right = joined(b.words);
        replace_all(left, " ", "") == replace_all(right, " ", ""))
        return {TitleRelation::kSame, {}};
    const double shared = shared_words(a, b);
    if (!same_numbers) return {shared >= 0.5 ? TitleRelation::kSeries : TitleRelation::kDifferent, {}};
    if (middle.a.size() == middle.b.size() && std::ranges::equal(middle.a, middle.b, is_spelt_alike))
        return {TitleRelation::kAlike, {}};
    return {shared >= kReworded ? TitleRelation::kReworded : TitleRelation::kDifferent, {}};
}

}  // namespace orrery::planet
