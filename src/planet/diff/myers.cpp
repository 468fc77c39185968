#include "myers.hpp"

#include <algorithm>
#include <optional>

namespace orrery::planet::diffing {

namespace {

using Index = std::ptrdiff_t;

constexpr Index kNone = -1;

struct Box {
    Index before_begin;
    Index before_end;
    Index after_begin;
    Index after_end;

    [[nodiscard]] Index width() const { return before_end - before_begin; }
    [[nodiscard]] Index height() const { return after_end - after_begin; }
};

struct Point {
    Index before;
    Index after;
};

class Search {
  public:
    Search(std::span<const std::uint32_t> before, std::span<const std::uint32_t> after, std::size_t steps)
        : before_(before),
          after_(after),
          steps_left_(steps),
          middle_((std::ssize(before) + std::ssize(after)) / 2 + 2),
          forward_(static_cast<std::size_t>(2 * middle_ + 1)),
          backward_(forward_.size()) {}

    bool run(Changes& changes) {
        std::vector<Box> boxes = {{0, std::ssize(before_), 0, std::ssize(after_)}};
        while (!boxes.empty()) {
            auto box = boxes.back();
            boxes.pop_back();
            trim(box);
            if (box.width() == 0 || box.height() == 0) {
                std::fill(changes.before.begin() + box.before_begin, changes.before.begin() + box.before_end,
                          true);
                std::fill(changes.after.begin() + box.after_begin, changes.after.begin() + box.after_end,
                          true);
                continue;
            }
            const auto split = middle_of(box);
            if (!split) return false;
            boxes.push_back({box.before_begin, split->before, box.after_begin, split->after});
            boxes.push_back({split->before, box.before_end, split->after, box.after_end});
        }
        return true;
    }

  private:
    [[nodiscard]] bool same(Index before, Index after) const {
        return before_[static_cast<std::size_t>(before)] == after_[static_cast<std::size_t>(after)];
    }

    void trim(Box& box) const {
        while (box.width() > 0 && box.height() > 0 && same(box.before_begin, box.after_begin)) {
            ++box.before_begin;
            ++box.after_begin;
        }
        while (box.width() > 0 && box.height() > 0 && same(box.before_end - 1, box.after_end - 1)) {
            --box.before_end;
            --box.after_end;
        }
    }

    // How far a path on a diagonal came, counted from the corner where it started.
    Index& at(std::vector<Index>& reached, Index diagonal) const {
        return reached[static_cast<std::size_t>(middle_ + diagonal)];
    }

    // A point on a shortest path through the box, both of whose sides are longer than 0 and whose first and
    // last elements differ: it is neither of the two corners then, so that both halves are smaller.
    std::optional<Point> middle_of(const Box& box) {
        const auto delta = box.width() - box.height();
        const bool is_odd = (delta & 1) != 0;
        for (Index depth = 0;; ++depth) {
            if (!spend(2 * static_cast<std::size_t>(depth) + 2)) return {};
            for (Index diagonal = -depth; diagonal <= depth; diagonal += 2) {
                const auto x = advance(box, forward_, diagonal, depth, [&](Index before, Index after) {
                    return same(box.before_begin + before, box.after_begin + after);
                });
                const auto other = delta - diagonal;
                if (is_odd && -depth < other && other < depth && meet(box, x, at(backward_, other)))
                    return Point{box.before_begin + x, box.after_begin + x - diagonal};
            }
            for (Index diagonal = -depth; diagonal <= depth; diagonal += 2) {
                const auto x = advance(box, backward_, diagonal, depth, [&](Index before, Index after) {
                    return same(box.before_end - 1 - before, box.after_end - 1 - after);
                });
                const auto other = delta - diagonal;
                if (!is_odd && -depth <= other && other <= depth && meet(box, x, at(forward_, other)))
                    return Point{box.before_end - x, box.after_end - (x - diagonal)};
            }
            if (steps_left_ == 0) return {};
        }
    }

    // Takes the furthest path of `depth` steps on a diagonal a step and its snake on. Never leaves the box.
    template <class Same>
    Index advance(const Box& box, std::vector<Index>& reached, Index diagonal, Index depth, Same is_same) {
        if (diagonal == -depth) at(reached, -depth - 1) = at(reached, depth + 1) = kNone;
        Index x = depth == 0 ? 0 : kNone;
        if (const auto above = at(reached, diagonal + 1);
            depth > 0 && above != kNone && above - diagonal <= box.height())
            x = above;
        if (const auto left = at(reached, diagonal - 1); depth > 0 && left != kNone && left < box.width())
            x = std::max(x, left + 1);
        if (x != kNone) {
            const auto start = x;
            while (x < box.width() && x - diagonal < box.height() && is_same(x, x - diagonal))
                ++x;
            if (!spend(static_cast<std::size_t>(x - start))) steps_left_ = 0;
        }
        return at(reached, diagonal) = x;
    }

    static bool meet(const Box& box, Index x, Index other) {
        return x != kNone && other != kNone && x + other >= box.width();
    }

    bool spend(std::size_t steps) {
        if (steps > steps_left_) return false;
        steps_left_ -= steps;
        return true;
    }

    std::span<const std::uint32_t> before_;
    std::span<const std::uint32_t> after_;
    std::size_t steps_left_;
    Index middle_;
    std::vector<Index> forward_;
    std::vector<Index> backward_;
};

}  // namespace

bool find_changes(std::span<const std::uint32_t> before, std::span<const std::uint32_t> after,
                  std::size_t steps, Changes& changes) {
    return Search(before, after, steps).run(changes);
}

}  // namespace orrery::planet::diffing
