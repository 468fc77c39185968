#pragma once

#include "engine.hpp"

#include <memory>
#include <mutex>
#include <vector>

namespace orrery::store {

/// Connections that only read: as many as ever read at once, kept for the next. Thread-safe.
class ReaderPool {
  public:
    explicit ReaderPool(const Engine& engine) : engine_(engine) {}

    /// Runs `work` with a connection of its own. One that `work` throws out of is not used again.
    template <class Work>
    auto read(Work work) const {
        auto reader = take();
        auto result = work(*reader);
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(reader));
        return result;
    }

  private:
    std::unique_ptr<Database> take() const {
        {
            const std::lock_guard lock(mutex_);
            if (!idle_.empty()) {
                auto reader = std::move(idle_.back());
                idle_.pop_back();
                return reader;
            }
        }
        return engine_.open_reader();
    }

    const Engine& engine_;
    mutable std::mutex mutex_;
    mutable std::vector<std::unique_ptr<Database>> idle_;
};

}  // namespace orrery::store
