#include "posts.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace orrery::bench {

namespace {

constexpr std::size_t kWords = 200'000;
constexpr std::size_t kQuantiles = 1 << 18;
constexpr std::size_t kSubjects = 2000;
constexpr std::int64_t kMinutes = std::int64_t{15} * 365 * 24 * 60;

std::string make_word(std::size_t rank, Draws& draws) {
    static constexpr const char* kOnsets[] = {"b", "c", "d", "f", "g",  "h",  "l",  "m",  "n",  "p",  "r",
                                              "s", "t", "v", "w", "st", "tr", "pl", "ch", "th", "qu", ""};
    static constexpr const char* kNuclei[] = {"a", "e", "i", "o", "u", "ea", "ou", "ai", "y", "io"};
    static constexpr const char* kCodas[] = {"",  "",  "",   "n",  "r",  "s", "t",
                                             "l", "d", "ng", "nd", "st", "ck"};
    // Frequent words are short: with what stands behind it a word takes some six bytes, as in English.
    const std::size_t syllables = 1 + (rank > 1500) + (rank > 60000) * draws.below(2);
    std::string word;
    for (std::size_t i = 0; i < syllables; ++i) {
        word += kOnsets[draws.below(std::size(kOnsets))];
        word += kNuclei[draws.below(std::size(kNuclei))];
        if (i > 0 || rank > 60) word += kCodas[draws.below(std::size(kCodas))];
    }
    return word;
}

}  // namespace

Posts::Posts(std::size_t bytes) : bytes_(bytes) {
    Draws draws(1);
    std::set<std::string> known;
    while (words_.size() < kWords) {
        auto word = make_word(words_.size(), draws);
        for (int tries = 0; known.contains(word) || word.size() < 2; ++tries)
            word = make_word(words_.size() + static_cast<std::size_t>(tries) * 1000, draws);
        known.insert(word);
        words_.push_back(std::move(word));
    }
    // The share of the words up to rank r is log(r + 1) / log(words + 1).
    for (std::size_t i = 0; i <= kQuantiles; ++i) {
        const double share = static_cast<double>(i) / kQuantiles;
        quantiles_.push_back(static_cast<std::uint32_t>(std::exp(share * std::log(kWords + 1.0)) - 1));
    }
}

std::size_t Posts::draw(std::uint64_t random) const {
    const auto quantile = static_cast<std::size_t>(random & (kQuantiles - 1));
    const std::size_t first = quantiles_[quantile];
    const std::size_t width = quantiles_[quantile + 1] - first;
    return std::min(kWords - 1, first + (width > 1 ? static_cast<std::size_t>(random >> 20) % width : 0));
}

void Posts::make(std::uint64_t number, Post& post) const {
    Draws draws(number * 2 + 12345);
    const std::size_t subject = draws.below(kSubjects);
    const auto any_word = [&]() -> const std::string& {
        const auto random = draws.next();
        if (random >> 56 < 51) {
            // A subject has a hundred words of its own, some of which it uses often.
            const auto at = (random & 0xFF) % 10 * ((random >> 8 & 0xFF) % 10);
            return words_[500 + (subject * 97 + at * 13) % 30000];
        }
        return words_[draw(random)];
    };
    const std::size_t bytes = bytes_ * 2 / 3 + draws.below(bytes_ * 2 / 3);
    post.text.clear();
    bool capital = true;
    while (post.text.size() < bytes) {
        const auto at = post.text.size();
        post.text += any_word();
        if (capital && post.text[at] >= 'a') post.text[at] = static_cast<char>(post.text[at] - 32);
        const auto end = draws.below(100);
        capital = end < 7;
        post.text += capital ? ". " : end < 14 ? ", " : " ";
        if (end == 99 && draws.below(4) == 0) {
            post.text +=
                "v" + std::to_string(draws.below(30)) + '.' + std::to_string(draws.below(200000)) + ' ';
        }
    }
    post.title.clear();
    for (auto words = 3 + draws.below(7); words > 0; --words)
        post.title += any_word() + ' ';
    post.author = words_[1000 + draws.below(300)] + ' ' + words_[3000 + draws.below(5000)];
    post.feed = static_cast<std::int64_t>(draws.below(2000));
    post.minute = static_cast<std::int64_t>(draws.next() % static_cast<std::uint64_t>(kMinutes));
    post.key = draws.next();
}

}  // namespace orrery::bench
