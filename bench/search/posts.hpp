#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// Posts, of 2 to 4 KB unless told, that are the same in every run: words as frequent as in English (Zipf's
/// law over 200,000), a fifth of them from the post's subject, and a few names and numbers that stand nowhere
/// else.
namespace orrery::bench {

class Posts {
  public:
    /// `bytes`: how long their texts are on average.
    explicit Posts(std::size_t bytes = 3000);

    struct Post {
        std::string title;
        std::string author;
        std::string text;
        std::int64_t feed = 0;
        std::int64_t minute = 0;  ///< its age within fifteen years
        std::uint64_t key = 0;
    };
    void make(std::uint64_t number, Post& post) const;

    /// The word that is the `rank`th most frequent, from 0.
    [[nodiscard]] const std::string& word(std::size_t rank) const { return words_[rank]; }
    [[nodiscard]] std::size_t words() const { return words_.size(); }

  private:
    [[nodiscard]] std::size_t draw(std::uint64_t random) const;

    std::size_t bytes_;
    std::vector<std::string> words_;
    std::vector<std::uint32_t> quantiles_;
};

/// A pseudo-random number generator: SplitMix64.
class Draws {
  public:
    explicit Draws(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }

  private:
    std::uint64_t state_;
};

}  // namespace orrery::bench
