#pragma once

#include "engine.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace orrery::store {

/// Connections that only read: as many as ever read at once, kept for the next, up to what the engine allows;
/// who comes then waits. Thread-safe.
class ReaderPool {
  public:
    /// The engine must outlive the pool.
    explicit ReaderPool(const Engine& engine) : engine_(engine) {}

    /// Runs `work` with a connection of its thread: within `work` it is the same one again, so that nobody
    /// holds one and waits for another. One that `work` throws out of is not used again.
    template <class Work>
    auto read(Work work) const {
        if (held_.first == this) return work(*held_.second);
        return read_with(take(Wait::kFor), work);
    }

    /// The same, but does nothing where it would have to wait for a connection.
    template <class Work>
    void read_if_free(Work work) const {
        auto reader = take(Wait::kNot);
        if (!reader) return;
        read_with(std::move(reader), [&](Database& database) {
            work(database);
            return true;
        });
    }

  private:
    enum class Wait { kFor, kNot };

    template <class Work>
    auto read_with(std::unique_ptr<Database> reader, const Work& work) const {
        const auto before = std::exchange(held_, {this, reader.get()});
        try {
            auto result = work(*reader);
            held_ = before;
            put_back(std::move(reader));
            return result;
        } catch (...) {
            held_ = before;
            reader.reset();
            put_back(nullptr);
            throw;
        }
    }

    // Nothing where none is free and that is not waited for.
    std::unique_ptr<Database> take(Wait wait) const {
        {
            std::unique_lock lock(mutex_);
            const auto is_free = [&] { return !idle_.empty() || open_ < engine_.most_readers(); };
            if (wait == Wait::kNot && !is_free()) return nullptr;
            free_.wait(lock, is_free);
            if (!idle_.empty()) {
                auto reader = std::move(idle_.back());
                idle_.pop_back();
                return reader;
            }
            ++open_;
        }
        try {
            return engine_.open_reader();
        } catch (...) {
            put_back(nullptr);
            throw;
        }
    }

    void put_back(std::unique_ptr<Database> reader) const {
        {
            const std::lock_guard lock(mutex_);
            if (reader) {
                idle_.push_back(std::move(reader));
            } else {
                --open_;
            }
        }
        free_.notify_one();
    }

    // What this thread holds, and of which pool.
    inline static thread_local std::pair<const ReaderPool*, Database*> held_{};

    const Engine& engine_;
    mutable std::mutex mutex_;
    mutable std::condition_variable free_;
    mutable std::vector<std::unique_ptr<Database>> idle_;
    mutable std::size_t open_ = 0;  // idle or in use
};

}  // namespace orrery::store
