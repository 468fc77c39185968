#pragma once

#include "blog.hpp"
#include "orrery/base/time.hpp"

#include <map>
#include <optional>
#include <vector>

namespace orrery::galaxy {

/// Who has published what by now: the little of the galaxy that changes. Blogs post on their schedule, which
/// is a function of the seed; beside that one of them posts every so often, and whenever it is asked to.
class Sky {
  public:
    struct Options {
        std::uint64_t seed = 1;
        std::uint64_t feeds = 1000;
        Duration post_every{0};
        Clock clock = system_now;
    };
    explicit Sky(Options options);

    struct Moment {
        std::uint64_t key;
        Timestamp published;
    };

    [[nodiscard]] const Options& options() const { return options_; }
    [[nodiscard]] Timestamp now() const { return options_.clock() + advanced_; }
    [[nodiscard]] bool has(std::uint64_t number) const { return number >= 1 && number <= options_.feeds; }

    /// The newest posts of a blog, the newest first.
    [[nodiscard]] std::vector<Moment> newest(const Blog& blog, std::size_t count);
    /// A post that is out; nothing for another key.
    [[nodiscard]] std::optional<Moment> find(const Blog& blog, std::uint64_t key);

    /// Makes time pass.
    void advance(Duration duration) { advanced_ += duration; }
    /// Makes a blog publish a post now; its key.
    std::uint64_t post(std::uint64_t number);

  private:
    // Keys from here on are posts beside the schedule.
    static constexpr std::uint64_t kFirstExtraKey = 1'000'000;
    // What is posted at most when time is made to leap.
    static constexpr std::uint64_t kMaxCatchUp = 1'000'000;

    void catch_up();
    void add_extra(std::uint64_t number, Timestamp published);

    Options options_;
    Timestamp next_extra_;
    Duration advanced_{0};
    std::uint64_t extras_count_ = 0;
    std::map<std::uint64_t, std::vector<Moment>> extras_;  // by number, in the order of time
};

}  // namespace orrery::galaxy
