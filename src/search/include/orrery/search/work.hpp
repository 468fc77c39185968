#pragma once

#include <cstdint>

namespace orrery::search {

/// What a search had to do.
struct Work {
    std::uint64_t terms = 0;     ///< words of the index that were looked up and found, once a segment
    std::uint64_t postings = 0;  ///< documents of their lists that were read

    Work& operator+=(const Work& other) {
        terms += other.terms;
        postings += other.postings;
        return *this;
    }
};

/// Adds what searches do on this thread to `work`, as long as it lives.
class CountWork {
  public:
    explicit CountWork(Work& work) : outer_(counted_) { counted_ = &work; }
    ~CountWork() { counted_ = outer_; }
    CountWork(const CountWork&) = delete;
    CountWork& operator=(const CountWork&) = delete;

    static void terms(std::uint64_t count) {
        if (auto* const work = counted_) work->terms += count;
    }
    static void postings(std::uint64_t count) {
        if (auto* const work = counted_) work->postings += count;
    }

  private:
    inline static thread_local Work* counted_ = nullptr;

    Work* outer_;
};

}  // namespace orrery::search
